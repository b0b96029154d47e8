"""Tasks that send or receive a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.event import BpmnEvent

from engine.runtime.lengths import Dated
from engine.runtime.specs.activities import Activity
from engine.runtime.specs.catching import Catching
from engine.runtime.specs.events import BEGUN
from engine.runtime.specs.throwing import ThrowEvent
from engine.runtime.task import STARTED

if TYPE_CHECKING:
    from engine.runtime.task import Task


class ReceiveTask(Catching, Activity):
    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, **kwargs: Any):
        Activity.__init__(self, wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition

    def perform(self, task: Task, dated: Dated | None) -> bool | None:
        if task.internal_data.pop(BEGUN, None) is not None:
            return True  # with its message the instance began
        self.await_event(task)
        return None

    def is_waiting(self, task: Task) -> bool:
        return bool(task._state == STARTED and (not self.loop or task.is_instance))

    def catch(self, task: Task, event: BpmnEvent) -> None:
        task.data.assign(event.payload or {})
        task.attempt("complete")


class SendTask(Activity, ThrowEvent):
    def perform(self, task: Task, dated: Dated | None) -> bool | None:
        return ThrowEvent._run_hook(self, task)

    def _on_complete_hook(self, task: Task) -> None:
        Activity._on_complete_hook(self, task)
