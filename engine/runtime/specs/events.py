"""Events: who waits for what, and what a throw does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition as Error,
)
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    EscalationEventDefinition as Escalation,
)
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    SignalEventDefinition as Signal,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition as Message
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    CancelEventDefinition as Cancel,
)
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    NoneEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    TerminateEventDefinition as Terminate,
)
from SpiffWorkflow.bpmn.util.event import BpmnEvent

from engine.runtime import observe
from engine.runtime.clock import set_clock
from engine.runtime.correlation import Correlating
from engine.runtime.incidents import Incident
from engine.runtime.routing import propagate
from engine.runtime.specs.compensation import cancel_transaction, compensate, go_on_undoing, is_undoing
from engine.runtime.specs.definitions import Compensate, Conditional, Link, Timer
from engine.runtime.specs.node import Flow, FlowNode
from engine.runtime.task import STARTED, WAITING
from engine.runtime.throwing import throw

if TYPE_CHECKING:
    from engine.runtime.task import Task

__all__ = [
    "BoundaryEvent",
    "Cancel",
    "CatchEvent",
    "Catching",
    "Compensate",
    "Conditional",
    "EndEvent",
    "Error",
    "Escalation",
    "Link",
    "Message",
    "NoneEventDefinition",
    "Signal",
    "StartEvent",
    "Terminate",
    "ThrowEvent",
    "Timer",
]
NONE = NoneEventDefinition()


class Catching:
    """A node whose task waits, with or without a token, for an event."""

    name: str
    event_definition: Any = NONE
    correlating: Correlating | None = None

    @property
    def heard_at(self) -> str:
        return self.name

    @property
    def correlated_by(self) -> Correlating | None:
        return self.correlating

    @property
    def shows(self) -> str:
        match self.event_definition:
            case Timer():
                return "timer"
            case Message():
                return "message"
            case Signal():
                return "signal"
        return ""

    def await_event(self, task: Task) -> None:
        match self.event_definition:
            case Timer(text=text):
                process = task.process
                due = text.first(task.internal_data, task.data, process.now, process.situation.calendar)
                observe.arm_timer(task, due, task.internal_data.get("cycle"))
            case Message(name=name):
                correlating = self.correlated_by
                key = correlating.awaited(task.data) if correlating else None
                if key is not None:
                    task.internal_data["key"] = key
                observe.subscribe(task, "message", name, key)
            case Signal(name=name):
                observe.subscribe(task, "signal", name, None)
            case Conditional():
                task.process.watchers[task.id] = task

    def is_waiting(self, task: Task) -> bool:
        return bool(task._state == WAITING)

    def is_watching(self, task: Task) -> bool:
        return isinstance(self.event_definition, Conditional) and self.is_waiting(task)

    def look_again(self, task: Task) -> bool:
        """A condition fires when it becomes true, not as long as it is."""
        holds = self.event_definition.holds(task.data)
        became_true = holds and not task.internal_data.get("held")
        task.internal_data["held"] = holds
        if became_true:
            self.catch(task, BpmnEvent(self.event_definition))
        return bool(became_true)

    def catch(self, task: Task, event: BpmnEvent) -> None:
        """What an event does where it is taken: each kind of node says so itself."""
        raise NotImplementedError

    def event_caught(self, listener: Task) -> None:
        """A listener that does not interrupt stays, unless it is a timer with no round left."""
        if isinstance(self.event_definition, Timer):
            listener.attempt("rearm")

    def rearm(self, task: Task) -> None:
        process = task.process
        due = self.event_definition.text.next(task.internal_data, process.now, process.situation.calendar)
        if due is None:
            task.absorb()
        else:
            observe.arm_timer(task, due, task.internal_data["cycle"])


class StartEvent(FlowNode):
    correlating: Correlating | None = None

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, is_interrupting: bool = True, **kwargs: Any):
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition
        self.is_interrupting = is_interrupting

    def conclude(self, task: Task) -> None:
        """Where nothing in the process is its acceptance, the clock of the case runs from the start."""
        if task.workflow is task.process and not task.process.program.accepts:
            set_clock(task.process)

    @property
    def is_none(self) -> bool:
        return isinstance(self.event_definition, NoneEventDefinition)


class CatchEvent(Catching, FlowNode):
    """Intermediate catch event. A link catch is only the end of a jump."""

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, **kwargs: Any):
        FlowNode.__init__(self, wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition

    def _run_hook(self, task: Task) -> bool | None:
        if isinstance(self.event_definition, Link):
            return True
        self.await_event(task)
        return None

    def is_waiting(self, task: Task) -> bool:
        return task._state == STARTED and not isinstance(self.event_definition, Link)

    def catch(self, task: Task, event: BpmnEvent) -> None:
        task.data.assign(event.payload or {})
        task.attempt("complete")


class BoundaryEvent(Catching, FlowNode):
    attached_to: FlowNode

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, cancel_activity: bool, **kwargs: Any):
        FlowNode.__init__(self, wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition
        self.cancel_activity = cancel_activity

    def catch(self, listener: Task, event: BpmnEvent) -> None:
        host, scope = listener.parent, listener.workflow
        scope.data.assign(event.payload or {})
        scope.enter(self)
        if self.cancel_activity and host is not None:
            host.cancel()
            if host.parent is not None:
                host.parent.task_spec.child_interrupted(host.parent, host)
        else:
            self.event_caught(listener)


class ThrowEvent(FlowNode):
    """Intermediate throw event; what it shares with the end event and the send task."""

    correlating: Correlating | None = None

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, **kwargs: Any):
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition

    def _run_hook(self, task: Task) -> bool | None:
        match self.event_definition:
            case NoneEventDefinition():
                return True
            case Message() | Signal() as definition:
                throw(task, definition, self.correlating)
            case Error() as definition:
                if not propagate(task, BpmnEvent(definition)):
                    raise Incident(f"错误 {definition.code or definition.name} 没有环节接住")
            case Escalation() as definition:
                propagate(task, BpmnEvent(definition))
            case Compensate(name=activity, waits=waits):
                return None if compensate(task, activity, waits) else True
            case Cancel():
                return None if cancel_transaction(task) else True
        return True

    def _on_complete_hook(self, task: Task) -> None:
        match self.event_definition:
            case NoneEventDefinition():
                pass
            case Terminate():
                task.workflow.cancel_tasks()
                if task.workflow is task.process:
                    task.process.how = "terminated"
            case Cancel():
                propagate(task, BpmnEvent(self.event_definition))

    def child_completed(self, task: Task, child: Task) -> None:
        go_on_undoing(task)

    def child_interrupted(self, task: Task, child: Task) -> None:
        go_on_undoing(task)

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        return () if is_apart(task) else super().choose_flows(task)

    def told(self, task: Task) -> None:
        if not is_apart(task):
            super().told(task)


def is_apart(task: Task) -> bool:
    """It runs the handlers of a throw that has gone on without them."""
    definition = task.task_spec.event_definition
    return isinstance(definition, Compensate) and not definition.waits and is_undoing(task)


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
