"""What the departments tell in a story: that all is as it was declared, but for what the story says otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from bpmn.register import items
from registers import catalogue
from registers.imports import Delivery, take_in
from registers.records import REACHES
from tests.city.filling import HOME
from tests.city.places import code_of
from tongban.processes import PROCESSES

if TYPE_CHECKING:
    from tests.city.city import City

Values = Mapping[str, Any]
Row = dict[str, str]
LONG_AGO = "2019-05-06"
SOMEWHERE = "210102"  # of whom an item does not ask where he belongs
AREAS = ("living_area", "residence_area", "insured_area", "household_area", "property_area")

# dataset -> what it says of somebody who declared the truth; None: it has no record of him
AS_DECLARED: dict[str, Callable[[Values], Row | None]] = {
    "GA.population": lambda v: {"name": v["name"], "status": "正常"},
    "GA.household": lambda v: {"household": "H1", "members": str(v["household_size"]), "area": _home(v) or SOMEWHERE},
    "GA.residence": lambda v: {"address": _lives(v), "since": LONG_AGO},
    "MZ.marriage": lambda v: (
        None if v.get("marriage", "未婚") == "未婚" else {"status": v["marriage"], "since": LONG_AGO}
    ),
    "RS.employment": lambda v: {"status": "失业", "since": LONG_AGO},
    "CL.disability": lambda v: _certified(v.get("disability_level")),
    "JE.student": lambda v: {"school": v["school"], "status": "在籍"} if v.get("school") else None,
    "TJ.veteran": lambda v: {"category": v["veteran_category"]},
    "WJ.birth": lambda v: _born(v.get("birth_certificate")),
}


def _certified(level: object) -> Row | None:
    return None if level is None else {"number": "C1", "level": str(level), "valid": "true"}


def _born(certificate: object) -> Row | None:
    return None if certificate is None else {"certificate": str(certificate), "used": "false"}


def _home(values: Values) -> str:
    return str(values.get("household_area") or _lives(values))


def _lives(values: Values) -> str:
    return next((str(values[name]) for name in AREAS if values.get(name)), code_of(HOME))


def departments_know(city: City, code: str, values: Values, **otherwise: Iterable[Row]) -> None:
    """All that the checks of the item ask about whom they ask about has been delivered, as of this morning.

    `otherwise`: by dataset with `_` for the dot, the rows it has instead: `GA_death=[{"died_on": "2026-03-01"}]`.
    """
    told = {name.replace("_", ".", 1): list(rows) for name, rows in otherwise.items()}
    for check in items()[code].checks:
        of = _about(code, check)
        known = {**values, "name": values.get(of.replace("_id", "_name"))}
        for dataset in catalogue.serving(check):
            rows = told[dataset] if dataset in told else _honest(dataset, known)
            delivers(city, dataset, *({"id_number": str(values[of]), **row} for row in rows))


@cache
def _about(code: str, check: str) -> str:
    """The variable with the number of whom the check is about, as the item's file says: of its own, or of all."""
    text = next((PROCESSES / "items").rglob(f"{code}.bpmn")).read_text("utf-8")
    own = re.search(rf"[{{ ]{check}: {{[^}}]*subject: (\w+)", text)
    of_all = re.search(r'source="(\w+)" target="subject"', text)
    return next((found[1] for found in (own, of_all) if found), "applicant_id")


def _honest(dataset: str, values: Values) -> list[Row]:
    if dataset == f"{values.get('provider')}.account":
        owner = str(values.get("utility_owner") or values.get("old_owner") or values["applicant_name"])
        return [{"account": str(values["utility_account"]), "owner": owner, "arrears": "0", "idle_months": "0"}]
    row = AS_DECLARED[dataset](values) if dataset in AS_DECLARED else None
    return [] if row is None else [row]


def delivers(city: City, dataset: str, *rows: Mapping[str, str]) -> None:
    """Its department delivers a dataset, and from now on says every morning that nothing is new."""
    delivery = Delivery(dataset, city.now.date(), rows)
    with city.engine.store.writing() as connection:
        take_in(connection, delivery, lambda number: city.engine.store.vault.person(number, 0), city.now)
    city.fresh.add(dataset)


def nothing_new(city: City, datasets: Iterable[str]) -> None:
    """What the departments send in the night where nothing has changed."""
    rows = [(dataset, city.now.date(), 0, city.now) for dataset in datasets]
    with city.engine.store.writing() as connection:
        connection.cursor().executemany(REACHES, rows)
