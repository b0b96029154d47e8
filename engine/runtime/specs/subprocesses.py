"""Activities with an inside: embedded subprocess, transaction, ad-hoc, event subprocess, call activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.event import BpmnEvent

from bpmn.model import Element
from engine.runtime.incidents import Incident
from engine.runtime.lengths import Dated
from engine.runtime.script_engine import Formula
from engine.runtime.specs.activities import Activity
from engine.runtime.specs.catching import Catching
from engine.runtime.specs.compensation import go_on_undoing, is_undoing, remember
from engine.runtime.specs.definitions import Compensate
from engine.runtime.specs.exchange import lacks, passed, taken_in
from engine.runtime.specs.node import Flow
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.correlation import Correlating
    from engine.runtime.definitions import Program
    from engine.runtime.kernel import SubProcess
    from engine.runtime.parsing.process_spec import ProcessSpec
    from engine.runtime.specs.events import StartEvent
    from engine.runtime.task import Task


class EmbeddedSubprocess(Activity):
    inner_spec: ProcessSpec

    def __init__(self, wf_spec: Any, bpmn_id: str, subworkflow_spec: str, **kwargs: Any):
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.spec = subworkflow_spec

    def _run_hook(self, task: Task) -> bool | None:
        if is_undoing(task):
            self.undo(task)
            return None
        return super()._run_hook(task)

    def undo(self, task: Task) -> None:
        """What was completed inside is undone: by its own event subprocess, or by the handlers, the latest first."""
        inner = self.reopen(task)
        if inner.spec.undoing and not task.internal_data.pop("torn", False):
            inner.completions, task.internal_data["handlers"] = task.internal_data["handlers"], []
            inner.enter(inner.spec.undoing, parent=task)
        else:
            go_on_undoing(task)

    def perform(self, task: Task, dated: Dated | None) -> None:
        self.open(task).begin()

    def open(self, task: Task) -> SubProcess:
        return task.process.create_subprocess(task, self.spec)

    def reopen(self, task: Task) -> SubProcess:
        """The inside once more, as it was when it was completed."""
        return self.open(task)

    def choose_flows(self, task: Task) -> Sequence[Flow]:
        return () if is_undoing(task) else super().choose_flows(task)

    def conclude(self, task: Task) -> None:
        if not is_undoing(task):
            super().conclude(task)

    def told(self, task: Task) -> None:
        if not is_undoing(task):
            super().told(task)

    def inside(self, task: Task) -> SubProcess | None:
        return task.process.subprocesses.get(task.id)  # type: ignore[no-any-return]

    def _on_complete_hook(self, task: Task) -> None:
        super()._on_complete_hook(task)
        inner = self.inside(task)
        if inner and (inner.completions or inner.spec.undoing) and not self.compensation_handler:
            remember(task, inner)

    def child_completed(self, task: Task, child: Task) -> None:
        if is_undoing(task):
            go_on_undoing(task)
        else:
            super().child_completed(task, child)

    def child_interrupted(self, task: Task, child: Task) -> None:
        if is_undoing(task):
            go_on_undoing(task)


class Transaction(EmbeddedSubprocess):
    """Its cancel end event is in `events`."""

    is_transaction = True


class CallActivity(EmbeddedSubprocess):
    """Variables pass by the mapping only: pairs of an expression and the name on the other side; what the call declares
    as its data inputs and outputs passes under its name.

    What is entered keeps its version until it is left, however it was found.
    """

    inputs: Sequence[tuple[Formula, str]] = ()
    outputs: Sequence[tuple[Formula, str]] = ()
    element: Element

    @property
    def is_bound(self) -> bool:
        """Is its version chosen at deployment?"""
        return self.element.binding.by == "deployment"

    def open(self, task: Task) -> SubProcess:
        binding = self.element.binding
        program = task.workflow.program.program_of(self.spec, binding)
        if program is None:
            which = f"第 {binding.version} 版" if binding.version else ""
            raise Incident(f"{self.name} 调用的流程 {self.spec} {which}没有部署：先部署它，再重试")
        values = task.data.visible() if binding.gives_all else {}
        if self.exchange:
            values |= passed(self.exchange.data.inputs, task.data)
        values |= {name: source.value(task.data) for source, name in self.inputs}
        self._check(program, values)
        variables = Variables(values, process=task.process)
        return task.process.create_subprocess(task, self.spec, variables, program)

    def reopen(self, task: Task) -> SubProcess:
        kept = task.internal_data
        variables = Variables(kept.pop("values"), process=task.process)
        program = task.workflow.program.load(kept.pop("definition"))
        return task.process.create_subprocess(task, kept.pop("process"), variables, program)

    def conclude(self, task: Task) -> None:
        inner = self.inside(task)
        if inner and not is_undoing(task):
            if self.element.binding.takes_all:
                task.data.assign(dict(inner.data))
            if self.exchange:
                task.data.assign(passed(self.exchange.data.outputs, inner.data))
            self._check_outputs(inner, task.data)
            task.data.assign({name: source.value(inner.data) for source, name in self.outputs})
        super().conclude(task)

    def _check_outputs(self, inner: SubProcess, around: Variables) -> None:
        """What was not given may have been filled in out here, for a retry."""
        called = inner.program.definitions[inner.spec.name].data
        missing = lacks(called.output_sets, Variables(inner.data, outer=around)) if called else ()
        if missing:
            raise Incident(f"{self.name} 调用的流程 {self.spec} 没有交回 {'、'.join(missing)}：补上后重试")

    def _check(self, program: Program, values: Mapping[str, Any]) -> None:
        called = program.definitions[self.spec].data
        missing = lacks(called.input_sets, values) if called else ()
        if missing:
            raise Incident(f"{self.name} 调用的流程 {self.spec} 要 {'、'.join(missing)}，这里没有带进去：补上后重试")


class AdHocSubprocess(EmbeddedSubprocess):
    """Offers what has no flow leading to it: all at once, or one after the other in the order of the file.

    Its end is the completion condition, asked after each step inside. When all is done and it does not hold yet, all
    is offered again. Without a condition once is enough.
    """

    condition: Formula | None = None
    cancels_remaining = True
    sequential = False

    def perform(self, task: Task, dated: Dated | None) -> None:
        inner = self.open(task)
        for spec in inner.spec.event_subprocesses:
            inner.listen(spec)
        task.internal_data["offered"] = 0
        self._offer(task, inner)

    def _offer(self, task: Task, inner: SubProcess) -> None:
        entries, offered = inner.spec.entries, task.internal_data["offered"]
        until = offered + 1 if self.sequential else len(entries)
        task.internal_data["offered"] = until
        for spec in entries[offered:until]:
            inner.enter(spec)

    def inner_step(self, task: Task, inner: SubProcess) -> None:
        if is_undoing(task):
            inner.end_if_empty()
        else:
            task.attempt("resume")

    def inner_interrupted(self, task: Task) -> None:
        task.internal_data["enough"] = True

    def go_on(self, task: Task) -> None:
        inner = self.inside(task)
        if inner is None:
            super().go_on(task)
        elif self._is_enough(task):
            if self.cancels_remaining and "enough" not in task.internal_data:
                inner.cancel_tasks()
            inner.end_if_empty()
        elif all(each.is_listener for each in inner.tasks.values()):
            self._offer_next(task, inner)

    def _is_enough(self, task: Task) -> bool:
        """Once enough is enough, while those who are still at work come to an end."""
        if "enough" in task.internal_data:
            return True
        if self.condition is None or not self.condition.holds(task.data):
            return False
        if not self.cancels_remaining:
            task.internal_data["enough"] = True
        return True

    def _offer_next(self, task: Task, inner: SubProcess) -> None:
        if task.internal_data["offered"] >= len(inner.spec.entries):
            if self.condition is None:
                inner.end_if_empty()
                return
            task.internal_data["offered"] = 0
        self._offer(task, inner)


class EventSubprocess(Catching, EmbeddedSubprocess):
    """Listens while its scope lives. Interrupting: takes the place of all else in the scope."""

    is_event_subprocess = True

    @property
    def compensates(self) -> bool:
        """It runs when its scope, long completed, is compensated."""
        return isinstance(self.event_definition, Compensate)

    @property
    def start_event(self) -> StartEvent:
        start: StartEvent = self.inner_spec.entries[0]
        return start

    @property
    def heard_at(self) -> str:
        return str(self.start_event.name)

    @property
    def event_definition(self) -> Any:
        return self.start_event.event_definition

    @property
    def correlated_by(self) -> Mapping[str, Correlating]:
        return self.start_event.correlating

    @property
    def takes_over(self) -> bool:
        return self.start_event.is_interrupting

    def catch(self, listener: Task, event: BpmnEvent) -> None:
        scope = listener.workflow
        scope.data.assign(taken_in(self.start_event, event, scope.data))
        running = scope.enter(self)
        if self.start_event.is_interrupting:
            scope.cancel_tasks(but=running)
            if scope is not scope.process:
                scope.host.task_spec.inner_interrupted(scope.host)
        else:
            self.event_caught(listener)
