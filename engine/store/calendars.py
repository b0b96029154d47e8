"""The working-day calendar of each district, kept until one is published: at once here, within a second elsewhere.

Calendars are rows of the city's own district, so none can have changed while the journal there stands still.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from time import monotonic
from typing import Any

import psycopg

from engine.domain.calendar import Calendar, calendar
from engine.domain.days import Day
from engine.domain.ids import CITY
from engine.domain.office import OFFICE, Office

FRESH_FOR = 1.0  # seconds
WHOLE_CITY = 0
VERSION = "select position from head where district = %s"
# The whole city's days first: a district's own row of the same day comes later and wins.
DAYS = """
select day, working, provisional, name from calendar_day where district = any(%s) order by district, day
"""
Open = Callable[[], AbstractContextManager[psycopg.Connection[Any]]]


class Calendars:
    def __init__(self, connect: Open, office: Office = OFFICE):
        self._connect, self._office = connect, office
        self._known: dict[int, Calendar] = {}
        self._version: int | None = None
        self._checked_at = 0.0

    def of(self, district: int) -> Calendar:
        if monotonic() - self._checked_at > FRESH_FOR:
            self._check()
        known = self._known.get(district)
        if known is None:
            known = self._known[district] = self._load(district)
        return known

    def as_of(self, district: int, position: int) -> Calendar:
        """One in which at least the calendars up to this position of the city's own journal are."""
        if self._version is None or self._version < position:
            self._check()
        return self.of(district)

    def forget(self) -> None:
        """To be called when this process has published one."""
        self._known = {}

    def _check(self) -> None:
        with self._connect() as connection:
            row = connection.execute(VERSION, (CITY,)).fetchone()
        version = row[0] if row else 0
        if version != self._version:
            self.forget()
        self._version, self._checked_at = version, monotonic()

    def _load(self, district: int) -> Calendar:
        with self._connect() as connection:
            rows = connection.execute(DAYS, ([WHOLE_CITY, district],)).fetchall()
        return calendar((Day(*row) for row in rows), self._office)
