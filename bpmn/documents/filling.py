"""A template and values become blocks of text, and the names for which nothing was given. Pure; nothing is run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bpmn.documents.lines import Each, Gap, If, Line, Text
from bpmn.documents.template import ALWAYS, Template
from bpmn.documents.writing import write

EMPTY = "________"
MOST_BLOCKS = 20_000
MOST_ROUNDS = 50_000  # also of those that write nothing


class Unfit(ValueError):
    """A value that the template cannot write, named by its path."""


@dataclass(frozen=True, slots=True)
class Block:
    """`look` as of a template's text; `cells`: one text, or those of a table's row."""

    look: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    blocks: tuple[Block, ...]
    gaps: tuple[str, ...]


def values_for(template: Template, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was given only what the template knows: a document holds no more than it needs."""
    found = {}
    for known in template.known:
        value = inputs.get(known.name)
        if value is None and known.path:
            value = _at(inputs, known.path)
        if value is not None:
            found[known.name] = value
    return found


def fill(template: Template, values: Mapping[str, Any]) -> Filled:
    """Raises Unfit, and FeelError where a condition goes beyond its bounds."""
    filling = _Filling(frozenset(known.name for known in template.known if known.optional))
    filling.write(template.lines, {known.name: None for known in template.known} | dict(values))
    return Filled(tuple(filling.blocks), tuple(dict.fromkeys(filling.gaps)))


@dataclass(slots=True)
class _Filling:
    optional: frozenset[str]
    blocks: list[Block] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    rounds: int = 0

    def write(self, lines: Iterable[Line], values: Mapping[str, Any]) -> None:
        for line in lines:
            match line:
                case Text():
                    self._text(line, values)
                case If():
                    self.write(line.lines if line.condition.holds(values) else line.otherwise, values)
                case Each():
                    self._each(line, values)

    def _each(self, part: Each, values: Mapping[str, Any]) -> None:
        items = _at(values, part.path)
        if items is None and part.path.split(".")[0] not in self.optional:
            self.gaps.append(part.path)
        if items is not None and not isinstance(items, list | tuple):
            raise Unfit(f"Expected a list, but {part.path} is none")
        for item in items or ():
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                raise Unfit(f"Expected at most {MOST_ROUNDS} repetitions, but {part.path} asks for more")
            self.write(part.lines, {**values, part.item: item})

    def _text(self, line: Text, values: Mapping[str, Any]) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            raise Unfit(f"Expected at most {MOST_BLOCKS} lines and rows, but there are more")
        cells = tuple("".join(self._part(part, values) for part in cell) for cell in line.cells)
        self.blocks.append(Block(line.look, cells))

    def _part(self, part: str | Gap, values: Mapping[str, Any]) -> str:
        if isinstance(part, str):
            return part
        try:
            text = write(_at(values, part.path), part.form)
        except ValueError as error:
            raise Unfit(f"{part.path}|{part.form}: {error}") from error
        if text is not None:
            return text
        if part.path.split(".")[0] in self.optional:
            return ""
        if part.path not in ALWAYS:
            self.gaps.append(part.path)
        return EMPTY


def _at(values: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(values, Mapping):
            return None
        values = values.get(name)
    return values
