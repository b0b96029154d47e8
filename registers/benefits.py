"""Who holds which benefit of what amount from which month on: grants and what became of them, never overwritten.

A person is a blind index here, never a number. Two grants to one person are decided one after the other: the
exclusion matrix is read under the person's lock, and the database itself refuses the same matter twice at a time.
What an amount comes from is its rule's affair: its sheet is kept as it came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import psycopg
from psycopg.rows import class_row

from registers import catalogue, members, months
from registers.identity import bucket_of

Connection = psycopg.Connection[Any]
State = Literal["in_payment", "suspended", "stopped"]

COLUMNS = "id, person, household, matter, area, rule, from_month, until, state, amount, acts, instance"
BY_ID = f"select {COLUMNS} from benefit where bucket = %s and id = %s"
AT_ONCE = f"""
select {", ".join(f"b.{column}" for column in COLUMNS.split(", "))}
  from benefit_member m join benefit b on b.bucket = m.holder_bucket and b.id = m.benefit
 where m.bucket = any(%s) and m.person = any(%s) and daterange(m.from_month, m.until) && daterange(%s::date, %s::date)
   and m.benefit <> %s
 order by b.from_month, b.id
"""
PUT = f"""
insert into benefit (bucket, {COLUMNS})
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'in_payment', %s, 1, %s)
"""
ACT = """
insert into benefit_act (bucket, benefit, number, id, act, month, state, amount, until, reason, calculation, instance,
                         at, by)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::json, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who says it, when, and in which case. `id`: the caller's (a job's): an act is done once under it."""

    id: int
    instance: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """`from_month`, `until`: first days, `until` the first month it is not due any more. `calculation`: JSON text.

    `members`: of the household that it is for, where it is a household's.
    """

    person: str
    household: str | None
    matter: str
    area: str
    rule: str
    amount: Decimal
    from_month: date
    until: date | None = None
    calculation: str | None = None
    members: tuple[str, ...] = ()

    @property
    def persons(self) -> tuple[str, ...]:
        """The holder, and whoever is in it beside him."""
        return tuple(dict.fromkeys((self.person, *self.members)))


@dataclass(frozen=True, slots=True)
class Benefit:
    """As it stands now: `state` and `amount` as the last act left them; `acts`: how many there were."""

    id: int
    person: str
    household: str | None
    matter: str
    area: str
    rule: str
    from_month: date
    until: date | None
    state: State
    amount: Decimal
    acts: int
    instance: int


class Refused(Exception):
    """An act that cannot be: the words say what stands against it; nothing was written."""


class Excluded(Refused):
    """`against`: what the person holds at the same time, and why both cannot be."""

    def __init__(self, against: Sequence[tuple[Benefit, str]]):
        words = "；".join(f"{held.matter}（自 {months.text(held.from_month)}，{why}）" for held, why in against)
        super().__init__(f"已享受：{words}")
        self.against = tuple(against)


def grant(connection: Connection, asked: Grant, signed: Signed) -> Benefit:
    """Enters a benefit, once under an id. Raises Excluded, or Refused where amount or months cannot be."""
    _check(asked)
    bucket = bucket_of(asked.person)
    with connection.transaction():
        members.lock(connection, asked.persons)
        earlier = one(connection, BY_ID, (bucket, signed.id))
        if earlier is not None:
            return _same(earlier, asked)
        refuse_excluded(connection, asked, asked.persons)
        _put(connection, asked, signed)
    return Benefit(
        signed.id,
        asked.person,
        asked.household,
        asked.matter,
        asked.area,
        asked.rule,
        asked.from_month,
        asked.until,
        "in_payment",
        asked.amount,
        1,
        signed.instance,
    )


def refuse_excluded(connection: Connection, asked: Grant, persons: Sequence[str], but: int = 0) -> None:
    """Raises Excluded where one of these holds the same, or what excludes it, or is in such a household's, in any of
    the months; `but`: that benefit itself."""
    row = ([bucket_of(each) for each in persons], list(persons), asked.from_month, asked.until, but)
    with connection.cursor(row_factory=class_row(Benefit)) as cursor:
        held = {each.id: each for each in cursor.execute(AT_ONCE, row)}
    against = [(each, why) for each in held.values() if (why := _why_not(asked.matter, each.matter))]
    if against:
        raise Excluded([(each, why if each.person in persons else f"{why}，家庭成员") for each, why in against])


def _why_not(wanted: str, held: str) -> str | None:
    return "同类待遇" if wanted == held else catalogue.exclusions().get(frozenset((wanted, held)))


def _check(asked: Grant) -> None:
    refuse_amount(asked.amount)
    for name in ("matter", "area", "rule"):
        if not getattr(asked, name).strip():
            raise Refused(f"Expected a text for {name}, but it is empty")
    if asked.from_month.day != 1 or (asked.until is not None and asked.until.day != 1):
        raise Refused("Expected months as their first days")
    if asked.until is not None and asked.until <= asked.from_month:
        raise Refused(f"Expected an end after {months.text(asked.from_month)}, but got {months.text(asked.until)}")


def refuse_amount(amount: Decimal) -> None:
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise Refused(f"Expected an amount above zero, to the cent, but got {amount}")


def _same(earlier: Benefit, asked: Grant) -> Benefit:
    """A repeated grant gets its first answer; another one under the same id is somebody's mistake."""
    if (earlier.person, earlier.matter) != (asked.person, asked.matter):
        raise Refused(f"Expected a new id, but {earlier.id} is already another grant's")
    return earlier


def _put(connection: Connection, asked: Grant, signed: Signed) -> None:
    bucket = bucket_of(asked.person)
    about = (asked.person, asked.household, asked.matter, asked.area, asked.rule, asked.from_month, asked.until)
    connection.execute(PUT, (bucket, signed.id, *about, asked.amount, signed.instance))
    entered = {"id": signed.id, "person": asked.person, "matter": asked.matter}
    entered |= {"from_month": asked.from_month, "until": asked.until}
    members.enter(connection, asked.persons, entered)
    said = ("grant", asked.from_month, "in_payment", asked.amount, asked.until, "", asked.calculation)
    connection.execute(ACT, (bucket, signed.id, 1, signed.id, *said, signed.instance, signed.at, signed.by))


def again(connection: Connection, held: Benefit) -> Benefit:
    """As it stands by now."""
    found = one(connection, BY_ID, (bucket_of(held.person), held.id))
    assert found is not None
    return found


def one(connection: Connection, statement: str, row: Sequence[object]) -> Benefit | None:
    with connection.cursor(row_factory=class_row(Benefit)) as cursor:
        return cursor.execute(statement, row).fetchone()
