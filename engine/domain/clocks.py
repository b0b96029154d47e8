"""What the row of a limit says, in the words of `limits`: its moments, its lengths, whether it stands still.

Knows no facts and no tokens.
"""

from datetime import datetime
from decimal import Decimal

from bpmn.model import TimeLimit
from engine.domain import limits
from engine.domain.calendar import Calendar
from engine.domain.limits import Light, Schedule, Stage, Turn
from engine.domain.pauses import Pause
from engine.domain.situation import Limit

Pauses = tuple[tuple[datetime, datetime, str], ...]


def schedule_of(row: Limit) -> Schedule:
    return Schedule(row.started_at, row.warn_at, row.due_at, row.statutory_at, row.provisional)


def stage_of(row: Limit) -> Stage:
    return row.stage  # type: ignore[return-value]  # a row holds one of the stages, as the store's check says


def standing(row: Limit) -> str | None:
    """Which of its clocks stand still, both or committed; None where it runs."""
    return (row.paused_clocks or "both") if row.paused_at else None


def light_of(row: Limit, at: datetime) -> Light:
    return limits.light(schedule_of(row), at, standing(row))


def next_of(row: Limit, dated: Schedule | None = None, paused: str | None = None) -> Turn | None:
    return limits.next_due(dated or schedule_of(row), stage_of(row), paused)


def redated(row: Limit, calendar: Calendar, pauses: Pauses) -> Schedule:
    """From its start, through these pauses, on this calendar."""
    lengths = TimeLimit(row.committed, row.statutory, warn_share=Decimal(row.warn_share))
    return limits.redate(schedule_of(row), lengths, calendar, pauses=[Pause(*pause) for pause in pauses])


def resumed(row: Limit, at: datetime, calendar: Calendar) -> tuple[Schedule, Pauses]:
    """Its moments when it runs again at `at`, and all its pauses by then. LookupError where it does not stand."""
    if row.paused_at is None:
        raise LookupError(f"Expected limit {row.id} to be paused, but its row says that it runs")
    pauses = (*row.pauses, (row.paused_at, at, row.paused_clocks or "both"))
    return redated(row, calendar, pauses), pauses
