"""The lines of a template as a tree: text with gaps, parts that repeat, parts under a condition (FEEL). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bpmn.documents.faults import Fault
from bpmn.documents.writing import FORMS, OPEN
from bpmn.feel import Expression, FeelSyntaxError, compile

GAP = re.compile(r"\{\{(.*?)\}\}")
PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
ACT = re.compile(r"\{\{\s*(每个|如果|否则|结束)(?:\s+(.*?))?\s*\}\}")
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Gap:
    """A place for a value, written in a form: 金额, 大写, 隐名 and so on; "" as it is."""

    path: str
    form: str


@dataclass(frozen=True, slots=True)
class Text:
    """`look`: title, heading, right, plain, body, head or row (of a table, whose cells are `cells`)."""

    look: str
    cells: tuple[tuple[str | Gap, ...], ...]


@dataclass(frozen=True, slots=True)
class Each:
    item: str
    path: str
    lines: "tuple[Line, ...]"


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    lines: "tuple[Line, ...]"
    otherwise: "tuple[Line, ...]"


Line: TypeAlias = Text | Each | If
LOOKS = (("## ", "heading"), ("# ", "title"), (">> ", "right"), ("! ", "plain"))


@dataclass(slots=True)
class _Open:
    """A part that has begun: its line, what opened it, the lines so far."""

    number: int
    names: dict[str, bool]
    act: str = ""
    said: tuple[str, str] = ("", "")
    condition: Expression | None = None
    lines: list[Line] = field(default_factory=list)
    before: list[Line] | None = None


class _Reading:
    def __init__(self, names: Mapping[str, bool]):
        self.faults: list[Fault] = []
        self.open = [_Open(0, dict(names))]

    def row(self, row: str, number: int) -> None:
        act = ACT.fullmatch(row.strip())
        if act is None:
            self._text(row, number)
            return
        match act.group(1):
            case "每个":
                self._each(act.group(2) or "", number)
            case "如果":
                self._if(act.group(2) or "", number)
            case "否则":
                self._otherwise(number)
            case _:
                self._end(number)

    def fault(self, number: int, message: str, remedy: str) -> None:
        self.faults.append(Fault(number, message, remedy))

    def _each(self, said: str, number: int) -> None:
        match said.split():
            case [item, "在", path] if item.isidentifier() and PATH.fullmatch(path):
                self._known(path, number)
                hidden = self.open[-1].names.get(path.split(".")[0], False)
                self._begin(_Open(number, {**self.open[-1].names, item: hidden}, "每个", (item, path)))
            case _:
                self.fault(number, f"看不懂“每个 {said}”", "写成 {{每个 行 在 papers}}")
                self._begin(_Open(number, self.open[-1].names, "每个", ("x", "x")))

    def _if(self, said: str, number: int) -> None:
        condition = None
        try:
            condition = compile(said)
        except FeelSyntaxError as error:
            self.fault(number, f"条件读不懂：{error}", '写成 {{如果 decision = "grant"}}')
        for name in sorted(condition.names if condition else ()):
            self._known(name, number)
        self._begin(_Open(number, self.open[-1].names, "如果", condition=condition))

    def _begin(self, part: _Open) -> None:
        self.open.append(part)
        if len(self.open) == DEEPEST + 1:
            self.fault(part.number, f"套了超过 {DEEPEST} 层", "分成几段，或者几个模板")

    def _otherwise(self, number: int) -> None:
        part = self.open[-1]
        if part.act != "如果" or part.before is not None:
            self.fault(number, "“否则”前面没有“如果”", "先写 {{如果 条件}}")
            return
        part.before, part.lines = part.lines, []

    def _end(self, number: int) -> None:
        if len(self.open) == 1:
            self.fault(number, "“结束”前面没有“每个”或“如果”", "删去这一行，或者补上开头")
            return
        part = self.open.pop()
        lines = tuple(part.lines)
        if part.act == "每个":
            self.open[-1].lines.append(Each(*part.said, lines))
        elif part.condition is not None:
            first, rest = (lines, ()) if part.before is None else (tuple(part.before), lines)
            self.open[-1].lines.append(If(part.condition, first, rest))

    def _text(self, row: str, number: int) -> None:
        if not row.strip():
            return
        cells, look = [row.strip()], "body"
        if row.strip().startswith("|"):
            cells, look = _cells(row), "row"
        for sign, named in LOOKS:
            if row.startswith(sign):
                cells, look = [row.removeprefix(sign).strip()], named
                break
        if look == "row" and all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            self._head_above(number)
            return
        self.open[-1].lines.append(Text(look, tuple(self._parts(cell, number) for cell in cells)))

    def _head_above(self, number: int) -> None:
        lines = self.open[-1].lines
        if lines and isinstance(lines[-1], Text) and lines[-1].look == "row":
            lines[-1] = Text("head", lines[-1].cells)
            return
        self.fault(number, "表头线上面没有表头", "上一行写表头，例如 | 材料 | 来源 |")

    def _parts(self, text: str, number: int) -> tuple[str | Gap, ...]:
        parts: list[str | Gap] = []
        for place, part in enumerate(GAP.split(text)):
            if place % 2:
                parts.append(self._gap(part, number))
            elif "{{" in part or "}}" in part:
                self.fault(number, "{{ 和 }} 没有成对", "空格写成 {{名字}}，一行之内写完")
            elif part:
                parts.append(part)
        return tuple(parts)

    def _gap(self, said: str, number: int) -> Gap:
        path, _, form = (part.strip() for part in said.partition("|"))
        if not PATH.fullmatch(path):
            self.fault(number, f"空格“{said.strip()}”读不懂", "写成 {{名字}} 或 {{名字|写法}}；“每个”“如果”要独占一行")
            return Gap("", "")
        self._known(path, number)
        if form not in FORMS:
            self.fault(number, f"不认识写法“{form}”", f"可用的写法：{'、'.join(filter(None, FORMS))}")
        elif self.open[-1].names.get(path.split(".")[0]) and form not in OPEN:
            self.fault(number, f"公开的文书不能写出“{path}”的原值", f"用一种隐去的写法：{'、'.join(OPEN)}")
        return Gap(path, form)

    def _known(self, path: str, number: int) -> None:
        root = path.split(".")[0]
        if root not in self.open[-1].names:
            self.fault(number, f"不知道“{path}”是什么", f"在开头加一行：字段: {root} 说明")


def _cells(row: str) -> list[str]:
    """Split at bars, but not at those within a gap."""
    inner = row.strip().strip("|") if row.strip().endswith("|") else row.strip().lstrip("|")
    guarded = GAP.sub(lambda gap: gap.group(0).replace("|", "\0"), inner)
    return [cell.strip().replace("\0", "|") for cell in guarded.split("|")]


def read(rows: list[str], first: int, names: Mapping[str, bool]) -> tuple[tuple[Line, ...], list[Fault]]:
    """`first`: the number of the first row. `names`: what may be named, and whether only under a mask."""
    reading = _Reading(names)
    for number, row in enumerate(rows, first):
        reading.row(row, number)
    for part in reading.open[1:]:
        reading.fault(part.number, f"“{part.act}”没有结束", "在这一段后面独占一行写 {{结束}}")
    return tuple(reading.open[0].lines), reading.faults
