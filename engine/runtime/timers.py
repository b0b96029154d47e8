"""When the timer of an event is due: dates, durations and cycles, in working time too, by the command's calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.domain.calendar import Calendar, Moment
from engine.domain.durations import Cycle, in_city, parse_cycle, parse_date, parse_duration
from engine.runtime.incidents import Incident
from engine.runtime.script_engine import Text, string, text

if TYPE_CHECKING:
    from engine.runtime.variables import Variables

PARSE: dict[str, Callable[[str], Any]] = {
    "timeDate": parse_date,
    "timeDuration": parse_duration,
    "timeCycle": parse_cycle,
}


class TimerText:
    """A literal, or after `=` an expression that gives one. ValueError for a literal that cannot be read."""

    __slots__ = ("kind", "literal", "source")

    def __init__(self, kind: str, written: str):
        self.kind = kind
        self.source: Text = text(written)
        self.literal = PARSE[kind](self.source) if isinstance(self.source, str) else None

    def first(self, state: dict[str, Any], variables: Variables, now: datetime, calendar: Calendar) -> Moment | None:
        """The first due time; None for a cycle whose rounds are all over by now: those before are not made up for.

        `state` gets what a cycle needs to go on: its text, when it began, which round it is.
        """
        written = self._written(variables)
        value = self._parsed(written)
        if self.kind == "timeDate":
            return Moment(in_city(value))
        if self.kind == "timeDuration":
            return _within_dates(lambda: calendar.after(now, value))
        state.update(cycle=written, since=now.isoformat(), round=0)
        begins_later = value.start is None or value.start >= now
        return self._round(state, value, 1 if begins_later else _round_after(value, now, 1, now, calendar), calendar)

    def next(self, state: dict[str, Any], now: datetime, calendar: Calendar) -> Moment | None:
        """The next due time of a cycle; None if it has none left. Rounds that were missed count as one."""
        if "cycle" not in state:
            return None
        cycle = self.literal or parse_cycle(state["cycle"])
        since = datetime.fromisoformat(state["since"])
        return self._round(state, cycle, _round_after(cycle, since, state["round"], now, calendar), calendar)

    def _round(self, state: dict[str, Any], cycle: Cycle, number: int, calendar: Calendar) -> Moment | None:
        if cycle.times is not None and number > cycle.times:
            return None
        state["round"] = number
        since = datetime.fromisoformat(state["since"])
        return _within_dates(lambda: calendar.occurrence(cycle, since, number))

    def _written(self, variables: Variables) -> str:
        written = string(self.source, variables)
        if written is None:
            raise Incident(f"定时 {self.source if isinstance(self.source, str) else self.source.text} 没有值")
        return written

    def _parsed(self, written: str) -> Any:
        if self.literal is not None:
            return self.literal
        try:
            return PARSE[self.kind](written)
        except ValueError as error:
            raise Incident(f"定时无法识别：{error}") from error


def _within_dates(due: Callable[[], Moment]) -> Moment:
    try:
        return due()
    except (ValueError, OverflowError) as error:
        raise Incident(f"定时超出日期范围：{error}") from error


def _round_after(cycle: Cycle, since: datetime, number: int, now: datetime, calendar: Calendar) -> int:
    """The first round after `number` that is not past: found by doubling, since an outage may have been long."""

    def is_past(candidate: int) -> bool:
        return _within_dates(lambda: calendar.occurrence(cycle, since, candidate)).at <= now

    low, step = number, 1
    while is_past(low + step):
        low, step = low + step, step * 2
    high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_past(middle) else (low, middle)
    return high
