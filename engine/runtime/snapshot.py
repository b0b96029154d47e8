"""The compact state of one instance: what is alive, as plain lists in msgpack. Knows no way through the past.

Variables, and what tasks keep of them, are JSON inside, read as plain data and never as types; numbers with a fraction
are Decimal. The first byte is the version of the form. The variables of the process stand last, the latest written
first: what did not change is then the end of the row, and the log of PostgreSQL leaves out the end that two versions of
a row have in common.
"""

from __future__ import annotations

from decimal import Decimal
from struct import Struct
from typing import TYPE_CHECKING, Any

import msgspec

from engine.domain.rejections import Invalid
from engine.runtime.clock import Clock
from engine.runtime.kernel import Process, Scope, SubProcess
from engine.runtime.task import Task
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.definitions import Program

VERSION = b"\x02"
_start = Struct("!cI")  # version, length of all but the variables
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
_encode_json = msgspec.json.Encoder(decimal_format="number").encode
_from_json = msgspec.json.Decoder(float_hook=Decimal).decode
Row = tuple[Any, ...] | list[Any]


class UnknownVersion(Exception):
    """The snapshot was written by another version of this program."""


def save(process: Process) -> bytes:
    """Between commands only: nothing is on the agenda."""
    if process.agenda:
        raise RuntimeError(f"Expected instance {process.instance} at rest, but {len(process.agenda)} tokens are ready")
    clock = process.clock
    head = (process.last_id, clock.state, clock.pauses, process.performers, process.outcome)
    alive = _encode((head, _scope_row(process, None)))
    return _start.pack(VERSION, len(alive)) + alive + _to_json(dict(reversed(process.data.items())))


def load(state: bytes, program: Program, instance: int, step_limit: int) -> Process:
    if state[:1] != VERSION:
        found = state[0] if state else "none"
        raise UnknownVersion(f"Expected a snapshot of version {VERSION[0]} for instance {instance}, but found {found}")
    whole = memoryview(state)
    end = _start.size + _start.unpack_from(state)[1]
    (last_id, clock, pauses, performers, outcome), row = _decode(whole[_start.size : end])
    process = Process(program, instance, step_limit)
    process.last_id, process.performers, process.outcome = last_id, performers, outcome
    process.clock = Clock(clock, pauses)
    process.data.update(reversed(_from_json(whole[end:]).items()))
    parents: list[tuple[Task, int]] = []
    _fill(process, row, parents)
    _tie(process, parents)
    return process


def _to_json(values: Any) -> bytes:
    """Invalid for what is no JSON: it would not come back."""
    try:
        written = _encode_json(values)
        if b"NaN" in written or b"Infinity" in written:  # as a word in a text, or as a number that is none
            _from_json(written)
    except (TypeError, ValueError, RecursionError) as error:
        raise Invalid(f"Expected variables of plain JSON, but they are not: {error}") from error
    return written


def _tie(process: Process, parents: list[tuple[Task, int]]) -> None:
    """Gives each task its parent, and each instance of a loop the variables around it."""
    tasks = {task.id: task for task, parent in parents} if any(parent for _, parent in parents) else {}
    for task, parent_id in parents:
        if parent_id:
            task.attach(tasks[parent_id])
            if task.is_instance:
                task.data.outer = tasks[parent_id].data
        if task.task_spec.is_watching(task):
            process.watchers[task.id] = task


def _scope_row(scope: Scope, variables: dict[str, Any] | None) -> Row:
    inner = scope.process.subprocesses
    return (
        scope.completed,
        _to_json(scope.completions) if scope.completions else None,
        None if variables is None else _to_json(variables),
        [_task_row(task, inner.get(task.id) if inner else None) for task in scope.tasks.values()],
    )


def _task_row(task: Task, inner: SubProcess | None) -> Row:
    scope, parent = task.workflow, task._owner
    return (
        task.id,
        task.task_spec.position,
        task._state,
        parent.id if parent is not None else 0,
        task.flow.number if task.flow is not None else -1,
        _to_json(task.internal_data) if task.internal_data else None,
        None if task.data is scope.data else _to_json(task.data),
        inner and _inner_row(task, inner),
    )


def _inner_row(task: Task, inner: SubProcess) -> Row:
    """The id of the definition where the inside lies in another file: it keeps its version."""
    own = None if inner.data is task.data else inner.data
    elsewhere = inner.program is not task.workflow.program
    return (inner.spec.name, inner.program.id if elsewhere else 0, *_scope_row(inner, own))


def _fill(scope: Scope, row: Row, parents: list[tuple[Task, int]]) -> None:
    scope.completed, completions, _, rows = row
    if completions is not None:
        scope.completions = _from_json(completions)
    order = scope.spec.order
    for task_id, position, state, parent_id, flow, internal, values, inner in rows:
        spec = order[position]
        variables = None if values is None else Variables(_from_json(values), outer=scope.data)
        task = Task(scope, spec, None, state, task_id, spec.incoming[flow] if flow >= 0 else None, variables)
        if internal is not None:
            task.internal_data = _from_json(internal)
        parents.append((task, parent_id))
        if inner:
            _open(task, inner, parents)


def _open(task: Task, row: Row, parents: list[tuple[Task, int]]) -> None:
    name, definition, *rest = row
    process, program = task.process, task.workflow.program
    program = program.load(definition) if definition else program
    own = None if rest[2] is None else Variables(_from_json(rest[2]), process=process)
    _fill(process.create_subprocess(task, name, own, program), rest, parents)
