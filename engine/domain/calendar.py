"""Ends of working days and hours, and the working time between two moments, from a table of days and office hours.

Nothing here fails for a year whose holidays are not decreed yet: the answer is provisional. Every question is O(1) or
O(log n).
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from engine.domain.days import Day, Days, table
from engine.domain.durations import (
    CITY,
    Cycle,
    Duration,
    Span,
    WorkingDays,
    WorkingHours,
    format_duration,
    in_city,
    is_zero,
    times,
)
from engine.domain.office import MICROSECOND, OFFICE, Office

HOUR = timedelta(hours=1) // MICROSECOND


@dataclass(frozen=True, slots=True)
class Moment:
    """`provisional`: it hangs on a day that no decree has settled yet.

    `span`, `since`: where it was counted in working time, the length and the moment it was counted from.
    """

    at: datetime
    provisional: bool = False
    span: Span | None = field(default=None, compare=False)
    since: datetime | None = field(default=None, compare=False)

    @property
    def length(self) -> str | None:
        """The length as it is written, so that it can be counted again."""
        return None if self.span is None else format_duration(self.span)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a district and the hours of its offices; `calendar` makes one."""

    days: Days
    office: Office

    def is_working(self, day: date) -> bool:
        return self.days.is_working(day.toordinal())

    def is_provisional(self, since: datetime, until: datetime) -> bool:
        """Is any day from `since` to `until`, both included, not settled by a decree?"""
        return self.days.is_provisional(in_city(since).toordinal(), in_city(until).toordinal())

    # Places: a moment's number on a scale of days, halves or working time, and the moment at which a number is over.

    def day_at(self, moment: datetime) -> int:
        """The rank of the working day it counts for: after the close, or on a rest day, that is the next one."""
        ordinal, offset = split(moment)
        return self.days.rank(ordinal) + (self.days.is_working(ordinal) and offset > self.office.close)

    def day_end(self, rank: int) -> datetime:
        return joined(self.days.day(rank), self.office.close)

    def half_at(self, moment: datetime) -> int:
        """The number of the half day it counts for: 2 * rank is a morning, 2 * rank + 1 an afternoon."""
        ordinal, offset = split(moment)
        if not self.days.is_working(ordinal):
            return 2 * self.days.rank(ordinal)
        return 2 * self.days.rank(ordinal) + (offset > self.office.noon) + (offset > self.office.close)

    def half_end(self, half: int) -> datetime:
        return joined(self.days.day(half // 2), self.office.close if half % 2 else self.office.noon)

    def work_at(self, moment: datetime) -> int:
        """The microseconds worked since the opening of the first day of the table."""
        ordinal, offset = split(moment)
        today = self.office.worked(offset) if self.days.is_working(ordinal) else 0
        return self.days.rank(ordinal) * self.office.length + today

    def work_end(self, work: int) -> datetime:
        """The first moment at which so much is worked: an end of office hours rather than the next opening."""
        rank, today = divmod(work - 1, self.office.length)
        return joined(self.days.day(rank), self.office.offset(today + 1))

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
        return Moment(end, self.is_provisional(moment, end), span, moment)

    def occurrence(self, cycle: Cycle, armed_at: datetime, number: int) -> Moment:
        """When a cycle fires for the `number`th time (from 1): at its start, if it has one, else one length later."""
        if cycle.start is None:
            return self.after(armed_at, times(cycle.every, number))
        return Moment(in_city(cycle.start)) if number == 1 else self.after(cycle.start, times(cycle.every, number - 1))

    def following(self, every: Span, since: datetime, now: datetime) -> Moment:
        """The first round after `now` of what happens every `every` from `since` on, however many were missed.

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
        return self.day_end(self.days.rank(in_city(moment).toordinal()))

    def working_time_between(self, since: datetime, until: datetime) -> timedelta:
        return (self.work_at(until) - self.work_at(since)) * MICROSECOND

    def working_minutes_between(self, since: datetime, until: datetime) -> int:
        """Minutes of office hours, rounded down; negative where `until` is earlier."""
        return self.working_time_between(since, until) // timedelta(minutes=1)

    def working_days_left(self, now: datetime, due_at: datetime) -> int:
        """Working days after today up to the last one (剩 N 个工作日); 0 on that day, negative when it is over."""
        return self.days.rank(in_city(due_at).toordinal() + 1) - self.days.rank(in_city(now).toordinal() + 1)

    def working_days_between(self, since: date, until: date) -> int:
        """Working days after `since`, up to `until`; negative where `until` is earlier."""
        return self.days.rank(until.toordinal() + 1) - self.days.rank(since.toordinal() + 1)


def calendar(days: Iterable[Day] = (), office: Office = OFFICE) -> Calendar:
    """A calendar of these rows; without any, every day from Monday to Friday is worked, and provisional."""
    return Calendar(table(days), office)


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
