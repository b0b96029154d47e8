"""The calculation sheets of the city: kept to the letter under the id of the job that made them, never changed.

Knows no rule: a sheet is a text with a hash. The database refuses to change one.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import class_row

Connection = psycopg.Connection[Any]
COLUMNS = "id, instance, rule, version, area, residence, month, amount, content, sha256, calculated_at"
PUT = f"""
insert into calculation_sheet (district, {COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict do nothing
"""
GET = f"select {COLUMNS} from calculation_sheet where district = %s and id = %s"
OF_CASE = f"select {COLUMNS} from calculation_sheet where district = %s and instance = %s order by calculated_at, id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`month`: its first day. `amount`: what the rule gave, in yuan. `sha256`: the hash that stands in `content`."""

    id: int
    instance: int
    rule: str
    version: int
    area: str
    residence: str
    month: date
    amount: Decimal | None
    content: str
    sha256: str
    calculated_at: datetime


def keep(connection: Connection, sheet: Sheet) -> Sheet:
    """Keeps it once under its id; gives what is kept there."""
    connection.execute(PUT, (sheet.id >> 40, *astuple(sheet)))
    return get(connection, sheet.id)


def get(connection: Connection, id: int) -> Sheet:
    """Raises LookupError."""
    with connection.cursor(row_factory=class_row(Sheet)) as cursor:
        found = cursor.execute(GET, (id >> 40, id)).fetchone()
    if found is None:
        raise LookupError(f"Expected a calculation sheet, but there is no {id}")
    return found


def of_case(connection: Connection, instance: int) -> Sequence[Sheet]:
    """The oldest first."""
    with connection.cursor(row_factory=class_row(Sheet)) as cursor:
        return cursor.execute(OF_CASE, (instance >> 40, instance)).fetchall()
