"""Asks the city's register of parameters what amounts and limits a rule finds in a month, and in which version."""

from datetime import date
from typing import Any

from registers import parameters, records
from registers.parameters import Gap
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `rule` as in items.csv, `area`, `residence` (城市 or 农村, may be left out), `month` (any day of it, or
    `2026-03`): the month that the money is for, not that of the calculation.

    Output: `parameters` by name, and `versions`: each with name, label, value, unit, version and since when. A gap in
    time is the error `parameters.gap`.
    """
    rule, area = inputs.get("rule"), inputs.get("area")
    if not isinstance(rule, str) or not isinstance(area, str):
        raise Hopeless(f"Expected texts for `rule` and `area`, but got {rule!r} and {area!r}")
    day = first_day(inputs.get("month"))
    try:
        with context.registers() as connection:
            found = parameters.valid(connection, rule, (area, str(inputs.get("residence") or "")), day)
    except Gap as gap:
        raise BpmnError("parameters.gap", f"规则 {rule}：{gap}") from gap
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("parameters.unavailable", f"参数库不可用：{error}") from error
        raise
    values = {name: parameter.plain for name, parameter in found.items()}
    return {"parameters": values, "versions": [each.told() for each in found.values()]}


def first_day(month: Any) -> date:
    text = str(month or "")
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError as error:
        raise Hopeless(f"Expected a month such as 2026-03, but `month` is {month!r}") from error
