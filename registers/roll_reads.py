"""What people see of rolls: a page of them, the sums of one by state, its files, its lines. Nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from registers.benefits import Connection

LISTED = """
select r.id, r.month, r.matter, r.area, r.state, r.made_by, r.locked_at, r.approved_by, r.closed_by from roll r
 where r.area like any(%(areas)s) and r.id < %(before)s order by r.id desc limit %(limit)s
"""
ONE = """
select r.id, r.month, r.matter, r.area, r.state, r.made_by, r.locked_at, r.approved_by, r.closed_by from roll r
 where r.id = %s
"""
STATES = """
select state, count(*) as count, sum(amount) as amount from roll_line where roll = %s group by state order by state
"""
FILES = """
select number, lines, total, sha256, made_at, made_by, paid, failed, returned_at from bank_file
 where roll = %s order by number
"""
LINES = """
select l.benefit, b.area, l.due, l.withheld, l.amount, l.state, l.reason, l.file, l.seq, l.tries, p.bank, p.last4
  from roll_line l join benefit b on b.bucket = l.bucket and b.id = l.benefit
  left join lateral (
       select bank, last4 from payee where bucket = l.bucket and person = l.person and approved_at is not null
        order by number desc limit 1) p on true
 where l.roll = %(roll)s and l.benefit > %(after)s and (%(state)s::text is null or l.state = %(state)s)
 order by l.benefit limit %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A roll as people see it."""

    id: int
    month: date
    matter: str
    area: str
    state: str
    made_by: str
    locked_at: datetime
    approved_by: str | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class OfState:
    """How many lines of a roll are in a state, and their sum in yuan."""

    state: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class File:
    """A file to the bank, and what it answered; sums in yuan, None until then."""

    number: int
    lines: int
    total: Decimal
    sha256: str | None
    made_at: datetime
    made_by: str
    paid: Decimal | None
    failed: Decimal | None
    returned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One beneficiary, known here by the benefit. `last4`: of the account that is in force."""

    benefit: int
    area: str
    due: Decimal
    withheld: Decimal
    amount: Decimal
    state: str
    reason: str
    file: int | None
    seq: int | None
    tries: int
    bank: str | None
    last4: str | None


def listed(connection: Connection, areas: Sequence[str], before: int, limit: int) -> list[Told]:
    """The newest first, of these areas and all that lies in them. `before`: the last id of the page before."""
    about = {"areas": [f"{area}%" for area in areas], "before": before, "limit": limit}
    with connection.cursor(row_factory=class_row(Told)) as cursor:
        return cursor.execute(LISTED, about).fetchall()


def one(connection: Connection, roll: int) -> Told:
    """Raises LookupError."""
    with connection.cursor(row_factory=class_row(Told)) as cursor:
        found = cursor.execute(ONE, (roll,)).fetchone()
    if found is None:
        raise LookupError(f"Expected a roll, but there is no {roll}")
    return found


def states(connection: Connection, roll: int) -> list[OfState]:
    with connection.cursor(row_factory=class_row(OfState)) as cursor:
        return cursor.execute(STATES, (roll,)).fetchall()


def files(connection: Connection, roll: int) -> list[File]:
    with connection.cursor(row_factory=class_row(File)) as cursor:
        return cursor.execute(FILES, (roll,)).fetchall()


def lines(connection: Connection, roll: int, state: str | None, page: tuple[int, int]) -> list[Line]:
    """`page`: the last benefit of the page before, and how many at most."""
    about: dict[str, Any] = {"roll": roll, "state": state, "after": page[0], "limit": page[1]}
    with connection.cursor(row_factory=class_row(Line)) as cursor:
        return cursor.execute(LINES, about).fetchall()
