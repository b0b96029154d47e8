"""One command on one instance: its snapshot is loaded or it begins, the moves are made, tokens run until all wait.

Knows no rights and reads no clock. A fault of the process is a fact; what comes out as an exception is a rejection or
our own fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain import facts
from engine.domain.facts import Fact
from engine.domain.moves import Cancel, Move, Start
from engine.domain.rejections import Invalid, WrongState
from engine.domain.situation import Situation
from engine.runtime import moving, snapshot
from engine.runtime.clock import is_late, settle_clock
from engine.runtime.codes import case_code
from engine.runtime.definitions import Program
from engine.runtime.incidents import Incident
from engine.runtime.kernel import Process
from engine.runtime.parsing.process_spec import ProcessSpec
from engine.runtime.script_engine import Text, string
from engine.runtime.specs.exchange import demand, lacks

Programs = Callable[[int], Program]


@dataclass(frozen=True, slots=True)
class Advanced:
    """`snapshot` is None when the instance has ended."""

    instance: int
    snapshot: bytes | None
    facts: tuple[Fact, ...]


def advance(programs: Programs, step_limit: int, situation: Situation, moves: Sequence[Move], at: datetime) -> Advanced:
    first = moves[0]
    process = _new(programs, step_limit, situation, first) if isinstance(first, Start) else None
    process = process or _loaded(programs, step_limit, situation)
    told = run(process, situation, moves, at)
    return Advanced(process.instance, None if process.completed else snapshot.save(process), tuple(told))


def run(process: Process, situation: Situation, moves: Sequence[Move], at: datetime) -> list[Fact]:
    """Makes the moves on an instance at rest and gives the facts, in order."""
    process.situation, process.now = situation, at
    told: list[Fact] = []
    for move in moves:
        if process.completed:
            raise WrongState(f"Expected an active case, but {process.instance} has ended")
        _make(process, move)
        process.do_engine_steps()
        if move is moves[-1]:
            process.stop_if_stuck()
            settle_clock(process, getattr(move, "by", None))
        told += process.notes.take(process.instance, process.data.log)
        if process.data.log:
            process.data.log.clear()
    if process.completed:
        told.append(_ended(process, moves[-1]))
    return told


def _new(programs: Programs, step_limit: int, situation: Situation, move: Start) -> Process:
    if situation.definition is None:
        raise LookupError("Expected the definition to be loaded with a start")
    return Process(programs(situation.definition.id), move.instance, step_limit)


def _loaded(programs: Programs, step_limit: int, situation: Situation) -> Process:
    instance = situation.instance
    if instance is None or instance.snapshot is None:
        raise LookupError("Expected the instance to be loaded with its snapshot")
    process = snapshot.load(instance.snapshot, programs(instance.definition), instance.id, step_limit)
    process.area, process.title = instance.area, instance.title
    return process


def _make(process: Process, move: Move) -> None:
    if isinstance(move, Start):
        _start(process, move)
    else:
        moving.make(process, move)


def _start(process: Process, move: Start) -> None:
    definition, row = process.program.definition, process.situation.definition
    entry = _entry(process.program.spec, move)
    variables = _started_with(process, move, entry)
    moving.check_names(variables)
    if definition.data:
        demand(definition.name, lacks(definition.data.input_sets, variables))
    process.data.update(variables)
    area = move.area or _written(process.program.area, process.data)
    title = _written(process.program.title, process.data)
    process.area, process.title = area, title
    process.notes.tell(
        facts.InstanceStarted(
            instance=move.instance,
            definition=process.program.id,
            key=definition.key,
            version=row.version if row else 1,
            name=definition.name,
            kind=definition.kind,
            by=move.by,
            item=definition.item,
            code=_code(process) if definition.kind in ("case", "ticket") else None,
            title=title,
            area=area,
            business_key=move.business_key,
            about=move.about,
            clocked=definition.is_clocked,
            variables=variables,
        )
    )
    process.begin(entry, _begun(entry, move) if entry else None)


def _begun(entry: Any, move: Start) -> str:
    """What has happened by now: behind a gateway, the event that was drawn there; else the message, if it was one."""
    if move.start_event is not None and entry.name != move.start_event:
        return move.start_event
    return move.message or ""


def _started_with(process: Process, move: Start, entry: Any) -> Mapping[str, Any]:
    """What is given, and who starts it and where, if the start event has variables for that."""
    begun = [spec.element for spec in ((entry,) if entry else process.spec.entries)]
    by = {each.initiator: move.by for each in begun if each.initiator}
    where = {each.initiator_area: move.area for each in begun if each.initiator_area}
    return {**move.variables, **by, **where}


def _code(process: Process) -> str:
    item = process.program.definition.item or process.program.definition.key
    return case_code(process.area, item, process.now, process.instance & (1 << 40) - 1)


def _entry(spec: ProcessSpec, move: Start) -> Any:
    """Where the first token comes in; None for the only start event without a trigger."""
    if spec.is_global_task:
        raise Invalid(f"Expected a process, but {spec.name} is a global task: a call activity enters it")
    if move.start_event is None and spec.entries:
        return None
    plain = {start.name: start for start in spec.plain_starts}
    triggered = {trigger.element.name: trigger.entry for trigger in spec.triggers}
    entries = {**plain, **triggered}
    if move.start_event in entries:
        return entries[move.start_event]
    names = ", ".join(plain or triggered)
    if move.start_event is not None:
        raise Invalid(f"Expected one of the start events {names} of {spec.name}, but {move.start_event!r} is none")
    why = "it has several" if plain else "it has none without a trigger"
    raise Invalid(f"Expected start_event to name one of the start events {names} of {spec.name}, since {why}")


def _written(source: Text | None, variables: Mapping[str, Any]) -> str | None:
    """A title or area that cannot be computed is none: a start does not fail for it."""
    if source is None:
        return None
    try:
        return string(source, variables)
    except Incident:
        return None


def _ended(process: Process, move: Move) -> facts.InstanceEnded:
    kind, late = process.program.definition.kind, is_late(process)
    if isinstance(move, Cancel):
        return facts.InstanceEnded(process.instance, "cancelled", kind, None, move.reason, move.by, late)
    return facts.InstanceEnded(process.instance, process.how, kind, process.outcome, late=late)
