"""How the end of a limit moves when its clock stood still: what was left at the pause is left at the resume.

Each kind of length is counted on a scale of its own (`scale`): working days, half days, working time, days of the
calendar or plain time. The pause moves the end by as many places as passed on that scale. Knows no lights.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain.calendar import Calendar, joined, split
from engine.domain.durations import CITY, Duration, Span, WorkingDays, WorkingHours, in_city
from engine.domain.office import MICROSECOND

EPOCH = datetime(1970, 1, 1, tzinfo=CITY)


@dataclass(frozen=True, slots=True)
class Pause:
    """`clocks`: which stood still, `both` or only the `committed`."""

    paused_at: datetime
    resumed_at: datetime
    clocks: str = "both"


@dataclass(frozen=True, slots=True)
class Scale:
    """`at`: the place a moment counts for. `end`: when a place is over. `at(end(place)) == place`, both monotone."""

    at: Callable[[datetime], int]
    end: Callable[[int], datetime]


def scale(calendar: Calendar, span: Span) -> Scale:
    """The scale on which limits of this length are counted."""
    match span:
        case WorkingHours():
            return Scale(calendar.work_at, calendar.work_end)
        case WorkingDays(days) if days % 1:
            return Scale(calendar.half_at, calendar.half_end)
        case WorkingDays():
            return Scale(calendar.day_at, calendar.day_end)
        case Duration(in_days=True):
            return Scale(lambda moment: _date_at(calendar, moment), lambda date: _date_end(calendar, date))
        case _:
            return Scale(_time_at, _time_end)


def resume(calendar: Calendar, span: Span, due_at: datetime, pause: Pause) -> datetime:
    """The new end of a limit of length `span` that ended at `due_at` when it was paused.

    Working days: the end moves by the working days from the day the pause counts for to the day the resume counts for
    (after the close of office, the next working day), so that the working days left are the same before and after, and
    the end stays at a close of office. A length with a half day moves by half days. Working hours move by the working
    time between, to the microsecond; days of the calendar by the days between, then on to the next working day;
    natural hours by the time between.
    Hence: resumed at once, or paused for a weekend only, nothing moves; a later resume never gives an earlier end;
    pauses that follow each other add up. A limit that had passed before the pause has nothing left and does not move.
    """
    if pause.paused_at > due_at or pause.resumed_at <= pause.paused_at:
        return due_at
    places = scale(calendar, span)
    passed = places.at(pause.resumed_at) - places.at(pause.paused_at)
    return places.end(places.at(due_at) + passed) if passed else due_at


def _date_at(calendar: Calendar, moment: datetime) -> int:
    ordinal, offset = split(moment)
    return ordinal + (offset > calendar.office.close)


def _date_end(calendar: Calendar, ordinal: int) -> datetime:
    return calendar.rolled(joined(ordinal, 0))


def _time_at(moment: datetime) -> int:
    return (in_city(moment) - EPOCH) // MICROSECOND


def _time_end(place: int) -> datetime:
    return EPOCH + timedelta(microseconds=place)
