"""Says which area handles a case by its item's rule, on what that rests, and which offices are in charge there."""

from datetime import date
from typing import Any

from bpmn.register import items
from engine.domain.durations import in_city
from registers import records
from registers.organisation import units
from registers.population import jurisdiction
from registers.population.jurisdiction import RULES, Asked, Handling, Unknown
from registers.records import Connection
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables

OFFICES = ("street", "district")


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `rule` (household, residence, property, insured, none), `subject` (identity number), `received_area`,
    the declared `household_area`, `residence_area`, `property_area`, `insured_area` where there are any, if wanted `on`
    (a day; today), and `department` or `item` (a code of items.csv) where it is not the case's own item.

    Output: `handling_area` (12 digits), `basis` (register, declared or received), `differs`, `cross_district`,
    `street_office` and `district_office`: names, null where there is none. Error `jurisdiction.unknown` where nothing
    is recorded and nothing declared; registers out of reach: at last `jurisdiction.unavailable`.
    """
    department, asked = _department(inputs, context), _asked(inputs, context)
    try:
        with context.registers() as connection:
            found = jurisdiction.answer(connection, asked)
            offices = {f"{level}_office": _office(connection, department, found, level) for level in OFFICES}
    except Unknown as error:
        raise BpmnError("jurisdiction.unknown", f"归属不明，请填写所在社区：{error}") from error
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("jurisdiction.unavailable", f"人口库不可用：{error}") from error
        raise
    return {
        "handling_area": found.area,
        "basis": found.basis,
        "differs": found.differs,
        "cross_district": found.area[:6] != asked.received[:6],
        **offices,
    }


def _asked(inputs: Inputs, context: Context) -> Asked:
    rule = inputs.get("rule")
    if rule not in RULES:
        raise Hopeless(f"Expected one of {', '.join(RULES)}, but `rule` is {rule!r}")
    subject = inputs.get("subject")
    person = context.person_index(subject) if isinstance(subject, str) and subject.strip() else ""
    if not person and rule != "none":
        raise Hopeless("Expected the identity number of a person, but `subject` is empty or erased")
    declared = {name: str(inputs.get(f"{name}_area") or "") for name in RULES}
    return Asked(rule, person, _day(inputs, context), str(inputs.get("received_area") or ""), declared)


def _day(inputs: Inputs, context: Context) -> date:
    value: Any = inputs.get("on") or in_city(context.now).date()
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise Hopeless(f"Expected a day, but `on` is {value!r}") from error


def _department(inputs: Inputs, context: Context) -> str:
    department = inputs.get("department")
    if isinstance(department, str) and department:
        return department
    code = inputs.get("item") or context.item()
    item = items().get(str(code))
    if item is None:
        raise Hopeless(f"Expected an item of items.csv or a department, but `item` is {code!r}")
    return item.department


def _office(connection: Connection, department: str, found: Handling, level: str) -> str | None:
    unit = units.office(connection, department, found.area, level)
    return unit.name if unit else None
