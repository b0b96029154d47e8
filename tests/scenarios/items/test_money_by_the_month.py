"""Money by the month: from which one it is due, by whose standard, and what comes back that was paid past its end."""

from datetime import date
from decimal import Decimal
from typing import Any

from registers import parameters
from registers.parameters import Approval
from tests.city.city import City
from tests.city.courses import drawn_by_lot, ended
from tests.city.holding import APPLICANT, holds
from tests.city.paying import paid, recovering
from tests.city.stories import story
from tests.city.windows import applied, goes_on

CONFIRMED: dict[str, Any] = {"核实疑点": {"comparison_finding": "confirmed"}}
FAMILY: dict[str, Any] = {"household_size": 3, "status": "低保", "own_area": 0, "rent": 1200, "monthly_income": 1500}


def from_january(city: City, name: str, value: int) -> None:
    """Another amount for those of ninety and more, from 2027 on."""
    row: dict[str, Any] = {"rules": ["SUB-04"], "name": name, "label": "高龄津贴", "residence": "", "area": "2101"}
    row |= {"valid_from": date(2027, 1, 1), "valid_to": None, "value": Decimal(value)}
    with city.engine.store.writing() as connection:
        line = {**row, "unit": "元/月", "mark": "A", "basis": ""}
        parameters.put(connection, [line], Approval("entering", "approving", city.now))


@story("MZ-012", "跨月才决定，次年一月起按新标准发")
def test_a_decision_in_december_pays_from_january_by_the_standard_of_january(city: City) -> None:
    from_january(city, "aged_90", 120)
    case = applied(city, "MZ-012", birth_date="1933-01-01", household_status="其他")
    goes_on(case, until="决定")
    assert case.value("calculation")["amount"] == 100, "calculated for December"
    city.days_pass(8)
    goes_on(case)

    assert (ended(case), case.value("decided_on")) == ("granted", "2026-12-02")
    assert (case.value("benefit")["from"], case.value("benefit")["amount"]) == ("2027-01", 120)
    assert case.value("calculation")["amount"] == 120


@story("MZ-012", "跨月才决定，标准没有变")
def test_a_decision_in_december_changes_no_amount_where_the_standard_stays(city: City) -> None:
    case = applied(city, "MZ-012", birth_date="1933-01-01", household_status="其他")
    goes_on(case, until="决定")
    sheet = case.value("calculation")["sheet"]
    city.days_pass(8)
    goes_on(case)

    assert (case.value("benefit")["from"], case.value("benefit")["amount"]) == ("2027-01", 100)
    assert case.value("calculation")["sheet"] == sheet


@story("MZ-012", "起发月已不再发给，由人核实不入册")
def test_where_nothing_is_due_in_the_month_it_would_begin_a_person_looks_at_it(city: City) -> None:
    from_january(city, "aged_90", 0)
    case = applied(city, "MZ-012", birth_date="1933-01-01", household_status="其他")
    goes_on(case, until="决定")
    city.days_pass(8)
    goes_on(case, until="核实待遇登记")
    assert case.open_tasks == ["核实待遇登记"]
    goes_on(
        case,
        answers={"核实待遇登记": {"payroll_act": "leave", "payroll_reason": "次年一月起标准为零，依据调整通知不入册"}},
    )

    assert (case.value("payroll"), case.value("benefit")) == ("excluded", None)


@story("MZ-013", "两个月前去世，已发的两个月由登记库算出并追缴")
def test_what_was_paid_for_two_months_after_a_death_is_demanded_by_the_register(city: City) -> None:
    holds(city, "高龄津贴", 100, rule="SUB-04A")
    paid(city, "高龄津贴", 10, 11)
    dead: dict[str, Any] = {
        "stop_reason": "死亡",
        "stop_event_on": "2026-09-30",
        "GA_death": [{"died_on": "2026-09-30"}],
    }
    case = applied(city, "MZ-013", last_paid_month="2026-11", **dead)
    goes_on(case, until="结算", answers=CONFIRMED)

    assert (case.value("benefit")["until"], case.value("recovered")) == ("2026-10", 200)
    goes_on(case, answers={"结算": {"settle_kind": "recover", "settle_amount": 200, "settle_note": "十、十一月各一百"}})
    assert ended(case) == "granted"
    assert recovering(city) == [("高龄津贴", Decimal(200), "unpaid")]


@story("MZ-023", "承诺不实，已发的减免追缴")
def test_what_was_paid_on_a_promise_that_was_broken_is_demanded(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "MZ-023", cost_transport=350, cost_cold=160, cost_cremation=260, cost_urn=0)
    goes_on(case, until="事后抽查核验")
    paid(city, "惠民殡葬", 12)
    why = "经办人与逝者没有所称的关系"
    goes_on(case, answers={"事后抽查核验": {"pledge_result": "broken", "pledge_reason": why}})

    assert (case.value("benefit")["state"], case.value("recovered")) == ("stopped", 720)
    assert recovering(city) == [("惠民殡葬", Decimal(720), "unpaid")]


@story("FC-003", "住房面积变了，租赁补贴按复核重算")
def test_a_review_changes_the_help_with_the_rent_by_the_new_family(city: City) -> None:
    holds(city, "租赁补贴", 1200, of=APPLICANT, rule="SUB-14")
    case = applied(city, "FC-003", **{**FAMILY, "status": "低边", "own_area": 10}, kind="租赁补贴")
    goes_on(case)

    assert ended(case) == "granted"
    # 三人 48㎡，减自有 10㎡，20 元，低边八成
    assert (case.value("calculation")["amount"], case.value("benefit")["amount"]) == (608, 608)
    assert case.value("benefit")["state"] == "in_payment"


@story("FC-003", "自有住房已达保障面积，停发")
def test_a_review_that_leaves_nothing_due_stops_the_help(city: City) -> None:
    holds(city, "租赁补贴", 640, of=APPLICANT, rule="SUB-14")
    case = applied(city, "FC-003", **{**FAMILY, "own_area": 48}, kind="租赁补贴")
    goes_on(case)

    assert (ended(case), case.value("benefit")["state"]) == ("refused", "stopped")
    assert case.value("decision_reason") == "经核算不再符合：自有面积已达保障面积"
