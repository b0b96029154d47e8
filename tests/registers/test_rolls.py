"""The monthly roll: who is due what, nobody twice, nobody unchecked, and another person's approval."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from psycopg.errors import UniqueViolation

from registers import bank_returns, closing, recheck, rolls
from registers.benefit_acts import Act, act
from registers.benefits import Refused
from registers.recheck import Doubted, settle
from registers.rolls import Asked
from tests.registers.holders import HEPING, SHENHE, A, B, Connection, given, month, signed
from tests.registers.payday import FIRST, answer, approved, at, by, checked, delivered, listed, paid, sent, states
from tests.registers.people import JIA

HELD = (A, "低保")


def test_each_is_due_what_the_month_says_and_who_begins_later_is_not_on_it(city: Connection) -> None:
    given(city, A, amount="500.50")
    given(city, B, amount=300, area=SHENHE)
    given(city, "00ff" * 8, from_month=month(4))
    given(city, "00fe" * 8, matter="高龄津贴")
    assert listed(city) == (2, Decimal("800.50"))
    assert rolls.calculate(city, FIRST + 3, by()) == (2, Decimal("800.50"))


def test_what_is_said_after_the_list_is_locked_waits_for_the_next_month(city: Connection) -> None:
    given(city)
    assert paid(city) == 500
    act(city, HELD, Act("change", month(3), Decimal(560)), signed(at=at(4)))
    assert listed(city, 4) == (1, Decimal(620))


def test_a_back_dated_grant_brings_the_months_before_along(city: Connection) -> None:
    given(city, B)
    assert paid(city) == 500
    given(city, A, amount=100, from_month=month(1))
    assert listed(city, 4) == (2, Decimal(900))
    parts = city.execute("select month, amount from roll_part where person = %s order by month", (A,)).fetchall()
    assert parts == [(month(number), Decimal(100)) for number in (1, 2, 3, 4)]


def test_suspended_months_are_not_paid_and_come_along_when_it_is_resumed(city: Connection) -> None:
    given(city)
    given(city, B)
    act(city, HELD, Act("suspend", month(3), reason="证件过期"), signed())
    assert paid(city) == 500
    act(city, HELD, Act("resume", month(3), reason="已换证"), signed(at=at(4)))
    assert listed(city, 4) == (2, Decimal(1500))


def test_a_roll_for_a_month_twice_is_refused(city: Connection) -> None:
    listed(city)
    rolls.lock(city, Asked(FIRST + 3, month(3), "低保", "2101"), by())
    with pytest.raises(Refused, match="已有低保（2101）2026-03 的名册"):
        rolls.lock(city, Asked(900, month(3), "低保", "2101"), by())
    with pytest.raises(Refused, match="已有低保"):
        rolls.lock(city, Asked(900, month(3), "低保", HEPING), by())
    rolls.lock(city, Asked(901, month(3), "高龄津贴", HEPING), by())


def test_no_month_is_left_out_and_none_begins_before_the_last_is_closed(city: Connection) -> None:
    given(city)
    listed(city)
    with pytest.raises(Refused, match="还没有关账"):
        listed(city, 4)
    given(city, B, matter="高龄津贴")
    delivered(city)
    checked(city)
    rolls.approve(city, FIRST + 3, by("minghua"))
    city.execute("update roll set state = 'closed' where id = %s", (FIRST + 3,))
    with pytest.raises(Refused, match="应先立 2026-04 的"):
        listed(city, 5)


def test_the_database_itself_refuses_a_person_twice_on_a_months_rolls(city: Connection) -> None:
    given(city)
    listed(city)
    city.execute("update roll set area = '999', state = 'closed'")
    rolls.lock(city, Asked(900, month(3), "低保", "2101"), by())
    with pytest.raises(UniqueViolation):
        rolls.calculate(city, 900, by())
    assert city.execute("select count(*) from roll_line").fetchone() == (1,)


def test_the_dead_and_who_is_paid_elsewhere_are_taken_out_with_the_reason(city: Connection) -> None:
    given(city, A)
    given(city, B)
    listed(city)
    death = {"id_number": JIA, "died_on": "2026-02-20"}
    delivered(city, GA_death=[death])
    assert checked(city) == checked(city) == 1
    assert states(city) == {A: "held", B: "listed"}
    row = city.execute("select reason from roll_line where state = 'held'").fetchone()
    assert row == ("有死亡注销记录,日期2026-02-20",)


def test_nobody_is_paid_unchecked_where_a_department_did_not_deliver(city: Connection) -> None:
    given(city)
    listed(city)
    with pytest.raises(Refused, match=r"发放前复核做不成.*死亡注销户籍"):
        checked(city)
    delivered(city)
    with pytest.raises(Refused, match="复核做不成"):
        recheck.recheck(city, FIRST + 3, date(2026, 4, 20), by())
    with pytest.raises(Refused, match="a roll that is checked"):
        rolls.approve(city, FIRST + 3, by("minghua"))


def test_a_doubt_that_a_person_overrules_brings_the_line_back_and_is_settled_once(city: Connection) -> None:
    given(city)
    listed(city)
    delivered(city, JY_custody=[{"id_number": JIA, "kind": "服刑", "since": "2026-01-01", "until": ""}])
    assert checked(city) == 1
    doubted = Doubted(A, "低保", month(3), "prison")
    (waiting,) = recheck.open_doubts(city, month(3), "210102")
    assert (waiting.person, waiting.kind, waiting.detail) == (A, "prison", "正在服刑")
    assert recheck.open_doubts(city, month(3), "210103") == []
    with pytest.raises(Refused, match="a reason"):
        settle(city, doubted, "overruled", " ", by())
    for _ in range(2):
        settle(city, doubted, "overruled", "同名误报", by())
    with pytest.raises(Refused, match="已由 ruiting 核实"):
        settle(city, doubted, "confirmed", "属实", by("minghua"))
    with pytest.raises(LookupError):
        settle(city, replace(doubted, kind="death"), "confirmed", "属实", by())
    assert recheck.open_doubts(city, month(3), "2101") == []
    assert checked(city) == 0
    assert states(city) == {A: "listed"}


def test_what_was_held_comes_along_the_next_month_if_the_doubt_is_gone(city: Connection) -> None:
    given(city, A)
    given(city, B)
    listed(city)
    delivered(city, GA_detention=[{"id_number": JIA, "kind": "刑事拘留", "since": "2026-03-01", "until": ""}])
    checked(city)
    rolls.approve(city, FIRST + 3, by("minghua"))
    bank_returns.take_in(city, FIRST + 3, answer(sent(city, FIRST + 3)), by())
    assert closing.close(city, FIRST + 3, by()) == 500
    assert listed(city, 4) == (2, Decimal(1500))


def test_who_made_a_roll_does_not_approve_it(city: Connection) -> None:
    given(city)
    listed(city)
    delivered(city)
    checked(city)
    with pytest.raises(Refused, match="another person to approve"):
        rolls.approve(city, FIRST + 3, by("ruiting"))
    assert rolls.approve(city, FIRST + 3, by("minghua")) == rolls.approve(city, FIRST + 3, by("minghua"))


def test_the_events_of_a_roll_say_who_did_what(city: Connection) -> None:
    given(city)
    roll = approved(city)
    told = city.execute("select event, by from roll_event where roll = %s order by number", (roll,)).fetchall()
    assert told == [
        ("locked", "ruiting"),
        ("calculated", "ruiting"),
        ("checked", "ruiting"),
        ("approved", "minghua"),
    ]


@pytest.mark.parametrize("asked", [Asked(1, date(2026, 3, 2), "低保", "2101"), Asked(1, month(3), " ", "2101")])
def test_a_roll_needs_a_month_a_matter_and_an_area(city: Connection, asked: Asked) -> None:
    with pytest.raises(Refused, match="Expected a month as its first day"):
        rolls.lock(city, asked, by())


def test_an_id_is_one_rolls(city: Connection) -> None:
    listed(city)
    with pytest.raises(Refused, match="another roll's"):
        rolls.lock(city, Asked(FIRST + 3, month(4), "低保", "2101"), by())
    with pytest.raises(LookupError):
        rolls.calculate(city, 12345, by())
