"""The clocks of a case and its steps: when a limit warns, passes and breaches the law, and the colour of its light.

Knows one limit at a time, by its lengths, its start and its pauses; it reads no clock and decides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from bpmn.model import TimeLimit
from engine.domain.calendar import HOUR, Calendar
from engine.domain.durations import Duration, Span, WorkingDays, WorkingHours, format_duration, is_zero, parse_duration
from engine.domain.office import MICROSECOND
from engine.domain.pauses import Pause, resume

Stage = Literal["running", "warned", "passed", "breached"]
Light = Literal["green", "yellow", "red", "dark_red", "stopped", "none"]
STAGES: tuple[Stage, ...] = ("running", "warned", "passed", "breached")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The moments of one limit. None: there is no such limit. `provisional`: to be dated again after a decree."""

    started_at: datetime
    warn_at: datetime | None
    due_at: datetime | None
    statutory_at: datetime | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """At `at` the limit reaches `stage`."""

    stage: Stage
    at: datetime


def resolved(limit: TimeLimit, whole: str | None = None) -> TimeLimit:
    """The same limit with its share of `whole` (the case's committed length) written out as its committed length.

    A share of working days is rounded to half days (half up), and is half a day at least. ValueError without a whole.
    """
    if limit.share is None:
        return limit
    if whole is None:
        raise ValueError(f"Expected a committed limit of the whole process, of which {limit.share} is a step's share")
    return replace(limit, committed=format_duration(_share(parse_duration(whole), limit.share)), share=None)


def schedule(
    limit: TimeLimit, started_at: datetime, calendar: Calendar, whole: str | None = None, pauses: Iterable[Pause] = ()
) -> Schedule:
    """Dates a limit that started at `started_at` and was paused as `pauses` (finished ones, in order) say.

    `whole`: the committed length of the process, for a limit that is a share of it. ValueError for a length that
    cannot be read.
    """
    limit, pauses = resolved(limit, whole), tuple(pauses)
    due_at = _end(limit.committed, started_at, calendar, pauses)
    statutory_at = _end(limit.statutory, started_at, calendar, [pause for pause in pauses if pause.clocks == "both"])
    return _dated(limit, calendar, Schedule(started_at, None, due_at, statutory_at))


def redate(
    old: Schedule, limit: TimeLimit, calendar: Calendar, whole: str | None = None, pauses: Iterable[Pause] = ()
) -> Schedule:
    """The same limit after one more pause, or on a calendar that has been published since: from its start, through
    all its pauses so far."""
    return schedule(limit, old.started_at, calendar, whole, pauses)


def limit_end(span: Span, started_at: datetime, calendar: Calendar, rolls: bool = True) -> datetime:
    """When a limit of this length ends.

    A length of zero (当场) ends at the close of office of the day it counts for. With `rolls`, a length in days of the
    calendar (`P30D`, `P1M`) ends at the close of its last day or, if that is a rest day, of the next working day (Civil
    Code, articles 201 and 203); without, at the same time of day. Lengths in hours run from the moment, to the moment.
    """
    if is_zero(span):
        return calendar.day_end(calendar.day_at(started_at))
    end = calendar.after(started_at, span).at
    return calendar.rolled(end) if rolls and isinstance(span, Duration) and span.in_days else end


def light(schedule: Schedule, at: datetime, paused: str | bool | None = False) -> Light:
    """The colour at `at`; at the very moment of a stage it has that stage's colour.

    `paused`: which clocks stand still, `both` (or True) or `committed`: then the statutory one still turns dark red.
    """
    if schedule.due_at is None and schedule.statutory_at is None:
        return "none"
    if paused and paused != "committed":
        return "stopped"
    if schedule.statutory_at and at >= schedule.statutory_at:
        return "dark_red"
    if paused:
        return "stopped"
    if schedule.due_at and at >= schedule.due_at:
        return "red"
    return "yellow" if schedule.warn_at and at >= schedule.warn_at else "green"


