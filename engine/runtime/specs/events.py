"""Events that catch: at the start, on the way, and at the border of an activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.event import BpmnEvent

from engine.runtime.clock import set_clock
from engine.runtime.specs.catching import Catching, Part
from engine.runtime.specs.definitions import NONE, Link, NoneEventDefinition, Several
from engine.runtime.specs.exchange import taken_in
from engine.runtime.specs.node import FlowNode
from engine.runtime.task import STARTED

if TYPE_CHECKING:
    from engine.runtime.parsing.process_spec import ProcessSpec
    from engine.runtime.task import Task

BEGUN = "begun"  # in `internal_data` of the first token: the name of the message, if any, with which it all begins


class CatchEvent(Catching, FlowNode):
    """Intermediate catch event. A link catch is only the end of a jump."""

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, **kwargs: Any):
        FlowNode.__init__(self, wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition

    def _run_hook(self, task: Task) -> bool | None:
        if isinstance(self.event_definition, Link) or task.internal_data.pop(BEGUN, None) is not None:
            return True
        self.await_event(task)
        return None

    def is_waiting(self, task: Task) -> bool:
        return task._state == STARTED and not isinstance(self.event_definition, Link)

    def catch(self, task: Task, event: BpmnEvent) -> None:
        task.data.assign(taken_in(self, event, task.data))
        task.attempt("complete")

    def _on_complete_hook(self, task: Task) -> None:
        if task._dependents:
            for part in task.children:
                part.cancel()


class StartEvent(CatchEvent):
    """What starts it has happened by the time that a token is here; where all of several must, the rest are awaited."""

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, is_interrupting: bool = True, **kwargs: Any):
        super().__init__(wf_spec, bpmn_id, event_definition, **kwargs)
        self.is_interrupting = is_interrupting

    def _run_hook(self, task: Task) -> bool | None:
        begun = task.internal_data.pop(BEGUN, None)
        if begun is not None and self.exchange:
            task.data.assign(self.exchange.received(task.data, task.data))
        if not self.parts or not self.event_definition.parallel:
            return True
        for part in self.parts:
            if part.event_definition.name != begun:
                task.workflow.listen(part, task)
        return None

    def is_waiting(self, task: Task) -> bool:
        return bool(self.parts) and task._state == STARTED

    def conclude(self, task: Task) -> None:
        """Where nothing in the process is its acceptance, the clock of the case runs from the start."""
        program = task.process.program
        if task.workflow is task.process and program.lengths and not program.accepts:
            set_clock(task.process)

    @property
    def is_none(self) -> bool:
        return isinstance(self.event_definition, NoneEventDefinition)


class BoundaryEvent(Catching, FlowNode):
    attached_to: FlowNode

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, cancel_activity: bool, **kwargs: Any):
        FlowNode.__init__(self, wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition
        self.cancel_activity = cancel_activity

    def catch(self, listener: Task, event: BpmnEvent) -> None:
        host, scope = listener.parent, listener.workflow
        scope.data.assign(taken_in(self, event, scope.data))
        scope.enter(self)
        if self.cancel_activity and host is not None:
            host.cancel()
            if host.parent is not None:
                host.parent.task_spec.child_interrupted(host.parent, host)
        else:
            self.event_caught(listener)


def parts_of(spec: Any, within: ProcessSpec) -> list[Part]:
    """A part for each trigger of an event that has several, and waits for them where it stands."""
    definition = spec.event_definition if isinstance(spec, Catching) else NONE
    is_heard_outside = isinstance(spec, StartEvent) and not within.is_process  # by the event subprocess around it
    if not isinstance(definition, Several) or is_heard_outside:
        return []
    return [Part(within, spec, number, each) for number, each in enumerate(definition.parts)]
