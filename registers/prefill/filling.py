"""The fields of an application that the registers can fill in, each with its source: from facts and fields.csv. Pure.

Only what the item compares or asks papers for is told; others' identity numbers are masked (data_standards 7).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from registers import catalogue
from registers.population.persons import Known
from registers.prefill.facts import OWN, Facts
from registers.prefill.sources import Row, rows

SHOWN_DIGITS = 4  # of an account, whatever a department delivers
TITLES = {"person": "人口库", "area": "人口库", "household": "人口库", "benefit": "待遇库"}


@dataclass(frozen=True, slots=True)
class Item:
    """A service item as far as this needs it."""

    code: str
    checks: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A field of the form. `value`: a text, a number, or a list of objects."""

    field: str
    label: str
    value: Any
    register: str
    title: str
    as_of: date


def fields_of(item: Item) -> list[Row]:
    """The rows of fields.csv that this item needs: the least that is necessary."""
    return [row for row in rows("fields.csv") if _needed(row["needs"], item)]


def datasets(item: Item) -> set[str]:
    """What has to be read for them."""
    wanted = {row["register"] for row in fields_of(item)} - {"person", "area"}
    return {name if name in catalogue.datasets() else f"{OWN}{name}" for name in wanted}


def areas(item: Item) -> list[str]:
    return [row["value"] for row in fields_of(item) if row["register"] == "area"]


def filled(item: Item, facts: Facts) -> Iterator[Filled]:
    """Fields of which nothing is known are left out."""
    for row in fields_of(item):
        value, as_of = _value(row["register"], row["value"], facts)
        if value not in (None, "", []):
            title = TITLES.get(row["register"]) or catalogue.datasets()[row["register"]].title
            yield Filled(row["field"], row["label"], value, row["register"], title, as_of)


def _needed(needs: str, item: Item) -> bool:
    kind, _, wanted = needs.partition(":")
    if kind == "check":
        return wanted in item.checks
    return not needs or any(fnmatchcase(paper, wanted) for paper in item.papers)


def _value(register: str, name: str, facts: Facts) -> tuple[Any, date]:
    known = facts.person
    as_of = known.as_of if known else facts.today
    match register:
        case "person":
            return (getattr(known, name) if known else None), as_of
        case "area":
            return next(iter(facts.areas.get(name, ())), None), as_of
        case "household":
            return _household(name, facts), as_of
        case "benefit":
            return [_benefit(each) for each in facts.benefits], facts.today
    record = next(iter(facts.valid(register)), None)
    if record is None:
        return None, facts.today
    value = record.payload.get(name)
    return (str(value)[-SHOWN_DIGITS:] if name == "tail" else value), record.as_of


def _household(name: str, facts: Facts) -> Any:
    living = [member for member in facts.members if member.died_on is None]
    if name == "household":
        return facts.person.household if facts.person else None
    return len(living) or None if name == "size" else [_member(member) for member in living]


def _member(member: Known) -> dict[str, Any]:
    number = member.id_number
    return {"name": member.name, "relation": member.relation, "id_number": f"{number[:6]}{'*' * 8}{number[-4:]}"}


def _benefit(held: Any) -> dict[str, Any]:
    return {"matter": held.matter, "amount": held.amount, "state": held.state}
