"""Compensation: each scope remembers what was completed in it; a throw runs the handlers one by one, the latest first.

What is remembered of an activity: its name; for a subprocess without a handler of its own, what was completed inside;
the variables of its own, if it was an instance of a loop; and of a call, which process ran with which variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from engine.runtime.task import STARTED
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.kernel import Scope, SubProcess
    from engine.runtime.task import Task

Entry = list[Any]  # name, what is inside or None, own variables or None, and at times a dict of what else is known


def is_undoing(task: Task) -> bool:
    """Does it run handlers? A throw that waits for them, or a subprocess that was opened again for those inside."""
    return "handlers" in task.internal_data


def is_apart(task: Task) -> bool:
    """It runs the handlers of a throw that has gone on without them."""
    return "apart" in task.internal_data


def remember(task: Task, inner: SubProcess | None = None) -> None:
    """What undoes, and what is being undone, is not undone again."""
    if not (task.task_spec.undoes or is_undoing(task)):
        task.workflow.completions.append(_entry(task, inner))


def _entry(task: Task, inner: SubProcess | None) -> Entry:
    entry: Entry = [task.task_spec.name, None if inner is None else inner.completions, _own(task)]
    if inner is not None and inner.data is not task.data:
        entry.append({"definition": inner.program.id, "process": inner.spec.name, "values": dict(inner.data)})
    return entry


def _own(task: Task) -> dict[str, Any] | None:
    return None if task.data is task.workflow.data else dict(task.data)


def compensate(task: Task, activity: str | None = None, waits: bool = True) -> bool:
    """Runs handlers on behalf of `task`. False if it need not wait for any."""
    due = [entry for up, scope in _scopes(task, activity) for entry in _lifted(_taken(scope, activity), up)]
    if not due:
        return False
    runner = task if waits else task.workflow.enter(task.task_spec)
    runner.internal_data["handlers"] = due
    if waits:
        return start_next_handler(runner)
    runner.internal_data["apart"] = True
    runner._set_state(STARTED)
    start_next_handler(runner)
    return False


def cancel_transaction(task: Task) -> bool:
    """Withdraws what still runs in the transaction around `task`, then undoes what was done, the latest first.

    So it goes for every instance of it that is under way. Those that were completed before have kept their promise; a
    throw behind the boundary may undo them.
    """
    due: list[Entry] = []
    here, up, is_inside = task, 0, True
    while is_inside:
        scope = here.workflow
        is_inside = not scope.host.task_spec.is_transaction
        withdrawn = _withdraw(scope, list(scope.tasks.values()), here)
        due = [*_lifted(_taken(scope), up), *_lifted(withdrawn, up), *due]
        here, up = scope.host, up + 1
    around = here.parent if here.is_instance else None
    siblings = [each for each in around.children if each.is_instance] if around is not None else []
    task.internal_data["handlers"] = [*_lifted(_withdraw(here.workflow, siblings, here), up), *due]
    return start_next_handler(task)


def _withdraw(scope: Scope, tasks: list[Task], but: Task) -> list[Entry]:
    """Takes the tasks away; what was completed inside those that are scopes themselves is to be undone all the same."""
    inside = scope.process.subprocesses
    found = [_torn(task, inside) for task in tasks if task is not but and task.id in inside]
    for task in tasks:
        if task is not but:
            task.cancel()
    return [entry for entry in found if entry[1]]


def _torn(task: Task, inside: Mapping[int, SubProcess]) -> Entry:
    """A scope that did not come to its end: its handlers run, though it would have a subprocess to compensate it."""
    inner = inside[task.id]
    deeper = [_torn(each, inside) for each in inner.tasks.values() if each.id in inside]
    name, done, own, *more = _entry(task, inner)
    return [name, [*done, *(entry for entry in deeper if entry[1])], own, {**(more[0] if more else {}), "torn": True}]


def _scopes(task: Task, activity: str | None) -> Iterator[tuple[int, Scope]]:
    """What is compensated, the outermost first: the scope of the throw, and for an event subprocess the one around it.

    With a name only the nearest scope that holds it. With each goes how many levels it lies above the throw.
    """
    found, scope, up = [(0, task.workflow)], task.workflow, 0
    while scope.parent_workflow is not None and (activity or scope.host.task_spec.is_event_subprocess):
        if activity in scope.spec.task_specs:
            break
        scope, up = scope.parent_workflow, up + 1
        found.append((up, scope))
    return iter(found[-1:] if activity else reversed(found))


def _taken(scope: Scope, activity: str | None = None) -> list[Entry]:
    due = [entry for entry in scope.completions if activity in (None, entry[0])]
    scope.completions = [entry for entry in scope.completions if activity not in (None, entry[0])]
    return due


def _lifted(entries: list[Entry], up: int) -> list[Entry]:
    """Handlers run in the scope where they are drawn, so many levels above who waits for them."""
    return [[*entry[:3], {**_more(entry), "up": up}] for entry in entries] if up else entries


def start_next_handler(task: Task) -> bool:
    """False if all are done."""
    if not task.internal_data["handlers"]:
        return False
    entry = task.internal_data["handlers"].pop()
    name, inside, own = entry[:3]
    more = _more(entry)
    scope = _level(task, more.pop("up", 0))
    spec = scope.spec.task_specs[name]
    variables = None if own is None else Variables(own, outer=scope.data)
    if inside is None:
        scope.enter(spec.compensation_handler, parent=task, variables=variables)
    else:
        scope.enter(spec, parent=task, variables=variables).internal_data.update(more, handlers=inside)
    return True


def _more(entry: Entry) -> dict[str, Any]:
    return dict(entry[3]) if len(entry) > 3 else {}


def _level(task: Task, up: int) -> Scope:
    """Where the handlers run: inside, for a subprocess that was opened again; else that many levels above."""
    scope = task.process.subprocesses.get(task.id) or task.workflow
    for _ in range(up):
        scope = scope.host.workflow
    return scope  # type: ignore[no-any-return]


def go_on_undoing(task: Task) -> None:
    """A handler is done."""
    if not start_next_handler(task):
        task.attempt("complete")
