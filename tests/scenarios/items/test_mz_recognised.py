"""民政 MZ-008 to MZ-010: families at the margin, families with hard costs, help with the heating."""

from decimal import Decimal

import pytest

from tests.city.city import City
from tests.city.courses import amount, course, ended, letters
from tests.city.filling import Values
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

MARGINAL: Values = {"household_size": 3, "monthly_income": 3600}
HEATED: Values = {
    "household_size": 3,
    "floor_area": 78,
    "household_status": "低保",
    "paid_heating": 2028,
    "utility_account": "8001",
}
TAX = [{"month": "2026-06", "amount": "60000"}]


@story("MZ-008", "略高于低保线，认定低边一年")
def test_a_family_just_above_the_line_is_recognised_for_a_year(city: City) -> None:
    case = applied(city, "MZ-008", **MARGINAL)
    goes_on(case)

    assert (ended(case), case.due) == ("granted", "2026-12-15")
    assert letters(case) == ["低保边缘家庭认定书", "低保边缘家庭认定决定书"]


@story("MZ-008", "隐瞒收入，人工核实后不予认定")
def test_income_that_was_not_told_stops_at_a_person_and_is_refused(city: City) -> None:
    case = applied(city, "MZ-008", **MARGINAL, SW_income=TAX)
    steps = goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **REFUSED})

    assert "核实疑点" in steps
    assert (ended(case), letters(case)) == ("refused", ["不予认定决定书"])


@story("MZ-008", "决定前申请人撤回")
def test_a_family_withdraws_before_it_is_decided(city: City) -> None:
    case = applied(city, "MZ-008", **MARGINAL)
    goes_on(case, until="入户调查")
    says(case, "application.withdrawn")

    assert (ended(case), course(case)[-2:]) == ("申请人撤回", ["withdrawn", "completed"])


@story("MZ-009", "容缺受理，票据后补不误入户")
def test_bills_that_come_later_do_not_hold_up_the_visit(city: City) -> None:
    case = applied(city, "MZ-009", spending_kind="教育", school="沈阳市第一中学", **MARGINAL)
    does(case, "受理审查", acceptance="provisional", acceptance_reason="大病票据还有两张没有取到，五日内补")
    assert {"收齐容缺材料", "入户调查"} <= set(case.open_tasks)
    goes_on(case)

    assert ended(case) == "granted"
    assert letters(case) == ["刚性支出困难家庭认定书", "刚性支出困难家庭认定决定书"]


@story("MZ-009", "票据逾期未补，只能不予")
def test_bills_that_never_come_leave_only_a_refusal(city: City) -> None:
    case = applied(city, "MZ-009", **MARGINAL)
    does(case, "受理审查", acceptance="provisional", acceptance_reason="大病票据还有两张没有取到，五日内补")
    city.working_days_pass(5)
    assert "papers late" in case.story()
    goes_on(case, answers=REFUSED)

    assert (ended(case), case.value("papers_completed")) == ("refused", False)


@story("MZ-010", "取暖救助按家庭人数核算")
@pytest.mark.parametrize(
    ("home", "yuan"),
    [
        (HEATED, 1560),
        ({"household_size": 1, "floor_area": 40, "household_status": "低边", "paid_heating": 1040}, 520),
        ({**HEATED, "scattered": True}, 600),
    ],
    ids=["T07-1", "T07-2", "T07-3"],
)
def test_the_heating_is_paid_by_the_size_of_the_family(city: City, home: Values, yuan: int) -> None:
    case = applied(city, "MZ-010", **{"utility_account": "8001", **home})
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(yuan))
    assert (case.value("benefit")["from"], case.value("benefit")["until"]) == ("2026-12", "2027-01")


@story("MZ-010", "不属困难家庭，不予，可申请换人复核")
def test_a_family_that_is_not_poor_is_refused_and_may_ask_others_to_look_again(city: City) -> None:
    case = applied(city, "MZ-010", **{**HEATED, "household_status": "其他"})
    goes_on(case, answers=REFUSED, until="送达")
    does(case, "送达")
    says(case, "review.requested")
    does(case, "复核", reconsideration="upheld", reconsideration_reason="身份类别核对无误，维持原决定")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["不予取暖救助决定书", "复核决定书"])
