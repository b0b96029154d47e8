"""A table of days, worked or not, and the number of each working day. Knows no hours.

A day outside the table is worked from Monday to Friday and is provisional. Days are ordinals (`date.toordinal`); prefix
sums make every question O(1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Day:
    """A row of the table. `provisional`: no decree has settled it yet."""

    date: date
    working: bool
    provisional: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """`before[i]`, `unsettled[i]`: working and provisional days before day i of the table. `worked`: its working days.

    A rank numbers the working days; that of the first of the table is 0.
    """

    first: int
    before: tuple[int, ...]
    unsettled: tuple[int, ...]
    worked: tuple[int, ...]

    @property
    def end(self) -> int:
        """The first ordinal after the table."""
        return self.first + len(self.before) - 1

    def rank(self, ordinal: int) -> int:
        """The rank of this day or, if it is not worked, of the next working day."""
        if ordinal < self.first:
            return weekdays_before(ordinal) - weekdays_before(self.first)
        if ordinal > self.end:
            return self.before[-1] + weekdays_before(ordinal) - weekdays_before(self.end)
        return self.before[ordinal - self.first]

    def day(self, rank: int) -> int:
        """The working day of this rank, the inverse of `rank`."""
        if rank < 0:
            return weekday(weekdays_before(self.first) + rank)
        if rank >= len(self.worked):
            return weekday(weekdays_before(self.end) + rank - len(self.worked))
        return self.worked[rank]

    def is_working(self, ordinal: int) -> bool:
        return self.rank(ordinal + 1) > self.rank(ordinal)

    def is_provisional(self, first: int, last: int) -> bool:
        """Is any day from `first` to `last`, both included, not settled by a decree?"""
        if first < self.first or last >= self.end:
            return True
        return self.unsettled[last + 1 - self.first] > self.unsettled[first - self.first]


def table(rows: Iterable[Day]) -> Days:
    """Gaps between the rows are filled by weekday and provisional. A later row for the same day wins."""
    known = {day.date.toordinal(): day for day in rows}
    first = min(known, default=1)
    days = [known.get(ordinal) or by_weekday(ordinal) for ordinal in range(first, max(known, default=0) + 1)]
    before = tuple(accumulate((day.working for day in days), initial=0))
    unsettled = tuple(accumulate((day.provisional for day in days), initial=0))
    return Days(first, before, unsettled, tuple(day.date.toordinal() for day in days if day.working))


def by_weekday(ordinal: int) -> Day:
    day = date.fromordinal(ordinal)
    return Day(day, day.weekday() < 5, provisional=True)


def weekdays_before(ordinal: int) -> int:
    """How many days from Monday to Friday precede it; ordinal 1 is a Monday."""
    weeks, days = divmod(ordinal - 1, 7)
    return weeks * 5 + min(days, 5)


def weekday(number: int) -> int:
    """The ordinal of the weekday that `number` weekdays precede."""
    weeks, days = divmod(number, 5)
    return weeks * 7 + days + 1
