"""The operators + - * / ** on every kind of value. What does not fit together gives null."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bpmn.feel.bounds import DECIMALS, WHOLE_LIMIT, checked_text, finite, whole
from bpmn.feel.far import FarDate, apart, as_moment, later, months_later
from bpmn.feel.values import Months, exact

Operator = Callable[[Any, Any], Any]
NUMBERS = frozenset((int, Decimal, float))


def add(left: Any, right: Any) -> Any:
    kinds = type(left), type(right)
    if kinds == (int, int):
        total = left + right
        return total if -WHOLE_LIMIT < total < WHOLE_LIMIT else whole(total)
    if kinds == (str, str):
        return checked_text(left + right)
    if NUMBERS.issuperset(kinds):
        return finite(DECIMALS.add(exact(left), exact(right)))
    return moved(left, right) if isinstance(right, timedelta | Months) else added_to(left, right)


def added_to(left: Any, right: Any) -> Any:
    return moved(right, left) if isinstance(left, timedelta | Months) else None


def subtract(left: Any, right: Any) -> Any:
    kinds = type(left), type(right)
    if kinds == (int, int):
        rest = left - right
        return rest if -WHOLE_LIMIT < rest < WHOLE_LIMIT else whole(rest)
    if NUMBERS.issuperset(kinds):
        return finite(DECIMALS.subtract(exact(left), exact(right)))
    if isinstance(right, timedelta | Months):
        return moved(left, negate(right))
    return between(left, right)


def multiply(left: Any, right: Any) -> Any:
    kinds = type(left), type(right)
    if kinds == (int, int):
        return whole(left * right)
    if NUMBERS.issuperset(kinds):
        return finite(DECIMALS.multiply(exact(left), exact(right)))
    if kinds[1] in NUMBERS and isinstance(left, timedelta | Months):
        return scaled(left, exact(right))
    if kinds[0] in NUMBERS and isinstance(right, timedelta | Months):
        return scaled(right, exact(left))
    return None


def divide(left: Any, right: Any) -> Any:
    """Null for a division by zero."""
    kinds = type(left), type(right)
    if NUMBERS.issuperset(kinds):
        return finite(DECIMALS.divide(exact(left), exact(right))) if right else None
    if type(left) is not type(right):
        return scaled(left, DECIMALS.divide(1, exact(right))) if kinds[1] in NUMBERS and right else None
    if isinstance(left, Months):
        return DECIMALS.divide(left.count, right.count) if right.count else None
    if isinstance(left, timedelta):
        return DECIMALS.divide(micros(left), micros(right)) if right else None
    return None


def power(left: Any, right: Any) -> Any:
    if not NUMBERS.issuperset((type(left), type(right))):
        return None
    result = finite(DECIMALS.power(exact(left), exact(right)))
    if type(left) is int and type(right) is int and right >= 0 and result is not None and abs(result) < WHOLE_LIMIT:
        return int(result)
    return result


def negate(value: Any) -> Any:
    if type(value) in NUMBERS:
        return -exact(value) if type(value) is not int else -value
    if isinstance(value, timedelta):
        return -value if value != timedelta.min else None
    return Months(-value.count) if isinstance(value, Months) else None


def moved(value: Any, by: timedelta | Months) -> Any:
    """A date, time or duration changed by a duration; null beyond the last that can be written."""
    try:
        match value, by:
            case (FarDate() | date(), Months()):
                return months_later(value, by.count)
            case (FarDate(), timedelta()):
                return later(value, by)
            case (Months(), Months()):
                return Months(value.count + by.count)
            case (timedelta(), timedelta()) | (datetime(), timedelta()):
                return value + by
            case (date(), timedelta()):
                return (datetime.combine(value, time()) + by).date()
            case (time(), timedelta()):
                return (datetime.combine(date(2000, 1, 1), value) + by % timedelta(days=1)).timetz()
    except OverflowError:
        return later(value, by) if isinstance(value, date) and isinstance(by, timedelta) else None
    return None


def between(left: Any, right: Any) -> Any:
    """How long from the right to the left; null where only one of them knows its zone."""
    match left, right:
        case (FarDate(), date() | FarDate()) | (date(), FarDate()):
            return apart(left, right)
        case (datetime(), date()) | (date(), datetime()):
            left, right = as_moment(left), as_moment(right)
            return left - right if (left.tzinfo is None) == (right.tzinfo is None) else None
        case (date(), date()):
            return left - right
        case (time(), time()):
            day = date(2000, 1, 1)
            return between(datetime.combine(day, left), datetime.combine(day, right))
    return None


def scaled(value: Any, factor: Decimal | int) -> Any:
    if isinstance(value, Months):
        return Months(int(DECIMALS.multiply(value.count, factor)))
    if not isinstance(value, timedelta):
        return None
    try:
        return timedelta(microseconds=int(DECIMALS.multiply(micros(value), factor)))
    except OverflowError:
        return None


def micros(value: timedelta) -> int:
    return (value.days * 86400 + value.seconds) * 1_000_000 + value.microseconds


OPERATORS: dict[str, Operator] = {"+": add, "-": subtract, "*": multiply, "/": divide, "**": power}
