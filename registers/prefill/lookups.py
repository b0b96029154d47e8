"""Who looked whom up, when, for which item and purpose, and which fields they were told: kept before they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from registers.identity import bucket_of
from registers.records import Connection

COLUMNS = "request, account, at, item, purpose, area, told"
PUT = f"""
insert into lookup (bucket, person, {COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (bucket, person, request) do nothing
"""
OF = f"select {COLUMNS} from lookup where bucket = %s and person = %s order by at desc, request limit 1000"
RECENT = "select count(*) from lookup where account = %s and at > %s"


@dataclass(frozen=True, slots=True)
class Lookup:
    """`request` names it for ever. `area`: of the post that gave the right. `told`: names of fields and papers."""

    request: str
    account: str
    at: datetime
    item: str
    purpose: str
    area: str
    told: Sequence[str]


def keep(connection: Connection, person: str, lookup: Lookup) -> None:
    row = (bucket_of(person), person, *(getattr(lookup, name) for name in COLUMNS.split(", ")))
    connection.execute(PUT, (*row[:-1], list(lookup.told)))


def count(connection: Connection, account: str, since: datetime) -> int:
    """How many somebody has looked up since then."""
    row = connection.execute(RECENT, (account, since)).fetchone()
    return int(row[0]) if row else 0


def of(connection: Connection, person: str) -> list[Lookup]:
    """The last thousand about a person, the latest first."""
    with connection.cursor(row_factory=class_row(Lookup)) as cursor:
        return cursor.execute(OF, (bucket_of(person), person)).fetchall()
