"""What is suspended keeps its right for six months; paid again, each month is paid by the amounts of its time."""

from decimal import Decimal

import pytest

from registers import adjusting, suspensions
from registers.benefit_acts import Act, act
from registers.benefits import Refused
from registers.parameters import Gap
from tests.registers.holders import HEPING, A, B, Connection, given, month, signed
from tests.registers.payday import at, delivered, listed, paid
from tests.registers.sheeted import calculate, holding, standard, tariffs_in

HELD = (A, "低保")


def suspended(city: Connection, number: int = 3) -> None:
    act(city, HELD, Act("suspend", month(number), reason="认证逾期"), signed())


def ended(city: Connection, number: int) -> int:
    return suspensions.end(city, "2101", month(number), signed(at=at(number)))


def test_after_six_months_it_ends_and_not_before(city: Connection) -> None:
    tariffs_in(city)
    given(city)
    given(city, B)
    suspended(city)
    assert ended(city, 8) == 0
    assert ended(city, 9) == 1
    assert ended(city, 9) == 0

    (state,) = city.execute("select state, until from benefit where person = %s", (A,)).fetchall()
    assert state == ("stopped", month(9))
    with pytest.raises(Refused, match="已自 2026-09 停发"):
        act(city, HELD, Act("resume", month(9), reason="已认证"), signed())


def test_one_that_is_swept_late_ends_when_its_time_was_over(city: Connection) -> None:
    tariffs_in(city)
    given(city)
    suspended(city)
    assert ended(city, 12) == 1
    assert city.execute("select until from benefit").fetchone() == (month(9),)


def test_one_that_was_paid_again_in_time_goes_on(city: Connection) -> None:
    tariffs_in(city)
    given(city)
    suspended(city)
    act(city, HELD, Act("resume", month(3), reason="已认证"), signed())
    assert ended(city, 12) == 0


def test_without_a_limit_that_holds_nothing_ends(city: Connection) -> None:
    given(city)
    suspended(city)
    with pytest.raises(Gap, match="没有任何参数"):
        ended(city, 12)


def test_the_months_that_were_not_paid_are_paid_by_the_standard_of_each(city: Connection) -> None:
    tariffs_in(city)
    holding(city)
    given(city, B, matter="高龄津贴")
    suspended(city)
    standard(city, 960, month(5))
    delivered(city)
    held = act(city, HELD, Act("resume", month(3), reason="已认证"), signed(at=at(6)))
    assert adjusting.rerun(city, held, (month(3), month(6)), calculate, signed(at=at(6), id=77))
    assert not adjusting.rerun(city, held, (month(3), month(6)), calculate, signed(at=at(6), id=78))

    assert listed(city, 6) == (1, Decimal(2 * 500 + 2 * 560))


def test_a_benefit_without_a_sheet_is_paid_as_it_was_said(city: Connection) -> None:
    tariffs_in(city)
    held = given(city, area=HEPING)
    suspended(city)
    act(city, HELD, Act("resume", month(3), reason="已认证"), signed())
    assert not adjusting.rerun(city, held, (month(3), month(4)), calculate, signed())
    assert paid(city) == 500
