"""How far the city's clock has been turned ahead of the machine's, kept in one row for every process to see."""

from datetime import datetime, timedelta
from typing import Any

import psycopg

from engine.store.notices import CHANNEL


def ahead(connection: psycopg.Connection[Any]) -> timedelta:
    row = connection.execute("select ahead from turned_clock where id = 1").fetchone()
    return timedelta(0) if row is None else row[0]


def advance(connection: psycopg.Connection[Any], by: timedelta) -> timedelta:
    """Adds to what it is ahead, and gives the sum; two who turn it at once both count."""
    return _turned(
        connection,
        "insert into turned_clock (id, ahead) values (1, %(by)s)"
        " on conflict (id) do update set ahead = turned_clock.ahead + excluded.ahead returning ahead",
        {"by": by},
    )


def jump(connection: psycopg.Connection[Any], to: datetime, real: datetime) -> timedelta:
    """Puts it to `to`, or leaves it where it is already later, and gives how far it is ahead of `real`."""
    return _turned(
        connection,
        "insert into turned_clock (id, ahead) values (1, greatest(%(by)s, interval '0'))"
        " on conflict (id) do update set ahead = greatest(turned_clock.ahead, %(by)s) returning ahead",
        {"by": to - real},
    )


def _turned(connection: psycopg.Connection[Any], statement: str, values: dict[str, timedelta]) -> timedelta:
    with connection.transaction():
        row = connection.execute(statement, values).fetchone()
        connection.execute("select pg_notify(%s, 'clock')", (CHANNEL,))
    assert row is not None  # an upsert that returns gives a row
    total: timedelta = row[0]
    return total
