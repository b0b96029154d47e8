"""Doubts on their way through the city: handed to cases, settled by persons, and what they stop.

What was stopped and what is to come back are two sums, never one. Counts nothing: registers/figures does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from psycopg.rows import class_row

from registers import catalogue, months, recoveries, secrecy
from registers.benefit_acts import Act, act
from registers.benefits import Connection, Refused, Signed
from registers.recheck import Doubted, settle
from registers.rolls import By

Outcome = Literal["confirmed", "overruled", "handled"]
OTHER = "其他"
TAKE = """
update doubt d set instance = %(instance)s from benefit b
 where b.bucket = d.bucket and b.id = d.benefit and starts_with(b.area, %(area)s) and d.month = %(month)s
   and d.outcome is null and d.instance is null
"""
TAKEN = """
select d.benefit, d.matter, d.month, d.kind, b.area, d.detail, b.instance as case from doubt d
  join benefit b on b.bucket = d.bucket and b.id = d.benefit
 where d.instance = %s order by b.area, d.benefit, d.kind
"""
FIND = "select person, matter from doubt where month = %s and kind = %s and benefit = %s"
SUSPECT = """
update doubt set suspected = true where month = %s and kind = %s and benefit = %s and outcome = 'confirmed'
"""
HOLDER = """
select b.person, b.matter, b.state, b.until from benefit b
 where b.id = %(benefit)s and exists (
       select 1 from doubt d where d.bucket = b.bucket and d.benefit = b.id and d.month = %(month)s)
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """A doubt for a case of its own, without the person: who that is, `case` tells those who may see it."""

    benefit: int
    matter: str
    month: date
    kind: str
    area: str
    detail: str
    case: int

    @property
    def key(self) -> str:
        return f"{self.benefit}/{months.text(self.month)}/{self.kind}"

    @property
    def cause(self) -> str:
        return catalogue.causes().get(self.kind, OTHER)


@dataclass(frozen=True, slots=True)
class Stopped:
    """`demanded`: what was paid too much and is to come back, under the recovery of that id; zero, and no recovery."""

    until: date
    demanded: Decimal


def hand_out(connection: Connection, month: date, area: str, instance: int) -> Sequence[Handed]:
    """The open doubts of an area that no case has yet, now this one's to hand on; again, it gets the same."""
    with connection.transaction():
        connection.execute(TAKE, {"instance": instance, "area": area, "month": month})
        with connection.cursor(row_factory=class_row(Handed)) as cursor:
            found = cursor.execute(TAKEN, (instance,)).fetchall()
    return [replace(each, detail=secrecy.plain(each.kind, "hit", each.detail)) for each in found]


def find(connection: Connection, benefit: int, month: date, kind: str) -> Doubted:
    """Raises LookupError."""
    row = connection.execute(FIND, (month, kind, benefit)).fetchone()
    if row is None:
        raise LookupError(f"Expected a doubt of kind {kind} about benefit {benefit}, but there is none")
    return Doubted(row[0], row[1], month, kind)


def verify(connection: Connection, of: tuple[int, date, str], outcome: Outcome, said: tuple[str, bool], by: By) -> None:
    """`of`: benefit, month, kind; `said`: the reason, and whether fraud is suspected. Raises Refused."""
    reason, suspected = said
    benefit, month, kind = of
    with connection.transaction():
        settle(connection, find(connection, *of), outcome, reason, by)
        if suspected:
            connection.execute(SUSPECT, (month, kind, benefit))


def stop(connection: Connection, of: tuple[int, date], from_month: date, reason: str, signed: Signed) -> Stopped:
    """`of`: benefit and the doubt's month. Stops it, and demands what was paid since: once under its id.

    Raises Refused.
    """
    with connection.transaction():
        row = connection.execute(HOLDER, {"benefit": of[0], "month": of[1]}).fetchone()
        if row is None:
            raise Refused(f"Expected a benefit with a doubt of {months.text(of[1])}, but {of[0]} has none")
        person, matter, state, until = row
        if state != "stopped":
            until = act(connection, (person, matter), Act("stop", from_month, reason=reason), signed).until
        owed = recoveries.demand_since(connection, (person, matter, of[0]), until, reason, signed)
    return Stopped(until, owed)
