"""The flow node: what every element on the diagram can do. The library's hooks are the only way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin

from bpmn.model import Element
from engine.domain.facts import MilestoneReached
from engine.runtime.choices import names_in
from engine.runtime.incidents import Incident
from engine.runtime.script_engine import Formula

if TYPE_CHECKING:
    from engine.runtime.kernel import SubProcess
    from engine.runtime.specs.exchange import Exchange
    from engine.runtime.task import Task
    from engine.runtime.variables import Variables

ACCEPTED = "accepted"  # the milestone from which the case's own limit runs


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow. `number`: its place among the incoming flows of its target, its name in a snapshot."""

    id: str
    source: FlowNode
    target: FlowNode
    condition: Formula | None = None
    is_default: bool = False
    number: int = 0
    name: str = ""


class FlowNode(BpmnSpecMixin):
    """`element`: what the city says of it."""

    element: Element
    exchange: Exchange | None = None  # the data that it takes in and gives out
    starts_clock = False  # the case's own limit runs from here, unless it runs already
    asks_a_condition = False  # where it watches, it waits for a condition, not for other tokens
    position = 0  # in the order of its scope: the name in a snapshot
    undoes = False  # it is a compensation handler
    is_event_subprocess = False
    is_transaction = False
    parts: Sequence[FlowNode] = ()  # nodes that are not drawn: a trigger of several each, where tokens gather

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any):
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.incoming: list[Flow] = []
        self.outgoing: list[Flow] = []
        self.only_flow: tuple[Flow, ...] | None = None  # where there is no choice
        self.asked: tuple[str, ...] = ()  # the variables that decide where it goes on

    @property
    def shows(self) -> str:
        """What its tokens show outside: task, job, timer, message or signal."""
        return ""

    @property
    def heard_at(self) -> str:
        """The element at which an event is drawn that its tasks wait for."""
        return str(self.name)

    def _run_hook(self, task: Task) -> bool | None:
        """True: done, move on. None: the token waits here."""
        return True

    def _on_complete_hook(self, task: Task) -> None:
        """Own work on leaving. The library would copy task data here."""

    def _on_error_hook(self, task: Task) -> None:
        """The library would call subscribers here."""

    def conclude(self, task: Task) -> None:
        """Last work before leaving. It may fail: then the task is still there."""

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        """Flows without condition and those whose condition holds; the default where there is none."""
        if self.only_flow is not None:
            return self.only_flow
        return self.flows_that_hold(task.data)

    def flows_that_hold(self, variables: Variables) -> Sequence[Flow]:
        taken = [
            flow
            for flow in self.outgoing
            if not flow.is_default and (flow.condition is None or flow.condition.holds(variables))
        ]
        return taken or [self.default_flow()]

    def default_flow(self) -> Flow:
        for flow in self.outgoing:
            if flow.is_default:
                return flow
        raise Incident(f"{self.name} 的出线条件都不成立，也没有默认出线")

    def child_completed(self, task: Task, child: Task) -> None:
        """A task that runs on behalf of `task` is done. What may fail from here on belongs in `go_on`."""

    def child_interrupted(self, task: Task, child: Task) -> None:
        """It was taken away by its own boundary event, whose flows are no matter of `task`."""

    def go_on(self, task: Task) -> None:
        """Sees what comes next inside `task`."""

    def leaves_trace(self, task: Task) -> bool:
        """Is the end of `task` told to the outside?"""
        return True

    def told(self, task: Task) -> None:
        """The element is passed, and with it its milestones."""
        process = task.process
        if self.leaves_trace(task):
            process.notes.passed.append(self.name)
        if self.element.milestones and not task.is_instance:
            kind = process.program.definition.kind
            for milestone in self.element.milestones:
                process.notes.tell(MilestoneReached(process.instance, milestone, self.name, kind))

    def guards(self, task: Task) -> Task | None:
        """The activity whose border `task` watches; None where it watches its whole scope."""
        return task.parent

    def await_event(self, task: Task) -> None:
        """Begins to wait for what it catches, if it catches anything."""

    def is_token(self, task: Task) -> bool:
        """Does `task` hold a token that may still go on along the flows?

        Those with a parent do not: instances, handlers, and the events of a race, whose token is at the gateway.
        """
        return not task.is_listener and task._owner is None

    def is_waiting(self, task: Task) -> bool:
        """Does `task` wait for an event?"""
        return False

    def is_watching(self, task: Task) -> bool:
        """Must `task` look again whenever nothing else moves?"""
        return False

    def look_again(self, task: Task) -> bool:
        """True if something moves now."""
        return False

    def give_way(self, task: Task) -> bool:
        """Nothing moves: does `task` wait for none but such as wait for it? True if it moves now."""
        return False

    @property
    def takes_over(self) -> bool:
        """Does it take the place of all else in its scope, so that its end is the end of that scope?"""
        return False

    def inner_step(self, task: Task, inner: SubProcess) -> None:
        """A task inside is done."""
        inner.end_if_empty()

    def inner_interrupted(self, task: Task) -> None:
        """An event subprocess has taken the place of all else inside."""

    def close(self) -> None:
        """All flows are there."""
        for number, flow in enumerate(self.incoming):
            flow.number = number
        self.starts_clock = ACCEPTED in self.element.milestones
        if all(flow.condition is None and not flow.is_default for flow in self.outgoing):
            self.only_flow = tuple(self.outgoing)
        self.asked = names_in(flow.condition for flow in self.outgoing)
