"""Calculates kept sheets again: with the rule version and the parameters that they name, to the same bytes or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from bpmn.decisions import DecisionError
from engine import sheets as making
from engine.engine import Engine
from registers import parameters, sheets
from registers.sheets import Connection, Sheet


@dataclass(frozen=True, slots=True)
class Again:
    """`difference`: empty where every byte is the same; otherwise what is not as it was."""

    kept: Sheet
    difference: str = ""


def recompute(engine: Engine, case: int) -> Sequence[Again]:
    """Every sheet of a case, the oldest first; changes nothing."""
    with engine.store.writing() as connection:
        return [Again(kept, _difference(engine, connection, kept)) for kept in sheets.of_case(connection, case)]


def _difference(engine: Engine, connection: Connection, kept: Sheet) -> str:
    try:
        sheet = making.read(kept.content)
        named = [each["version"] for each in sheet["parameters"]]
        found = [each.told() for each in parameters.by_version(connection, named)]
        rule = making.rule(engine.store, engine.runtime, sheet["rule"]["key"], sheet["rule"]["version"])
        if rule is None:
            return f"规则 {kept.rule} 第 {kept.version} 版不在了"
        again = making.made(rule, making.basis_of(sheet, found))
    except (ValueError, LookupError, DecisionError) as error:
        return str(error)
    return "" if (again.content, again.sha256) == (kept.content, kept.sha256) else _where(sheet, again.content)


def _where(sheet: dict[str, object], again: str) -> str:
    other = making.read(again)
    names = sorted(name for name in sheet.keys() | other.keys() if sheet.get(name) != other.get(name))
    return f"重算的与存下的不同：{'、'.join(names)}"
