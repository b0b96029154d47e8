"""What the departments share about the invented residents, so that comparisons find what was declared, and some hits.

Which records a dataset holds of an honest resident (`clear`) and of a doubtful one (`hit`) lies in `records.json`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from bpmn import feel
from bpmn.model import Definition
from registers import catalogue, payloads
from registers.identity import bucket_of
from registers.records import PUT, REACHES, Connection
from tongban.simulate.residents import Resident

HITS = 0.03  # of the cases that are compared at all
Values = Mapping[str, Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """An application as the departments see it. `declared`: by check."""

    resident: Resident
    day: date
    declared: Values


@cache
def known() -> Mapping[str, Mapping[str, Values]]:
    """By dataset the records of an honest and of a doubtful resident."""
    found: Mapping[str, Mapping[str, Values]] = json.loads(
        (files("tongban.simulate") / "records.json").read_text(encoding="utf-8")
    )
    return found


def declared(definition: Definition, variables: Values) -> dict[str, Any]:
    """What the process will declare to each check, as its own expressions say."""
    found: dict[str, Any] = {}
    for text in _declaring(definition):
        value = _expression(text)(variables)
        found |= {check: said for check, said in (value or {}).items() if isinstance(said, Mapping)}
    return found


@cache
def _expression(text: str) -> feel.Expression:
    return feel.compile(text.removeprefix("="))


def _declaring(definition: Definition) -> Iterator[str]:
    for element in definition.elements.values():
        pairs = (*element.inputs, *(element.job.inputs if element.job else ()))
        yield from (text for text, target in pairs if target == "declared")


def reach(connection: Connection, day: date, at: Any) -> None:
    """Every department has delivered by the morning of `day`."""
    with connection.cursor() as cursor:
        cursor.executemany(REACHES, [(name, _as_of(name, day), 0, at) for name in catalogue.datasets()])


def _as_of(dataset: str, day: date) -> date:
    """The night before, where a comparison takes that; else it is asked on the day itself."""
    return day - timedelta(days=1) if catalogue.datasets()[dataset].fresh_for else day


def share(connection: Connection, rows: Iterable[Row]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(f"{PUT} on conflict do nothing", list(rows))


def records(applied: Applied, checks: Iterable[str], person: str, random: Random) -> Iterator[Row]:
    """The rows about one applicant. `person`: blind index; `checks`: those that the item asks for."""
    names = [name for check in checks for name in catalogue.serving(check) if name in known()]
    doubtful = [name for name in names if "hit" in known()[name]]
    hit = random.choice(doubtful) if doubtful and random.random() < HITS else None
    for name in names:
        record = known()[name].get("hit" if name == hit else "clear")
        payload = _payload(name, record, applied) if record else None
        if payload is not None:
            yield bucket_of(person), person, name, 0, payload, _as_of(name, applied.day)


def _payload(dataset: str, record: Values, applied: Applied) -> str | None:
    """None where the application declares nothing of the kind."""
    row = {name: _said(value, applied) for name, value in record.items()}
    if any(value is None for value in row.values()):
        return None
    return payloads.dump(payloads.read(catalogue.datasets()[dataset], row))  # type: ignore[arg-type]


def _said(value: Any, applied: Applied) -> str | None:
    if not (isinstance(value, str) and value.startswith("@")):
        return str(value).lower() if isinstance(value, bool) else str(value)
    first, _, path = value[1:].partition(".")
    if first == "declared":
        check, _, name = path.partition(".")
        found = applied.declared.get(check, {}).get(name)
        return _text(found)
    resident = applied.resident
    own = {"name": resident.name, "home": resident.home, "household": f"H{resident.number:09}"}
    own["before"] = (applied.day - timedelta(days=1000)).isoformat()
    return own[first]


def _text(found: Any) -> str | None:
    if isinstance(found, list | tuple):
        return str(found[0]) if found else None
    return None if found is None else str(found)
