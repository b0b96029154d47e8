"""The open tasks of a case, as far as it matters who has them when a limit passes. Pure; plain values, kept as JSON."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.domain import facts
from engine.domain.facts import Fact


class Step(NamedTuple):
    """`group`: the first to which it is offered."""

    name: str
    group: str | None
    area: str | None
    holder: str | None


Steps = dict[str, Any]


def after(steps: Steps, fact: Fact) -> Steps:
    """The open tasks after a fact; the same object where it changes none."""
    match fact:
        case facts.TaskOpened(task=task, name=name, groups=groups, area=area, assignee=assignee):
            return {**steps, str(task): list(Step(name, groups[0] if groups else None, area, assignee))}
        case facts.TaskClaimed(task=task, by=holder):
            return _held(steps, task, holder)
        case facts.TaskReleased(task=task):
            return _held(steps, task, None)
        case facts.TaskTransferred(task=task, to=holder) | facts.TaskReturned(task=task, to=holder):
            return _held(steps, task, holder)
        case facts.TaskCompleted(task=task) | facts.TaskWithdrawn(task=task):
            return {id: step for id, step in steps.items() if id != str(task)}
    return steps


def responsible(steps: Mapping[str, Any], task: int | None) -> Step | None:
    """Who has the task; of the whole case, who has the oldest open one. A delegated task stays its owner's."""
    if not steps:
        return None
    id = min(steps, key=int) if task is None else str(task)
    return Step(*steps[id]) if id in steps else None


def _held(steps: Steps, task: int, holder: str | None) -> Steps:
    id = str(task)
    if id not in steps:
        return steps
    return {**steps, id: list(Step(*steps[id])._replace(holder=holder))}
