"""Activities: boundary events are armed on entry and disarmed on leaving; loops and compensation are common to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bpmn.decisions import Decision, DecisionError
from bpmn.model import Assignment, DecisionRef
from engine.runtime import observe
from engine.runtime.choices import Watched, note_decision
from engine.runtime.incidents import Incident
from engine.runtime.lengths import Dated, Lengths
from engine.runtime.script_engine import Formula, Script, Text, decided, string, strings, text
from engine.runtime.specs.compensation import is_undoing, remember
from engine.runtime.specs.node import Flow, FlowNode
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.task import Task


class Activity(FlowNode):
    """`loop`: a standard loop or a multi-instance; then the task at hand is its body, its instances are children.

    `locals` and `results`: its `city:input` and `city:output`. With any of them it has variables of its own.
    """

    loop: Any = None
    lengths: Lengths | None = None
    locals: Sequence[tuple[Formula, str]] = ()
    results: Sequence[tuple[Formula, str]] = ()
    compensation_handler: FlowNode | None = None
    yields = 1  # the tokens that it gives on each flow when it is done

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.boundary_events: list[FlowNode] = []

    def _run_hook(self, task: Task) -> bool | None:
        if task._owner is None or not task.is_instance:
            if self.element.pause:
                pause = self.element.pause
                task.process.clock.hold(task.id, pause.reason, pause.clocks, self.name)
            for event in self.boundary_events:
                task.workflow.listen(event, task)
        return self.work(task)

    def work(self, task: Task) -> bool | None:
        """All of the activity but its entry: what is done again after an incident."""
        try:
            if self.exchange:
                self.exchange.take(task)
            if self.loop and not task.is_instance:
                task.process.performers.pop(self.name, None)  # those of an earlier round
                begun: bool | None = self.loop.start(task)
                return begun
            return self.begin_work(task)
        except Incident as incident:
            incident.step = "work"
            if self.exchange:
                self.exchange.put_back(task)
            raise

    def begin_work(self, task: Task) -> bool | None:
        """One performance of the activity: the time limit is of each."""
        if self.locals or self.results:
            self._localise(task)
        dated = self.lengths.of_step(task.process, task.data) if self.lengths else None
        done = self.perform(task, dated)
        if done is None and dated:
            observe.set_limit(task, dated)
        return done

    def _localise(self, task: Task) -> None:
        """Variables of its own, each of which sees those before it; an instance of a loop has some already."""
        if task.data is task.workflow.data:
            task.data = Variables(outer=task.data)
        for source, name in self.locals:
            task.data[name] = source.value(task.data)

    def conclude(self, task: Task) -> None:
        if self.exchange:
            self.exchange.give(task)
        if (self.locals or self.results) and (task.is_instance or not self.loop):
            self._keep_results(task)
        elif self.exchange:
            self.exchange.leave(task)

    def _keep_results(self, task: Task) -> None:
        """Its own variables end here; what is to be kept of them goes to those around it."""
        if task.data is task.workflow.data or is_undoing(task):
            return
        around: Variables = task.data.outer  # type: ignore[assignment]  # never the outermost
        around.assign({name: source.value(task.data) for source, name in self.results})
        if not task.is_instance and task.id not in task.process.subprocesses:  # their inside is remembered with them
            task.data = around

    def perform(self, task: Task, dated: Dated | None) -> bool | None:
        """The work itself, to be done in the time of `dated`. True: done. None: somebody else completes the task."""
        return True

    def leaves_trace(self, task: Task) -> bool:
        return not self.loop or task.is_instance

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        if task._owner is not None and task.is_instance:
            return ()
        flows = super().choose_flows(task)
        return flows if self.yields == 1 else [*flows] * self.yields

    def _on_complete_hook(self, task: Task) -> None:
        if task._dependents:
            self._disarm(task)
        if self.compensation_handler and self.leaves_trace(task):
            remember(task)

    def child_completed(self, task: Task, child: Task) -> None:
        if child.task_spec is self:
            self.loop.instance_completed(task, child)
            task.attempt("resume")

    def go_on(self, task: Task) -> None:
        self.loop.go_on(task)

    def _disarm(self, task: Task) -> None:
        for listener in task.children:
            listener.cancel()


class PassThroughTask(Activity):
    """bpmn:task: nothing to do."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who may do one task, and where."""

    groups: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    assignee: str | None = None
    area: str | None = None


