"""Money paid too much: the sum as the rule says it, what comes back and how, and what was stopped apart from it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from registers import recoveries
from registers.benefit_acts import Act, act
from registers.benefits import Refused
from registers.parameters import Approval
from registers.recoveries import Amounts, Payment, Recovery
from tests.registers.holders import NOW, A, B, Connection, given, month, signed
from tests.registers.payday import at, by, listed, paid
from tests.rules.calculating import calculated

HELD = (A, "低保")
SPAN = (month(1), month(12))
MOMENTS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def owed(city: Connection, total: object = 1000) -> Recovery:
    """Two hold it; one has to give money back."""
    held = given(city, A)
    given(city, B)
    return recoveries.demand(city, (A, "低保", held.id), Decimal(str(total)), "去世后多发", signed())


def test_what_was_paid_after_the_stop_is_owed_as_the_rule_says(city: Connection) -> None:
    given(city)
    given(city, B)
    for number in (3, 4, 5):
        paid(city, number)
    act(city, HELD, Act("change", month(3), Decimal(450)), signed(at=at(6)))
    act(city, HELD, Act("stop", month(4), reason="3 月去世"), signed(at=at(6)))
    found = recoveries.payments(city, HELD, month(3))
    assert found == [
        Payment(month(3), Decimal(500), Decimal(450)),
        Payment(month(4), Decimal(500), Decimal(0)),
        Payment(month(5), Decimal(500), Decimal(0)),
    ]
    months = [{"month": f"{each.month}", "paid": each.paid, "due": each.due} for each in found]
    by_rule = calculated("overpaid", stops_from="2026-03-01", payments=months)
    assert recoveries.overpaid(found) == by_rule["amount"] == 1050
    assert listed(city, 6) == (1, Decimal(500))


def test_instalments_are_kept_back_month_by_month_to_the_last_cent(city: Connection) -> None:
    demanded = owed(city, "250.50")
    assert demanded.state == "unpaid"
    assert recoveries.plan(city, (A, demanded.id), Decimal(100), month(4)).state == "instalments"
    assert [paid(city, number) for number in (3, 4, 5, 6, 7)] == [1000, 900, 900, Decimal("949.50"), 1000]
    done = recoveries.get(city, A, demanded.id)
    assert (done.state, done.covered) == ("paid", Decimal("250.50"))


def test_an_instalment_never_takes_more_than_is_due_and_needs_no_bank(city: Connection) -> None:
    demanded = owed(city)
    recoveries.plan(city, (A, demanded.id), Decimal(800), month(3))
    assert paid(city, 3) == 500
    assert recoveries.get(city, A, demanded.id).covered == 500


def test_it_is_repaid_and_what_cannot_be_had_is_written_off_by_two(city: Connection) -> None:
    demanded = owed(city)
    of = (A, demanded.id)
    for _ in range(2):
        assert recoveries.repay(city, of, "receipt 1", Decimal(400), by()).covered == 400
    with pytest.raises(Refused, match="尚欠 600"):
        recoveries.repay(city, of, "receipt 2", Decimal(601), by())
    with pytest.raises(ValueError, match="another person"):
        Approval("ruiting", "ruiting", NOW)
    for _ in range(2):
        done = recoveries.write_off(city, of, "decision 1", "无遗产", Approval("ruiting", "minghua", NOW))
        assert (done.state, done.covered) == ("written_off", Decimal(1000))
    act(city, HELD, Act("stop", month(5), reason="去世"), signed())
    told = recoveries.amounts(city, SPAN, MOMENTS)
    assert told == Amounts(stopped=Decimal(500), withheld=Decimal(0), repaid=Decimal(400), written_off=Decimal(600))


def test_all_repaid_is_paid_and_takes_no_plan_any_more(city: Connection) -> None:
    demanded = owed(city)
    assert recoveries.repay(city, (A, demanded.id), "receipt 1", Decimal(1000), by()).state == "paid"
    with pytest.raises(Refused, match="a recovery that is open"):
        recoveries.plan(city, (A, demanded.id), Decimal(100), month(4))


def test_what_a_roll_is_keeping_back_is_not_taken_twice(city: Connection) -> None:
    demanded = owed(city, 300)
    of = (A, demanded.id)
    recoveries.plan(city, of, Decimal(200), month(3))
    listed(city)
    with pytest.raises(Refused, match="名册正在扣回 200"):
        recoveries.repay(city, of, "receipt 1", Decimal(101), by())
    with pytest.raises(Refused, match="关账以后再核销"):
        recoveries.write_off(city, of, "decision 1", "无遗产", Approval("ruiting", "minghua", NOW))
    assert recoveries.repay(city, of, "receipt 1", Decimal(100), by()).covered == 100


@pytest.mark.parametrize(("total", "reason"), [(0, "多发"), (-1, "多发"), (5, " ")])
def test_a_demand_needs_a_sum_and_a_reason(city: Connection, total: int, reason: str) -> None:
    held = given(city)
    with pytest.raises(Refused, match="Expected"):
        recoveries.demand(city, (A, "低保", held.id), Decimal(total), reason, signed())
    with pytest.raises(LookupError):
        recoveries.get(city, A, 5)
