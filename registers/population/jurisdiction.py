"""Which area handles a matter: where the person is registered, lives, owns or is insured on a day, by the item's rule.

What the register says goes before what is declared. Knows no item, and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import psycopg

from registers.identity import bucket_of

Connection = psycopg.Connection[Any]
Basis = Literal["register", "declared", "received"]
RULES = ("household", "residence", "property", "insured", "none")
AREAS = """
select area from person_area
 where bucket = %s and person = %s and kind = %s and valid_from <= %s and (valid_to is null or valid_to > %s)
 order by valid_from desc, area
"""
KNOWN = "select name from area where code = %s"
COMMUNITY = 12  # digits


class Unknown(LookupError):
    """Nothing recorded and nothing usable declared: nobody can say who handles it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`rule`: of RULES. `person`: blind index. `declared`: a community by the name of a rule. `received`: where the
    application was handed in. `on`: the day that counts, for people move.
    """

    rule: str
    person: str
    on: date
    received: str
    declared: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Handling:
    """`area`: 12 digits. `differs`: what was declared is another area than the register's."""

    area: str
    basis: Basis
    differs: bool = False


def answer(connection: Connection, asked: Asked) -> Handling:
    """Raises Unknown, and ValueError for a rule that is none."""
    if asked.rule not in RULES:
        raise ValueError(f"Expected one of {', '.join(RULES)}, but the rule is {asked.rule!r}")
    if asked.rule == "none":
        return Handling(_community(connection, asked.received, "received"), "received")
    recorded = areas(connection, asked.person, asked.rule, asked.on)
    declared = asked.declared.get(asked.rule) or ""
    if recorded:
        area = declared if declared in recorded else recorded[0]
        return Handling(area, "register", differs=bool(declared) and declared != area)
    if not declared:
        raise Unknown(f"Expected a recorded or a declared area of {asked.rule}, but there is neither")
    return Handling(_community(connection, declared, asked.rule), "declared")


def areas(connection: Connection, person: str, kind: str, on: date) -> list[str]:
    """Where the person was registered, lived, owned or was insured on that day, the latest first."""
    rows = connection.execute(AREAS, (bucket_of(person), person, kind, on, on)).fetchall()
    return [area for (area,) in rows]


def _community(connection: Connection, code: str, what: str) -> str:
    if len(code) != COMMUNITY or connection.execute(KNOWN, (code,)).fetchone() is None:
        raise Unknown(f"Expected a known community of 12 digits for {what}, but found {code[:20]!r}")
    return code
