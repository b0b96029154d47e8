"""Compensation: each scope remembers what was completed in it; a throw runs the handlers one by one, the latest first.

What is remembered of an activity: its name, for a subprocess without a handler of its own what was completed inside,
and the variables of its own, if it was an instance of a loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.kernel import Scope
    from engine.runtime.task import Task


def remember(task: Task, inside: list[Any] | None = None) -> None:
    own = None if task.data is task.workflow.data else dict(task.data)
    task.workflow.completions.append([task.task_spec.name, inside, own])


def scope_of(task: Task, activity: str | None) -> Scope:
    """The scope that is compensated: this one, or the one around it that holds the named activity."""
    scope = task.workflow
    while activity and activity not in scope.spec.task_specs and scope.parent_workflow is not None:
        scope = scope.parent_workflow
    return scope  # type: ignore[no-any-return]


def compensate(task: Task, activity: str | None = None) -> bool:
    """Runs handlers on behalf of `task`. False if there is nothing to undo."""
    scope = scope_of(task, activity)
    due = [entry for entry in scope.completions if activity in (None, entry[0])]
    scope.completions = [entry for entry in scope.completions if activity not in (None, entry[0])]
    task.internal_data["handlers"] = due
    return start_next_handler(task, scope)


def start_next_handler(task: Task, scope: Scope) -> bool:
    """False if all are done."""
    if not task.internal_data["handlers"]:
        return False
    name, inside, own = task.internal_data["handlers"].pop()
    spec = scope.spec.task_specs[name]
    variables = None if own is None else Variables(own, outer=scope.data)
    if inside is None:
        scope.enter(spec.compensation_handler, parent=task, variables=variables)
    else:
        scope.enter(spec, parent=task, variables=variables).internal_data["handlers"] = inside
    return True
