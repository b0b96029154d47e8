"""What a figure is: cases that are counted or summed, above and below a line, and how the result is rounded. Pure.

A term and a measure are names; what each means is said once, in SQL, in `engine.store.reads.figure_terms`.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Attributed = Literal["accepted", "ended", "opening", "closing"]
Unit = Literal["件", "%", "工作日", "件/人", "张"]
CENT = Decimal("0.01")
DAY = 420  # working minutes of a day: 8:30 to 11:30 and 13:00 to 17:00
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of which all of `where` holds (`!` before a term: it does not), counted, or the sum of `of`.

    `of` may be `persons`: how many different people worked on them. `quantile`: of `of`, in place of the sum.
    """

    where: tuple[str, ...] = ()
    of: str | None = None
    quantile: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """`attributed`: accepted or ended within the period, or in hand at its opening or closing moment.

    `bottom`: None where nothing is divided by. `formula`: as people read it. `goal`: what the city has set itself.
    """

    name: str
    title: str
    unit: Unit
    attributed: Attributed
    top: Part
    bottom: Part | None
    formula: str
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure as it was counted: what stands above and below the line, and how many cases are behind each."""

    top: Decimal
    bottom: Decimal | None
    top_cases: int
    bottom_cases: int


def value(figure: Figure, counted: Counted) -> Decimal | None:
    """Rounded half up: shares in percent and times in working days to two places, counts whole. None: no case."""
    if figure.top.quantile is not None:
        return _rounded(counted.top / DAY) if counted.top_cases else None
    if figure.bottom is None or counted.bottom is None:
        return counted.top
    return quotient(counted.top, counted.bottom, figure.unit)


def quotient(top: Decimal, bottom: Decimal, unit: str) -> Decimal | None:
    """None where there is nothing below the line: that is no zero."""
    if not bottom:
        return None
    match unit:
        case "%":
            return _rounded(top * 100 / bottom)
        case "工作日":
            return _rounded(top / DAY / bottom)
        case _:
            return _rounded(top / bottom)


def shown(amount: Decimal | None, unit: str) -> str:
    """As people read it."""
    if amount is None:
        return NOTHING
    return f"{amount}%" if unit == "%" else f"{amount} {unit}"


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
