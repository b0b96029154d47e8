"""Which days are worked, and what follows: ends in working days and hours, and the working time between two moments.

Knows a table of days and the office hours. A day outside the table is worked from Monday to Friday and is provisional,
so nothing here fails for a year whose holidays are not decreed yet. Prefix sums make every question O(1) or O(log n).
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from engine.domain.durations import CITY, Cycle, Duration, Span, WorkingDays, WorkingHours, in_city, is_zero, times
from engine.domain.office import MICROSECOND, OFFICE, Office

HOUR = timedelta(hours=1) // MICROSECOND


@dataclass(frozen=True, slots=True)
class Day:
    """A row of the table. `provisional`: no decree has settled it yet."""

    date: date
    working: bool
    provisional: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """`provisional`: it hangs on a day that no decree has settled yet."""

    at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """A table of days and office hours; `calendar` makes one. Days are ordinals, `rank` numbers the working ones.

    `before[i]`, `unsettled[i]`: working and provisional days of the table before its day i. `worked`: its working days.
    """

    first: int
    before: tuple[int, ...]
    unsettled: tuple[int, ...]
    worked: tuple[int, ...]
    office: Office

    @property
    def end(self) -> int:
        """The first ordinal after the table."""
        return self.first + len(self.before) - 1

    def rank(self, ordinal: int) -> int:
        """How many working days lie between the first of the table and this day, this day not counted."""
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

    def is_working(self, day: date) -> bool:
        return self._works(day.toordinal())

    def is_provisional(self, since: datetime, until: datetime) -> bool:
        """Is any day from `since` to `until`, both included, not settled by a decree?"""
        first, last = in_city(since).toordinal(), in_city(until).toordinal()
        if first < self.first or last >= self.end:
            return True
        return self.unsettled[last + 1 - self.first] > self.unsettled[first - self.first]

    # Places: a moment's number on a scale of days, halves or working time, and the moment at which a number is over.

    def day_at(self, moment: datetime) -> int:
        """The rank of the working day it counts for: after the close, or on a rest day, that is the next one."""
        ordinal, offset = split(moment)
        return self.rank(ordinal) + (self._works(ordinal) and offset > self.office.close)

    def day_end(self, rank: int) -> datetime:
        return joined(self.day(rank), self.office.close)

    def half_at(self, moment: datetime) -> int:
        """The number of the half day it counts for: 2 * rank is a morning, 2 * rank + 1 an afternoon."""
        ordinal, offset = split(moment)
        if not self._works(ordinal):
            return 2 * self.rank(ordinal)
        return 2 * self.rank(ordinal) + (offset > self.office.noon) + (offset > self.office.close)

    def half_end(self, half: int) -> datetime:
        return joined(self.day(half // 2), self.office.close if half % 2 else self.office.noon)

    def work_at(self, moment: datetime) -> int:
        """The microseconds worked since the opening of the first day of the table."""
        ordinal, offset = split(moment)
        today = self.office.worked(offset) if self._works(ordinal) else 0
        return self.rank(ordinal) * self.office.length + today

    def work_end(self, work: int) -> datetime:
        """The first moment at which so much is worked: an end of office hours rather than the next opening."""
        rank, today = divmod(work - 1, self.office.length)
        return joined(self.day(rank), self.office.offset(today + 1))

    def add_working_days(self, moment: datetime, days: WorkingDays) -> datetime:
        """The day of the event is not counted; ends at the close of the last day, a half day with its morning."""
        return self.half_end(2 * self.day_at(moment) + 1 + int(2 * days.days))

    def add_working_hours(self, moment: datetime, hours: WorkingHours) -> datetime:
        """Runs from the moment itself, through office hours only."""
        if not hours.hours:
            return in_city(moment)
        return self.work_end(self.work_at(moment) + int(hours.hours * HOUR))

    def after(self, moment: datetime, span: Span) -> Moment:
        """`moment` plus `span` in the city's zone. ValueError only where that is later than the year 9999."""
        try:
            match span:
                case Duration():
                    return Moment(span.after(moment))
                case WorkingDays():
                    end = self.add_working_days(moment, span)
                case WorkingHours():
                    end = self.add_working_hours(moment, span)
        except OverflowError as error:
            raise ValueError(f"Expected an end before the year 10000, but {span} after {moment} is later") from error
        return Moment(end, self.is_provisional(moment, end))

    def occurrence(self, cycle: Cycle, armed_at: datetime, number: int) -> Moment:
        """When a cycle fires for the `number`th time (from 1): at its start, if it has one, else one length later."""
        if cycle.start is None:
            return self.after(armed_at, times(cycle.every, number))
        return Moment(in_city(cycle.start)) if number == 1 else self.after(cycle.start, times(cycle.every, number - 1))

    def following(self, every: Span, since: datetime, now: datetime) -> Moment:
        """The first round after `now` of what happens every `every` after `since`; rounds missed are not walked through.

        ValueError for a length of zero.
        """
        if is_zero(every):
            raise ValueError(f"Expected a length that takes time, but found {every}")
        most = 1
        while self.after(since, times(every, most)).at <= now:
            most *= 2
        rounds = range(1, most + 1)
        number = bisect_right(rounds, now, key=lambda number: self.after(since, times(every, number)).at)
        return self.after(since, times(every, rounds[number]))

    def rolled(self, moment: datetime) -> datetime:
        """The close of its day or, if that is a rest day, of the next working day (Civil Code, article 203)."""
        return self.day_end(self.rank(in_city(moment).toordinal()))

    def working_time_between(self, since: datetime, until: datetime) -> timedelta:
        return (self.work_at(until) - self.work_at(since)) * MICROSECOND

    def working_minutes_between(self, since: datetime, until: datetime) -> int:
        """Whole minutes of office hours; negative where `until` is earlier."""
        return int(self.working_time_between(since, until) / timedelta(minutes=1))

    def working_days_left(self, now: datetime, due_at: datetime) -> int:
        """Working days after today up to the last one (剩 N 个工作日); 0 on that day, negative when it is over."""
        return self.rank(in_city(due_at).toordinal() + 1) - self.rank(in_city(now).toordinal() + 1)

    def _works(self, ordinal: int) -> bool:
        return self.rank(ordinal + 1) > self.rank(ordinal)


def calendar(days: Iterable[Day] = (), office: Office = OFFICE) -> Calendar:
    """A calendar of these rows; gaps between them are filled by weekday and provisional. A later row wins."""
    known = {day.date.toordinal(): day for day in days}
    first = min(known, default=1)
    table = [known.get(ordinal) or by_weekday(ordinal) for ordinal in range(first, max(known, default=0) + 1)]
    before = tuple(accumulate((day.working for day in table), initial=0))
    unsettled = tuple(accumulate((day.provisional for day in table), initial=0))
    worked = tuple(day.date.toordinal() for day in table if day.working)
    return Calendar(first, before, unsettled, worked, office)


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


def split(moment: datetime) -> tuple[int, int]:
    """(ordinal of the city's day, microseconds since its midnight)"""
    local = in_city(moment)
    seconds = (local.hour * 60 + local.minute) * 60 + local.second
    return local.toordinal(), seconds * 1_000_000 + local.microsecond


def joined(ordinal: int, offset: int) -> datetime:
    """OverflowError beyond the year 9999."""
    if ordinal > date.max.toordinal():
        raise OverflowError(f"day {ordinal}")
    return datetime.fromordinal(ordinal).replace(tzinfo=CITY) + offset * MICROSECOND