def next_due(schedule: Schedule, stage: Stage, paused: str | bool | None = False) -> Turn | None:
    """The earliest of the graver stages still to come; None if there is none, or the clocks that lead to it stand."""
    moments = (None, schedule.warn_at, schedule.due_at, schedule.statutory_at)
    first = STAGES.index("breached") if paused else STAGES.index(stage) + 1
    if (paused and paused != "committed") or stage == "breached":
        return None
    turns = [Turn(STAGES[n], moment) for n in range(first, len(STAGES)) if (moment := moments[n]) is not None]
    return min(turns, key=lambda turn: turn.at, default=None)


def _end(text: str | None, started_at: datetime, calendar: Calendar, pauses: Iterable[Pause]) -> datetime | None:
    if text is None:
        return None
    span = parse_duration(text)
    return resume(calendar, span, limit_end(span, started_at, calendar), pauses)


def _dated(limit: TimeLimit, calendar: Calendar, ends: Schedule) -> Schedule:
    """Adds what follows from the ends: the warning, of the statutory limit where nothing is committed, and the flag."""
    spans = [(parse_duration(text), end) for text, end in _pairs(limit, ends)]
    provisional = any(_hangs_on_days(span) and calendar.is_provisional(ends.started_at, end) for span, end in spans)
    if not spans:
        return replace(ends, warn_at=None, provisional=False)
    warn_at = _warning(spans[0][0], ends.started_at, spans[0][1], calendar, limit.warn_share)
    return replace(ends, warn_at=max(warn_at, ends.started_at), provisional=provisional)


def _pairs(limit: TimeLimit, ends: Schedule) -> list[tuple[str, datetime]]:
    pairs = ((limit.committed, ends.due_at), (limit.statutory, ends.statutory_at))
    return [(text, end) for text, end in pairs if text is not None and end is not None]


def _hangs_on_days(span: Span) -> bool:
    return not isinstance(span, Duration) or span.in_days


def _warning(span: Span, started_at: datetime, due_at: datetime, calendar: Calendar, share: Decimal) -> datetime:
    """When `share` of the length or one working day is left, whichever is earlier.

    Limits in hours and those of the same day go by the share alone: a day before the end they have not begun.
    """
    if is_zero(span):
        return _worked_before(due_at, calendar.work_at(due_at) - calendar.work_at(started_at), share, calendar)
    one_day = calendar.work_end(calendar.work_at(due_at) - calendar.office.length)
    match span:
        case WorkingHours(hours):
            return _worked_before(due_at, int(hours * HOUR), share, calendar)
        case WorkingDays(days):
            return min(one_day, _worked_before(due_at, int(days * calendar.office.length), share, calendar))
        case Duration(in_days=in_days):
            length = (span.after(started_at) - started_at) // MICROSECOND
            part = due_at - int(length * share) * MICROSECOND
            return min(one_day, part) if in_days else part


def _worked_before(due_at: datetime, length: int, share: Decimal, calendar: Calendar) -> datetime:
    """The moment when `share` of `length` microseconds of working time is left."""
    left = int(length * share)
    return calendar.work_end(calendar.work_at(due_at) - left) if left else due_at


def _share(whole: Span, share: Decimal) -> Span:
    match whole:
        case WorkingDays(days):
            return WorkingDays(_whole(days * share * 2) / 2 if days else days)
        case WorkingHours(hours):
            return WorkingHours((hours * share).quantize(Decimal("0.000001")))
        case Duration(0, rest, in_days=True):
            return Duration(0, int(_whole(rest.days * share)) * DAY, in_days=True)
        case Duration(0, rest):
            return Duration(0, int(rest // MICROSECOND * share) * MICROSECOND)
        case _:
            raise ValueError(f"Expected a whole limit in days or hours to share, but found {format_duration(whole)}")


def _whole(number: Decimal) -> Decimal:
    return max(Decimal(1), number.quantize(Decimal(1), ROUND_HALF_UP))
