"""What has happened: past tense, complete in itself, never changed. Worklist, timers, lights and audit trail come from these.

A fact's shape never changes; a new meaning is a new fact. Ids are global, `token` is a number inside the instance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Variables = Mapping[str, Any]


# --- instances ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InstanceStarted:
    """`kind`: case, ticket or process. `variables`: all it began with (personal ones by reference)."""

    instance: int
    definition: int
    key: str
    version: int
    name: str
    kind: str
    by: str
    item: str | None = None
    code: str | None = None
    title: str | None = None
    area: str | None = None
    business_key: str | None = None
    about: int | None = None
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InstanceEnded:
    """`how`: completed, terminated or cancelled. `outcome`: the name of the end event that was reached last."""

    instance: int
    how: str
    kind: str = "process"
    outcome: str | None = None
    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class ElementsPassed:
    """The way the tokens took within one command, with what automatic steps wrote. `withdrawn`: interrupted elements."""

    instance: int
    elements: tuple[str, ...]
    withdrawn: tuple[str, ...] = ()
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MilestoneReached:
    """`kind`: case, ticket or process, as in InstanceStarted."""

    instance: int
    milestone: str
    element: str
    kind: str = "process"


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    """The process is at fault: a token stopped at `element`. The id names the incident until it is resolved."""

    incident: int
    instance: int
    token: int
    element: str
    message: str


@dataclass(frozen=True, slots=True)
class IncidentResolved:
    incident: int
    instance: int
    by: str | None = None


# --- tasks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TaskOpened:
    task: int
    instance: int
    token: int
    element: str
    name: str
    groups: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    assignee: str | None = None
    area: str | None = None
    form: str | None = None
    title: str | None = None
    key: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskClaimed:
    task: int
    instance: int
    by: str


@dataclass(frozen=True, slots=True)
class TaskReleased:
    task: int
    instance: int
    by: str


@dataclass(frozen=True, slots=True)
class TaskTransferred:
    """The holder is another person from now on."""

    task: int
    instance: int
    by: str
    to: str


@dataclass(frozen=True, slots=True)
class TaskDelegated:
    """`to` works on it, `by` stays its owner and gets it back."""

    task: int
    instance: int
    by: str
    to: str


@dataclass(frozen=True, slots=True)
class TaskReturned:
    """The delegate is done; the owner holds the task again."""

    task: int
    instance: int
    by: str
    to: str


@dataclass(frozen=True, slots=True)
class TaskCompleted:
    task: int
    instance: int
    element: str
    by: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskWithdrawn:
    task: int
    instance: int
    element: str


@dataclass(frozen=True, slots=True)
class CommentAdded:
    comment: int
    instance: int
    by: str
    text: str
    task: int | None = None


@dataclass(frozen=True, slots=True)
class FileAttached:
    attachment: int
    instance: int
    by: str
    name: str
    media_type: str
    sha256: str
    size: int
    task: int | None = None


# --- timers, limits ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimerArmed:
    """An event waits for `due_at`. A start timer has no instance: `definition` is started when it fires."""

    timer: int
    due_at: datetime
    element: str
    instance: int | None = None
    token: int | None = None
    definition: int | None = None
    cycle: str | None = None
    provisional: bool = False


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
    `matter`: case or ticket where the clock is the whole matter's own, and None for a step's; so in all facts of limits.
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


@dataclass(frozen=True, slots=True)
class LimitWarned:
    limit: int
    instance: int
    task: int | None = None
    late_for: timedelta = timedelta(0)
    next_at: datetime | None = None
    matter: str | None = None


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


@dataclass(frozen=True, slots=True)
class LimitEnded:
    """What it measured is done or gone."""

    limit: int
    instance: int


# --- jobs, messages ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JobRequested:
    job: int
    instance: int
    token: int
    element: str
    kind: str
    inputs: Variables = field(default_factory=dict)
    retries: int = 3
    backoff: str = "PT10S"


@dataclass(frozen=True, slots=True)
class JobCompleted:
    job: int
    instance: int
    element: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobPostponed:
    """An attempt failed; the next one is at `retry_at`."""

    job: int
    instance: int
    message: str
    attempts: int
    retry_at: datetime


@dataclass(frozen=True, slots=True)
class JobFailed:
    """No attempt is left, or a BPMN error `code` was reported."""

    job: int
    instance: int
    message: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class JobWithdrawn:
    job: int
    instance: int


@dataclass(frozen=True, slots=True)
class MessageThrown:
    """Leaves for the outbox. `kind`: message or signal. `to`: the instance it is for, where one is named.

    `origin` is the thrower; a signal has already reached the waiting tasks of its own instance.
    """

    message: int
    kind: str
    name: str
    key: str | None = None
    to: int | None = None
    origin: int | None = None
    definition: int | None = None
    start_event: str | None = None
    ttl: timedelta | None = None
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageReceived:
    instance: int
    kind: str
    name: str
    element: str
    message: int | None = None
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageSettled:
    """The outbox is done with it. `how`: delivered, started, expired or unwanted (nobody waited for it)."""

    message: int
    how: str
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionOpened:
    """The instance waits at `element` for a message or signal."""

    subscription: int
    instance: int
    token: int
    element: str
    kind: str
    name: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionClosed:
    subscription: int
    instance: int


# --- the city's own affairs (district 1) -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DefinitionDeployed:
    """`digest`: of the file and what lies beside it. `starts`: (element, kind, name) of its message and timer starts."""

    definition: int
    key: str
    version: int
    name: str
    kind: str
    digest: str
    by: str
    item: str | None = None
    starters: tuple[str, ...] = ()
    starts: tuple[tuple[str, str, str], ...] = ()
    called: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarPublished:
    """`days`: (date, working, name). `district` 0 is the whole city."""

    district: int
    days: tuple[tuple[str, bool, str], ...]
    provisional: bool
    by: str


@dataclass(frozen=True, slots=True)
class AreaDefined:
    code: str
    name: str
    level: str
    district: int


@dataclass(frozen=True, slots=True)
class AccountCreated:
    account: str
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class AccountDisabled:
    account: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountEnabled:
    account: str
    by: str


@dataclass(frozen=True, slots=True)
class PasswordReset:
    account: str
    by: str


@dataclass(frozen=True, slots=True)
class AccountLocked:
    """Too many failed log-ins."""

    account: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PostGranted:
    account: str
    group: str
    area: str
    by: str


@dataclass(frozen=True, slots=True)
class PostRevoked:
    account: str
    group: str
    area: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonErased:
    """The key of a person's sealed values is destroyed."""

    person: str
    by: str
    reason: str


Fact = (
    InstanceStarted | InstanceEnded | ElementsPassed | MilestoneReached | IncidentRaised | IncidentResolved
    | TaskOpened | TaskClaimed | TaskReleased | TaskTransferred | TaskDelegated | TaskReturned | TaskCompleted
    | TaskWithdrawn | CommentAdded | FileAttached
    | TimerArmed | TimerFired | TimerDisarmed
    | LimitSet | LimitPaused | LimitResumed | LimitRedated | LimitWarned | LimitPassed | LimitEnded
    | JobRequested | JobCompleted | JobPostponed | JobFailed | JobWithdrawn
    | MessageThrown | MessageReceived | MessageSettled | SubscriptionOpened | SubscriptionClosed
    | DefinitionDeployed | CalendarPublished | AreaDefined | AccountCreated | AccountDisabled | AccountEnabled
    | PasswordReset | AccountLocked | PostGranted | PostRevoked | PersonErased
)  # fmt: skip
KINDS: dict[str, type] = {kind.__name__: kind for kind in Fact.__args__}
