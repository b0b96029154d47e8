"""作废重办: a fault of the system is proposed by one and approved by the supervisors."""

import pytest

from engine.domain.rejections import Forbidden
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

FAULT = "系统把两户的材料合到了一件里，无法拆开"
INPUTS = {
    "proposers": '"MZ:district:reviewer"',
    "supervisors": '"MZ:district:supervisor"',
    "void_area": f'substring("{HOME}", 1, 6)',
    "acted": '["Jiang"]',
}
OUTPUTS = ("voided", "void_reason", "void_note", "void_proposed_by", "void_approved_by")


def proposed(city: City) -> Matter:
    for name in ("Qin", "Jiang", "You"):
        city.person(name, ("MZ:district:supervisor", "heping"))
    case = city.clerk("Li", at="heping/nanhu/01").applies(calling(city, "void", INPUTS, OUTPUTS), **APPLICANT)
    city.person("Qin", ("MZ:district:reviewer", "heping")).does(case, "提出作废", void_reason=FAULT)
    return case


@pytest.mark.parametrize(("decision", "voided"), [("approve", True), ("refuse", False)])
def test_a_supervisor_decides(city: City, decision: str, voided: bool) -> None:
    case = proposed(city)
    note = "可以由管理员拆分，不必作废"
    city.person("You").does(case, "监督岗批准作废", void_decision=decision, void_note=note)

    assert (case.value("voided"), case.value("void_approved_by")) == (voided, "You")
    assert ("voided" in case.story()) is voided


def test_neither_who_proposed_nor_who_decided_approves(city: City) -> None:
    case = proposed(city)
    for name in ("Qin", "Jiang"):
        with pytest.raises(Forbidden):
            city.person(name).claims(case, "监督岗批准作废")
