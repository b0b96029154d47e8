"""Our values in the form in which feelin's come, and when two of them are the same."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bpmn import feel
from bpmn.feel.values import kind

CLOSE = 1e-9
"""feelin counts in binary: its numbers are right to about so many parts of themselves."""


def ours(text: str, variables: dict[str, Any]) -> Any:
    """Our value, tagged; {"error": ...} where we refuse the text."""
    try:
        return tagged(feel.compile(text)(variables))
    except feel.FeelSyntaxError as error:
        return {"error": str(error)}


def cell(text: str, value: object, variables: dict[str, Any]) -> Any:
    """Whether the value passes the tests of a cell; a test left open does not."""
    return feel.compile_unary(text)(value, variables)


def tagged(value: Any) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int() | Decimal():
            return {"number": float(value)}
        case list():
            return [tagged(one) for one in value]
        case dict():
            return {"context": {key: tagged(one) for key, one in value.items()}}
        case feel.Range():
            return {"range": [value.low_included, tagged(value.low), tagged(value.high), value.high_included]}
        case feel.Function():
            return {"function": True}
    return moment(value)


def moment(value: Any) -> Any:
    text = feel.compile("string(x)")({"x": value})
    match value:
        case datetime():
            return {"moment": text}
        case date() | time() | timedelta():
            return {kind(value): text}
    return {"months": text}


def same(one: Any, other: Any) -> bool:
    match one, other:
        case {"number": float() | int() as a}, {"number": float() | int() as b}:
            return abs(a - b) <= CLOSE * max(1.0, abs(a))
        case {"context": a}, {"context": b}:
            return sorted(a) == sorted(b) and all(same(a[key], b[key]) for key in a)
        case list(), list():
            return len(one) == len(other) and all(map(same, one, other))
        case {"range": a}, {"range": b}:
            return all(map(same, a, b))
    return type(one) is type(other) and bool(one == other)
