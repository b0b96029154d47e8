"""What a multi-instance activity throws when one of its instances is done, for its border (BPMN 2.0.2, 10.3.8).

None: for each of them. One: for the first. Complex: where a condition holds; then the instances that are left are
withdrawn and the activity is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.event import BpmnEvent

from engine.runtime.incidents import Incident
from engine.runtime.routing import catches, deliver, propagate
from engine.runtime.script_engine import Formula
from engine.runtime.specs.definitions import Error, Escalation, Message
from engine.runtime.throwing import throw
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.task import Task

COUNTERS = ("numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """`thrown`: (condition, definitions) of each event; without a condition it is thrown always."""

    first_only: bool
    thrown: Sequence[tuple[Formula | None, Sequence[Any]]]

    def tell(self, body: Task) -> bool:
        """An instance is done. True if no other need be: a condition held."""
        if self.first_only and body.internal_data["completed"] > 1:
            return False
        seen = Variables(body.internal_data["last"], outer=body.data)
        due = [(condition, all) for condition, all in self.thrown if condition is None or condition.holds(seen)]
        for _, definitions in due:
            for definition in definitions:
                _throw(body, definition)
        return any(condition is not None for condition, _ in due)


def _throw(body: Task, definition: Any) -> None:
    """It carries how many instances there are and how many are done."""
    counters = {name: body.data[name] for name in COUNTERS}
    event = BpmnEvent(definition, payload=counters, correlations={"key": None})
    match definition:
        case Error():
            if not propagate(body, event):
                raise Incident(f"错误 {definition.code or definition.name} 没有环节接住")
        case Escalation():
            propagate(body, event)
        case Message() if (border := _on_the_border(body, event)) is not None:
            deliver(body.process, event, border.id)
        case _:
            throw(body, definition, None, counters)


def _on_the_border(body: Task, event: BpmnEvent) -> Task | None:
    listening = (
        task
        for task in body.workflow.tasks.values()
        if task.task_spec.is_waiting(task) and catches(task, event) and task.task_spec.guards(task) is body
    )
    return next(listening, None)
