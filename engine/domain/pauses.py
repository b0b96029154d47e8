"""How the end of a limit moves when its clock stood still: what was left at the pause is left at the resume.

Each kind of length is counted on a scale of its own (`scale`): working days, half days, working time, days of the
calendar or plain time. The pause moves the end by as many places as passed on that scale. Knows no lights.
"""

from collections.abc import Callable, Iterable
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
    """`at`: the place a moment counts for. `end`: when a place is over. `at(end(place)) == place`, both monotone.

    `whole`: a place is a stretch of time, so that at the very end of the last one there still is one left.
    """

    at: Callable[[datetime], int]
    end: Callable[[int], datetime]
    whole: bool = True


def scale(calendar: Calendar, span: Span) -> Scale:
    """The scale on which limits of this length are counted."""
    match span:
        case WorkingHours():
            return Scale(calendar.work_at, calendar.work_end, whole=False)
        case WorkingDays(days) if days % 1:
            return Scale(calendar.half_at, calendar.half_end)
        case WorkingDays():
            return Scale(calendar.day_at, calendar.day_end)
        case Duration(in_days=True):
            return Scale(lambda moment: _date_at(calendar, moment), lambda date: _date_end(calendar, date))
        case _:
            return Scale(_time_at, _time_end, whole=False)


def resume(calendar: Calendar, span: Span, due_at: datetime, pauses: Iterable[Pause]) -> datetime:
    """Where a limit of length `span` ends that would end at `due_at`, had it not been paused (in order of time).

    Working days: the end moves by the working days from the day the pause counts for to the day the resume counts for
    (after the close of office, the next working day), so that the working days left are the same before and after, and
    the end stays at a close of office. A length with a half day moves by half days. Working hours move by the working
    time between, to the microsecond; days of the calendar by the days between, then on to the next working day;
    natural hours by the time between.
    Hence: resumed at once, or (in working time) paused for a weekend only, nothing moves; a later resume never gives an
    earlier end; pauses on end add up to one. A limit that has passed has nothing left, and no pause moves it.
    """
    places = scale(calendar, span)
    place = first = places.at(due_at)
    for pause in pauses:
        since, until = places.at(pause.paused_at), places.at(pause.resumed_at)
        any_left = pause.paused_at <= places.end(place) if places.whole else since < place
        if since < until and any_left:
            place = until + max(0, place - since)
    return places.end(place) if place != first else due_at


def _date_at(calendar: Calendar, moment: datetime) -> int:
    ordinal, offset = split(moment)
    return ordinal + (offset > calendar.office.close)


def _date_end(calendar: Calendar, ordinal: int) -> datetime:
    return calendar.rolled(joined(ordinal, 0))


def _time_at(moment: datetime) -> int:
    return (in_city(moment) - EPOCH) // MICROSECOND


def _time_end(place: int) -> datetime:
    return EPOCH + timedelta(microseconds=place)
