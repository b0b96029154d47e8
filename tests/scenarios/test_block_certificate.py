"""制证: one makes it, another proofreads; a wrong one is made again."""

import pytest

from engine.domain.rejections import Forbidden
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

INPUTS = {
    "item_name": '"残疾人证"',
    "office": '"和平区残联"',
    "applicant_name": "applicant_name",
    "template": '"证明"',
    "content": '"肢体残疾二级"',
    "purpose": '"享受残疾人待遇"',
    "valid_until": '"2036-11-24"',
    "certificate_title": '"残疾人证"',
    "makers": '"CL:district:maker"',
    "make_area": f'substring("{HOME}", 1, 6)',
}
OUTPUTS = ("certificate_number", "document", "made_by", "proofread_by", "made_on")


def granted(city: City) -> Matter:
    for name in ("Ding", "Deng"):
        city.person(name, ("CL:district:maker", "heping"))
    key = calling(city, "certificate", INPUTS, OUTPUTS)
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)


def test_one_makes_and_another_proofreads(city: City) -> None:
    case = granted(city)
    city.person("Ding").does(case, "制证", certificate_number="CL-1")
    with pytest.raises(Forbidden):
        city.person("Ding").claims(case, "核对证照")
    city.person("Deng").does(case, "核对证照", proof_result="right")

    assert (case.value("certificate_number"), case.papers) == ("CL-1", ["残疾人证.pdf"])
    assert (case.value("made_by"), case.value("proofread_by")) == ("Ding", "Deng")
    assert case.story() == ["certificate made"]


def test_a_wrong_one_is_made_again(city: City) -> None:
    case = granted(city)
    city.person("Ding").does(case, "制证", certificate_number="CL-1")
    city.person("Deng").does(case, "核对证照", proof_result="wrong", proof_reason="类别应为肢体二级，误作三级")
    assert (case.open_tasks, case.papers) == (["制证"], [])
    city.person("Ding").does(case, "制证", certificate_number="CL-2")
    city.person("Deng").does(case, "核对证照", proof_result="right")

    assert case.value("certificate_number") == "CL-2"
