"""A second opinion on the calendar that shares no code with it: it lays out every minute and counts.

Moments are minutes after the midnight that begins its first day. It is slow to build and quick to ask.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from itertools import accumulate

BEIJING = timezone(timedelta(hours=8))
DAY = 1440


@dataclass(frozen=True)
class Counter:
    """`open_before[m]`: office minutes before minute m. `closes`, `halves`: where working days and half days end."""

    first: date
    open_before: Sequence[int]
    closes: Sequence[int]
    halves: Sequence[int]
    a_day: int

    def minute(self, moment: datetime) -> Fraction:
        local = moment.astimezone(BEIJING)
        since = local - datetime(self.first.year, self.first.month, self.first.day, tzinfo=BEIJING)
        return Fraction(since // timedelta(microseconds=1), 60_000_000)

    def moment(self, minute: int) -> datetime:
        start = datetime(self.first.year, self.first.month, self.first.day, tzinfo=BEIJING)
        return start + timedelta(minutes=minute)

    def days_end(self, start: Fraction, halves: int) -> int:
        """The end of the day it counts for, then so many halves on."""
        own = self.closes[bisect_left(self.closes, start)]
        return self.halves[bisect_left(self.halves, own) + halves]

    def hours_end(self, start: int, minutes: int) -> int:
        return bisect_left(self.open_before, self.open_before[start] + minutes) if minutes else start

    def between(self, since: int, until: int) -> int:
        return self.open_before[until] - self.open_before[since]

    def rolled(self, day: int) -> int:
        return self.closes[bisect_left(self.closes, day * DAY)]

    def days_left(self, now: Fraction, due: int) -> int:
        tonight, last_night = (int(now) // DAY + 1) * DAY, (due // DAY + 1) * DAY
        return bisect_right(self.closes, last_night) - bisect_right(self.closes, tonight)

    def resumed(self, ends: Sequence[int], due: int, paused: Fraction, resumed: Fraction) -> int:
        """`ends` are those of days or of half days: as many of them lie ahead after the pause as before it."""
        if paused > due:
            return due
        ahead = bisect_left(ends, due) - bisect_left(ends, paused)
        return ends[bisect_left(ends, resumed) + ahead]

    def hours_resumed(self, due: int, paused: int, resumed: int) -> int:
        if paused >= due or not self.between(paused, resumed):
            return due
        return self.hours_end(resumed, self.between(paused, due))

    def calendar_resumed(self, due: int, paused: Fraction, resumed: Fraction) -> int:
        """As many days of the calendar lie ahead, whether worked or not; a moment after the close is the next day's."""
        shut = self.closes[0] % DAY
        since, until = (int(minute // DAY) + (minute % DAY > shut) for minute in (paused, resumed))
        return due if paused > due else self.rolled(due // DAY + until - since)

    def left_at(self, due: int, left: int) -> int:
        """The first minute at which only `left` office minutes remain before `due`."""
        return bisect_left(self.open_before, self.open_before[due] - left)


def counted(first: date, days: int, works: Callable[[date], bool], hours: Sequence[tuple[int, int]]) -> Counter:
    """Lays out `days` days; `hours` are the (from, to) minutes of a working day, the first of them the morning."""
    shut, working = bytes(DAY), bytearray(DAY)
    for since, until in hours:
        working[since:until] = b"\1" * (until - since)
    minutes, closes, halves = bytearray(), [], []
    for number in range(days):
        if works(first + timedelta(days=number)):
            closes.append(number * DAY + hours[-1][1])
            halves += [number * DAY + hours[0][1], closes[-1]]
        minutes += working if works(first + timedelta(days=number)) else shut
    return Counter(first, list(accumulate(minutes, initial=0)), closes, halves, sum(working))
