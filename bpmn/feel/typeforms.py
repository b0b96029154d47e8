"""Types as they are written after `instance of` and behind parameters, and what each asks of a value."""

from collections.abc import Callable
from typing import Any, TypeAlias

from bpmn.feel.bounds import spend
from bpmn.feel.cursor import Cursor
from bpmn.feel.nearness import meant
from bpmn.feel.nodes import TypeForm
from bpmn.feel.scope import Frame
from bpmn.feel.values import Function, Range, kind

Judge: TypeAlias = Callable[[Any], bool]
"""Whether a value, null apart, is of the type."""
KINDS = {
    "years and months duration": "months",
    "year and month duration": "months",
    "days and time duration": "duration",
    "day and time duration": "duration",
    "date and time": "date and time",
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "list": "list",
    "context": "context",
    "range": "range",
    "function": "function",
    "Any": "any",
    "Null": "null",
}
LIKE = "如 number、string、boolean、date、list"
TYPES = [(tuple(name.split()), kind) for name, kind in KINDS.items()]


def type_form(cursor: Cursor) -> TypeForm:
    """The type written here; raises FeelSyntaxError."""
    at = cursor.token.at
    for pieces, found in TYPES:
        if cursor.follows(pieces):
            cursor.index += len(pieces)
            cursor.enter()
            form = parametrised(cursor, TypeForm(found, found, at))
            cursor.leave()
            return form
    return named(cursor, at)


def parametrised(cursor: Cursor, form: TypeForm) -> TypeForm:
    match form.kind:
        case "list" | "range" if cursor.accept("<"):
            of = type_form(cursor)
            cursor.expect(">")
            return TypeForm(form.kind, form.name, form.at, of, (), False)
        case "context" if cursor.accept("<"):
            return TypeForm("context", form.name, form.at, None, entries(cursor), False)
        case "function" if cursor.accept("<"):
            parameters = unnamed(cursor)
            cursor.expect("->")
            return TypeForm("function", form.name, form.at, type_form(cursor), parameters, False)
    return form


def entries(cursor: Cursor) -> tuple[tuple[str, TypeForm], ...]:
    found: list[tuple[str, TypeForm]] = []
    while not cursor.at(">"):
        name = cursor.words_until(":")
        cursor.expect(":")
        found.append((name, type_form(cursor)))
        if not cursor.accept(","):
            break
    cursor.expect(">")
    return tuple(found)


def unnamed(cursor: Cursor) -> tuple[tuple[str, TypeForm], ...]:
    found: list[tuple[str, TypeForm]] = []
    while not cursor.at(">"):
        found.append(("", type_form(cursor)))
        if not cursor.accept(","):
            break
    cursor.expect(">")
    return tuple(found)


def named(cursor: Cursor, at: int) -> TypeForm:
    """A type of the surroundings: a name they promised, or one word; with points for what is imported."""
    first = cursor.token
    name = cursor.type_name()
    while name and cursor.accept("."):
        name += f".{cursor.type_name()}"
    if name not in cursor.types:
        near = meant(name, (*KINDS, *cursor.types))
        raise cursor.fault(f"应为类型名，{f'是不是 {near}？' if near else LIKE}", first)
    return TypeForm("named", name, at)


def judge_of(form: TypeForm, frame: Frame) -> Judge:
    """What the type asks of a value that is not null."""
    match form.kind:
        case "any":
            return lambda value: True
        case "named":
            return frame.types[form.name]
        case "list" if form.of:
            return judge_list(conforming(form.of, frame))
        case "range" if form.of:
            return judge_range(conforming(form.of, frame))
        case "context" if not form.open:
            return judge_context({name: conforming(inner, frame) for name, inner in form.entries})
        case "function" if not form.open:
            return judge_function(len(form.entries))
    wanted = form.kind
    return lambda value: kind(value) == wanted


def conforming(form: TypeForm, frame: Frame) -> Judge:
    """The same question inside another value, where null is of every type."""
    judge = judge_of(form, frame)
    return lambda value: value is None or judge(value)


def judge_list(judge: Judge) -> Judge:
    def run(value: Any) -> bool:
        if kind(value) != "list":
            return False
        spend(len(value))
        return all(map(judge, value))

    return run


def judge_range(judge: Judge) -> Judge:
    return lambda value: isinstance(value, Range) and judge(value.low) and judge(value.high)


def judge_context(judges: dict[str, Judge]) -> Judge:
    """Other entries beside those named do no harm."""

    def run(value: Any) -> bool:
        if kind(value) != "context":
            return False
        spend(len(judges))
        return all(name in value and judge(value[name]) for name, judge in judges.items())

    return run


def judge_function(count: int) -> Judge:
    """By the number of its parameters: nothing is known of what an untyped one takes and gives."""
    return lambda value: isinstance(value, Function) and (value.spread or len(value.parameters) == count)


def typed(form: TypeForm, frame: Frame) -> Callable[[Any], Any]:
    """A value as a parameter of the type takes it: itself, the one element of a list, or raises Unfit."""
    judge = conforming(form, frame)

    def run(value: Any) -> Any:
        if judge(value):
            return value
        if kind(value) == "list" and len(value) == 1 and judge(value[0]):
            return value[0]
        raise Unfit

    return run


class Unfit(Exception):
    """An argument is not of its parameter's type: the call gives null."""
