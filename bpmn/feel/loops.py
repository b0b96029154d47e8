"""Compiles for, some, every and filters: each round has a scope of its own and pays for its body."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from bpmn.feel.bounds import LIST_LENGTH, check_length, spend
from bpmn.feel.nodes import Binding, Filter, For, Literal, Quantified
from bpmn.feel.scope import Frame, Run, Scope, build, noticing, weighed
from bpmn.feel.values import Range, as_list, kind, order

Bound = list[tuple[str, Run]]


class NothingToWalk(Exception):
    """A loop's list is null; the loop is then null too."""


def bind(bindings: tuple[Binding, ...], frame: Frame) -> tuple[Bound, Frame]:
    """Each name with what gives its values; later ones see the earlier."""
    bound: Bound = []
    for binding in bindings:
        bound.append((binding.name, domain(binding, frame)))
        frame = frame.binding(binding.name)
    return bound, frame


def domain(binding: Binding, frame: Frame) -> Run:
    source = build(binding.source, frame)
    if binding.until is None:
        return lambda v: walked(source(v))
    until = build(binding.until, frame)
    return lambda v: span(source(v), until(v))


def walked(value: Any) -> Iterable[Any]:
    """The values of a list, or of a range of whole numbers or days; raises NothingToWalk for null."""
    if value is None:
        raise NothingToWalk
    if not isinstance(value, Range):
        return as_list(value)
    if order(value.low, value.high) not in (-1, 0):
        raise NothingToWalk
    found = list(bounded(span(value.low, value.high)))
    return found[0 if value.low_included else 1 : None if value.high_included else -1]


def bounded(values: Iterable[Any]) -> Iterator[Any]:
    for count, value in enumerate(values):
        if count >= LIST_LENGTH:
            check_length(count + 1)
        yield value


def span(low: Any, high: Any) -> Iterable[Any]:
    """From low to high, upwards or downwards, both included."""
    if type(low) is date and type(high) is date:
        return map(date.fromordinal, span(low.toordinal(), high.toordinal()))
    first, last = as_whole(low), as_whole(high)
    step = 1 if first <= last else -1
    return range(first, last + step, step)


def as_whole(value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    raise NothingToWalk


def scopes(bound: Bound, outer: Any, index: int = 0) -> Iterator[Scope]:
    """A scope for every combination of values."""
    name, values = bound[index]
    for value in values(outer):
        spend(1)
        inner = Scope(outer)
        inner[name] = value
        if index + 1 < len(bound):
            yield from scopes(bound, inner, index + 1)
        else:
            yield inner


def repeated(node: For, frame: Frame) -> Run:
    bound, inner = bind(node.bindings, frame)
    made, recalls = noticing("partial", frame, lambda: weighed(node.body, inner.binding("partial")))
    body, weight = made

    def run(v: Any) -> Any:
        results: list[Any] = []
        try:
            for scope in scopes(bound, v):
                spend(weight)
                if recalls:
                    spend(len(results))
                    scope["partial"] = list(results)
                results.append(body(scope))
                if len(results) > LIST_LENGTH:
                    check_length(len(results))
        except NothingToWalk:
            return None
        return results

    return run


def quantified(node: Quantified, frame: Frame) -> Run:
    """`some` looks for a true one, `every` for a false one; else null if one was neither."""
    bound, inner = bind(node.bindings, frame)
    condition, weight = weighed(node.body, inner)
    decisive = node.word == "some"

    def run(v: Any) -> Any:
        found: bool | None = not decisive
        try:
            for scope in scopes(bound, v):
                spend(weight)
                value = condition(scope)
                if value is decisive:
                    return decisive
                if type(value) is not bool:
                    found = None
        except NothingToWalk:
            return None
        return found

    return run


def filtered(node: Filter, frame: Frame) -> Run:
    source = build(node.source, frame)
    if isinstance(node.condition, Literal) and kind(node.condition.value) == "number":
        position = node.condition.value
        return lambda v: element(source(v), position)
    condition, weight = weighed(node.condition, frame.filtering())

    def run(v: Any) -> Any:
        value = source(v)
        return None if value is None else select(as_list(value), condition, (v, weight))

    return run


def select(items: list[Any], condition: Run, around: tuple[Any, int]) -> Any:
    """The items for which the condition is true; the one at that place where the condition is a number."""
    outer, weight = around
    found: list[Any] = []
    for item in items:
        spend(weight + 1)
        value = condition(item_scope(item, outer))
        if value is True:
            found.append(item)
        elif type(value) is int or type(value) is Decimal:
            return element(items, value)
    if not items and kind(condition(outer)) == "number":
        return None
    return found


def item_scope(item: Any, outer: Any) -> Scope:
    """Inside a filter `item` is the item, and a context's entries are names."""
    inner = Scope(outer)
    if isinstance(item, dict):
        spend(len(item) // 8)
        inner.update(item)
    inner.setdefault("item", item)
    return inner


def element(value: Any, position: Any) -> Any:
    """Counted from 1, or from -1 at the end; null beyond the list."""
    if value is None:
        return None
    items = as_list(value)
    try:
        index = as_whole(position)
    except NothingToWalk:
        return None
    if 1 <= index <= len(items):
        return items[index - 1]
    return items[index] if -len(items) <= index <= -1 else None
