"""Facts of jobs, messages and subscriptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Variables = Mapping[str, Any]


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
    """The outbox is done with it. `how`: delivered, started, expired, unwanted (nobody waited for it) or refused.

    `instance`: the one that it reached or started, or that found it invalid. `name`: that of the message.
    """

    message: int
    how: str
    instance: int | None = None
    name: str | None = None


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
