"""Named registers: what processes keep under a key for one another. An entry is never changed; the latest one counts.

Values are JSON texts here: what they mean is their writers' affair.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]
LATEST = """
select value::text from entry where district = %s and register = %s and key = %s and written_at <= %s
 order by written_at desc, number desc limit 1
"""
WRITE = """
insert into entry (district, register, key, number, instance, value, written_at)
values (%s, %s, %s, %s, %s, %s::jsonb, %s) on conflict do nothing
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: in a register of a district, under a key."""

    district: int
    register: str
    key: str


@dataclass(frozen=True, slots=True)
class Written:
    """`number`: the id of the job that writes it, so that it is written once."""

    number: int
    instance: int
    at: datetime


def latest(connection: Connection, place: Place, at: datetime) -> str | None:
    """The value as it was at that moment; None where nothing had been written."""
    row = connection.execute(LATEST, (place.district, place.register, place.key, at)).fetchone()
    return None if row is None else str(row[0])


def write(connection: Connection, place: Place, value: str, by: Written) -> bool:
    """False where it was written before."""
    row = (place.district, place.register, place.key, by.number, by.instance, value, by.at)
    return connection.execute(WRITE, row).rowcount > 0
