"""What people ask of tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.commands.asking import Actor, Command

Variables = Mapping[str, Any]


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
