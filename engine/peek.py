"""Looks into an instance at rest: the reads that open a snapshot. Changes nothing."""

from dataclasses import dataclass
from typing import Any

from bpmn.model import Definition
from engine.runtime.kernel import Process
from engine.runtime.runtime import Runtime
from engine.runtime.snapshot import load


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token is: in which process, and under which id the file of that process is deployed."""

    process: Definition
    definition: int


def peek(runtime: Runtime, definition: int, snapshot: bytes, token: int | None = None) -> dict[str, Any]:
    """The variables of an instance or, with `token`, all that an expression at that task would see."""
    process = _at_rest(runtime, definition, snapshot)
    task = None if token is None else process.find(token)
    return process.data.visible() if task is None else task.data.visible()


def place(runtime: Runtime, definition: int, snapshot: bytes, token: int) -> Place:
    """The process that a token is in: the instance's own, or one that it has called. The own one for a token gone."""
    process = _at_rest(runtime, definition, snapshot)
    task = process.find(token)
    scope: Any = process if task is None else task.workflow
    while not scope.spec.is_process:
        scope = scope.parent_workflow
    return Place(scope.program.definitions[scope.spec.name], scope.program.id)


def _at_rest(runtime: Runtime, definition: int, snapshot: bytes) -> Process:
    return load(snapshot, runtime.program(definition), 0, step_limit=0)
