"""Who had what in a month: the benefits as their acts left them, as of that month and as known at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from psycopg.rows import class_row

from registers.benefits import Connection, State
from registers.identity import bucket_of

# The act recorded last among those that reach the month decides it.
AS_OF = """
select b.id, b.person, b.matter, b.area, a.state, a.amount, a.number, a.at, a.by
  from benefit b cross join lateral (
       select state, amount, until, number, at, by from benefit_act
        where bucket = b.bucket and benefit = b.id and month <= %(month)s and at <= %(at)s
        order by number desc limit 1) a
 where (a.until is null or %(month)s < a.until or a.state = 'stopped')
"""
OF_PERSON = f"{AS_OF} and b.bucket = %(bucket)s and b.person = %(person)s order by b.matter, b.id"
OF_MATTER = f"""
{AS_OF} and b.matter = %(matter)s and starts_with(b.area, %(area)s) and a.state <> 'stopped'
 order by b.bucket, b.person
"""
AREAS = "select distinct area from benefit where bucket = %s and person = %s"
HISTORY = """
select number, act, month, state, amount, reason, instance, at, by, calculation::text as calculation from benefit_act
 where bucket = %s and benefit = %s order by number
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """A benefit in one month. `number`, `at`, `by`: the act that decides it."""

    id: int
    person: str
    matter: str
    area: str
    state: State
    amount: Decimal
    number: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Said:
    """One act of a benefit's history. `amount`, `state`: what holds after it. `calculation`: JSON text as it came."""

    number: int
    act: str
    month: date
    state: State
    amount: Decimal
    reason: str
    instance: int
    at: datetime
    by: str
    calculation: str | None


def of_person(connection: Connection, person: str, month: date, known_at: datetime) -> Sequence[Holding]:
    """All that this person had in a month, stopped ones too, as it was known at that moment."""
    asked = {"month": month, "at": known_at, "bucket": bucket_of(person), "person": person}
    with connection.cursor(row_factory=class_row(Holding)) as cursor:
        return cursor.execute(OF_PERSON, asked).fetchall()


def of_matter(connection: Connection, place: tuple[str, str], month: date, known_at: datetime) -> Sequence[Holding]:
    """`place`: matter and area. Who holds it in that month, in payment or suspended, in order of the person."""
    asked = {"month": month, "at": known_at, "matter": place[0], "area": place[1]}
    with connection.cursor(row_factory=class_row(Holding)) as cursor:
        return cursor.execute(OF_MATTER, asked).fetchall()


def history(connection: Connection, person: str, benefit: int) -> Sequence[Said]:
    with connection.cursor(row_factory=class_row(Said)) as cursor:
        return cursor.execute(HISTORY, (bucket_of(person), benefit)).fetchall()


def areas(connection: Connection, person: str) -> list[str]:
    """Where a person holds or held anything."""
    return [area for (area,) in connection.execute(AREAS, (bucket_of(person), person)).fetchall()]
