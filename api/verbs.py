"""Which verbs a viewer may use on a task: those that the engine would not refuse. A test holds the two together."""

from collections.abc import Mapping
from typing import Any

from engine.domain.commands import Actor
from engine.domain.rights import is_offered
from engine.domain.situation import Task


def verbs(viewer: Actor, row: Mapping[str, Any]) -> list[str]:
    """The first is the one to do next."""
    if row["assignee"] == viewer.id:
        return ["return", "transfer", "comment"] if row["owner"] else [*HOLDERS, "comment"]
    if row["assignee"] is None and is_offered(viewer, _task(row)):
        return ["claim", "comment"]
    return ["comment"]


HOLDERS = ("complete", "release", "transfer", "delegate")


def _task(row: Mapping[str, Any]) -> Task:
    return Task(**{name: _frozen(row[name]) for name in Task.__dataclass_fields__})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
