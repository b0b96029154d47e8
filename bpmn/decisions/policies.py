"""Hit policies: which of the rules that match decide, and how. Knows matched rules and their outputs only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bpmn import feel
from bpmn.decisions.results import DecisionError


@dataclass(frozen=True, slots=True)
class Hit:
    """A matched rule: its number and the values of its outputs, in the order of the columns."""

    rule: int
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An output. `ranks` are its allowed values, the most important first; empty where none are given."""

    name: str
    ranks: tuple[Any, ...]


Columns: TypeAlias = tuple[Column, ...]
Policy: TypeAlias = Callable[[Sequence[Hit], Columns], Any]
"""At least one hit, and the columns -> the output. Raises DecisionError with the rules that clash."""
SAME = feel.compile("a = b")


def value_of(hit: Hit, columns: Columns) -> Any:
    """The one output's value, or a context of several."""
    if len(columns) == 1:
        return hit.values[0]
    return {column.name: value for column, value in zip(columns, hit.values, strict=True)}


def unique(hits: Sequence[Hit], columns: Columns) -> Any:
    if len(hits) > 1:
        raise DecisionError("只应有一条规则命中（UNIQUE），却同时命中了多条", rules=rules_of(hits))
    return value_of(hits[0], columns)


def any_hit(hits: Sequence[Hit], columns: Columns) -> Any:
    outputs = [value_of(hit, columns) for hit in hits]
    clashing = [hit for hit, output in zip(hits, outputs, strict=True) if not same(output, outputs[0])]
    if clashing:
        raise DecisionError("命中的规则应给出相同的结果（ANY），却不相同", rules=rules_of([hits[0], *clashing]))
    return outputs[0]


def same(left: Any, right: Any) -> bool:
    return SAME.holds({"a": left, "b": right})


def first(hits: Sequence[Hit], columns: Columns) -> Any:
    return value_of(hits[0], columns)


def priority(hits: Sequence[Hit], columns: Columns) -> Any:
    return value_of(ranked(hits, columns)[0], columns)


def output_order(hits: Sequence[Hit], columns: Columns) -> Any:
    return [value_of(hit, columns) for hit in ranked(hits, columns)]


def ranked(hits: Sequence[Hit], columns: Columns) -> list[Hit]:
    """By the place of their outputs among the allowed values, the first column weighing most."""
    return sorted(hits, key=lambda hit: tuple(rank(hit, index, column) for index, column in enumerate(columns)))


def rank(hit: Hit, index: int, column: Column) -> int:
    if not column.ranks:
        return 0
    for place, allowed in enumerate(column.ranks):
        if same(allowed, hit.values[index]):
            return place
    raise DecisionError("结果不在允许的取值之中，无法排序", rules=(hit.rule,), column=column.name)


def all_hits(hits: Sequence[Hit], columns: Columns) -> Any:
    return [value_of(hit, columns) for hit in hits]


def folded(function: str) -> Policy:
    """The outputs of all hits, as one number."""
    fold = feel.compile(f"{function}(values)")

    def decide(hits: Sequence[Hit], columns: Columns) -> Any:
        found = fold({"values": [hit.values[0] for hit in hits]})
        if found is None:
            raise DecisionError(f"命中规则的结果不能做 {function} 汇总", rules=rules_of(hits), column=columns[0].name)
        return found

    return decide


def rules_of(hits: Sequence[Hit]) -> tuple[int, ...]:
    return tuple(hit.rule for hit in hits)


POLICIES: dict[tuple[str, str], Policy] = {
    ("UNIQUE", ""): unique,
    ("ANY", ""): any_hit,
    ("FIRST", ""): first,
    ("PRIORITY", ""): priority,
    ("OUTPUT ORDER", ""): output_order,
    ("RULE ORDER", ""): all_hits,
    ("COLLECT", ""): all_hits,
    ("COLLECT", "SUM"): folded("sum"),
    ("COLLECT", "MIN"): folded("min"),
    ("COLLECT", "MAX"): folded("max"),
    ("COLLECT", "COUNT"): folded("count"),
}
LISTS = frozenset((("OUTPUT ORDER", ""), ("RULE ORDER", ""), ("COLLECT", "")))
"""Policies that give a list: an empty one where nothing matches."""
RANKED = frozenset((("OUTPUT ORDER", ""), ("PRIORITY", "")))
"""Policies that need the allowed values of the outputs."""


def nothing(policy: tuple[str, str]) -> Any:
    """The output where no rule matches and no default is given."""
    if policy in LISTS:
        return []
    return 0 if policy == ("COLLECT", "COUNT") else None
