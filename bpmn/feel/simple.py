"""Compiles what needs no scope of its own: literals, names, paths, arithmetic, lists, ranges, if, instance of."""

from typing import Any

from bpmn.feel.arithmetic import OPERATORS, Operator, negate
from bpmn.feel.bounds import check_length
from bpmn.feel.moments import part
from bpmn.feel.nodes import Chain, If, InstanceOf, ListOf, Literal, Name, Negate, Path, RangeOf, UnaryRange
from bpmn.feel.scope import Frame, Run, build
from bpmn.feel.typeforms import judge_of
from bpmn.feel.values import Range, kind


def literal(node: Literal, frame: Frame) -> Run:
    value = node.value
    return lambda v: value


def name(node: Name, frame: Frame) -> Run:
    frame.meet(node.name)
    key = node.name

    def run(v: Any) -> Any:
        try:
            return v[key]
        except KeyError:
            return None

    return run


def path(node: Path, frame: Frame) -> Run:
    source = build(node.source, frame)
    key = node.name

    def run(v: Any) -> Any:
        value = source(v)
        return value.get(key) if type(value) is dict else step(value, key)

    return run


def named_path(node: Path, frame: Frame) -> Run:
    """A path of one step from a name, the most frequent one, in one call."""
    if not isinstance(node.source, Name):
        return path(node, frame)
    frame.meet(node.source.name)
    first, key = node.source.name, node.name

    def run(v: Any) -> Any:
        try:
            value = v[first]
        except KeyError:
            return None
        return value.get(key) if type(value) is dict else step(value, key)

    return run


def step(value: Any, key: str) -> Any:
    """A property by name: an entry of a context, of each context in a list, a part of a date, an end of a range."""
    match kind(value):
        case "context":
            return entry(value, key)
        case "list":
            check_length(len(value))
            return [step(item, key) for item in value]
        case "range":
            return ends(value, key)
        case "date" | "time" | "date and time" | "duration" | "months":
            return part(value, key)
    return None


def entry(context: Any, key: str) -> Any:
    try:
        return context[key]
    except KeyError:
        return None


def ends(span: Range, key: str) -> Any:
    match key:
        case "start":
            return span.low
        case "end":
            return span.high
        case "start included":
            return span.low_included
        case "end included":
            return span.high_included
    return None


def chain(node: Chain, frame: Frame) -> Run:
    first = build(node.first, frame)
    rest = [(OPERATORS[mark], build(operand, frame)) for mark, operand in node.rest]
    if len(rest) == 1:
        return binary(first, *rest[0])

    def run(v: Any) -> Any:
        value = first(v)
        for operate, operand in rest:
            value = operate(value, operand(v))
        return value

    return run


def binary(left: Run, operate: Operator, right: Run) -> Run:
    return lambda v: operate(left(v), right(v))


def minus(node: Negate, frame: Frame) -> Run:
    operand = build(node.operand, frame)
    return lambda v: negate(operand(v))


def conditional(node: If, frame: Frame) -> Run:
    condition, then, otherwise = (build(inner, frame) for inner in (node.condition, node.then, node.otherwise))
    return lambda v: then(v) if condition(v) is True else otherwise(v)


def list_of(node: ListOf, frame: Frame) -> Run:
    items = [build(item, frame) for item in node.items]
    return lambda v: [item(v) for item in items]


def range_of(node: RangeOf, frame: Frame) -> Run:
    """Null where the ends are of different kinds, or one is null."""
    low, high = build(node.low, frame), build(node.high, frame)
    brackets = node.low_included, node.high_included

    def run(v: Any) -> Any:
        start, stop = low(v), high(v)
        if start is None or kind(start) != kind(stop):
            return None
        return Range(start, stop, *brackets)

    return run


def unary_range(node: UnaryRange, frame: Frame) -> Run:
    """Null where its end is null."""
    end, sign = build(node.end, frame), node.sign
    return lambda v: one_ended(sign, end(v))


def one_ended(sign: str, end: Any) -> Range | None:
    if end is None:
        return None
    match sign:
        case "<" | "<=":
            return Range(None, end, False, sign == "<=", sign)
        case ">" | ">=":
            return Range(end, None, sign == ">=", False, sign)
    return Range(end, end, sign == "=", sign == "=", sign)


def instance_of(node: InstanceOf, frame: Frame) -> Run:
    """Null is an instance of nothing but Null."""
    value, judge, of_null = build(node.value, frame), judge_of(node.form, frame), node.form.kind == "null"

    def run(v: Any) -> Any:
        found = value(v)
        return of_null if found is None else judge(found)

    return run
