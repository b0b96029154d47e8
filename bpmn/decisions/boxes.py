"""Boxed expressions: each element becomes a closure, compiled once. Tables and functions are beside."""

from collections.abc import Callable, Mapping
from typing import Any

from bpmn import feel
from bpmn.decisions.explaining import shown
from bpmn.decisions.functions import read_function, read_invocation
from bpmn.decisions.loops import read_filter, read_for, read_quantified
from bpmn.decisions.notes import Box, Notes, names_held
from bpmn.decisions.places import Place, check_language, child, children, compiled, name_of, text_in
from bpmn.decisions.tables import read_table
from bpmn.decisions.types import Type, coerced
from bpmn.xml import Node, local


def boxed(node: Node, place: Place) -> Box:
    """The expression of this element, its value made one of its declared type. Raises DecisionError."""
    box = KINDS[local(node)](node, place)
    type = place.type_of(node.get("typeRef", ""))
    if type is None:
        return box
    return lambda variables, notes: fitting(box(variables, notes), type, notes)


def fitting(value: Any, type: Type | None, notes: Notes) -> Any:
    """The value as one of the type; where that makes it null, the notes say so."""
    found = coerced(value, type)
    if found is None and value is not None and type is not None:
        notes.unfit(f"{shown(value)} 不是 {type.name}，按标准取空")
    return found


def logic_in(node: Node, place: Place) -> Box | None:
    """The expression among the children of an element; None where there is none."""
    for part in node:
        if isinstance(part.tag, str) and local(part) in KINDS:
            return boxed(part, place)
    return None


def needed_logic(node: Node | None, place: Place, what: str) -> Box:
    found = logic_in(node, place) if node is not None else None
    if found is None:
        raise place.error(f"{what}没有写表达式")
    return found


def read_literal(node: Node, place: Place) -> Box:
    check_language(node, place)
    expression = compiled(feel.compile, text_in(node), place)
    run, text, names = expression.compiled, expression.text, tuple(sorted(expression.names))

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        try:
            value = run(variables)
        except feel.FeelError as error:
            raise place.error(f"“{text[:80]}”{error}") from error
        if notes.steps is not None:
            notes.add(text, value, names_held(names, variables))
        return value

    return take


def read_context(node: Node, place: Place) -> Box:
    """Later entries see the earlier ones; an entry without a name, the last one, is the value of the whole."""
    entries = [entry_of(entry, place) for entry in children(node, "contextEntry")]
    if any(not name for name, _, _ in entries[:-1]):
        raise place.error("上下文里只有最后一个条目可以没有名称")
    if len({name for name, _, _ in entries}) < len(entries):
        raise place.error("上下文里的条目重名")

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        inner = feel.Scope(variables)
        for name, type, box in entries:
            value = fitting(box(inner, notes.within(name or "结果")), type, notes)
            if not name:
                return value
            inner[name] = value
        return dict(inner)

    return take


def entry_of(node: Node, place: Place) -> tuple[str, Type | None, Box]:
    variable = child(node, "variable")
    name = name_of(variable) if variable is not None else ""
    type = place.type_of(variable.get("typeRef", "")) if variable is not None else None
    return name, type, needed_logic(node, place, f"条目 {name}")


def read_list(node: Node, place: Place) -> Box:
    parts = [boxed(part, place) for part in node if isinstance(part.tag, str) and local(part) in KINDS]

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        return [box(variables, notes.within(f"第 {number} 项")) for number, box in enumerate(parts, 1)]

    return take


def read_relation(node: Node, place: Place) -> Box:
    """A list of contexts: a row each."""
    columns = [(name_of(column), place.type_of(column.get("typeRef", ""))) for column in children(node, "column")]
    rows = [row_of(row, place, len(columns), number) for number, row in enumerate(children(node, "row"), 1)]

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        quiet = notes.quiet()
        found = [
            {name: coerced(box(variables, quiet), type) for (name, type), box in zip(columns, row, strict=True)}
            for row in rows
        ]
        notes.add(f"关系表，共 {len(rows)} 行", found)
        return found

    return take


def row_of(node: Node, place: Place, columns: int, number: int) -> list[Box]:
    cells = [boxed(part, place) for part in node if isinstance(part.tag, str) and local(part) in KINDS]
    if len(cells) != columns:
        raise place.error(f"关系表第 {number} 行应有 {columns} 格")
    return cells


def read_conditional(node: Node, place: Place) -> Box:
    """Null where the condition is neither true nor false."""
    condition, then, otherwise = (
        needed_logic(child(node, part), place, f"条件的 {part}") for part in ("if", "then", "else")
    )

    def take(variables: Mapping[str, Any], notes: Notes) -> Any:
        holds = condition(variables, notes.within("if"))
        if holds is True:
            return then(variables, notes.within("then"))
        return otherwise(variables, notes.within("else")) if holds is False else None

    return take


KINDS: dict[str, Callable[[Node, Place], Box]] = {
    "literalExpression": read_literal,
    "decisionTable": lambda node, place: read_table(node, place).take,
    "context": read_context,
    "list": read_list,
    "relation": read_relation,
    "conditional": read_conditional,
    "invocation": lambda node, place: read_invocation(node, place, needed_logic),
    "functionDefinition": lambda node, place: read_function(node, place, needed_logic),
    "for": lambda node, place: read_for(node, place, needed_logic),
    "filter": lambda node, place: read_filter(node, place, needed_logic),
    "some": lambda node, place: read_quantified(node, place, needed_logic),
    "every": lambda node, place: read_quantified(node, place, needed_logic),
}
"""Element -> what reads it."""
