"""Fills the city's calendar with the years that are missing, and those that a decree has settled since. By commands."""

from calendar import isleap
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from engine.domain.commands import Actor, PublishCalendar
from engine.domain.days import Day
from engine.domain.durations import in_city
from engine.domain.ids import CITY
from engine.engine import Engine
from engine.store.reads.calendar import Year, years
from tongban.calendars import city_days

FIRST_YEAR = 2004  # the first whose decree `chinese_calendar` knows
YEARS_AHEAD = 4


def wanting(engine: Engine, at: datetime) -> list[int]:
    """Years from 2004 to four years ahead that are not there, or are provisional and need not be any more."""
    known = {year.year: year for year in years(engine.store)}
    asked = range(FIRST_YEAR, in_city(at).year + YEARS_AHEAD + 1)
    return [year for year in asked if _is_wanting(year, known.get(year))]


def seed(engine: Engine, wanted: Sequence[int], at: datetime, actor: Actor) -> Iterator[int]:
    """Publishes these years one by one, and tells each when it is done. What no decree has settled is provisional."""
    for year in wanted:
        days = city_days(year, year)
        engine.execute(published(days, at, actor))
        yield year


def published(days: Sequence[Day], at: datetime, actor: Actor, district: int = 0) -> PublishCalendar:
    """The command for these days, all of them provisional or none. `district`: 0 is the whole city."""
    return PublishCalendar(
        request_id=f"calendar-{uuid4()}",
        at=at,
        actor=actor,
        district=CITY,
        days=tuple((day.date.isoformat(), day.working, day.name) for day in days),
        for_district=district,
        provisional=any(day.provisional for day in days),
    )


def _is_wanting(year: int, known: Year | None) -> bool:
    if known is None or known.days < 365 + isleap(year):
        return True
    return known.provisional and not any(day.provisional for day in city_days(year, year))
