"""Calculates an amount again for the month from which it is due, where its sheet is of another month.

Knows no rule: facts and rule are the sheet's, the parameters are those of the month. A fact called `month` moves along.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bpmn.decisions import DecisionError
from engine import sheets as calculations
from engine.store.facts_json import loads
from registers import parameters, sheets
from registers.benefits import Connection, Refused
from registers.parameters import Gap
from workers.handlers.contract import Context, Hopeless

Calculated = tuple[Decimal, Mapping[str, Any]]


def of_month(connection: Connection, given: Calculated, month: date, context: Context) -> Calculated:
    """`given`: the amount and the calculation that it stands in; given back as it is where the month changes nothing.

    Raises Refused where the month has no standard, or nothing is due in it by the rule.
    """
    amount, calculation = given
    reference = calculation.get("sheet")
    if not isinstance(reference, Mapping):
        return given
    try:
        kept = sheets.get(connection, reference["id"])
    except LookupError as error:
        raise Hopeless(str(error)) from error
    if kept.month == month:
        return given
    again = _again(connection, kept, month, context)
    before = loads(kept.content)["result"]
    if again.result == before:
        return given
    told = _kept(connection, kept, again, month, context)
    return _same_sum(before, again.result, amount, month), {**again.result, "sheet": told}


def _again(connection: Connection, kept: sheets.Sheet, month: date, context: Context) -> calculations.Sheet:
    rule = context.rules(kept.rule, None)
    if rule is None:
        raise Refused(f"规则 {kept.rule} 没有部署，{month:%Y-%m} 的金额算不出")
    try:
        found = parameters.valid(connection, kept.rule[:6], (kept.area, kept.residence), month)
        basis = calculations.basis_of(calculations.read(kept.content), [each.told() for each in found.values()])
        moved = {**basis.inputs, **({"month": month.isoformat()} if "month" in basis.inputs else {})}
        return calculations.made(rule, replace(basis, month=f"{month:%Y-%m}", inputs=moved, at=context.now))
    except (Gap, DecisionError) as error:
        raise Refused(f"{month:%Y-%m} 的金额算不出：{error}") from error


def _same_sum(before: Any, after: Any, amount: Decimal, month: date) -> Decimal:
    """The sum of the new result that stands where the amount stood in the old one."""
    names = [name for name, value in before.items() if value == amount and not isinstance(value, bool)]
    name = "amount" if "amount" in names else next(iter(names), None)
    if name is None:
        raise Refused(f"核算更正过，{month:%Y-%m} 的标准又有变，应重新核算")
    if after.get("eligible") is False or not after.get(name):
        raise Refused(f"按 {month:%Y-%m} 的标准已不符合：{after.get('reason') or '金额为零'}")
    return Decimal(after[name])


def _kept(
    connection: Connection, of: sheets.Sheet, again: calculations.Sheet, month: date, context: Context
) -> dict[str, Any]:
    rule = loads(again.content)["rule"]
    about = (context.job, context.instance, of.rule, rule["version"], of.area, of.residence, month)
    kept = sheets.keep(connection, sheets.Sheet(*about, again.amount, again.content, again.sha256, context.now))
    return {"id": kept.id, "sha256": kept.sha256}
