"""Calculates by the files and the shipped parameters, as a case would, without a database."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bpmn import decisions, feel
from bpmn.decisions import Decision
from registers import tariffs

FOLDER = Path(__file__).parents[2] / "bpmn" / "processes" / "rules"
DECISIONS: dict[str, Decision] = {
    name: decision
    for file in sorted(FOLDER.glob("*.dmn"))
    for name, decision in decisions.read(file.read_bytes()).items()
}
NOW = date(2026, 6, 1)
THEN = date(2018, 8, 1)


def parameters(rule: str, residence: str, day: date) -> dict[str, Any]:
    rows = sorted(tariffs.shipped(), key=lambda row: row["valid_from"])
    return {
        row["name"]: row["value"]
        for row in rows
        if rule in row["rules"] and row["residence"] in ("", residence) and row["valid_from"] <= day
        if row["valid_to"] is None or day <= row["valid_to"]
    }


def calculated(name: str, residence: str = "城市", day: date = NOW, /, **inputs: Any) -> dict[str, Any]:
    """What the rule gives; amounts as numbers without needless zeros."""
    known = parameters(name[:6], residence, day)
    result = feel.plain(DECISIONS[name].evaluate({"parameters": known, **inputs}).output)
    assert isinstance(result, dict), (
        f"{name} has no result: {DECISIONS[name].evaluate({'parameters': known, **inputs})}"
    )
    return result


def amount(name: str, residence: str = "城市", day: date = NOW, /, **inputs: Any) -> Decimal:
    return Decimal(calculated(name, residence, day, **inputs)["amount"])


def member(age: int, severe: bool = False) -> dict[str, Any]:
    return {"age": age, "severe": severe}


def paid(pension: str, medical: str | None = None, **facts: bool) -> dict[str, Any]:
    """One month of contributions."""
    return {"pension": Decimal(pension), "medical": None if medical is None else Decimal(medical), **facts}
