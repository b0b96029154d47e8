"""Built-ins on numbers. All round as the function's name says; scales are digits after the point."""

from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from bpmn.feel.bounds import DECIMALS, DIGITS, finite, whole
from bpmn.feel.builtins.signature import table
from bpmn.feel.values import Months, exact, kind

SCALES = range(-6111, 6177)


def rounded(value: Any, scale: int, rounding: str) -> Any:
    """Null for a scale out of range; a whole number where the scale is 0 or less."""
    if scale not in SCALES:
        return None
    number = Decimal(value)
    if scale > 0 and number == number.to_integral_value():
        return value
    wide = DECIMALS.copy()
    wide.prec = max(DIGITS, number.adjusted() + scale + 2)
    found = number.quantize(Decimal((0, (1,), -scale)), rounding, wide)
    return whole(int(found)) if scale <= 0 else finite(found)


def floor(value: Any, scale: int = 0) -> Any:
    return rounded(value, scale, ROUND_FLOOR)


def ceiling(value: Any, scale: int = 0) -> Any:
    return rounded(value, scale, ROUND_CEILING)


def absolute(value: Any) -> Any:
    """Of a number or a duration."""
    if isinstance(value, Months):
        return Months(abs(value.count))
    if isinstance(value, timedelta):
        return abs(value)
    return abs(exact(value)) if kind(value) == "number" else None


def modulo(dividend: Any, divisor: Any) -> Any:
    """The rest has the sign of the divisor."""
    if not divisor:
        return None
    if type(dividend) is int and type(divisor) is int:
        return dividend % divisor
    rest = finite(DECIMALS.remainder(dividend, divisor))
    if rest is None or not rest or (rest < 0) == (divisor < 0):
        return rest
    return DECIMALS.add(rest, divisor)


def root(value: Any) -> Any:
    return finite(DECIMALS.sqrt(value)) if value >= 0 else None


def logarithm(value: Any) -> Any:
    return finite(DECIMALS.ln(value)) if value > 0 else None


def exponential(value: Any) -> Any:
    return finite(DECIMALS.exp(value))


NUMBERS = table(
    {
        "decimal(n: number, scale: integer)": lambda n, scale: rounded(n, scale, ROUND_HALF_EVEN),
        "floor(n: number)": floor,
        "floor(n: number, scale: integer)": floor,
        "ceiling(n: number)": ceiling,
        "ceiling(n: number, scale: integer)": ceiling,
        "round up(n: number, scale: integer)": lambda n, scale: rounded(n, scale, ROUND_UP),
        "round down(n: number, scale: integer)": lambda n, scale: rounded(n, scale, ROUND_DOWN),
        "round half up(n: number, scale: integer)": lambda n, scale: rounded(n, scale, ROUND_HALF_UP),
        "round half down(n: number, scale: integer)": lambda n, scale: rounded(n, scale, ROUND_HALF_DOWN),
        "abs(n: any)": absolute,
        "modulo(dividend: number, divisor: number)": modulo,
        "sqrt(number: number)": root,
        "log(number: number)": logarithm,
        "exp(number: number)": exponential,
        "odd(number: number)": lambda n: n % 2 == 1 if n == int(n) else None,
        "even(number: number)": lambda n: n % 2 == 0 if n == int(n) else None,
    }
)
