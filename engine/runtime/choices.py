"""Why a token went where it went: what the conditions read is told with the way, for the story to say in words.

It is noted when it happens, since nobody could tell later what a variable was in the middle of a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from engine.domain.facts import Choice, Decided
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


class Watched(dict[str, Any]):
    """Variables that remember which of them were read."""

    def __init__(self, variables: Variables):
        super().__init__()
        self.variables = variables

    def __missing__(self, name: str) -> Any:
        value = self[name] = self.variables[name]
        return value


def note_choice(task: Task, names: Sequence[str], flows: Sequence[Flow]) -> None:
    taken = tuple(flow.id for flow in flows)
    choice = Choice(task.task_spec.name, taken, read(task.data, names), _elsewhere(task))
    task.process.notes.choices.append(choice)


def note_decision(task: Task, watched: Watched, version: int | None) -> None:
    """All that it read, however long: it must be possible to take the decision again."""
    values = {name: value for name, value in sorted(watched.items()) if name != NOW}
    task.process.notes.decisions.append(Decided(task.task_spec.name, values, _elsewhere(task), version))


def _elsewhere(task: Task) -> int | None:
    """The definition, where it is not that of the instance."""
    program = task.workflow.program
    return None if program is task.process.program else program.id


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
