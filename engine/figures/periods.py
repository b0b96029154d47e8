"""The periods that figures are told of: a day, a month, a quarter or a year, from midnight to before midnight."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.domain.durations import CITY

WRITTEN = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")
EXPECTED = "Expected a period such as 2026-12, 2026-Q4, 2026 or 2026-12-31, but got {!r}"


@dataclass(frozen=True, slots=True)
class Period:
    """`until` is not part of it."""

    since: datetime
    until: datetime


def period(text: str) -> Period:
    """ValueError says what was expected."""
    found = WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(EXPECTED.format(text[:20]))
    year, quarter, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return _days(date(year, month, day), 1)
        return _months(year, quarter * 3 - 2 if quarter else month or 1, 3 if quarter else 1 if month else 12)
    except (ValueError, OverflowError) as error:
        raise ValueError(EXPECTED.format(text[:20])) from error


def month_of(moment: datetime) -> str:
    return f"{moment.astimezone(CITY):%Y-%m}"


def quarter_of(moment: datetime) -> str:
    here = moment.astimezone(CITY)
    return f"{here.year}-Q{(here.month + 2) // 3}"


def _months(year: int, first: int, count: int) -> Period:
    further, month = divmod(first - 1 + count, 12)
    return Period(_midnight(date(year, first, 1)), _midnight(date(year + further, month + 1, 1)))


def _days(first: date, count: int) -> Period:
    return Period(_midnight(first), _midnight(date.fromordinal(first.toordinal() + count)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CITY)
