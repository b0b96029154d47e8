"""Gateways. A join counts the tokens of each incoming flow, so it is right in loops and whatever the order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.runtime.script_engine import Formula
from engine.runtime.specs.node import Flow, FlowNode
from engine.runtime.task import READY, STARTED, WAITING
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


class LookingBack(FlowNode):
    """Asks whether a token may still come in by a flow that has none (BPMN 2.0.2, tables 13.3 and 13.5)."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._ways: dict[bool, dict[FlowNode, int]] = {}

    def ways(self, over_boundaries: bool) -> dict[FlowNode, int]:
        """Node -> the incoming flows, as bits, by which a token there can come in without passing this gateway."""
        if over_boundaries not in self._ways:
            found: dict[FlowNode, int] = {}
            for flow in self.incoming:
                self._walk_back(flow, over_boundaries, found)
            self._ways[over_boundaries] = found
        return self._ways[over_boundaries]

    def _walk_back(self, flow: Flow, over_boundaries: bool, found: dict[FlowNode, int]) -> None:
        bit = 1 << flow.number
        todo = [flow.source]
        while todo:
            node = todo.pop()
            known = found.get(node, 0)
            if node is not self and not known & bit:
                found[node] = known | bit
                todo += [incoming.source for incoming in node.incoming]
                host = getattr(node, "attached_to", None) if over_boundaries else None
                todo += [host] if host else []

    def awaited(self, scope: Scope, empty: Iterable[Flow], full: Iterable[Flow | None]) -> Iterator[Task]:
        """The tokens that can still come in by an empty flow, and not by a full one.

        A boundary event may bring one to an empty flow; to a full one it is no way, since the activity under it is
        still at work.
        """
        coming, excused = self.ways(True), self.ways(False)
        wanted = sum(1 << flow.number for flow in empty)
        there = sum(1 << flow.number for flow in full if flow is not None)
        for task in scope.tasks.values():
            spec = task.task_spec
            if coming.get(spec, 0) & wanted and not excused.get(spec, 0) & there and spec.is_token(task):
                yield task


class InclusiveGateway(LookingBack):
    """Waits for as long as another token can still reach a flow that has none."""

    def _run_hook(self, task: Task) -> bool | None:
        if len(self.incoming) < 2:
            return True
        task.process.watchers[task.id] = task
        return None

    def is_watching(self, task: Task) -> bool:
        return bool(task._state == STARTED)

    def look_again(self, task: Task) -> bool:
        if next(self.blockers(task), None) is not None:
            return False
        self._fire(task)
        return True

    def blockers(self, task: Task) -> Iterator[Task]:
        """The tokens for which `task` waits here."""
        scope = task.workflow
        arrived = oldest_per_flow(scope.tokens_at(self))
        return self.awaited(scope, [flow for flow in self.incoming if flow not in arrived], arrived)

    def _fire(self, task: Task) -> None:
        absorb_others(oldest_per_flow(task.workflow.tokens_at(self)), task)
        task.attempt("complete")

    def give_way(self, task: Task) -> bool:
        """Joins that wait for each other and for nobody else would wait for ever: the oldest token goes on."""
        circle = {task}
        todo = [task]
        while todo:
            here = todo.pop()
            for blocker in here.task_spec.blockers(here):
                if not blocker.task_spec.is_watching(blocker) or not isinstance(blocker.task_spec, InclusiveGateway):
                    return False
                if blocker not in circle:
                    circle.add(blocker)
                    todo.append(blocker)
        self._fire(task)
        return True


class ComplexGateway(LookingBack):
    """Fires when the activation condition holds. Then it takes in the tokens that come late, and starts anew.

    From then on a listener keeps the flows that had no token, until none can come in by them any more. Conditions may
    ask `waitingForStart`: true when it fires, false when it starts anew; only those that ask are asked then.
    """

    activation: Formula | None = None

    def _run_hook(self, task: Task) -> bool | None:
        if self.activation is None or len(self.incoming) < 2:
            return True
        scope = task.workflow
        if any(each.task_spec is self and each._state == WAITING for each in scope.tasks.values()):
            return None
        arrived = oldest_per_flow([task, *scope.tokens_at(self)])  # of its own flow it is the one that is taken
        if not self.activation.holds(Variables({"activationCount": len(arrived)}, outer=task.data)):
            return None
        missing = [flow.id for flow in self.incoming if flow not in arrived]
        if missing:
            late = scope.listen(self)
            late.internal_data["missing"] = missing
            task.process.watchers[late.id] = late
        absorb_others(arrived, task)
        if not missing:
            self._ask_again([token for token in scope.tokens_at(self) if token is not task])
        return True

    def is_watching(self, task: Task) -> bool:
        return bool(task._state == WAITING)

    def look_again(self, late: Task) -> bool:
        scope, missing = late.workflow, late.internal_data["missing"]
        arrived = oldest_per_flow(scope.tokens_at(self))
        empty = [flow for flow in self.incoming if flow.id in missing and flow not in arrived]
        full = [flow for flow in self.incoming if flow not in empty]
        if any(True for _ in self.awaited(scope, empty, full)):
            return False
        self._start_anew(late, [token for flow, token in arrived.items() if flow is None or flow.id in missing])
        return True

    def _start_anew(self, late: Task, taken: Sequence[Task]) -> None:
        scope = late.workflow
        asking = [flow for flow in self.outgoing if flow.condition and "waitingForStart" in flow.condition.names]
        for token in taken:
            token.absorb()
        late.absorb()
        for flow in asking if taken else ():
            if flow.condition and flow.condition.holds(Variables({"waitingForStart": False}, outer=late.data)):
                scope.enter(flow.target, flow=flow)
        self._ask_again(scope.tokens_at(self))
        scope.step_done()

    def _ask_again(self, tokens: Sequence[Task]) -> None:
        """Those that came a second time, now that it waits for start."""
        for token in tokens[:1]:
            token._set_state(READY)
            token.process.agenda.append(token)

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        if self.only_flow is not None:
            return self.only_flow
        return self.flows_that_hold(Variables({"waitingForStart": True}, outer=task.data))


class EventBasedGateway(FlowNode):
    """Starts every event behind it; the first one that happens withdraws the others.

    One that is parallel begins an instance with any of them and stays until all have happened, each on its own way.
    """

    parallel = False

    def _run_hook(self, task: Task) -> None:
        begun = task.internal_data.pop("begun", None)
        for flow in self.outgoing:
            child = task.workflow.enter(flow.target, parent=task, flow=flow)
            if begun is not None and begun == flow.target.name:
                child.internal_data["begun"] = begun

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        return ()

    def child_completed(self, task: Task, child: Task) -> None:
        if self.parallel and task.children:
            return
        for sibling in task.children:
            sibling.cancel()
        task.complete()

    def child_interrupted(self, task: Task, child: Task) -> None:
        """A boundary event of a receive task came first."""
        self.child_completed(task, child)
