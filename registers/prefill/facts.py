"""What the registers know of one person, gathered once for a window: person, areas, household, benefits, records.

Only what is asked for is read, and of records only what holds today. Knows no item.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from registers import catalogue, holdings, records
from registers.compare import Age, weekdays
from registers.holdings import Holding
from registers.population import jurisdiction, persons
from registers.population.persons import Known
from registers.records import Connection
from registers.sealing import Sealing
from registers.verdict import Record, Shared

OWN = "register."
"""How the city's own registers are named among the datasets."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`areas`: kinds of `person_area`. `datasets`: names of the catalogue, or own registers (`register.benefit`).

    `age`: working days from one day to another.
    """

    areas: Collection[str]
    datasets: Collection[str]
    now: datetime
    today: date
    age: Age = weekdays

    def own(self, register: str) -> bool:
        return f"{OWN}{register}" in self.datasets


@dataclass(frozen=True, slots=True)
class Facts:
    """`areas`: kind -> communities, the latest first. `shared`: records of the datasets that were asked for."""

    today: date
    person: Known | None = None
    areas: Mapping[str, list[str]] = field(default_factory=dict)
    members: tuple[Known, ...] = ()
    benefits: tuple[Holding, ...] = ()
    shared: Shared = field(default_factory=lambda: Shared(date.min))
    age: Age = weekdays

    def valid(self, dataset: str) -> list[Record]:
        """Records that hold today, of a dataset that is fresh enough to rest on."""
        if self.late(dataset):
            return []
        return [record for record in self.shared.of(dataset) if _holds(record.payload, self.today)]

    def late(self, dataset: str) -> bool:
        as_of = self.shared.reach.get(dataset)
        return as_of is None or self.age(as_of, self.today) > catalogue.datasets()[dataset].fresh_for


def gather(connection: Connection, person: str, wanted: Wanted, sealing: Sealing) -> Facts:
    """`person`: blind index."""
    known = persons.find(connection, person, sealing)
    number = known.household if known else None
    return Facts(
        today=wanted.today,
        person=known,
        areas={kind: jurisdiction.areas(connection, person, kind, wanted.today) for kind in wanted.areas},
        members=tuple(persons.household(connection, number, sealing)) if number and wanted.own("household") else (),
        benefits=_benefits(connection, person, wanted) if wanted.own("benefit") else (),
        shared=records.shared(connection, person, _datasets(wanted), wanted.today),
        age=wanted.age,
    )


def _benefits(connection: Connection, person: str, wanted: Wanted) -> tuple[Holding, ...]:
    held = holdings.of_person(connection, person, wanted.today.replace(day=1), wanted.now)
    return tuple(each for each in held if each.state == "in_payment")


def _datasets(wanted: Wanted) -> list[str]:
    return sorted(name for name in wanted.datasets if not name.startswith(OWN))


def _holds(payload: Mapping[str, Any], today: date) -> bool:
    """Not withdrawn and not over: `valid` and `active` are flags, `until` is a last day."""
    until = payload.get("until")
    return not (
        payload.get("valid") is False or payload.get("active") is False or (until is not None and until < today)
    )
