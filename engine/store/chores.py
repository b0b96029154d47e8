"""What the city-wide periodic work asks of the tables: provisional dates, and how far the calendar reaches."""

from datetime import date
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]

VERSION = "select coalesce(md5(string_agg(c::text, ',' order by c.district, c.day)), '') from calendar_day c"
KNOWN = "select max(day), max(day) filter (where not provisional) from calendar_day where district = 0"
PROVISIONAL_LIMITS = """
select id, instance from time_limit where district = %s and provisional and id > %s order by id limit %s
"""
PROVISIONAL_TIMERS = """
select id, coalesce(instance, 0) from timer where district = %s and provisional and id > %s order by id limit %s
"""
DISTRICTS = "select district from head order by district"


def districts(connection: Connection) -> list[int]:
    return [district for (district,) in connection.execute(DISTRICTS)]


def calendar_version(connection: Connection) -> str:
    """The same for the same days of all calendars."""
    row = connection.execute(VERSION).fetchone()
    return "" if row is None else str(row[0])


def calendar_reach(connection: Connection) -> tuple[date | None, date | None]:
    """The last day of the city's calendar, and the last that is decreed."""
    row = connection.execute(KNOWN).fetchone()
    return (None, None) if row is None else (row[0], row[1])


def provisional_limits(connection: Connection, district: int, after: int, size: int) -> list[tuple[int, int]]:
    """Ids of limits that rest on days not yet decreed, each with its instance, a page after another."""
    return connection.execute(PROVISIONAL_LIMITS, (district, after, size)).fetchall()


def provisional_timers(connection: Connection, district: int, after: int, size: int) -> list[tuple[int, int]]:
    """Ids of timers that rest on days not yet decreed, each with its instance: 0 for one that starts a process."""
    return connection.execute(PROVISIONAL_TIMERS, (district, after, size)).fetchall()


def sole_session(dsn: str, number: int, name: str) -> Connection | None:
    """A session of its own that holds this advisory lock while it lives; None while another holds it, or none comes up.

    The DSN must be direct: behind a pooler by transaction such locks belong to strangers.
    """
    try:
        session: Connection = psycopg.connect(dsn, autocommit=True, application_name=name)
        row = session.execute("select pg_try_advisory_lock(%s)", (number,)).fetchone()
    except psycopg.Error:
        return None
    if row is not None and row[0]:
        return session
    session.close()
    return None


def is_alive(session: Connection) -> bool:
    """Does the session live, and with it its lock?"""
    try:
        session.execute("select 1")
    except psycopg.Error:
        return False
    return True
