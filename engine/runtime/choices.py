"""Why a token went where it went: what the conditions read is told with the way, for the story to say in words.

It is noted when it happens, since nobody could tell later what a variable was in the middle of a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from engine.domain.facts import Choice
from engine.runtime.variables import NOW

if TYPE_CHECKING:
    from engine.runtime.script_engine import Formula
    from engine.runtime.specs.node import Flow
    from engine.runtime.task import Task
    from engine.runtime.variables import Variables

LONGEST = 200  # bytes of JSON: the journal is no second place for whole lists
SHORT = (bool, int, type(None))
_encode = msgspec.json.Encoder(decimal_format="number").encode


def names_in(formulas: Iterable[Formula | None]) -> tuple[str, ...]:
    """The variables that these read; the moment is told anyway."""
    names = {name for formula in formulas if formula is not None for name in formula.names}
    return tuple(sorted(names - {NOW}))


def note_choice(task: Task, names: Sequence[str], flows: Sequence[Flow]) -> None:
    process, program = task.process, task.workflow.program
    elsewhere = None if program is process.program else program.id
    choice = Choice(task.task_spec.name, tuple(flow.id for flow in flows), read(task.data, names), elsewhere)
    process.notes.choices.append(choice)


def read(variables: Variables, names: Iterable[str]) -> Mapping[str, Any]:
    """The values of these as they are now; None where there is none, nothing of those that are long."""
    values = {name: _value(variables, name) for name in names}
    return {name: value for name, value in values.items() if isinstance(value, SHORT) or len(_json(value)) <= LONGEST}


def _value(variables: Variables, name: str) -> Any:
    try:
        return variables[name]
    except KeyError:
        return None


def _json(value: Any) -> bytes:
    try:
        return _encode(value)
    except (TypeError, OverflowError):
        return b" " * (LONGEST + 1)
