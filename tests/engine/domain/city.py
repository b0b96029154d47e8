"""The city's real calendar for the tests of this folder, and short ways to write moments."""

from datetime import datetime
from functools import cache

from engine.domain.calendar import Calendar, calendar
from engine.domain.durations import parse_date
from tongban.calendars import city_days


@cache
def city() -> Calendar:
    return calendar(city_days(2025, 2028))


def at(text: str) -> datetime:
    """`2026-11-24` is ten in the morning of that day."""
    return parse_date(text if "T" in text else f"{text}T10:00")
