"""What a story of an item says at its end: how it ended, what it went through, what it came to. Reads, does nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.city.city import City
    from tests.city.matters import Matter

ENDS = {"grant": "granted", "refuse": "refused"}
LOT = 10  # of so many seconds, one draws a spot check


def ended(case: Matter) -> str:
    """`granted`, `refused`, or the name of the end where it came to no decision."""
    outcome = str(case.outcome)
    return ENDS[case.value("decision")] if outcome == "办结" else outcome


def course(case: Matter) -> list[str]:
    """The story without clocks and comparisons, which nearly every case has."""
    return [line for line in case.story() if not line.startswith("clock") and line != "compared"]


def letters(case: Matter) -> list[str]:
    """The names of the documents that were issued, without receipts, calculation and list of files, which all have."""
    usual = ("受理通知书", "核算表", "送达回证", "归档目录")
    names = [name.rpartition(".")[0] for name in case.papers]
    return [name for name in names if name not in usual]


def amount(case: Matter) -> Decimal:
    return Decimal(case.value("calculation")["amount"])


def drawn_by_lot(city: City) -> None:
    """The next application will be drawn for a spot check, by the second in which it comes."""
    city.now += timedelta(seconds=LOT - 1 - city.now.second % LOT)