class Assigning:
    """`city:assignment`, with its texts compiled."""

    __slots__ = ("area", "assignee", "differs_from", "excludes", "fixed", "groups", "users")

    def __init__(self, assignment: Assignment):
        self.groups = [text(group) for group in assignment.groups]
        self.users = [text(user) for user in assignment.users]
        self.assignee: Text | None = text(assignment.assignee) if assignment.assignee else None
        self.area: Text | None = text(assignment.area) if assignment.area else None
        self.differs_from = assignment.differs_from
        self.excludes = [text(user) for user in assignment.excludes]
        written = (*self.excludes, *self.groups, *self.users, self.assignee, self.area)
        is_fixed = not self.differs_from and not any(isinstance(part, Formula) for part in written)
        self.fixed = self._read(Variables(), {}) if is_fixed else None

    def read(self, task: Task) -> Assigned:
        return self.fixed or self._read(task.data, task.process.performers)

    def _read(self, variables: Variables, performers: dict[str, list[str]]) -> Assigned:
        excluded = {user for element in self.differs_from for user in performers.get(element, ())}
        excluded |= {name for user in self.excludes for name in strings(user, variables)}
        return Assigned(
            tuple(name for group in self.groups for name in strings(group, variables)),
            tuple(name for user in self.users for name in strings(user, variables)),
            tuple(sorted(excluded)),
            string(self.assignee, variables) if self.assignee else None,
            string(self.area, variables) if self.area else None,
        )


class UserTask(Activity):
    """A person completes it."""

    assigning: Assigning

    @property
    def shows(self) -> str:
        return "task"

    def perform(self, task: Task, dated: Dated | None) -> None:
        to = self.assigning.read(task)
        observe.open_task(task, to, dated.schedule.due_at if dated else None)


class ServiceTask(Activity):
    """A `city:job`: a worker completes it. Its answer is in `internal_data` until the outputs are written."""

    inputs: Sequence[tuple[Formula, str]] = ()
    outputs: Sequence[tuple[Formula, str]] = ()

    @property
    def shows(self) -> str:
        return "job"

    def perform(self, task: Task, dated: Dated | None) -> None:
        inputs = {name: source.value(task.data) for source, name in self.inputs}
        observe.open_job(task, inputs)

    def conclude(self, task: Task) -> None:
        if self.outputs and "answer" in task.internal_data:
            seen = Variables(task.internal_data["answer"], outer=task.data)
            task.data.assign({name: source.value(seen) for source, name in self.outputs})
        super().conclude(task)


class Calculation(Activity):
    """A service task that is an expression, run within the command."""

    expression: Formula
    result: str | None = None

    def perform(self, task: Task, dated: Dated | None) -> bool:
        value = self.expression.value(task.data)
        if self.result:
            task.data.assign({self.result: value})
        return True


class ScriptTask(Activity):
    script: Script | None = None

    def perform(self, task: Task, dated: Dated | None) -> bool:
        if self.script is None:
            raise Incident(f"{self.name} 没有脚本")
        task.data.assign(self.script.run(task.data))
        return True


class BusinessRuleTask(Activity):
    """A DMN decision: `beside` the process, or where it is None one deployed by itself, found when it is taken."""

    beside: Decision | None = None
    ref: DecisionRef

    def perform(self, task: Task, dated: Dated | None) -> bool:
        watched = Watched(task.data)
        version, decision = (None, self.beside) if self.beside else self.deployed(task)
        value, _ = decided(decision, watched)
        note_decision(task, watched, version)
        task.data.assign({self.ref.result: value})
        return True

    def deployed(self, task: Task) -> tuple[int, Decision]:
        """Incident where it is not deployed; after the deployment a retry goes on."""
        key, version = self.ref.decision, self.ref.binding.version
        try:
            found: tuple[int, Decision] | None = task.workflow.program.find_decision(key, version)
        except DecisionError as error:
            raise Incident(f"决策 {key} 读不懂：{error}") from error
        if found is None:
            raise Incident(f"决策 {key} {f'第 {version} 版' if version else ''}没有部署：先部署它，再重试")
        return found
