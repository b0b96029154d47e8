"""入册: what was decided is entered once in the whole city; what excludes it is judged by a person."""

import pytest

from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

REASON = "本人选择低保，特困待遇不再申请"
INPUTS = {
    "act": '"grant"',
    "matter": "matter",
    "subject": "applicant_id",
    "handling_area": f'"{HOME}"',
    "entitled_month": '"2026-12"',
    "amount": "1380",
    "rule": '"SUB-01"',
    "calculation": '{amount: 1380, reason: "差额补助"}',
    "decided_by": '"Jiang"',
    "keepers": '"MZ:district:keeper"',
    "keeper_area": f'substring("{HOME}", 1, 6)',
}


def granted(city: City, matter: str) -> Matter:
    key = calling(city, "payroll", INPUTS, ("payroll", "benefit", "payroll_reason"), share="")
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, matter=matter)


def judges(city: City, case: Matter, act: str) -> None:
    keeper = city.person("He", ("MZ:district:keeper", "heping"))
    keeper.does(case, "核实待遇登记", payroll_act=act, payroll_reason=REASON)


def test_what_was_granted_is_entered(city: City) -> None:
    case = granted(city, "低保")

    assert (case.value("payroll"), case.value("benefit")["amount"]) == ("entered", 1380)
    assert case.story() == ["entered in the roll"]


@pytest.mark.parametrize(("act", "tasks", "result"), [("leave", [], "excluded"), ("again", ["核实待遇登记"], None)])
def test_what_is_excluded_is_judged_and_not_entered(city: City, act: str, tasks: list[str], result: str | None) -> None:
    granted(city, "低保")
    case = granted(city, "特困")
    assert case.open_tasks == ["核实待遇登记"]
    judges(city, case, act)

    assert (case.open_tasks, case.value("payroll"), case.value("benefit")) == (tasks, result, None)


def test_an_act_that_cannot_be_is_judged_too(city: City) -> None:
    stop = {**INPUTS, "act": '"stop"', "decision_reason": '"收入超标"'}
    key = calling(city, "payroll", stop, ("payroll",), share="")
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, matter="低保")

    assert case.open_tasks == ["核实待遇登记"]


def test_members_of_the_household_are_entered_with_it(city: City) -> None:
    household = {**INPUTS, "members": '["210199197001010014"]'}
    key = calling(city, "payroll", household, ("payroll",), share="")
    clerk = city.clerk("Li", at="heping/nanhu/01")
    assert clerk.applies(key, **APPLICANT, matter="低保").value("payroll") == "entered"

    member = {**INPUTS, "subject": '"210199197001010014"'}
    again = calling(city, "payroll", member, ("payroll",), share="")
    assert clerk.applies(again, **APPLICANT, matter="特困").open_tasks == ["核实待遇登记"]
