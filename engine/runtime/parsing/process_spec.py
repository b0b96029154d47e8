"""The model of one process or subprocess, as the parser leaves it and the kernel runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.runtime.script_engine import Formula


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a process from outside: `definition`, drawn at `element`. The first token comes in at `entry`."""

    element: Any
    definition: Any
    entry: Any


class ProcessSpec(BpmnProcessSpec):
    """`entries`: where the tokens begin without a trigger. `plain_starts`: start events that have none; with several
    of them one has to be chosen. `order`: nodes by position."""

    def __init__(self, is_process: bool, **kwargs: Any):
        super().__init__(**kwargs)
        self.task_specs.clear()  # the library's own Start, EndJoin and End: their names are taken by nobody here
        self.is_process = is_process
        self.entries: list[Any] = []
        self.plain_starts: list[Any] = []
        self.triggers: list[Trigger] = []
        self.event_subprocesses: list[Any] = []
        self.undoing: Any = None  # the event subprocess that compensates it, in place of the handlers inside
        self.bindings: dict[str, Formula] = {}  # correlation property -> expression over the variables of the process
        self.order: list[Any] = []

    @property
    def is_global_task(self) -> bool:
        """One task that is called: what else has no start event is refused."""
        return self.is_process and list(self.task_specs) == [self.name]

    def close(self) -> None:
        """All nodes and flows are there."""
        self.order = list(self.task_specs.values())
        self.order += [part for spec in self.order for part in spec.parts]
        for position, spec in enumerate(self.order):
            spec.position = position
            spec.close()
