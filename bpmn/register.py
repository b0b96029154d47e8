"""The register of service items, `items.csv`, and whether the processes keep to it: items exist, limits agree."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bpmn.findings import Finding, found_at
from bpmn.model import Definition

FILE = Path(__file__).with_name("items.csv")
AT_ONCE = (None, "P0WD", "PT30M")
"""How the committed limit of an item done at once may be written."""


@dataclass(frozen=True, slots=True)
class Item:
    """One service item. Days are working days; `promised_days` 0 is done at once. `route`: R01..R14 of the patterns.

    `materials_before`: how many papers were asked for before they were cut to `materials`.
    """

    code: str
    name: str
    department: str
    category: str
    item_type: str
    applicant: str
    statutory_days: int
    promised_days: int
    materials_before: int
    materials: tuple[str, ...]
    route: str
    checks: tuple[str, ...]
    subsidy_rule: str | None
    legal_basis: str

    @property
    def committed(self) -> tuple[str | None, ...]:
        """The ways in which its committed limit may be written."""
        return (f"P{self.promised_days}WD",) if self.promised_days else AT_ONCE

    @property
    def statutory(self) -> str:
        return f"P{self.statutory_days}WD"


def read_items(text: str) -> dict[str, Item]:
    """By code. ValueError for a row that is incomplete."""
    rows = csv.DictReader(io.StringIO(text))
    return {row["code"]: _item(row) for row in rows}


@cache
def items() -> Mapping[str, Item]:
    """The register of the city, by code."""
    return read_items(FILE.read_text("utf-8"))


def _item(row: Mapping[str, str]) -> Item:
    materials = _several(row["materials"])
    if len(materials) != int(row["materials_now"]):
        raise ValueError(f"{row['code']}: expected {row['materials_now']} materials, found {len(materials)}")
    return Item(
        code=row["code"],
        name=row["name"],
        department=row["department"],
        category=row["category"],
        item_type=row["item_type"],
        applicant=row["applicant"],
        statutory_days=int(row["statutory_days"]),
        promised_days=int(row["promised_days"]),
        materials_before=int(row["materials_before"]),
        materials=materials,
        route=row["route"],
        checks=_several(row["checks"]),
        subsidy_rule=row["subsidy_rule"] or None,
        legal_basis=row["legal_basis"],
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def disagreements(definition: Definition, known: Mapping[str, Item] | None = None) -> Iterator[Finding]:
    """Where a process says something else of its item than the register."""
    if definition.item is None:
        return
    item = (items() if known is None else known).get(definition.item)
    if item is None:
        yield found_at("item-unknown", definition.key, 0, code=definition.item)
        return
    committed = definition.limit.committed if definition.limit else None
    statutory = definition.limit.statutory if definition.limit else None
    if committed not in item.committed:
        yield found_at(
            "item-committed", definition.key, 0, found=committed or "（没有写）", expected=item.committed[-1]
        )
    if statutory != item.statutory:
        yield found_at("item-statutory", definition.key, 0, found=statutory or "（没有写）", expected=item.statutory)


def missing(definitions: Sequence[Definition], known: Mapping[str, Item] | None = None) -> Iterator[Finding]:
    """The items that no process handles yet."""
    handled = {each.item for each in definitions}
    for item in (items() if known is None else known).values():
        if item.code not in handled:
            yield found_at("item-missing", None, 0, code=item.code, name=item.name)
