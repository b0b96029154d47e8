"""Facts of tasks, and of what people say and file about a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """`due_at`: of its own limit or, where it has none, of the nearest step around it, whose limit is `timed_by`.

    `light`: as it is at once; None: green, or none where nothing is due.
    """

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
    light: str | None = None
    timed_by: int | None = None


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
