"""What time, workers and other instances bring about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.domain.commands.asking import Command

Variables = Mapping[str, Any]


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
class RedateTimers(Command):
    """A calendar was published: these timers of events, of one district, get new dates."""

    timers: tuple[int, ...]


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
    """To one waiting instance, or to whoever waits for `name` and `key`; kept for `ttl` if nobody does."""

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
    """How a message of the outbox ended, journalled in its own district, with the instance that threw it (`origin`)."""

    message: int
    how: str
    instance: int | None = None
    origin: int | None = None
