"""Facts of time: timers of events, and the limits of cases and steps."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TimerArmed:
    """An event waits for `due_at`. A start timer has no instance: `definition` is started when it fires.

    `length`, `since`: what `due_at` was counted from, where that is working time and the calendar may move it. Of a
    start timer with a cycle, `since` is what all its rounds are counted from.
    """

    timer: int
    due_at: datetime
    element: str
    instance: int | None = None
    token: int | None = None
    definition: int | None = None
    cycle: str | None = None
    provisional: bool = False
    length: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimerRedated:
    """A calendar was published: the same timer, another date, or the same one for certain."""

    timer: int
    due_at: datetime
    element: str
    provisional: bool
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class TimerFired:
    timer: int
    element: str
    late_for: timedelta
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class TimerDisarmed:
    timer: int
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class LimitSet:
    """A clock began to run: the case's own (`limit` is the instance's id) or a step's (`limit` is the task's id).

    `committed`, `statutory`: the lengths as written. `escalates`: a boundary escalation "overdue" is drawn.
    `matter`: case or ticket where the clock is the whole matter's own, None for a step's; so in all facts of limits.
    `task`: the step's own task; `tasks`, below: the open ones that show the limit of a step around them.
    `name`: of a step that is no task, for people.
    """

    limit: int
    instance: int
    started_at: datetime
    warn_at: datetime | None
    due_at: datetime | None
    statutory_at: datetime | None
    committed: str | None = None
    statutory: str | None = None
    element: str | None = None
    token: int | None = None
    task: int | None = None
    escalates: bool = False
    provisional: bool = False
    matter: str | None = None
    warn_share: Decimal = Decimal("0.3")
    name: str | None = None


@dataclass(frozen=True, slots=True)
class LimitPaused:
    """`clocks`: both or committed. `next_at`, here and below: the next moment at which the light turns, if any."""

    limit: int
    instance: int
    reason: str
    clocks: str
    by: str | None = None
    element: str | None = None
    next_at: datetime | None = None
    matter: str | None = None
    task: int | None = None
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitResumed:
    """The clock runs again, with new times; what was left is left. `pauses`: all so far (from, to, clocks)."""

    limit: int
    instance: int
    warn_at: datetime | None
    due_at: datetime | None
    statutory_at: datetime | None
    paused_at: datetime
    provisional: bool = False
    by: str | None = None
    next_at: datetime | None = None
    light: str = "green"
    matter: str | None = None
    pauses: tuple[tuple[datetime, datetime, str], ...] = ()
    task: int | None = None
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitRedated:
    """A calendar was published: the same limit, other dates."""

    limit: int
    instance: int
    warn_at: datetime | None
    due_at: datetime | None
    statutory_at: datetime | None
    provisional: bool
    task: int | None = None
    next_at: datetime | None = None
    matter: str | None = None
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitWarned:
    limit: int
    instance: int
    task: int | None = None
    late_for: timedelta = timedelta(0)
    next_at: datetime | None = None
    matter: str | None = None
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitPassed:
    """`which`: committed or statutory."""

    limit: int
    instance: int
    which: str
    task: int | None = None
    late_for: timedelta = timedelta(0)
    next_at: datetime | None = None
    matter: str | None = None
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitEnded:
    """What it measured is done or gone."""

    limit: int
    instance: int
