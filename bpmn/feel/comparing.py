"""Compiles comparisons, and/or, `in`, and the tests of a table's cells. Comparing with a constant is the fast case."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from bpmn.feel.bounds import check_length
from bpmn.feel.nodes import Comparator, Compare, In, ListOf, Literal, Logic, Name, Node, Not, RangeOf
from bpmn.feel.scope import Frame, Run, Scope, build, noticing
from bpmn.feel.values import Range, equals, includes, kind, order

Test: TypeAlias = Callable[[Any, Any], bool | None]
"""(value, variables) -> whether the value passes."""
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
FAST: dict[str, tuple[type, ...]] = {"number": (int, Decimal), "string": (str,), "boolean": (bool,)}


def compare(node: Compare, frame: Frame) -> Run:
    if isinstance(node.left, Literal) and not isinstance(node.right, Literal):
        return compare(Compare(TURNED[node.operator], node.right, node.left), frame)
    if isinstance(node.right, Literal):
        return compare_constant(node, node.right.value, frame)
    left, right = build(node.left, frame), build(node.right, frame)
    judge = judge_of(node.operator)
    return lambda v: judge(left(v), right(v))


def compare_constant(node: Compare, constant: Any, frame: Frame) -> Run:
    types = fast_types(node.operator, constant)
    sign, judge = SIGNS[node.operator], judge_of(node.operator)
    left = build(node.left, frame)
    if isinstance(node.left, Name):
        return compare_name(node.left.name, constant, types, (sign, judge))

    def run(v: Any) -> Any:
        value = left(v)
        return sign(value, constant) if type(value) in types else judge(value, constant)

    return run


def compare_name(name: str, constant: Any, types: tuple[type, ...], ways: tuple[Any, Any]) -> Run:
    sign, judge = ways

    def run(v: Any) -> Any:
        try:
            value = v[name]
        except KeyError:
            value = None
        return sign(value, constant) if type(value) in types else judge(value, constant)

    return run


def fast_types(mark: str, constant: Any) -> tuple[type, ...]:
    """The types that Python's own comparison with the constant serves."""
    name = kind(constant)
    return () if name == "boolean" and mark not in ("=", "!=") else FAST.get(name, ())


def judge_of(mark: str) -> Callable[[Any, Any], bool | None]:
    """The full comparison, for any two values."""
    if mark == "=":
        return equals
    if mark == "!=":
        return differs
    sign = SIGNS[mark]

    def ordered(left: Any, right: Any) -> bool | None:
        found = order(left, right)
        return None if found is None else sign(found, 0)

    return ordered


def differs(left: Any, right: Any) -> bool | None:
    same = equals(left, right)
    return None if same is None else not same


def logic(node: Logic, frame: Frame) -> Run:
    """Three-valued: a clause that is neither true nor false leaves the whole open unless another decides it."""
    clauses = tuple(build(clause, frame) for clause in node.clauses)
    return conjunction(clauses) if node.word == "and" else disjunction(clauses)


def conjunction(clauses: tuple[Run, ...]) -> Run:
    def run(v: Any) -> Any:
        found: bool | None = True
        for clause in clauses:
            value = clause(v)
            if value is False:
                return False
            if value is not True:
                found = None
        return found

    return run


def disjunction(clauses: tuple[Run, ...]) -> Run:
    def run(v: Any) -> Any:
        found: bool | None = False
        for clause in clauses:
            value = clause(v)
            if value is True:
                return True
            if value is not False:
                found = None
        return found

    return run


def membership(node: In, frame: Frame) -> Run:
    value = build(node.value, frame)
    passes = any_of(node.tests, frame)
    return lambda v: passes(value(v), v)


def any_of(nodes: tuple[Node, ...], frame: Frame) -> Test:
    """Passes where one of the tests does."""
    strings = constant_strings(nodes)
    if strings is not None:
        return lambda value, v: value in strings if type(value) is str else False if value is None else None
    tests = tuple(test(node, frame) for node in nodes)
    if len(tests) == 1:
        return tests[0]

    def passes(value: Any, v: Any) -> bool | None:
        found: bool | None = False
        for one in tests:
            passed = one(value, v)
            if passed is True:
                return True
            if passed is None:
                found = None
        return found

    return passes


def constant_strings(nodes: tuple[Node, ...]) -> frozenset[str] | None:
    """The strings, where the tests are nothing but strings or one list of them."""
    if len(nodes) == 1 and isinstance(nodes[0], ListOf):
        nodes = nodes[0].items
    values = [node.value for node in nodes if isinstance(node, Literal) and isinstance(node.value, str)]
    return frozenset(values) if values and len(values) == len(nodes) else None


def test(node: Node, frame: Frame) -> Test:
    """One test of a cell or after `in`."""
    match node:
        case Comparator(mark, Literal(value)):
            return constant_test(mark, value)
        case Comparator():
            return comparator(node, frame)
        case Literal(value):
            return constant_test("=", value)
        case Not():
            return negated(node, frame)
        case RangeOf(Literal(low), Literal(high)) if kind(low) == kind(high) == "number":
            return number_range(Range(low, high, node.low_included, node.high_included))
    return open_test(node, frame)


def constant_test(mark: str, constant: Any) -> Test:
    types, sign, judge = fast_types(mark, constant), SIGNS[mark], judge_of(mark)
    return lambda value, v: sign(value, constant) if type(value) in types else judge(value, constant)


def comparator(node: Comparator, frame: Frame) -> Test:
    operand, judge = build(node.operand, frame), judge_of(node.operator)
    return lambda value, v: judge(value, operand(v))


def negated(node: Not, frame: Frame) -> Test:
    passes = any_of(node.tests, frame)

    def run(value: Any, v: Any) -> bool | None:
        found = passes(value, v)
        return None if found is None else not found

    return run


def number_range(span: Range) -> Test:
    low, high = span.low, span.high
    above, below = SIGNS[">=" if span.low_included else ">"], SIGNS["<=" if span.high_included else "<"]

    def run(value: Any, v: Any) -> bool | None:
        if type(value) is int or type(value) is Decimal:
            return above(value, low) and below(value, high)
        return includes(span, value)

    return run


def open_test(node: Node, frame: Frame) -> Test:
    """An expression: with `?` it must be true itself, else it gives what the value is compared with."""
    run, asks = noticing("?", frame, lambda: build(node, frame.binding("?")))
    if asks:
        return lambda value, v: run(asking(value, v))
    return lambda value, v: matches(value, run(v))


def asking(value: Any, v: Any) -> Scope:
    inner = Scope(v)
    inner["?"] = value
    return inner


def matches(value: Any, wanted: Any) -> bool | None:
    """Whether the value is what is wanted: equal, one of the list, within the range, or the answer is yes.

    What is wanted being null, because a list or an end of a range is missing, leaves the question open.
    """
    match kind(wanted):
        case "null":
            return True if value is None else None
        case "range":
            return includes(wanted, value)
        case "list":
            return listed(value, wanted)
        case "boolean" if type(value) is not bool:
            return bool(wanted)
    return equals(value, wanted)


def listed(value: Any, wanted: Any) -> bool | None:
    check_length(len(wanted))
    if any(equals(value, item) is True or (type(item) is Range and includes(item, value) is True) for item in wanted):
        return True
    return kind(value) == "list" and equals(value, wanted) is True
