"""Which task takes an event, and the way of an error outwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent

from engine.domain.facts import MessageReceived
from engine.runtime.task import WAITING

if TYPE_CHECKING:
    from engine.runtime.kernel import Process
    from engine.runtime.task import Task

ANY = object()  # in place of a key: the sender has named the instance itself


def deliver(process: Process, event: BpmnEvent, token: int | None = None) -> list[Task]:
    """A message goes to one task, the one that has waited longest; a signal to all that wait. Gives the takers."""
    if token is not None:
        found = process.find(token)
        candidates: Iterable[Task] = () if found is None else (found,)
    else:
        candidates = process.live_tasks() if process.may_hear(event.event_definition.name) else ()
    takers = [task for task in candidates if is_waiting_for(task, event)]
    takers.sort(key=lambda task: task.id)
    if isinstance(event.event_definition, MessageEventDefinition):
        takers = takers[:1]
    for task in takers:
        if task.task_spec.is_waiting(task):  # an earlier taker may have withdrawn it
            _tell(process, task, event)
            task.task_spec.catch(task, event)
    return takers


def _tell(process: Process, task: Task, event: BpmnEvent) -> None:
    """What comes from inside brings nothing that is not told already."""
    kind = "message" if isinstance(event.event_definition, MessageEventDefinition) else "signal"
    outer = event.correlations.get("message")
    values = (event.payload or {}) if event.correlations.get("from outside") else {}
    fact = MessageReceived(process.instance, kind, event.event_definition.name, task.task_spec.heard_at, outer, values)
    process.notes.tell(fact)


def propagate(task: Task | None, event: BpmnEvent) -> bool:
    """Carries an error, escalation or cancel outwards to the nearest task that catches it. False if there is none."""
    while task is not None:
        scope = task.workflow
        listeners = [
            listener
            for listener in scope.tasks.values()
            if listener._state == WAITING  # first, since it is seen at once: there may be a thousand others
            and listener.task_spec.is_waiting(listener)
            and catches(listener, event)
            and _is_around(listener, task)
        ]
        if listeners:
            nearest = max(listeners, key=lambda found: (found.task_spec.guards(found) is not None, is_specific(found)))
            nearest.task_spec.catch(nearest, event)
            return True
        task = getattr(scope, "host", None)
    return False


def _is_around(listener: Task, task: Task) -> bool:
    """On the border of `task`, or of the loop around it; or an event subprocess of its scope, but not itself again.

    One that runs beside the scope is part of it, so another may catch what it throws; one that interrupts has ended all
    others by then.
    """
    guarded = listener.task_spec.guards(listener)
    if guarded is None:
        return task.task_spec not in (listener.task_spec, getattr(listener.task_spec, "host", None))
    return guarded in (task, task.parent)


def catches(task: Task, event: BpmnEvent) -> bool:
    return bool(task.task_spec.event_definition == event.event_definition)


def is_specific(task: Task) -> bool:
    """Does it name the code that it catches?"""
    return getattr(task.task_spec.event_definition, "code", None) is not None


def is_waiting_for(task: Task, event: BpmnEvent) -> bool:
    if not task.task_spec.is_waiting(task) or not catches(task, event):
        return False
    if not isinstance(event.event_definition, MessageEventDefinition):
        return True
    key: Any = event.correlations.get("key")
    return bool(key is ANY or key == task.internal_data.get("key"))
