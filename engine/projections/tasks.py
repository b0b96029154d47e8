"""Facts -> the worklist: one row an open task. What is done or withdrawn leaves it; the journal remembers."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from engine.domain import facts
from engine.projections.changes import Change, Drop, Put, Set
from engine.projections.instances import handled

LAST = datetime(9999, 12, 30, tzinfo=UTC)


def rank(due_at: datetime | None) -> datetime:
    """The order of every worklist: the most urgent first, what has no limit last."""
    return due_at or LAST


def due(tasks: Iterable[int], due_at: datetime | None, light: str | None = None) -> tuple[Change, ...]:
    """They are due at another time; `light` where that is another one too."""
    columns = {"due_at": due_at, "rank_at": rank(due_at), **({"light": light} if light else {})}
    return tuple(Set("task", task, columns) for task in tasks)


def lit(tasks: Iterable[int], light: str) -> tuple[Change, ...]:
    return tuple(Set("task", task, {"light": light}) for task in tasks)


def opened(fact: facts.TaskOpened, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "instance": fact.instance,
        "token": fact.token,
        "element": fact.element,
        "name": fact.name,
        "key": fact.key,
        "title": fact.title,
        "groups": fact.groups,
        "users": fact.users,
        "excluded": fact.excluded,
        "area": fact.area,
        "assignee": fact.assignee,
        "owner": None,
        "form": fact.form,
        "light": fact.light or ("none" if fact.due_at is None else "green"),
        "due_at": fact.due_at,
        "rank_at": rank(fact.due_at),
        "opened_at": at,
        "claimed_at": at if fact.assignee else None,
        "timed_by": fact.timed_by,
    }
    return (Put("task", fact.task, row),)


def claimed(fact: facts.TaskClaimed, at: datetime) -> tuple[Change, ...]:
    return (Set("task", fact.task, {"assignee": fact.by, "claimed_at": at}),)


def released(fact: facts.TaskReleased, at: datetime) -> tuple[Change, ...]:
    return (Set("task", fact.task, {"assignee": None, "claimed_at": None}),)


def transferred(fact: facts.TaskTransferred, at: datetime) -> tuple[Change, ...]:
    return (Set("task", fact.task, {"assignee": fact.to, "owner": None, "claimed_at": at}),)


def delegated(fact: facts.TaskDelegated, at: datetime) -> tuple[Change, ...]:
    return (Set("task", fact.task, {"assignee": fact.to, "owner": fact.by, "claimed_at": at}),)


def returned(fact: facts.TaskReturned, at: datetime) -> tuple[Change, ...]:
    return (Set("task", fact.task, {"assignee": fact.to, "owner": None, "claimed_at": at}),)


def gone(fact: facts.TaskCompleted | facts.TaskWithdrawn, at: datetime) -> tuple[Change, ...]:
    return (Drop("task", fact.task), *(handled(fact, at) if isinstance(fact, facts.TaskCompleted) else ()))
