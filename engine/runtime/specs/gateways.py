"""Gateways. A join counts the tokens of each incoming flow, so it is right in loops and whatever the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.runtime.script_engine import Formula
from engine.runtime.specs.node import Flow, FlowNode
from engine.runtime.task import STARTED, WAITING
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.kernel import Scope
    from engine.runtime.task import Task


def oldest_per_flow(tokens: Iterable[Task]) -> dict[Flow | None, Task]:
    arrived: dict[Flow | None, Task] = {}
    for token in tokens:
        arrived.setdefault(token.flow, token)
    return arrived


def absorb_others(arrived: Mapping[Flow | None, Task], task: Task) -> None:
    for token in arrived.values():
        if token is not task:
            token.absorb()


class ExclusiveGateway(FlowNode):
    def choose_flows(self, task: Task) -> Sequence[Flow]:
        for flow in self.outgoing:
            if not flow.is_default and (flow.condition is None or flow.condition.holds(task.data)):
                return (flow,)
        return (self.default_flow(),) if self.outgoing else ()


class ParallelGateway(FlowNode):
    def _run_hook(self, task: Task) -> bool | None:
        if len(self.incoming) < 2:
            return True
        arrived = oldest_per_flow([*task.workflow.tokens_at(self), task])
        if len(arrived) < len(self.incoming):
            return None
        absorb_others(arrived, task)
        return True

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        return self.outgoing


class InclusiveGateway(FlowNode):
    """Waits for as long as another token can still reach a flow that has none (BPMN 2.0.2, table 13.3)."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._upstream: dict[Flow, set[FlowNode]] | None = None

    def _run_hook(self, task: Task) -> bool | None:
        if len(self.incoming) < 2:
            return True
        task.process.watchers[task.id] = task
        return None

    def is_watching(self, task: Task) -> bool:
        return bool(task._state == STARTED)

    def look_again(self, task: Task) -> bool:
        arrived = oldest_per_flow(task.workflow.tokens_at(self))
        if self.is_awaited(task.workflow, arrived):
            return False
        absorb_others(arrived, task)
        task.attempt("complete")
        return True

    def upstream(self, flow: Flow) -> set[FlowNode]:
        """The nodes from which a token can come in by `flow` without passing this gateway."""
        if self._upstream is None:
            self._upstream = {incoming: self._walk_back(incoming) for incoming in self.incoming}
        return self._upstream[flow]

    def _walk_back(self, flow: Flow) -> set[FlowNode]:
        seen: set[FlowNode] = set()
        todo = [flow.source]
        while todo:
            node = todo.pop()
            if node is not self and node not in seen:
                seen.add(node)
                todo += [incoming.source for incoming in node.incoming]
                host = getattr(node, "attached_to", None)
                todo += [host] if host else []
        return seen

    def is_awaited(self, scope: Scope, arrived: Mapping[Flow | None, Task]) -> bool:
        """Can a token of this scope still come in by a flow that has none, and not by one that has?

        Of the events behind an event-based gateway none is a token yet: the gateway holds the one there is.
        """
        empty = [self.upstream(flow) for flow in self.incoming if flow not in arrived]
        full = [self.upstream(flow) for flow in arrived if flow is not None]
        return any(
            not task.is_listener
            and task.parent is None
            and any(task.task_spec in nodes for nodes in empty)
            and not any(task.task_spec in nodes for nodes in full)
            for task in scope.tasks.values()
        )


class ComplexGateway(FlowNode):
    """Fires once when the activation condition holds, then takes in the tokens that come late, and starts anew."""

    activation: Formula | None = None

    def _run_hook(self, task: Task) -> bool | None:
        if self.activation is None or len(self.incoming) < 2:
            return True
        scope = task.workflow
        late = next((t for t in scope.tasks.values() if t.task_spec is self and t._state == WAITING), None)
        if late is not None:
            self._take_in(late, task)
            return None
        arrived = oldest_per_flow([*scope.tokens_at(self), task])
        if not self.activation.holds(Variables({"activationCount": len(arrived)}, outer=task.data)):
            return None
        missing = [flow.id for flow in self.incoming if flow not in arrived]
        if missing:
            scope.listen(self).internal_data["missing"] = missing
        absorb_others(arrived, task)
        return True

    def _take_in(self, late: Task, task: Task) -> None:
        missing = late.internal_data["missing"]
        if task.flow is not None and task.flow.id in missing:
            missing.remove(task.flow.id)
        if not missing:
            late.absorb()
        task.absorb()
        task.workflow.end_if_empty()


class EventBasedGateway(FlowNode):
    """Starts every event behind it; the first one that happens withdraws the others.

    One that is parallel begins an instance with any of them and stays until all have happened, each on its own way.
    """

    parallel = False

    def _run_hook(self, task: Task) -> None:
        begun = task.internal_data.pop("begun", None)
        for flow in self.outgoing:
            child = task.workflow.enter(flow.target, parent=task, flow=flow)
            if begun is not None and begun == flow.target.event_definition.name:
                child.internal_data["begun"] = begun

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        return ()

    def child_completed(self, task: Task, child: Task) -> None:
        if self.parallel and task.children:
            return
        for sibling in task.children:
            sibling.cancel()
        task.complete()
