"""Benefits that rest on calculation sheets, by the rules and amounts that are shipped."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import count
from json import dumps
from typing import Any

from engine.sheets import Basis, Rule, made, recalculating
from registers import benefits, parameters, sheets, tariffs
from registers.benefits import Benefit
from registers.parameters import Approval
from tests.registers.holders import HEPING, MARCH, NOW, A, Connection, asked, signed
from tests.rules.calculating import DECISIONS, FOLDER

DISTRICT = 7
_ids = count((DISTRICT << 40) + 1)
APPROVAL = Approval("entering", "approving", NOW)


def rule(key: str, version: int | None = None) -> Rule:
    source = (FOLDER / f"{key.lower()}.dmn").read_bytes()
    return Rule(key, version or 1, sha256(source).hexdigest(), DECISIONS[key])


calculate = recalculating(rule)


def tariffs_in(connection: Connection) -> None:
    parameters.put(connection, tariffs.shipped(), APPROVAL)


def standard(connection: Connection, value: int, since: date, area: str = "2101", until: date | None = None) -> None:
    """A newer minimum living standard in towns."""
    row: dict[str, Any] = {"rules": ["SUB-01"], "name": "standard", "label": "低保标准", "residence": "城市"}
    row |= {"area": area, "valid_from": since, "valid_to": until, "value": Decimal(value)}
    parameters.put(connection, [{**row, "unit": "元/人·月", "mark": "A", "basis": ""}], APPROVAL)


def sheet(connection: Connection, facts: Mapping[str, Any], first: date, area: str = HEPING) -> sheets.Sheet:
    """What SUB-01 makes of these facts in that month, kept."""
    found = parameters.valid(connection, "SUB-01", (area, "城市"), first)
    told = [each.told() for each in found.values()]
    again = made(rule("SUB-01"), Basis((area, "城市"), f"{first:%Y-%m}", facts, told, NOW, {}))
    about = (1, area, "城市", first, again.amount, again.content, again.sha256, NOW)
    return sheets.keep(connection, sheets.Sheet(next(_ids), 7, "SUB-01", *about))


def holding(connection: Connection, person: str = A, income: int = 400, first: date = MARCH) -> Benefit:
    """One person alone with such an income, in payment by a sheet."""
    kept = sheet(connection, {"household_size": 1, "household_income": income}, first)
    words = dumps({"amount": str(kept.amount), "sheet": {"id": kept.id, "sha256": kept.sha256}})
    grant = asked(person, amount=kept.amount, from_month=first, calculation=words)
    return benefits.grant(connection, grant, signed())
