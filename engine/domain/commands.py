"""What may be asked: imperative. A command names its district through the ids or the area in it, the same on a repeat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """A group (`department:level:post`) held in an area; an area contains all codes that begin with it."""

    group: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `system` is the workers' own actor, who may do whatever time and messages bring about."""

    id: str
    name: str = ""
    posts: tuple[Post, ...] = ()
    system: bool = False

    def holds(self, *groups: str) -> bool:
        return self.system or any(post.group in groups for post in self.posts)


SYSTEM = Actor("system", "系统", system=True)
ADMINISTRATOR, DESIGNER = "platform:city:administrator", "platform:city:designer"
OPERATOR, AUDITOR = "platform:city:operator", "platform:city:auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`request_id` makes a repeat harmless; `at` is the only clock; `district` is where it is journalled."""

    request_id: str
    at: datetime
    actor: Actor
    district: int


# --- instances ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StartInstance(Command):
    """Starts the latest version of `key`, or the given one. `area`: official code of where it is received."""

    key: str
    version: int | None = None
    area: str | None = None
    business_key: str | None = None
    about: int | None = None
    start_event: str | None = None
    message: int | None = None  # the outbox row that starts it
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInstance(Command):
    instance: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseClock(Command):
    instance: int
    reason: str
    clocks: str = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeClock(Command):
    instance: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryIncident(Command):
    incident: int
    instance: int
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddComment(Command):
    instance: int
    text: str
    task: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFile(Command):
    """The bytes are in the blob store under `sha256` already."""

    instance: int
    name: str
    media_type: str
    sha256: str
    size: int
    task: int | None = None


# --- tasks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCommand(Command):
    task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTask(TaskCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNext(Command):
    """The most urgent free task that the actor may take: of one group, or of any of the actor's."""

    group: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTask(TaskCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTask(TaskCommand):
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTask(TaskCommand):
    """`to` is an account that may do the task; the edge gives that person as an actor, so that this can be decided."""

    to: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateTask(TaskCommand):
    to: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTask(TaskCommand):
    pass


# --- what time, workers and other instances bring about ----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FireTimer(Command):
    """The timer of an event is due. A start timer has no instance."""

    timer: int
    instance: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLimit(Command):
    """The next moment of a limit has come: warned, passed, breached. `instance` only where "overdue" is drawn."""

    limit: int
    instance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedateLimits(Command):
    """A calendar was published: these limits of one district get new dates."""

    limits: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteJob(Command):
    job: int
    instance: int
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailJob(Command):
    """`code`: a BPMN error for the model. Without: another attempt after `retry_after`, or the end of attempts."""

    job: int
    instance: int
    message: str
    code: str | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage(Command):
    """From outside, to one waiting instance or to whoever waits for `name` and `key`; kept for `ttl` if nobody waits."""

    name: str
    key: str | None = None
    instance: int | None = None
    ttl: timedelta | None = None
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendSignal(Command):
    name: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverMessage(Command):
    """The outbox has found who waits: `subscription` of `instance`."""

    message: int
    kind: str
    name: str
    instance: int
    subscription: int
    token: int
    key: str | None = None
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleMessage(Command):
    """How a message of the outbox ended, journalled in its own district."""

    message: int
    how: str
    instance: int | None = None


# --- the city's own affairs --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployDefinition(Command):
    """One BPMN file with what lies beside it (forms, decisions), by file name. `keys`: the processes found in it."""

    name: str
    source: bytes
    resources: Mapping[str, bytes] = field(default_factory=dict)
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishCalendar(Command):
    days: tuple[tuple[str, bool, str], ...]
    for_district: int = 0
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineAreas(Command):
    """`areas`: (code, name, level, district)."""

    areas: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAccount(Command):
    """`secret`: the argon2 hash, made at the edge; it never enters the journal."""

    account: str
    name: str
    secret: str
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisableAccount(Command):
    account: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableAccount(Command):
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPassword(Command):
    account: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockAccount(Command):
    account: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantPost(Command):
    account: str
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokePost(Command):
    account: str
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson(Command):
    """`person`: the blind index under which the key is kept in this district."""

    person: str
    reason: str
