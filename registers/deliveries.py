"""What departments have delivered of each dataset, taken or refused, and whether what is there is fresh enough.

A delivery that is sent again under its request gets its first answer. Numbers count by dataset, under a row's lock.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from registers import catalogue
from registers.catalogue import Dataset
from registers.compare import Age, weekdays
from registers.imports import Delivery, Refused, take_in
from registers.records import Connection

State = Literal["fresh", "stale", "missing"]
COUNT = """
insert into delivery_count (dataset, last) values (%s, 0)
on conflict (dataset) do update set last = delivery_count.last
"""
NEXT = "update delivery_count set last = last + 1 where dataset = %s returning last"
COLUMNS = "dataset, number, as_of, records, kind, sha256, outcome, findings, delivered_at, delivered_by"
EARLIER = f"select {COLUMNS} from delivery where dataset = %s and request = %s"
OF = f"select {COLUMNS} from delivery where dataset = %s and number < %s order by number desc limit %s"
PUT = """
insert into delivery (dataset, number, request, as_of, records, kind, sha256, outcome, findings, delivered_at,
                      delivered_by)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
REACH = "select dataset, as_of, records, imported_at from dataset_reach"
LAST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Handed:
    """How it came: `request` makes a repeat harmless; `kind`: csv, xlsx or json; `sha256` of what was sent."""

    request: str
    kind: str
    sha256: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """`number` counts by dataset. `findings`: (line, what was expected), lines from 1, 0 for the whole."""

    dataset: str
    number: int
    as_of: date
    records: int
    kind: str
    sha256: str
    outcome: Literal["taken", "refused"]
    findings: tuple[tuple[int, str], ...]
    delivered_at: datetime
    delivered_by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dataset stands today. `as_of`, `records`, `imported_at`: of what is there; None where nothing is."""

    dataset: Dataset
    state: State
    as_of: date | None = None
    records: int | None = None
    imported_at: datetime | None = None


def receive(connection: Connection, delivery: Delivery, index: Callable[[str], str], handed: Handed) -> Delivered:
    """Takes in a delivery or refuses it as a whole, and keeps what came of it. A repeat gets what came of the first.

    KeyError for a dataset that is not in the catalogue.
    """
    name = catalogue.datasets()[delivery.dataset].name
    with connection.transaction():
        connection.execute(COUNT, (name,))
        earlier = connection.execute(EARLIER, (name, handed.request)).fetchone()
        if earlier is not None:
            return _delivered(earlier)
        records, findings = _taken(connection, delivery, index, handed)
        (number,) = connection.execute(NEXT, (name,)).fetchone() or (0,)
        outcome = "refused" if findings else "taken"
        told = (records, handed.kind, handed.sha256, outcome, json.dumps(findings, ensure_ascii=False))
        connection.execute(PUT, (name, number, handed.request, delivery.as_of, *told, handed.at, handed.by))
        kept = connection.execute(EARLIER, (name, handed.request)).fetchone()
    assert kept is not None
    return _delivered(kept)


def of(connection: Connection, dataset: str, before: int = LAST, limit: int = 100) -> list[Delivered]:
    """The latest first."""
    return [_delivered(row) for row in connection.execute(OF, (dataset, before, limit)).fetchall()]


def standings(connection: Connection, today: date, age: Age = weekdays) -> list[Standing]:
    """All datasets of the catalogue, and whether a comparison may rest on what is there. `age`: in working days."""
    reach = {name: (as_of, records, at) for name, as_of, records, at in connection.execute(REACH).fetchall()}
    known = catalogue.datasets().values()
    return [_standing(dataset, reach.get(dataset.name), lambda since: age(since, today)) for dataset in known]


def _standing(dataset: Dataset, reach: tuple[date, int, datetime] | None, age: Callable[[date], int]) -> Standing:
    if reach is None:
        return Standing(dataset, "missing")
    late = age(reach[0]) > dataset.fresh_for
    return Standing(dataset, "stale" if late else "fresh", *reach)


def _taken(
    connection: Connection, delivery: Delivery, index: Callable[[str], str], handed: Handed
) -> tuple[int, tuple[tuple[int, str], ...]]:
    """The number of records, or the findings; what is refused leaves the dataset as it was."""
    try:
        with connection.transaction():
            return take_in(connection, delivery, index, handed.at), ()
    except Refused as refused:
        return 0, refused.findings


def _delivered(row: tuple[Any, ...]) -> Delivered:
    findings = tuple((line, words) for line, words in row[7])
    dataset, number, as_of, records, kind, sha256, outcome = row[:7]
    return Delivered(dataset, number, as_of, records, kind, sha256, outcome, findings, row[8], row[9])
