"""What one evaluation may cost. Loops and everything that grows spend from a meter of the running thread."""

import threading
from decimal import ROUND_HALF_EVEN, Context, Decimal

from bpmn.feel.errors import FeelError

STEPS = 1_000_000
"""Nodes a single evaluation may visit inside loops, and elements its built-ins may touch."""
LIST_LENGTH = 100_000
STRING_LENGTH = 1_000_000
TEXT_LENGTH = 20_000
NESTING = 64
"""Brackets, branches and bodies inside one another."""
TREE_DEPTH = 160
CALLS = 100
"""Functions that are being called inside one another, by themselves too."""
CHARACTERS_A_STEP = 32
DIGITS = 34
WHOLE_LIMIT = 10**DIGITS
"""Whole numbers from here on are kept as decimals of 34 digits, as all other numbers are."""

DECIMALS = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])


class Meter(threading.local):
    """The steps left to the evaluation this thread is at, and how many functions are inside one another."""

    left: int = STEPS
    calls: int = 0


METER = Meter()


def refill() -> None:
    METER.left = STEPS


def spend(steps: int) -> None:
    """Raises FeelError when the evaluation has used up its steps."""
    left = METER.left - steps
    METER.left = left
    if left < 0:
        raise FeelError(f"计算步数超过上限 {STEPS}")


def enter_call() -> None:
    """Begins a call that `leave_call` ends; raises FeelError where too many are inside one another."""
    if METER.calls >= CALLS:
        raise FeelError(f"函数调用嵌套超过 {CALLS} 层")
    METER.calls += 1


def leave_call() -> None:
    METER.calls -= 1


def checked_text(text: str) -> str:
    """The string itself, paid for; raises FeelError beyond the longest."""
    if len(text) > STRING_LENGTH:
        raise FeelError(f"字符串长度超过上限 {STRING_LENGTH}")
    spend(len(text) // CHARACTERS_A_STEP)
    return text


def checked_list(items: list[object]) -> list[object]:
    check_length(len(items))
    return items


def check_length(length: int) -> None:
    """Pays for a list of this length; raises FeelError beyond the longest."""
    if length > LIST_LENGTH:
        raise FeelError(f"列表长度超过上限 {LIST_LENGTH}")
    spend(length)


def finite(number: Decimal) -> Decimal | None:
    """The number; None where there is none (0/0); raises FeelError where it is too large to be kept."""
    if number.is_finite():
        return number
    if number.is_nan():
        return None
    raise FeelError("数值超出范围")


def whole(number: int) -> int | Decimal:
    """A whole number as it is kept: exact up to 34 digits."""
    if -WHOLE_LIMIT < number < WHOLE_LIMIT:
        return number
    return DECIMALS.create_decimal(number)
