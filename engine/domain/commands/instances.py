"""What is asked of a whole instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.commands.asking import Command

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartInstance(Command):
    """Starts the latest version of `key`, or the given one. `area`: official code of where it is received.

    `once`: not while an instance of the process with the same `business_key` is under way.
    """

    key: str
    version: int | None = None
    area: str | None = None
    business_key: str | None = None
    about: int | None = None
    start_event: str | None = None
    message: int | None = None  # the outbox row that starts it
    variables: Variables = field(default_factory=dict)
    once: bool = False


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
