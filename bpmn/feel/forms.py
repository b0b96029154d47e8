"""What can open an operand: literals, names, brackets of every kind, if, for, some, every, function."""

from bpmn.feel.cursor import Cursor
from bpmn.feel.moments import literal as moment
from bpmn.feel.nodes import (
    Binding,
    ContextOf,
    For,
    FunctionOf,
    If,
    ListOf,
    Literal,
    Name,
    Node,
    Quantified,
    RangeOf,
    TypeForm,
    UnaryRange,
)
from bpmn.feel.typeforms import type_form

CONSTANTS = {"true": True, "false": False, "null": None}
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def operand(cursor: Cursor) -> Node:
    token = cursor.token
    match token.kind:
        case "number" | "string":
            cursor.step()
            return Literal(token.value)
        case "name":
            return name(cursor)
        case "word":
            return worded(cursor)
        case "mark":
            return bracketed(cursor)
    raise cursor.fault("应为值、名称或括号")


def name(cursor: Cursor) -> Node:
    at = cursor.token.at
    found = cursor.function_name() or cursor.known_name() or cursor.step().text
    return Name(found, at)


def worded(cursor: Cursor) -> Node:
    word = cursor.token.text
    if word in CONSTANTS:
        cursor.step()
        return Literal(CONSTANTS[word])
    match word:
        case "if":
            return conditional(cursor)
        case "for":
            return repeated(cursor)
        case "some" | "every":
            return quantified(cursor)
        case "function":
            return function(cursor)
    raise cursor.fault("应为值或名称")


def conditional(cursor: Cursor) -> Node:
    cursor.expect("if")
    condition = cursor.nested()
    cursor.expect("then")
    then = cursor.nested()
    cursor.expect("else")
    return If(condition, then, cursor.nested())


def repeated(cursor: Cursor) -> Node:
    cursor.expect("for")
    bound = bindings(cursor)
    cursor.expect("return")
    return For(bound, cursor.nested())


def quantified(cursor: Cursor) -> Node:
    word = cursor.step().text
    bound = bindings(cursor)
    cursor.expect("satisfies")
    return Quantified(word, bound, cursor.nested())


def bindings(cursor: Cursor) -> tuple[Binding, ...]:
    found: list[Binding] = []
    while True:
        variable = cursor.words_until("in")
        cursor.expect("in")
        source = cursor.nested()
        until = cursor.nested() if cursor.accept("..") else None
        found.append(Binding(variable, source, until))
        if not cursor.accept(","):
            return tuple(found)


def function(cursor: Cursor) -> Node:
    cursor.expect("function")
    cursor.expect("(")
    parameters: list[str] = []
    types: list[TypeForm | None] = []
    while not cursor.at(")"):
        parameters.append(cursor.words_until(",", ")", ":"))
        types.append(type_form(cursor) if cursor.accept(":") else None)
        if not cursor.accept(","):
            break
    cursor.expect(")")
    if cursor.token.text == "external" and cursor.ahead(1).text == "{":
        raise cursor.fault("不支持外部函数（external），应为用 FEEL 写的函数体")
    return FunctionOf(tuple(parameters), tuple(types), cursor.nested())


def bracketed(cursor: Cursor) -> Node:
    mark = cursor.token.text
    match mark:
        case "(" | "[" | "]":
            return enclosed(cursor)
        case "{":
            return context(cursor)
        case "?":
            return Name("?", cursor.step().at)
        case "@":
            return at_literal(cursor)
    raise cursor.fault("应为值、名称或括号")


def at_literal(cursor: Cursor) -> Node:
    cursor.expect("@")
    token = cursor.step()
    value = moment(token.value) if isinstance(token.value, str) else None
    if value is None:
        raise cursor.fault('应为日期、时间或时长，如 @"2026-01-31"', token)
    return Literal(value)


def enclosed(cursor: Cursor) -> Node:
    """A list, a range with either kind of bracket, or an expression in brackets."""
    opening = cursor.step().text
    if opening == "(" and cursor.at(*COMPARISONS):
        return unary_range(cursor)
    if opening == "[" and cursor.accept("]"):
        return ListOf(())
    first = cursor.nested()
    if cursor.accept(".."):
        return closed_range(cursor, opening, first)
    if opening == "(":
        cursor.expect(")")
        return first
    if opening == "]":
        raise cursor.fault("应为 ..")
    items = [first]
    while cursor.accept(","):
        items.append(cursor.nested())
    cursor.expect("]")
    return ListOf(tuple(items))


def unary_range(cursor: Cursor) -> Node:
    """A range with one end, in brackets: (>= 18)."""
    sign = cursor.step().text
    end = cursor.nested()
    cursor.expect(")")
    return UnaryRange(sign, end)


def closed_range(cursor: Cursor, opening: str, low: Node) -> Node:
    high = cursor.nested()
    if not cursor.at(")", "]", "["):
        raise cursor.fault("应为 ] 或 )")
    return RangeOf(low, high, opening == "[", cursor.step().text == "]")


def context(cursor: Cursor) -> Node:
    cursor.expect("{")
    entries: list[tuple[str, Node]] = []
    while not cursor.at("}"):
        entries.append((key(cursor), cursor.nested()))
        if not cursor.accept(","):
            break
    cursor.expect("}")
    return ContextOf(tuple(entries))


def key(cursor: Cursor) -> str:
    found = str(cursor.step().value) if cursor.token.kind == "string" else cursor.words_until(":")
    cursor.expect(":")
    return found
