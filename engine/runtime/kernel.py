"""Runs the specs. Only what is alive is kept: a finished task leaves the index, so a step costs what lives now."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bpmn.scopes import MOST_NESTED
from engine.domain.situation import Situation
from engine.runtime import observe
from engine.runtime.clock import Clock
from engine.runtime.incidents import Incident
from engine.runtime.notes import Notes
from engine.runtime.script_engine import ScriptEngine
from engine.runtime.task import READY, STARTED, WAITING, Task
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.definitions import Program
    from engine.runtime.parsing.process_spec import ProcessSpec
    from engine.runtime.specs.node import Flow, FlowNode

ENGINE = ScriptEngine()


class Scope:
    """What a process and a subprocess have in common: tokens, listeners, and an end when no token is left."""

    spec: ProcessSpec
    program: Program
    tasks: dict[int, Task]
    data: Variables
    completions: list[Any]
    completed: bool
    process: Process

    def enter(
        self, spec: FlowNode, parent: Task | None = None, flow: Flow | None = None, variables: Variables | None = None
    ) -> Task:
        """Puts a token on `spec`."""
        task = Task(self, spec, parent, READY, None, flow, variables)
        self.process.agenda.append(task)
        return task

    def listen(self, spec: FlowNode, parent: Task | None = None) -> Task:
        """Lets `spec` listen, without a token, for the event that starts it."""
        task = Task(self, spec, parent, WAITING)
        task.attempt("listen")
        return task

    def begin(self, entry: FlowNode | None = None, begun: str | None = None) -> None:
        """At `entry`, with the message that has come there, or where it begins without a trigger."""
        if entry is None and not self.spec.entries:
            raise Incident(f"流程 {self.spec.name} 应有一个普通开始事件，才能这样发起")
        for spec in self.spec.event_subprocesses:
            self.listen(spec)
        for spec in (entry,) if entry else self.spec.entries:
            task = self.enter(spec)
            if begun is not None:
                task.internal_data["begun"] = begun

    def tokens_at(self, spec: FlowNode) -> list[Task]:
        return [task for task in self.tasks.values() if task.task_spec is spec and task._state == STARTED]

    def end_if_empty(self) -> None:
        """Only listeners are left: nothing can happen here any more."""
        if self.completed:
            return
        for task in self.tasks.values():  # mostly the first one holds a token
            if not task.is_listener:
                return
        self.completed = True
        self.cancel_tasks()
        self.ended()

    def ended(self) -> None:
        """The last token has left."""

    def step_done(self) -> None:
        """A token has moved."""

    def cancel_tasks(self, but: Task | None = None) -> None:
        for task in list(self.tasks.values()):
            if task is not but:
                task.cancel()

    def cancel(self, *_: object) -> None:
        self.completed = True
        self.cancel_tasks()

    def get_tasks_iterator(
        self, first_task: Task | None = None, state: int = TaskState.ANY_MASK, spec_name: str | None = None
    ) -> Iterator[Task]:
        """Live tasks; there is no tree to walk."""
        return (
            task
            for task in list(self.tasks.values())
            if task.state & state and spec_name in (None, task.task_spec.name)
        )

    def _task_completed_notify(self, task: Task) -> None:
        """The library would walk the tree here."""


class SubProcess(Scope, BpmnSubWorkflow):
    """The inside of a running subprocess, call activity or event subprocess."""

    def __init__(self, spec: ProcessSpec, host: Task, variables: Variables, program: Program):
        self.host = host
        self.program = program
        self.process = host.process
        super().__init__(spec, host.id, host.process, deserializing=True)
        self.data = variables
        self.completions = []

    @property
    def parent_workflow(self) -> Scope:
        return self.host.workflow  # type: ignore[no-any-return]

    def _calculate_depth(self) -> int:
        return int(self.host.workflow.depth) + 1

    def ended(self) -> None:
        self.host.attempt("complete")

    def step_done(self) -> None:
        if not self.completed:
            self.host.task_spec.inner_step(self.host, self)


class Process(Scope, BpmnWorkflow):
    """One instance while a command runs it. `now` and `situation` are the command's; the kernel reads no clock."""

    situation: Situation
    now: datetime

    def __init__(self, program: Program, instance: int, step_limit: int):
        self.program = program
        self.instance = instance
        self.step_limit = step_limit
        self.agenda: deque[Task] = deque()
        self.watchers: dict[int, Task] = {}
        self.programs = {program.id: program}
        self.notes = Notes()
        self.clock = Clock()
        self.performers: dict[str, list[str]] = {}
        self.last_id = 0
        self.area: str | None = None
        self.title: str | None = None
        self.outcome: str | None = None
        self.how = "completed"
        super().__init__(program.spec, program.specs, script_engine=ENGINE, deserializing=True)
        self.data = Variables(process=self)
        self.data.log = {}
        self.completions = []

    @property
    def process(self) -> Process:  # type: ignore[override]  # an attribute would be one circle more to collect
        return self

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def step_done(self) -> None:
        self.end_if_empty()

    def is_completed(self) -> bool:
        return self.completed

    def find(self, token: int) -> Task | None:
        task = self.tasks.get(token)
        if task is None:
            for inner in self.subprocesses.values():
                task = inner.tasks.get(token)
                if task is not None:
                    break
        return task

    def forget(self, task: Task) -> None:
        """The token is gone, and with it all that it showed."""
        if self.subprocesses:
            self.subprocesses.pop(task.id, None)
        if self.watchers:
            self.watchers.pop(task.id, None)
        if self.clock.pauses:
            self.clock.leave(task.id)
        if task.internal_data:
            observe.withdraw(task)

    def create_subprocess(
        self,
        my_task: Task,
        spec_name: str,
        variables: Variables | None = None,
        program: Program | None = None,
    ) -> SubProcess:
        """Opens the inside of `my_task`; `program` where it lies in another file."""
        if my_task.workflow.depth >= MOST_NESTED:  # a process that calls itself must stop before the stack does
            raise Incident(f"子流程和调用的嵌套超过 {MOST_NESTED} 层")
        program = program or my_task.workflow.program
        inner = SubProcess(program.specs[spec_name], my_task, my_task.data if variables is None else variables, program)
        self.subprocesses[my_task.id] = inner
        self.programs[program.id] = program
        return inner

    def may_hear(self, name: str) -> bool:
        """Does anything in the files that it runs wait for a message or signal of this name?"""
        return any(name in program.heard for program in self.programs.values())

    def live_tasks(self) -> Iterator[Task]:
        yield from self.tasks.values()
        for inner in self.subprocesses.values():
            yield from inner.tasks.values()

    def do_engine_steps(self, *_: object) -> None:
        """Runs until every token waits. Watchers look again only when nothing else moves."""
        agenda, limit, steps = self.agenda, self.step_limit, 0
        while agenda or (self.watchers and self._look_again()):
            while agenda:
                task = agenda.popleft()
                if task._state == READY:
                    steps += 1
                    task.attempt("run" if steps <= limit else "stop")

    def _look_again(self) -> bool:
        """Tokens at joins first, then who waits for a condition: else a join on the way would make a difference.

        A join goes on alone, since it may be what another waits for. Conditions are all asked of the same variables.
        """
        watching = [task for task in self.watchers.values() if task.task_spec.is_watching(task)]
        watching.sort(key=lambda task: (task.is_listener, task.id))
        joins = _one_each([task for task in watching if not task.task_spec.asks_a_condition])
        if any(task.task_spec.look_again(task) for task in joins):
            return True
        asking = [task for task in watching if task.task_spec.asks_a_condition]
        moved = [task.task_spec.look_again(task) for task in asking if task.task_spec.is_watching(task)]
        return any(moved) or any(task.task_spec.give_way(task) for task in joins)

    def stop_if_stuck(self) -> None:
        """At rest with nothing open outside, nothing can happen any more: somebody must hear of it.

        So it goes where a join waits for a path that was interrupted, or a condition for a value that nobody writes.
        """
        if self._is_open_outside():
            return
        waiting = [task for task in self.live_tasks() if task._state == STARTED and not self._is_host(task)]
        if waiting:
            words = "再没有别的环节在办，这里等的永远等不到：请撤回，或改好流程后重新发起"
            min(waiting, key=lambda task: task.id).stop_at(Incident(words), "run")

    def _is_open_outside(self) -> bool:
        """The scopes that were opened last are asked first: among a thousand hosts it is they that show something."""
        if not self.subprocesses:
            return _shows_something(self)
        return any(_shows_something(scope) for scope in chain(reversed(self.subprocesses.values()), (self,)))

    def _is_host(self, task: Task) -> bool:
        return task.id in self.subprocesses or any(not child.is_listener for child in task.children)

    def retry(self, task: Task, by: str | None = None) -> None:
        """Goes on from an incident: the failed step once more, and no other."""
        observe.resolve_incident(task, by)
        step = task.internal_data.pop("failed")
        task._set_state({"run": READY, "listen": WAITING, "rearm": WAITING}.get(step, STARTED))
        task.attempt(step)


def _shows_something(scope: Scope) -> bool:
    return any("ref" in task.internal_data or "incident" in task.internal_data for task in scope.tasks.values())


def _one_each(joins: list[Task]) -> list[Task]:
    """The oldest token at each join asks for all that wait there."""
    first: dict[tuple[int, FlowNode], Task] = {}
    for task in joins:
        first.setdefault((id(task.workflow), task.task_spec), task)
    return list(first.values())
