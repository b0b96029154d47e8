"""What is shared in the city: the checks, the datasets that serve each, and the benefits that exclude one another.

Read once from the CSV files beside this one. Knows no records and no person.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """`action` on a hit: block (a person verifies), manual (it is shown), warn. `fresh_for`: working days.

    `mode`: sync (the window waits a moment for it) or async. `providers`: the codes of the departments that know.
    """

    name: str
    title: str
    action: str
    stages: tuple[str, ...]
    fresh_for: int
    hit_means: str
    mode: str
    providers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: text, number, date, month or flag."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Dataset:
    """`check`: which it serves, '' for none. `key`: fields that tell the records of one person apart. `future`: fields
    that may lie ahead. `fresh_for`: working days.
    """

    name: str
    provider: str
    check: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    future: frozenset[str]
    fresh_for: int


@cache
def checks() -> dict[str, Check]:
    return {row["check"]: _check(row) for row in _rows("checks.csv")}


@cache
def datasets() -> dict[str, Dataset]:
    return {row["dataset"]: _dataset(row) for row in _rows("datasets.csv")}


@cache
def serving(check: str) -> tuple[str, ...]:
    """The datasets that a check needs, all of them."""
    return tuple(name for name, dataset in datasets().items() if dataset.check == check)


@cache
def exclusions() -> dict[frozenset[str], str]:
    """Pairs of benefits that nobody may have at once, and why."""
    return {frozenset((row["benefit"], row["excludes"])): row["note"] for row in _rows("exclusions.csv")}


@cache
def sensitive() -> dict[str, frozenset[tuple[str, str]]]:
    """Checks that tell of prison or health: the departments and levels of posts whose verifiers read the details."""
    return {
        row["check"]: frozenset(product(_listed(row, "departments"), _listed(row, "levels")))
        for row in _rows("sensitive.csv")
    }


@cache
def causes() -> dict[str, str]:
    """Under which cause a confirmed doubt counts, by the check; the first in the file is the main one."""
    return {row["check"]: row["cause"] for row in _rows("causes.csv")}


def _listed(row: Row, name: str) -> list[str]:
    return row[name].split(";")


def _check(row: Row) -> Check:
    stages, providers = tuple(row["stages"].split(";")), tuple(row["providers"].split(";"))
    return Check(
        name=row["check"],
        title=row["name"],
        action=row["default_action"],
        stages=stages,
        fresh_for=_days(row["freshness"]),
        hit_means=row["hit_means"],
        mode=row["call_mode"],
        providers=providers,
    )


def _days(freshness: str) -> int:
    """`T+1至T+7`: the most that is allowed."""
    return max(int(days) for days in re.findall(r"T\+([0-9]+)", freshness))


def _dataset(row: Row) -> Dataset:
    fields = (text.partition(":") for text in row["fields"].split(";"))
    shape = tuple(Field(name, kind.rstrip("?"), not kind.endswith("?")) for name, _, kind in fields)
    rule = {**_rules()["*"], **{name: said for name, said in _rules().get(row["dataset"], {}).items() if said}}
    check = checks().get(row["check"])
    return Dataset(
        name=row["dataset"],
        provider=row["provider"],
        check=row["check"],
        title=row["name"],
        fields=shape,
        key=_key(rule["key"], shape),
        future=frozenset(rule["future"].split(";")),
        fresh_for=check.fresh_for if check else _days(rule["freshness"]),
    )


def _key(said: str, shape: tuple[Field, ...]) -> tuple[str, ...]:
    """`*`: all fields, so that only a record which says the same again is a double; `-`: one record a person."""
    if said == "*":
        return tuple(field.name for field in shape)
    return () if said == "-" else tuple(said.split(";"))


@cache
def _rules() -> dict[str, Row]:
    return {row["dataset"]: row for row in _rows("dataset_rules.csv")}


def _rows(name: str) -> list[Row]:
    with (files("registers") / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
