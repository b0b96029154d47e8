"""Every kind of fact is read as it was written, numbers to the last digit."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime, timedelta
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest

from engine.domain.durations import CITY
from engine.domain.facts import KINDS, ElementsPassed, Fact, TaskCompleted
from engine.store.facts_json import decode, encode

NUMBERS = [0, -1, 2**53, 2**63, 10**40, -(10**30), Decimal("1.10"), Decimal("0.1"), Decimal("1E+3"), Decimal("-0.000")]


def example(hint: Any) -> Any:
    """A value of this type that is not its default."""
    kind = get_origin(hint) or hint
    match kind:
        case _ if kind is UnionType:
            return example(next(part for part in get_args(hint) if part is not NoneType))
        case _ if kind is tuple:
            parts = get_args(hint)
            return (example(parts[0]),) * 2 if parts[1:] == (...,) else tuple(map(example, parts))
        case _ if kind is Mapping:
            return {"amount": Decimal("12.50"), "list": [1, None, True, "文"], "inner": {"typename": "UserTask"}}
        case _ if issubclass(kind, tuple):
            return kind(*map(example, get_type_hints(kind).values()))
    plain: dict[Any, Any] = {
        int: 7 << 40 | 5,
        str: '文 "quoted" \\ \n',
        bool: True,
        datetime: datetime(2026, 11, 24, 9, 0, 0, 123456, CITY),
        timedelta: timedelta(days=2, microseconds=1),
        Decimal: Decimal("0.3"),
    }
    return plain[kind]


def full(kind: type[Fact]) -> Fact:
    hints = get_type_hints(kind)
    return kind(**{field.name: example(hints[field.name]) for field in fields(kind)})


def least(kind: type[Fact]) -> Fact:
    hints = get_type_hints(kind)
    needed = (f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
    return kind(**{name: example(hints[name]) for name in needed})


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_fact_is_read_as_it_was_written(kind: type[Fact]) -> None:
    told = (full(kind), least(kind))

    assert decode(encode(told)) == told


def test_what_has_its_default_is_left_out() -> None:
    assert encode([ElementsPassed(1, ("a",))]) == b'[["ElementsPassed",{"instance":1,"elements":["a"]}]]'


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_numbers_keep_all_their_digits(number: int | Decimal) -> None:
    [fact] = decode(encode([TaskCompleted(1, 2, "e", "li", {"n": [number]})]))

    assert isinstance(fact, TaskCompleted)
    [read] = fact.variables["n"]
    assert read == number
    assert not isinstance(read, float)


def test_a_half_sign_is_refused_not_mangled() -> None:
    with pytest.raises(UnicodeEncodeError):
        encode([TaskCompleted(1, 2, "e", "li", {"text": "\ud800"})])


def test_an_unknown_kind_is_no_fact() -> None:
    with pytest.raises(KeyError):
        decode(b'[["TaskForgotten",{}]]')
    with pytest.raises(msgspec.ValidationError):
        decode(b'[["TaskClaimed",{"task":1}]]')
