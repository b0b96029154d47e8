"""Amounts and limits as dated parameters: each has a value from a day on, for an area and what lies in it.

Nothing is overwritten: a newer value begins later, a wrong one is withdrawn, so that an old calculation can be made
again. Knows no rule and calculates nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import class_row

Connection = psycopg.Connection[Any]

VALID = """
select distinct on (name) version, name, label, value, unit, area, residence, valid_from, valid_to from parameter
 where %(rule)s = any(rules) and starts_with(%(area)s, area) and residence in ('', %(residence)s)
   and valid_from <= %(day)s and withdrawn_at is null
 order by name, length(area) desc, length(residence) desc, valid_from desc, version desc
"""
NAMES = """
select distinct name from parameter
 where %(rule)s = any(rules) and starts_with(%(area)s, area) and residence in ('', %(residence)s)
   and withdrawn_at is null
"""
BY_VERSION = """
select version, name, label, value, unit, area, residence, valid_from, valid_to from parameter
 where version = any(%s) order by version
"""
PUT = """
insert into parameter (version, rules, name, label, area, residence, valid_from, valid_to, value, unit, mark, basis,
                       entered_at, entered_by, approved_by)
values (%(version)s, %(rules)s, %(name)s, %(label)s, %(area)s, %(residence)s, %(valid_from)s, %(valid_to)s,
        %(value)s, %(unit)s, %(mark)s, %(basis)s, %(entered_at)s, %(entered_by)s, %(approved_by)s)
"""
LOCK = "lock table parameter in share row exclusive mode"  # versions are counted without gaps, and few write here
LAST = "select coalesce(max(version), 0) from parameter"
WITHDRAW = """
update parameter set withdrawn_at = %s, withdrawn_by = %s, withdrawn_for = %s
 where version = %s and withdrawn_at is null
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """`version` names this value for ever. `area` is the code it holds for; `residence`: urban, rural or empty."""

    version: int
    name: str
    label: str
    value: Decimal
    unit: str
    area: str
    residence: str
    valid_from: date
    valid_to: date | None

    @property
    def plain(self) -> int | Decimal:
        """The value without needless zeros, as rules calculate with it."""
        whole = self.value == self.value.to_integral_value()
        return int(self.value) if whole else self.value.normalize()

    def told(self) -> dict[str, Any]:
        """As a calculation sheet names it."""
        same = {name: getattr(self, name) for name in ("name", "label", "unit", "version")}
        return {**same, "value": self.plain, "since": self.valid_from.isoformat()}


@dataclass(frozen=True, slots=True)
class Approval:
    """Who entered a change and who approved it: never the same person."""

    entered_by: str
    approved_by: str
    at: datetime

    def __post_init__(self) -> None:
        if self.entered_by == self.approved_by:
            raise ValueError(f"Expected another person to approve, but {self.entered_by} did both")


class Gap(Exception):
    """Some parameters of a rule have no value on that day: nothing may be calculated."""

    def __init__(self, names: Sequence[str], day: date):
        super().__init__(f"参数 {'、'.join(names) or '（没有任何参数）'} 在 {day} 没有值")
        self.names, self.day = tuple(names), day


def valid(connection: Connection, rule: str, place: tuple[str, str], day: date) -> dict[str, Parameter]:
    """What a rule finds on a day, by name. `place`: area and residence; the nearest area decides. Raises Gap."""
    asked = {"rule": rule, "area": place[0], "residence": place[1], "day": day}
    with connection.cursor(row_factory=class_row(Parameter)) as cursor:
        found = {each.name: each for each in cursor.execute(VALID, asked)}
    names = {name for (name,) in connection.execute(NAMES, asked).fetchall()}
    missing = sorted(name for name in names if name not in found or not _holds(found[name], day))
    if missing or not names:
        raise Gap(missing, day)
    return found


def by_version(connection: Connection, versions: Sequence[int]) -> Sequence[Parameter]:
    """Those versions, withdrawn ones too: what a calculation was made with stays. Raises LookupError."""
    with connection.cursor(row_factory=class_row(Parameter)) as cursor:
        found = cursor.execute(BY_VERSION, (list(versions),)).fetchall()
    missing = sorted(set(versions) - {each.version for each in found})
    if missing:
        raise LookupError(f"Expected parameter versions {missing}, but they are not there")
    return found


def _holds(parameter: Parameter, day: date) -> bool:
    return parameter.valid_to is None or day <= parameter.valid_to


def put(connection: Connection, rows: Iterable[Mapping[str, Any]], approval: Approval) -> int:
    """Adds values, as `registers.tariffs` has read them, all or none; gives how many."""
    signed = {
        "entered_at": approval.at,
        "entered_by": approval.entered_by,
        "approved_by": approval.approved_by,
    }
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        (last,) = cursor.execute(LAST).fetchone() or (0,)
        lines = [{**row, **signed, "version": version} for version, row in enumerate(rows, last + 1)]
        cursor.executemany(PUT, lines)
    return len(lines)


def count(connection: Connection) -> int:
    """How many values there have ever been."""
    row = connection.execute(LAST).fetchone()
    return 0 if row is None else int(row[0])


def withdraw(connection: Connection, version: int, approval: Approval, reason: str) -> None:
    """Takes back a value that should never have been; calculations made with it keep its version."""
    if not reason.strip():
        raise ValueError("Expected a reason, but it is empty")
    row = (approval.at, approval.approved_by, reason, version)
    if connection.execute(WITHDRAW, row).rowcount == 0:
        raise LookupError(f"Expected a parameter that holds, but version {version} does not")
