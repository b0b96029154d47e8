"""Events that throw: what each trigger does, one after the other where there are several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.event import BpmnEvent

from engine.runtime.correlation import NO_KEYS, Correlating
from engine.runtime.incidents import Incident
from engine.runtime.routing import propagate
from engine.runtime.specs.compensation import cancel_transaction, compensate, is_apart, start_next_handler
from engine.runtime.specs.definitions import (
    Cancel,
    Compensate,
    Error,
    Escalation,
    Message,
    NoneEventDefinition,
    Several,
    Signal,
    Terminate,
    each_of,
)
from engine.runtime.specs.node import Flow, FlowNode
from engine.runtime.throwing import throw

if TYPE_CHECKING:
    from engine.runtime.task import Task


class ThrowEvent(FlowNode):
    """Intermediate throw event; what it shares with the end event and the send task."""

    correlating: Mapping[str, Correlating] = NO_KEYS

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, **kwargs: Any):
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition

    def _run_hook(self, task: Task) -> bool | None:
        match self.event_definition:
            case NoneEventDefinition():
                return True
            case Several():
                return self._throw_rest(task)
            case definition:
                return self._throw(task, definition)

    def _throw_rest(self, task: Task) -> bool | None:
        """From the first that is not thrown yet; None where handlers of a compensation have to be waited for."""
        parts = self.event_definition.parts
        while (number := task.internal_data.get("thrown", 0)) < len(parts):
            done = self._throw(task, parts[number])
            task.internal_data["thrown"] = number + 1
            if done is None:
                return None
        return True

    def _throw(self, task: Task, definition: Any) -> bool | None:
        match definition:
            case Message(name=name):
                throw(task, definition, self.correlating.get(name))
            case Signal():
                throw(task, definition, None)
            case Error():
                if not propagate(task, BpmnEvent(definition)):
                    raise Incident(f"错误 {definition.code or definition.name} 没有环节接住")
            case Escalation():
                propagate(task, BpmnEvent(definition))
            case Compensate(name=activity, waits=waits):
                return None if not task.is_gone and compensate(task, activity, waits) else True
            case Cancel():
                return None if cancel_transaction(task) else True
        return True

    def _on_complete_hook(self, task: Task) -> None:
        if isinstance(self.event_definition, NoneEventDefinition) or is_apart(task):
            return
        for definition in each_of(self.event_definition):
            match definition:
                case Terminate():
                    task.workflow.cancel_tasks()
                    if task.workflow is task.process:
                        task.process.how = "terminated"
                case Cancel():
                    propagate(task, BpmnEvent(definition))

    def child_completed(self, task: Task, child: Task) -> None:
        if not start_next_handler(task):
            task.attempt("resume")

    def child_interrupted(self, task: Task, child: Task) -> None:
        self.child_completed(task, child)

    def go_on(self, task: Task) -> None:
        """The handlers are done."""
        if is_apart(task) or not isinstance(self.event_definition, Several) or self._throw_rest(task):
            task.complete()

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        return () if is_apart(task) else super().choose_flows(task)

    def told(self, task: Task) -> None:
        if not is_apart(task):
            super().told(task)

    def is_token(self, task: Task) -> bool:
        return super().is_token(task) and not is_apart(task)


class EndEvent(ThrowEvent):
    def told(self, task: Task) -> None:
        super().told(task)
        if is_apart(task):
            return
        scope, process = task.workflow, task.process
        while scope is not process and scope.host.task_spec.takes_over:
            scope = scope.host.workflow
        if scope is process:
            process.outcome = self.element.name or self.name
