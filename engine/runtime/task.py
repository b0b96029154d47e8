"""A task of the library, kept only while it is alive: one token, or one listener.

States: READY is on the agenda; STARTED holds a token (a person works, a join or a catch event waits, an inner scope
runs); WAITING listens without a token (boundary event, event subprocess); ERROR is an incident.

What `internal_data` holds is saved. `ref`: the global id under which the token is shown outside; `limit`: the id of its
time limit; `incident`: [id, message] and `failed`: what a retry does again; the rest belongs to the specs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.task import Task as SpiffTask
from SpiffWorkflow.util.task import TaskState

from engine.runtime import observe
from engine.runtime.choices import note_choice
from engine.runtime.clock import set_clock
from engine.runtime.incidents import Incident

if TYPE_CHECKING:
    from engine.runtime.kernel import Scope
    from engine.runtime.specs.node import Flow, FlowNode
    from engine.runtime.variables import Variables

READY, STARTED, WAITING, ERROR = TaskState.READY, TaskState.STARTED, TaskState.WAITING, TaskState.ERROR
COMPLETED, CANCELLED = TaskState.COMPLETED, TaskState.CANCELLED
GONE = COMPLETED | CANCELLED
LISTENING = ("listen", "rearm")  # the steps of a listener


class Task(SpiffTask):
    """One token, or one listener, at one flow node of one scope.

    The library's constructor is left out: it reads the wall clock, and keeps lists for a tree that is not there.
    """

    workflow: Any
    task_spec: Any

    def __init__(
        self,
        scope: Scope,
        spec: FlowNode,
        parent: Task | None = None,
        state: int = READY,
        id: int | None = None,
        flow: Flow | None = None,
        variables: Variables | None = None,
    ):
        self._owner = parent
        self._dependents: dict[int, Task] = {}
        self.process = scope.process
        self.id = id or scope.process.next_id()
        self.workflow, self.task_spec, self._state = scope, spec, state
        self.flow = flow
        self.internal_data: dict[str, Any] = {}
        self.data = scope.data if variables is None else variables
        scope.tasks[self.id] = self
        if parent is not None:
            parent._child_added_notify(self)

    @property
    def parent(self) -> Task | None:
        """On whose behalf this one runs: host of a boundary event, body of a loop, thrower of a compensation."""
        return self._owner

    @property
    def children(self) -> list[Task]:
        return list(self._dependents.values()) if self._dependents else []

    def _child_added_notify(self, child: Task) -> None:
        self._dependents[child.id] = child

    def attach(self, parent: Task) -> None:
        self._owner = parent
        parent._child_added_notify(self)

    @property
    def is_instance(self) -> bool:
        """One round of a loop or one item of a multi-instance activity."""
        owner = self._owner
        return owner is not None and owner.task_spec is self.task_spec and owner.workflow is self.workflow

    @property
    def is_gone(self) -> bool:
        return bool(self._state & GONE)

    @property
    def is_listener(self) -> bool:
        """It holds no token: nothing waits for it."""
        return self._state == WAITING or (self._state == ERROR and self.internal_data["failed"] in LISTENING)

    def _set_state(self, value: int) -> None:
        self._state = value
        if value & GONE:
            self.workflow.tasks.pop(self.id, None)
            if self._owner is not None:
                self._owner._dependents.pop(self.id, None)

    def complete(self) -> None:
        """Leaves the node: the one place where tokens move on."""
        if self._state & GONE:
            return
        scope, spec = self.workflow, self.task_spec
        try:
            spec.conclude(self)
            if spec.starts_clock and not self.is_instance:
                set_clock(self.process)
            flows = spec.choose_flows(self)
        except Incident as incident:
            incident.step = "complete"
            raise
        if spec.asked and flows:
            note_choice(self, spec.asked, flows)
        super().complete()
        scope.process.forget(self)
        spec.told(self)
        for flow in flows:
            scope.enter(flow.target, flow=flow)
        if self._owner is not None:
            self._owner.task_spec.child_completed(self._owner, self)
        scope.step_done()

    def cancel(self) -> None:
        if self._state & GONE:
            return
        for child in self.children:
            child.cancel()
        inner = self.process.subprocesses.get(self.id)
        if inner is not None:
            inner.cancel()
        if not self.is_listener and self.task_spec.leaves_trace(self):
            self.process.notes.withdrawn.append(self.task_spec.name)
        self._set_state(CANCELLED)
        self.process.forget(self)

    def absorb(self) -> None:
        """Takes the token away without a trace: a join made one of several."""
        self._set_state(COMPLETED)
        self.process.forget(self)

    def resume(self) -> None:
        """Something inside is done: the activity sees how to go on."""
        self.task_spec.go_on(self)

    def work(self) -> None:
        """Once more, after an incident; what was armed on entry still is."""
        if self.task_spec.work(self):
            self.complete()

    def listen(self) -> None:
        self.task_spec.await_event(self)

    def rearm(self) -> None:
        self.task_spec.rearm(self)

    def stop(self) -> None:
        limit = self.process.step_limit
        raise Incident(f"一次命令内自动步骤超过 {limit} 步：可能是没有出口的循环", "run")

    def attempt(self, step: str) -> None:
        """Runs, resumes or completes. A fault of the process stops the token here; the work done so far is kept."""
        try:
            getattr(self, step)()
        except Incident as incident:
            self.stop_at(incident, step)

    def stop_at(self, incident: Incident, step: str) -> None:
        self._set_state(ERROR)
        self.internal_data["failed"] = incident.step or step
        observe.raise_incident(self, str(incident))
