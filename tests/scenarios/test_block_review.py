"""复核: asked for within ten working days after a refusal, done by somebody new."""

import pytest

from engine.domain.rejections import Forbidden
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

REASON = "补充的医院票据属实，支出应当扣除，符合条件"
INPUTS = {
    "item_name": '"最低生活保障"',
    "office": '"和平区民政局"',
    "applicant_name": "applicant_name",
    "reconsiderers": '"MZ:district:reconsiderer"',
    "reconsider_area": f'substring("{HOME}", 1, 6)',
    "acted": '["Li", "Zheng", "Jiang"]',
}
OUTPUTS = ("reconsideration", "reconsideration_reason", "reconsidered_by", "document")


def refused(city: City) -> Matter:
    for name in ("Jiang", "Gu"):
        city.person(name, ("MZ:district:reconsiderer", "heping"))
    key = calling(city, "review", INPUTS, OUTPUTS, share="")
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)


@pytest.mark.parametrize("result", ["upheld", "reversed"])
def test_another_reconsiders_with_a_reason_and_a_letter(city: City, result: str) -> None:
    case = refused(city)
    city.working_days_pass(9)
    city.resident("张三").says(case, "review.requested")
    with pytest.raises(Forbidden):
        city.person("Jiang").claims(case, "复核")
    city.person("Gu").does(case, "复核", reconsideration=result, reconsideration_reason=REASON)

    assert (case.value("reconsideration"), case.value("reconsidered_by")) == (result, "Gu")
    assert case.papers == ["复核决定书.pdf"]
    assert case.story()[-1] == "reconsidered"


def test_who_does_not_ask_in_time_is_not_reconsidered(city: City) -> None:
    case = refused(city)
    assert case.own_light == "stopped"
    city.working_days_pass(10)

    assert (case.outcome, case.value("reconsideration"), case.papers) == ("办结", "none", [])
