"""What a figure of the registers is: rows of one relation, counted or summed above and below a line. Rounds nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Relation = Literal["doubt", "holder", "line", "entry", "act"]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of which all `where` holds (`!`: does not), counted, or the sum of `of`, or how many different
    `persons`."""

    where: tuple[str, ...] = ()
    of: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterFigure:
    """`unit`: 件, 人, 元, 天 or %. `bottom`: None where nothing is divided by."""

    name: str
    title: str
    unit: str
    relation: Relation
    top: Part
    bottom: Part | None
    formula: str
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """Months and moments from the first up to before the second, and an area with all in it ('' for the city)."""

    months: tuple[date, date]
    moments: tuple[datetime, datetime]
    area: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What stands above and below the line, and how many rows are behind each."""

    top: Decimal
    bottom: Decimal | None
    top_rows: int
    bottom_rows: int
