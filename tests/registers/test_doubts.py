"""Doubts in the hands of cases: handed out once, counted by main cause, and what follows a confirmed one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from registers import doubts, recoveries
from registers.benefits import Refused
from registers.figures import counting
from registers.figures.catalogue import REGISTERS
from registers.figures.shape import Within
from registers.rolls import By
from registers.sweep import Sweep, sweep
from tests.registers.holders import NOW, A, B, Connection, given, month, signed
from tests.registers.payday import delivered, paid
from tests.registers.people import JIA, YI

APRIL = date(2026, 4, 5)
LATER = NOW.replace(month=4)
HEPING = "210102"
COUNTED = ("ineligible", "verified", "false_alarm")


def swept(city: Connection) -> None:
    """Both are dead, and one is paid by another department too."""
    dead = [{"id_number": number, "died_on": "2026-02-20"} for number in (JIA, YI)]
    twice = {"id_number": JIA, "benefit": "特困", "since": "2026-01-01"}
    delivered(city, 4, GA_death=dead, CZ_benefit=[twice])
    sweep(city, Sweep(month(4), APRIL, LATER))


def confirm(city: Connection, each: doubts.Handed, suspected: bool = False) -> None:
    by = By("zhou", LATER)
    doubts.verify(city, (each.benefit, each.month, each.kind), "confirmed", ("户口已注销", suspected), by)


def test_a_doubt_is_handed_to_one_case_and_names_nobody(city: Connection) -> None:
    given(city)
    given(city, B, area="210103002002")
    swept(city)
    handed = doubts.hand_out(city, month(4), HEPING, 91)

    assert [each.cause for each in handed] == ["死亡保", "重复保"]
    assert not any(A in str(each) for each in handed)
    assert doubts.hand_out(city, month(4), HEPING, 91) == handed
    assert doubts.hand_out(city, month(4), HEPING, 92) == []
    assert len(doubts.hand_out(city, month(4), "210103", 92)) == 1


def test_a_person_counts_once_by_the_main_cause(city: Connection) -> None:
    given(city)
    given(city, B)
    swept(city)
    for each in doubts.hand_out(city, month(4), HEPING, 91):
        confirm(city, each)
    within = Within((month(4), month(5)), (LATER, LATER + timedelta(days=1)))
    told = {name: counting.read(city, REGISTERS[name], within, lambda at: at, "cause") for name in COUNTED}

    assert {cause: found.top for cause, found in told["ineligible"].items() if found.top} == {"死亡保": 2}
    assert sum(found.top for found in told["verified"].values()) == 3
    assert sum(found.top for found in told["false_alarm"].values()) == 0


def test_what_was_paid_since_is_demanded_once_and_kept_apart_from_what_was_stopped(city: Connection) -> None:
    held = given(city)
    paid(city, 3)
    swept(city)
    confirm(city, doubts.hand_out(city, month(4), HEPING, 91)[0], suspected=True)
    by = signed("qian", LATER)
    for _ in range(2):
        done = doubts.stop(city, (held.id, month(4)), month(3), "已死亡", by)
        assert (done.until, done.demanded) == (month(3), Decimal(500))
    told = recoveries.amounts(city, (month(3), month(5)), (NOW, LATER))

    assert (told.stopped, told.repaid) == (Decimal(500), Decimal(0))
    assert city.execute("select count(*), sum(total), sum(covered) from recovery").fetchone() == (1, 500, 0)
    assert city.execute("select suspected from doubt where kind = 'death'").fetchone() == (True,)


def test_nothing_is_stopped_without_a_doubt_or_a_reason(city: Connection) -> None:
    held = given(city)
    with pytest.raises(Refused, match="has none"):
        doubts.stop(city, (held.id, month(4)), month(4), "已死亡", signed())
    swept(city)
    with pytest.raises(Refused, match="reason"):
        doubts.stop(city, (held.id, month(4)), month(4), " ", signed())
    with pytest.raises(LookupError, match="prison"):
        doubts.find(city, held.id, month(4), "prison")
