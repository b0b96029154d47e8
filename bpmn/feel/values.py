"""The values of the language beyond Python's own, what kind each is, and how two are compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bpmn.feel.bounds import spend
from bpmn.feel.far import FarDate, FarMoment


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A years-months duration."""

    count: int


@dataclass(frozen=True, slots=True)
class Range:
    """An end that is None is open without bound, if its `included` is False.

    `sign` is the comparison of a range with one end, (< 10); such a one equals only its like. != holds all but its end.
    """

    low: Any
    high: Any
    low_included: bool = True
    high_included: bool = True
    sign: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function value; `call` takes as many arguments as there are parameters.

    `spread`: takes any number of arguments, as min and sum do.
    """

    parameters: tuple[str, ...]
    call: Callable[..., object]
    spread: bool = False


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    float: "number",
    str: "string",
    list: "list",
    tuple: "list",
    dict: "context",
    datetime: "date and time",
    date: "date",
    FarMoment: "date and time",
    FarDate: "date",
    time: "time",
    timedelta: "duration",
    Months: "months",
    Range: "range",
    Function: "function",
}
ORDERED = frozenset(("number", "string", "date and time", "date", "time", "duration", "months"))
TEMPORAL = frozenset(("date and time", "time"))


def kind(value: object) -> str:
    """The name of the value's type; "unknown" for what the language does not know."""
    return KINDS.get(type(value)) or kind_of_subclass(value)


def kind_of_subclass(value: object) -> str:
    if isinstance(value, Mapping):
        return "context"
    for python, name in KINDS.items():
        if isinstance(value, python):
            return name
    return "unknown"


def exact(value: Any) -> Any:
    """A number from outside that is a float, as the decimal it prints as; anything else unchanged."""
    return Decimal(repr(value)) if type(value) is float else value


def equals(left: Any, right: Any) -> bool | None:
    """None where the two are of different types and neither is null."""
    if left is None or right is None:
        return left is right
    kind_left = kind(left)
    if kind_left != kind(right):
        return None
    match kind_left:
        case "list":
            return same_items(left, right)
        case "context":
            return left.keys() == right.keys() and same_items([*left.values()], [right[key] for key in left])
        case "range":
            return equals_ranges(left, right)
        case "function" | "unknown":
            return left is right
        case "number":
            return bool(exact(left) == exact(right))
    if kind_left in TEMPORAL:
        left, right = aligned(left, right)
    return bool(left == right)


def same_items(left: Any, right: Any) -> bool:
    spend(len(left))
    if len(left) != len(right):
        return False
    return all(equals(a, b) is True for a, b in zip(left, right, strict=True))


def equals_ranges(left: Range, right: Range) -> bool:
    if left.sign != right.sign:
        return False
    same_brackets = (left.low_included, left.high_included) == (right.low_included, right.high_included)
    return same_brackets and same_items([left.low, left.high], [right.low, right.high])


def order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1; None where the two have no order (different types, null, booleans)."""
    kind_left = kind(left)
    if kind_left not in ORDERED or kind_left != kind(right):
        return None
    if kind_left in TEMPORAL:
        left, right = aligned(left, right)
    elif kind_left == "number":
        left, right = exact(left), exact(right)
    return int(left > right) - int(left < right)


def aligned(left: Any, right: Any) -> tuple[Any, Any]:
    """Two times as they can be compared: one without a zone is read in the zone of the other."""
    if left.utcoffset() is None and right.utcoffset() is not None:
        return left.replace(tzinfo=right.tzinfo), right
    if right.utcoffset() is None and left.utcoffset() is not None:
        return left, right.replace(tzinfo=left.tzinfo)
    return left, right


def includes(span: Range, value: Any) -> bool | None:
    """Whether the range holds the value; None where they have no order."""
    if span.sign == "!=":
        same = equals(value, span.low)
        return None if same is None else not same
    for end, included, side in ((span.low, span.low_included, -1), (span.high, span.high_included, 1)):
        if end is None and not included:
            continue
        sign = order(value, end)
        if sign is None:
            return None
        if sign == side or (sign == 0 and not included):
            return False
    return True


def as_list(value: Any) -> list[Any]:
    """FEEL takes a value for the list of that one value, and null for none where a list is walked."""
    if isinstance(value, list | tuple):
        return list(value) if isinstance(value, tuple) else value
    return [] if value is None else [value]
