"""Waiting for an event: what is armed or subscribed to, and what happens when it comes. Who takes it: `routing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.event import BpmnEvent

from engine.runtime import observe
from engine.runtime.correlation import NO_KEYS, Correlating
from engine.runtime.specs.definitions import NONE, Conditional, Message, Several, Signal, Timer
from engine.runtime.specs.exchange import taken_in
from engine.runtime.specs.node import FlowNode
from engine.runtime.task import WAITING

if TYPE_CHECKING:
    from engine.runtime.parsing.process_spec import ProcessSpec
    from engine.runtime.task import Task


class Catching:
    """A node whose task waits, with or without a token, for an event. `parts`: one for each of several triggers."""

    name: str
    event_definition: Any = NONE
    correlating: Mapping[str, Correlating] = NO_KEYS
    parts: Sequence[Part] = ()
    asks_a_condition = True

    @property
    def heard_at(self) -> str:
        return self.name

    @property
    def correlated_by(self) -> Mapping[str, Correlating]:
        """By the name of the message."""
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
                if due is None:
                    task.absorb()
                else:
                    observe.arm_timer(task, due, task.internal_data.get("cycle"))
            case Message(name=name):
                correlating = self.correlated_by.get(name)
                key = correlating.awaited(task.data) if correlating else None
                if key is not None:
                    task.internal_data["key"] = key
                observe.subscribe(task, "message", name, key)
            case Signal(name=name):
                observe.subscribe(task, "signal", name, None)
            case Conditional():
                task.process.watchers[task.id] = task
            case Several():
                self.await_parts(task)

    def await_parts(self, task: Task) -> None:
        """Each of several listens on its own, under a name of its own outside, and leaves when it was heard."""
        for part in self.parts:
            task.workflow.listen(part, task)

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

    def heard(self, listener: Task, event: BpmnEvent) -> None:
        """One of several has come: it is enough, or it waits for the last of them."""
        task = listener.parent
        if task is None:
            return
        if not self.event_definition.parallel:
            self.catch(task, event)
            if not listener.is_gone:
                listener.task_spec.event_caught(listener)
            return
        listener.absorb()
        if any(isinstance(child.task_spec, Part) for child in task.children):
            task.data.assign(taken_in(task.task_spec, event, task.data))
            return
        self.catch(task, event)
        if task._state == WAITING:
            self.await_parts(task)  # it listens for all of them once more

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


class Part(Catching, FlowNode):
    """One of several triggers for which `host` waits: a listener beside it."""

    def __init__(self, wf_spec: ProcessSpec, host: Any, number: int, definition: Any):
        FlowNode.__init__(self, wf_spec, f"{host.name}#{number}")
        del wf_spec.task_specs[self.name]  # it is no node of the drawing
        self.name = host.name
        self.host, self.event_definition, self.element = host, definition, host.element

    @property
    def heard_at(self) -> str:
        return str(self.host.heard_at)

    @property
    def correlated_by(self) -> Mapping[str, Correlating]:
        keys: Mapping[str, Correlating] = self.host.correlated_by
        return keys

    def guards(self, task: Task) -> Task | None:
        waiting = task.parent
        return None if waiting is None else self.host.guards(waiting)

    def catch(self, listener: Task, event: BpmnEvent) -> None:
        self.host.heard(listener, event)
