"""The little that a decision may look at: what the store has locked and loaded for one command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.domain.calendar import Calendar
from engine.domain.facts import Fact


@dataclass(frozen=True, slots=True)
class Task:
    id: int
    instance: int
    token: int
    element: str
    name: str
    groups: tuple[str, ...]
    users: tuple[str, ...]
    excluded: tuple[str, ...]
    area: str | None
    assignee: str | None
    owner: str | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Instance:
    """`snapshot` is loaded only where the command moves tokens. `status`: active, completed, terminated, cancelled.

    `area` is where it was received, `handling_area` where it is handled, if it says so.
    """

    id: int
    definition: int
    key: str
    status: str
    area: str | None
    started_by: str
    title: str | None
    is_clocked: bool
    handling_area: str | None
    snapshot: bytes | None


@dataclass(frozen=True, slots=True)
class Timer:
    """The timer of an event. One without an instance starts `definition`. `length`, `since`: see TimerArmed."""

    id: int
    instance: int | None
    token: int | None
    element: str
    due_at: datetime
    definition: int | None = None
    cycle: str | None = None
    provisional: bool = False
    length: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A running, stopped or passed clock. `stage`: what has happened to it: running, warned, passed, breached.

    `tasks`: open ones inside a step that show its limit, where it is to be turned or dated anew.
    """

    id: int
    instance: int
    started_at: datetime
    warn_at: datetime | None
    due_at: datetime | None
    statutory_at: datetime | None
    stage: str = "running"
    committed: str | None = None
    statutory: str | None = None
    token: int | None = None
    task: int | None = None
    escalates: bool = False
    provisional: bool = False
    paused_at: datetime | None = None
    paused_clocks: str | None = None
    matter: str | None = None
    warn_share: str = "0.3"
    pauses: tuple[tuple[datetime, datetime, str], ...] = ()
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    instance: int
    token: int
    element: str
    kind: str
    attempts: int
    retries: int
    backoff: str


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the outbox."""

    id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A deployed version: what a start needs to know of it."""

    id: int
    key: str
    version: int
    name: str
    kind: str
    digest: str
    item: str | None = None
    starters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A deployed version of a decision."""

    id: int
    key: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    name: str
    enabled: bool
    posts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """The first answer to this request_id. `mac`: of the body that was sent then."""

    position: int
    mac: bytes
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What is not there is None. `new_id` gives ids of the command's district; `calendar` is that of the district.

    A deployment sees the latest version of every process, by key, and all start timers, one of decisions those of every
    decision; an erasure the ids of all
    `sealed` values of its person in this district; a message to nobody by name, the variables that any process of the
    city keeps as `personal`; a start that may be made once, whether such an instance is `under_way`.
    """

    new_id: Callable[[], int]
    calendar: Calendar
    earlier: Earlier | None = None
    instance: Instance | None = None
    task: Task | None = None
    timer: Timer | None = None
    timers: Mapping[int, Timer] = field(default_factory=dict)
    limit: Limit | None = None
    limits: Mapping[int, Limit] = field(default_factory=dict)
    job: Job | None = None
    message: Message | None = None
    incident_token: int | None = None
    subscribed: bool = False
    under_way: bool = False
    definition: DefinitionRow | None = None
    latest: Mapping[str, DefinitionRow] = field(default_factory=dict)
    start_timers: tuple[Timer, ...] = ()
    latest_decisions: Mapping[str, DecisionRow] = field(default_factory=dict)
    account: Account | None = None
    sealed: tuple[int, ...] = ()
    personal: frozenset[str] = frozenset()
