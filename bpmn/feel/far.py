"""Dates beyond the years 1 to 9999 that Python keeps.

The calendar repeats itself every 400 years, weekdays too. Such a date is kept as one of the years 2000 to 2399, and how
many times 400 years it is away. Zones by name have there the rules of that year.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import total_ordering
from typing import Any, TypeAlias

YEARS = 400
CYCLE = timedelta(days=146_097)
FIRST = 2000
LAST_YEAR = 999_999_999
Zone: TypeAlias = tzinfo | None


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class FarDate:
    """`near` is a date of the years 2000 to 2399."""

    cycles: int
    near: date

    @property
    def year(self) -> int:
        return self.near.year + YEARS * self.cycles

    @property
    def month(self) -> int:
        return self.near.month

    @property
    def day(self) -> int:
        return self.near.day

    def isoformat(self) -> str:
        year = f"{abs(self.year):04}"
        return f"{'-' if self.year < 0 else ''}{year}{self.near.isoformat()[4:]}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, date | FarDate) and compared(self, other) == 0

    def __lt__(self, other: Any) -> bool:
        return compared(self, other) < 0

    def __hash__(self) -> int:
        return hash((self.cycles, self.near))


@dataclass(frozen=True, slots=True, eq=False)
class FarMoment(FarDate):
    """The same with a time of day: `near` is a datetime, with or without a zone."""

    near: datetime

    @property
    def tzinfo(self) -> Zone:
        return self.near.tzinfo

    def utcoffset(self) -> timedelta | None:
        return self.near.utcoffset()

    def replace(self, tzinfo: Zone) -> "FarMoment":
        return FarMoment(self.cycles, self.near.replace(tzinfo=tzinfo))


Day: TypeAlias = date | FarDate
"""A date, with or without a time, however far."""


def parted(value: Day) -> tuple[int, Any]:
    """How many cycles away, and the same day of the years 2000 to 2399."""
    if isinstance(value, FarDate):
        return value.cycles, value.near
    cycles = (value.year - FIRST) // YEARS
    return cycles, value.replace(year=value.year - YEARS * cycles)


def joined(cycles: int, near: date) -> Any:
    """The date so far from one of the years 1 to 9999; None beyond the language's last year."""
    more = (near.year - FIRST) // YEARS
    cycles, near = cycles + more, near.replace(year=near.year - YEARS * more)
    year = near.year + YEARS * cycles
    if abs(year) > LAST_YEAR:
        return None
    if 1 <= year <= 9999:
        return near.replace(year=year)
    return FarMoment(cycles, near) if isinstance(near, datetime) else FarDate(cycles, near)


def near(value: Day) -> Any:
    """A date that has the same day of the week, of the year and of the month."""
    return value.near if isinstance(value, FarDate) else value


def far_date(year: int, month: int, day: int) -> Any:
    """The date of any year; None where there is no such day. Year 0 is written by nobody."""
    if year == 0 or not 1 <= month <= 12 or not 1 <= day <= monthrange(FIRST + year % YEARS, month)[1]:
        return None
    if 1 <= year <= 9999:
        return date(year, month, day)
    cycles, year = divmod(year - FIRST, YEARS)
    return joined(cycles, date(FIRST + year, month, day))


def with_time(day: Day, at: time) -> Any:
    if not isinstance(day, FarDate):
        return datetime.combine(day, at)
    cycles, base = parted(day)
    return joined(cycles, datetime.combine(base, at))


def without_time(moment: Day) -> Any:
    if not isinstance(moment, FarDate):
        return moment.date() if isinstance(moment, datetime) else moment
    cycles, base = parted(moment)
    return joined(cycles, base.date() if isinstance(base, datetime) else base)


def months_later(value: Day, months: int) -> Any:
    """So many months on; a day the month does not have becomes its last."""
    cycles, base = (0, value) if not isinstance(value, FarDate) else parted(value)
    year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
    if not cycles and 1 <= year <= 9999:
        return base.replace(year=year, month=month + 1, day=min(base.day, monthrange(year, month + 1)[1]))
    more, year = divmod(year - FIRST, YEARS)
    day = min(base.day, monthrange(FIRST + year, month + 1)[1])
    return joined(cycles + more, base.replace(year=FIRST + year, month=month + 1, day=day))


def later(value: Day, by: timedelta) -> Any:
    """A day by the whole days of the duration and what is left of it, a moment exactly."""
    cycles, base = parted(value)
    more, rest = divmod(by, CYCLE)
    if isinstance(base, datetime):
        return joined(cycles + more, base + rest)
    return joined(cycles + more, (datetime.combine(base, time()) + rest).date())


def apart(left: Day, right: Day) -> timedelta | None:
    """How long from the right to the left; None where only one of them knows its zone, and beyond all durations."""
    (cycles, one), (others, other) = parted(left), parted(right)
    if isinstance(one, datetime) or isinstance(other, datetime):
        one, other = as_moment(one), as_moment(other)
        if (one.tzinfo is None) != (other.tzinfo is None):
            return None
    try:
        found: timedelta = (cycles - others) * CYCLE + (one - other)
        return found
    except OverflowError:
        return None


def as_moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), tzinfo=UTC)


def compared(left: Day, right: Day) -> int:
    """-1, 0 or 1; both with a zone, or neither."""
    found = apart(left, right)
    if found is None:
        return -1 if parted(left)[0] < parted(right)[0] else 1
    return int(found > timedelta(0)) - int(found < timedelta(0))
