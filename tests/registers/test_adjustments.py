"""A newer amount: who is due something else, since when and how much is missing; by two persons, paid once."""

from datetime import date
from decimal import Decimal

import pytest

from registers import adjusting
from registers.adjusting import Adjustment
from registers.adjustments import Affected, Asked, affected
from registers.benefit_acts import Act, act
from registers.benefits import Refused
from registers.parameters import Gap, withdraw
from registers.rolls import By
from tests.registers.holders import NOW, A, B, Connection, given, month, signed
from tests.registers.payday import at, by, listed, paid
from tests.registers.sheeted import APPROVAL, calculate, holding, standard, tariffs_in

JULY = Asked("SUB-01", "210102", month(4), month(6))


def look(city: Connection, asked: Asked = JULY) -> list[Affected]:
    return list(affected(city, asked, calculate))


def adjusted(city: Connection, id: int = 11, asked: Asked = JULY) -> Adjustment:
    adjusting.propose(city, id, asked, calculate, by("li", 6))
    return adjusting.approve(city, id, asked.last, calculate, by("wang", 6))


def test_each_is_told_old_and_new_amount_the_months_paid_and_what_is_missing(city: Connection) -> None:
    tariffs_in(city)
    held = holding(city)
    for number in (3, 4, 5):
        paid(city, number)
    assert look(city) == []
    standard(city, 960, month(4))

    (found,) = look(city)
    assert (found.benefit, found.old, found.new) == (held.id, Decimal(500), Decimal(560))
    assert (found.changes, found.paid, found.back_pay) == (((month(4), Decimal(560)),), 2, Decimal(120))


def test_another_area_and_another_rule_are_not_meant(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    standard(city, 960, month(4))
    for rule, area in (("SUB-01", "210103"), ("SUB-02", "2101")):
        assert look(city, Asked(rule, area, month(4), month(6))) == []


def test_a_standard_of_one_district_reaches_only_who_lives_there(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    standard(city, 960, month(4), area="210103")
    assert look(city) == []
    standard(city, 960, month(4), area="210102")
    assert [each.new for each in look(city)] == [560]


def test_the_back_pay_goes_into_the_next_roll_once_and_by_two_persons(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    for number in (3, 4, 5):
        paid(city, number)
    standard(city, 960, month(4))
    proposed = adjusting.propose(city, 11, JULY, calculate, by("li", 6))
    assert (proposed.benefits, proposed.back_pay, proposed.approved_by) == (1, Decimal(120), None)
    with pytest.raises(Refused, match="another person"):
        adjusting.approve(city, 11, month(6), calculate, by("li", 6))
    for _ in range(2):
        assert adjusted(city).approved_by == "wang"

    assert look(city) == []
    assert paid(city, 6) == 560 + 120
    assert paid(city, 7) == 560


def test_a_standard_that_rises_twice_is_followed_month_by_month(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    for number in (3, 4, 5):
        paid(city, number)
    standard(city, 960, month(4))
    standard(city, 990, month(5))
    assert look(city)[0].changes == ((month(4), Decimal(560)), (month(5), Decimal(590)))
    adjusted(city)
    assert paid(city, 6) == 60 + 90 + 590


def test_a_lower_one_takes_nothing_back_that_was_paid(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    for number in (3, 4):
        paid(city, number)
    standard(city, 880, month(4))
    (found,) = look(city)
    assert (found.changes, found.back_pay) == (((month(5), Decimal(480)),), Decimal(0))


def test_what_only_a_person_can_say_is_told_and_left_alone(city: Connection) -> None:
    tariffs_in(city)
    given(city, B)
    standard(city, 960, month(4))
    (without,) = look(city)
    assert (without.by_hand, without.changes) == ("没有核算表", ())
    with pytest.raises(Refused, match="没有要调整的"):
        adjusting.propose(city, 11, JULY, calculate, by("li", 6))


def test_who_was_suspended_meanwhile_is_left_to_a_person(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    act(city, (A, "低保"), Act("suspend", month(6), reason="证件过期"), signed())
    standard(city, 960, month(4))
    assert look(city)[0].by_hand == "这几个月以后另有暂停或变更"


def test_who_is_no_longer_within_the_standard_is_not_stopped_by_a_list(city: Connection) -> None:
    tariffs_in(city)
    holding(city, income=890)
    standard(city, 600, month(4))
    assert "不再符合" in look(city)[0].by_hand


def test_who_was_stopped_since_still_gets_what_is_missing(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    for number in (3, 4, 5):
        paid(city, number)
    act(city, (A, "低保"), Act("stop", month(6), reason="迁出"), signed(at=at(5)))
    standard(city, 960, month(4))
    adjusted(city)
    assert listed(city, 6) == (1, Decimal(120))


def test_a_list_that_is_not_true_any_more_is_proposed_anew(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    standard(city, 960, month(4))
    adjusting.propose(city, 11, JULY, calculate, by("li", 6))
    holding(city, B)
    with pytest.raises(Refused, match="重新提出"):
        adjusting.approve(city, 11, month(6), calculate, By("wang", NOW))
    assert adjusted(city, 12).benefits == 2


def test_a_gap_in_time_is_told_and_nothing_is_listed(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    standard(city, 960, month(4), until=date(2026, 5, 31))
    with pytest.raises(Gap, match="standard"):
        adjusting.propose(city, 11, JULY, calculate, by("li", 6))
    assert city.execute("select count(*) from adjustment").fetchone() == (0,)


def test_a_limit_that_was_withdrawn_without_another_is_no_amount(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    (row,) = city.execute("select version from parameter where name = 'taper_months'").fetchall()
    withdraw(city, row[0], APPROVAL, "录错")
    with pytest.raises(LookupError, match="taper_months"):
        look(city)
