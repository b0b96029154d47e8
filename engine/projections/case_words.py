"""The words of a case that the figures read from its variables: where, by which way, with which papers. Pure.

A value of another kind than is expected says nothing; a personal one is a reference, and only that it is there counts.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.projections.case_figures import CaseFigure

CHANNELS = ("window", "online", "mobile", "kiosk")
SPARED = ("licence", "shared", "struck")
"""Where a paper comes from that nobody hands in."""

MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
DISTRICT, CODES = 6, (6, 9, 12, 15)


def said(row: "CaseFigure", variables: Mapping[str, Any]) -> dict[str, Any]:
    """What of the row these variables change."""
    found: dict[str, Any] = {}
    for name, read in READ.items():
        if name in variables:
            found |= read(variables[name])
    if "received_area" in found or "handling_area" in found:
        found |= _crossing(row, found, variables)
    return found


def _crossing(row: "CaseFigure", found: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, Any]:
    """Whether it crosses districts follows from the areas, unless the case says so itself."""
    here, there = found.get("received_area", row.received_area), found.get("handling_area", row.handling_area)
    if isinstance(variables.get("cross_district"), bool) or not here or not there:
        return {}
    return {"cross_district": here[:DISTRICT] != there[:DISTRICT]}


def _area(column: str) -> Any:
    def read(value: object) -> dict[str, Any]:
        return {column: value} if is_area(value) else {}

    return read


def is_area(value: object) -> bool:
    """The code of a district, a street, a community or a cell."""
    return isinstance(value, str) and len(value) in CODES and value.isdigit()


def _flag(column: str) -> Any:
    def read(value: object) -> dict[str, Any]:
        return {column: value} if isinstance(value, bool) else {}

    return read


def _channel(value: object) -> dict[str, Any]:
    return {"channel": value} if value in CHANNELS else {}


def _agent(value: object) -> dict[str, Any]:
    return {"agent": value is not None}


def _acceptance(value: object) -> dict[str, Any]:
    return {"provisional": value == "provisional"} if value in ("accept", "provisional") else {}


def _visits(value: object) -> dict[str, Any]:
    return {"visits": value} if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else {}


def _papers(value: object) -> dict[str, Any]:
    if not isinstance(value, list | tuple):
        return {}
    sources = [row.get("source") for row in value if isinstance(row, Mapping)]
    known = [source for source in sources if isinstance(source, str)]
    return {"papers_listed": len(known), "papers_spared": sum(source in SPARED for source in known)}


def _amount(column: str) -> Any:
    """The `amount` of a context; money may stand as text."""

    def read(value: object) -> dict[str, Any]:
        amount = value.get("amount") if isinstance(value, Mapping) else None
        if isinstance(amount, str) and MONEY.fullmatch(amount):
            return {column: Decimal(amount)}
        is_number = isinstance(amount, int | Decimal) and not isinstance(amount, bool)
        return {column: Decimal(amount)} if is_number else {}  # type: ignore[arg-type]

    return read


READ = {
    "received_area": _area("received_area"),
    "handling_area": _area("handling_area"),
    "cross_district": _flag("cross_district"),
    "test_case": _flag("test"),
    "channel": _channel,
    "agent": _agent,
    "acceptance": _acceptance,
    "papers_completed": _flag("papers_completed"),
    "papers": _papers,
    "window_visits": _visits,
    "calculation": _amount("calculated"),
    "benefit": _amount("awarded"),
}
