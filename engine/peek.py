"""Looks into an instance at rest: the one read that opens a snapshot. Changes nothing."""

from typing import Any

from engine.runtime.runtime import Runtime
from engine.runtime.snapshot import load


def peek(runtime: Runtime, definition: int, snapshot: bytes, token: int | None = None) -> dict[str, Any]:
    """The variables of an instance or, with `token`, all that an expression at that task would see."""
    process = load(snapshot, runtime.program(definition), 0, step_limit=0)
    task = None if token is None else process.find(token)
    return process.data.visible() if task is None else task.data.visible()
