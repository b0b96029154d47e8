"""From tokens to the tree: operators and what follows an operand. The forms that open an operand are in `forms`."""

from decimal import Decimal

from bpmn.feel.cursor import Cursor
from bpmn.feel.forms import COMPARISONS, operand
from bpmn.feel.nodes import (
    Call,
    Chain,
    Comparator,
    Compare,
    Filter,
    In,
    InstanceOf,
    Literal,
    Logic,
    Name,
    Negate,
    Node,
    Path,
    RangeOf,
)
from bpmn.feel.typeforms import type_form

ORDERS = ("<", "<=", ">", ">=")
COMPARING = 3
LEVELS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys((*COMPARISONS, "between", "in"), COMPARING),
    **dict.fromkeys("+-", 4),
    **dict.fromkeys("*/", 5),
    "**": 6,
}
CLOSERS = frozenset(
    [
        ")",
        ",",
        "]",
        "}",
        ".",
        "..",
        ":",
        ";",
        "and",
        "or",
        "then",
        "else",
        "return",
        "satisfies",
        "in",
        "between",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "*",
        "/",
        "**",
        "instance",
    ]
)
"""What may follow the outward bracket that closes a range, and cannot begin a filter: ]1..3[ and ..."""
SECOND_WORDS = {"time": "offset", "start": "included", "end": "included"}
"""Properties of two words, by their first."""


def expression(cursor: Cursor, floor: int = 0) -> Node:
    """Everything here that binds closer than `floor`. Few calls a level keep nesting far from Python's own bound."""
    left = signed(cursor)
    while True:
        token = cursor.token
        level = LEVELS.get(token.text, 0) if token.kind in ("mark", "word") else 0
        if level <= floor:
            return left
        left = extended(cursor, left, token.text, level)


def extended(cursor: Cursor, left: Node, operator: str, level: int) -> Node:
    """`left` with the operator that follows it and its other operands of the same level."""
    match operator:
        case "and" | "or":
            return logic(cursor, left, operator, level)
        case "between":
            return between(cursor, left)
        case "in":
            cursor.step()
            return In(left, membership(cursor))
    if level > COMPARING:
        return chain(cursor, left, level)
    if operator in ORDERS and isinstance(left, Compare) and left.operator in ORDERS:
        raise cursor.fault("不能连着比较，应为 x > 1 and x < 3 或 x in (1..3) 这样的写法")
    cursor.step()
    return Compare(operator, left, expression(cursor, level))


def logic(cursor: Cursor, left: Node, word: str, level: int) -> Node:
    clauses = [left]
    while cursor.accept(word):
        clauses.append(expression(cursor, level))
    return Logic(word, tuple(clauses))


def chain(cursor: Cursor, left: Node, level: int) -> Node:
    rest: list[tuple[str, Node]] = []
    while cursor.token.kind == "mark" and LEVELS.get(cursor.token.text) == level:
        rest.append((cursor.step().text, expression(cursor, level)))
    return Chain(left, tuple(rest))


def between(cursor: Cursor, value: Node) -> Node:
    cursor.expect("between")
    low = expression(cursor, COMPARING)
    cursor.expect("and")
    return In(value, (RangeOf(low, expression(cursor, COMPARING), True, True),))


def membership(cursor: Cursor) -> tuple[Node, ...]:
    """What stands after `in`: one test, or several in round brackets."""
    if cursor.at(*COMPARISONS):
        return (test(cursor),)
    opening = cursor.index
    if cursor.accept("("):
        found = tests(cursor)
        if cursor.accept(")"):
            return found
        cursor.index = opening
    return (expression(cursor, COMPARING),)


def tests(cursor: Cursor) -> tuple[Node, ...]:
    """Tests divided by commas."""
    found = [test(cursor)]
    while cursor.accept(","):
        found.append(test(cursor))
    return tuple(found)


def test(cursor: Cursor) -> Node:
    """An expression, or a comparison that lacks its left side."""
    if cursor.at(*COMPARISONS):
        return Comparator(cursor.step().text, expression(cursor, COMPARING))
    return cursor.nested()


def signed(cursor: Cursor) -> Node:
    """An operand with what follows it. Minus binds closer than the power: -2 ** 2 is 4; it belongs to a literal."""
    signs = 0
    while cursor.accept("-"):
        signs += 1
    if signs and cursor.token.kind == "number":
        signs -= 1
        node = postfix(cursor, Literal(negated(cursor.step().value)))
    else:
        node = postfix(cursor, operand(cursor))
    if not signs:
        return node
    if isinstance(node, Literal) and isinstance(node.value, int | Decimal) and not isinstance(node.value, bool):
        return Literal(negated(node.value) if signs % 2 else node.value)
    return Negate(node) if signs % 2 else Negate(Negate(node))


def negated(number: object) -> object:
    return -number if isinstance(number, int | Decimal) else None


def postfix(cursor: Cursor, node: Node) -> Node:
    """Paths, filters, calls and type questions after an operand."""
    while True:
        if cursor.accept("."):
            node = Path(node, property_name(cursor))
        elif cursor.at("[") and not closes_range(cursor):
            cursor.step()
            node = Filter(node, cursor.nested())
            cursor.expect("]")
        elif cursor.at("("):
            node = call(cursor, node)
        elif cursor.accept("instance"):
            cursor.expect("of")
            node = InstanceOf(node, type_form(cursor))
        else:
            return node


def closes_range(cursor: Cursor) -> bool:
    following = cursor.ahead(1)
    return following.kind == "end" or (following.kind != "string" and following.text in CLOSERS)


def property_name(cursor: Cursor) -> str:
    known = cursor.known_name()
    if known is not None:
        return known
    if cursor.token.kind not in ("name", "word"):
        raise cursor.fault("应为属性名")
    name = cursor.step().text
    second = SECOND_WORDS.get(name)
    return f"{name} {cursor.step().text}" if second and cursor.token.text == second else name


def call(cursor: Cursor, function: Node) -> Node:
    at = function.at if isinstance(function, Name) else cursor.token.at
    cursor.expect("(")
    arguments: list[Node] = []
    names: list[str] = []
    while not cursor.at(")"):
        name = argument_name(cursor)
        if name is not None:
            names.append(name)
        arguments.append(cursor.nested())
        if not cursor.accept(","):
            break
    if names and len(names) != len(arguments):
        raise cursor.fault("应为全部带名或全部不带名的参数")
    cursor.expect(")")
    return Call(function, tuple(arguments), tuple(names), at)


def argument_name(cursor: Cursor) -> str | None:
    """The name before a colon, if that is what follows."""
    start = cursor.index
    while cursor.continues_name(start):
        cursor.index += 1
    count, cursor.index = cursor.index - start, start
    if not count or cursor.ahead(count).text != ":":
        return None
    name = cursor.words_until(":")
    cursor.expect(":")
    return name
