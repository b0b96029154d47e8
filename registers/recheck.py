"""The look before paying: who on a roll is dead, imprisoned or paid twice is taken out with the reason, never silently.

A doubt is settled by a person: overruled, the line comes back onto the list; confirmed, it stays out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from psycopg.rows import class_row

from registers.benefits import Connection, Refused
from registers.compare import Age, weekdays
from registers.identity import bucket_of
from registers.rolls import SET_STATE, By, expect, held, note
from registers.sweep import Sweep, reached, sweep, unanswered

HOLD = """
update roll_line l set state = 'held', reason = d.words
  from (select bucket, person, matter, month, string_agg(detail, '；' order by kind) as words from doubt
         where month = %(month)s and outcome is distinct from 'overruled' group by 1, 2, 3, 4) d
 where l.bucket = d.bucket and l.person = d.person and l.matter = d.matter and l.month = d.month
   and l.roll = %(roll)s and l.state = 'listed'
"""
BACK = """
update roll_line l set state = 'listed', reason = ''
 where l.roll = %(roll)s and l.state = 'held' and not exists (
       select 1 from doubt d where d.bucket = l.bucket and d.person = l.person and d.matter = l.matter
          and d.month = l.month and d.outcome is distinct from 'overruled')
"""
HELD = "select count(*) from roll_line where roll = %s and state = 'held'"
SETTLE = """
update doubt set outcome = %(outcome)s, reason = %(reason)s, settled_by = %(by)s, settled_at = %(at)s
 where bucket = %(bucket)s and person = %(person)s and matter = %(matter)s and month = %(month)s and kind = %(kind)s
   and outcome is null
"""
SETTLED = """
select outcome, settled_by from doubt
 where bucket = %(bucket)s and person = %(person)s and matter = %(matter)s and month = %(month)s and kind = %(kind)s
"""


OPEN = """
select d.person, d.matter, d.month, d.kind, b.id as benefit, b.area, d.detail, d.found_at
  from doubt d join benefit b on b.bucket = d.bucket and b.id = d.benefit
 where d.month = %(month)s and starts_with(b.area, %(area)s) and d.outcome is null
 order by b.area, d.person, d.matter, d.kind
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What waits for a person to verify it: whose, about which benefit of which area, and what was found when."""

    person: str
    matter: str
    month: date
    kind: str
    benefit: int
    area: str
    detail: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Doubted:
    """Whose doubt: of one kind (a check of checks.csv), about one matter and month."""

    person: str
    matter: str
    month: date
    kind: str


def recheck(connection: Connection, roll: int, today: date, by: By, age: Age = weekdays) -> int:
    """Takes the doubtful out of the list; gives how many are out. May be run again until it is approved.

    Raises Refused where a department's data are missing or too old: nobody is paid unchecked.
    """
    with connection.transaction():
        found = held(connection, roll)
        expect(found, "calculated", "checked")
        asked = Sweep(found.month, today, by.at, roll, age)
        silent = unanswered(reached(connection), asked)
        if silent:
            raise Refused(f"发放前复核做不成：{'；'.join(silent.values())}")
        sweep(connection, asked)
        about = {"roll": roll, "month": found.month}
        back = connection.execute(BACK, about).rowcount
        taken = connection.execute(HOLD, about).rowcount
        if found.state == "calculated" or back or taken:
            connection.execute(SET_STATE, ("checked", roll))
            note(connection, roll, ("checked", f"剔除 {taken} 笔，恢复 {back} 笔"), by)
        (out,) = connection.execute(HELD, (roll,)).fetchone() or (0,)
    return int(out)


def open_doubts(connection: Connection, month: date, area: str) -> Sequence[Doubt]:
    """What nobody has settled yet of a month's doubts, in an area and what lies in it."""
    with connection.cursor(row_factory=class_row(Doubt)) as cursor:
        return cursor.execute(OPEN, {"month": month, "area": area}).fetchall()


def settle(
    connection: Connection,
    doubted: Doubted,
    outcome: Literal["confirmed", "overruled", "handled"],
    reason: str,
    by: By,
) -> None:
    """A person's finding on a doubt; only an overruled one brings a line back.

    Raises Refused without a reason, or where it was settled otherwise.
    """
    if not reason.strip():
        raise Refused("Expected a reason, but it is empty")
    about = {"bucket": bucket_of(doubted.person), "person": doubted.person, "matter": doubted.matter}
    about |= {"month": doubted.month, "kind": doubted.kind, "outcome": outcome, "reason": reason}
    with connection.transaction():
        if connection.execute(SETTLE, {**about, "by": by.name, "at": by.at}).rowcount:
            return
        row = connection.execute(SETTLED, about).fetchone()
    if row is None:
        raise LookupError(f"Expected a doubt of kind {doubted.kind}, but there is none")
    if row != (outcome, by.name):
        raise Refused(f"这一疑点已由 {row[1]} 核实为 {row[0]}")
