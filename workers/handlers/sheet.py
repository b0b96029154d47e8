"""Makes the sheet of a calculation again from its rule and parameters, and keeps it: an amount that differs is none."""

from collections.abc import Mapping
from typing import Any

from bpmn.decisions import DecisionError
from engine import sheet_words
from engine.sheets import Basis, Sheet, made, read
from registers import months, records, sheets
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `rule`, `area`, `residence`, `month`, `facts`, `versions` (as the job `parameters` gives them),
    `calculation` (what the rule gave) and, if known, `sources`: by fact `source` and `at`.

    Output: `calculation`, now with `sheet` (id, sha256) in it, and `sheet`: the same in words, as the template 核算表
    asks. Error `sheet.changed`: the rule gives something else by now, so it is to be calculated again; registers out of
    reach: at last `sheet.unavailable`.
    """
    calculation = inputs.get("calculation")
    if not isinstance(calculation, Mapping):
        raise Hopeless(f"Expected what a rule gave, but `calculation` is {calculation!r}")
    rule = context.rules(_text(inputs, "rule"), None)
    if rule is None:
        raise Hopeless(f"Expected a rule that is deployed, but {inputs.get('rule')!r} is not")
    try:
        sheet = made(rule, _basis(inputs, context))
    except DecisionError as error:
        raise Hopeless(str(error)) from error
    if sheet.result != {name: value for name, value in calculation.items() if name != "sheet"}:
        raise BpmnError("sheet.changed", f"规则 {rule.key} 第 {rule.version} 版算出的与核算不同，要重算")
    kept = _kept(sheet, inputs, context, rule.version)
    told = sheet_words.told(read(kept.content))
    return {"calculation": {**calculation, "sheet": {"id": kept.id, "sha256": kept.sha256}}, "sheet": told}


def _basis(inputs: Inputs, context: Context) -> Basis:
    facts, versions, sources = inputs.get("facts"), inputs.get("versions"), inputs.get("sources")
    if not isinstance(facts, Mapping) or not isinstance(versions, list | tuple):
        raise Hopeless("Expected `facts` by name and a list of `versions`")
    return Basis(
        place=(_text(inputs, "area"), str(inputs.get("residence") or "")),
        month=_month(inputs),
        inputs=facts,
        parameters=versions,
        at=context.now,
        sources=sources if isinstance(sources, Mapping) else {},
    )


def _kept(sheet: Sheet, inputs: Inputs, context: Context, version: int) -> sheets.Sheet:
    asked = sheets.Sheet(
        id=context.job,
        instance=context.instance,
        rule=_text(inputs, "rule"),
        version=version,
        area=_text(inputs, "area"),
        residence=str(inputs.get("residence") or ""),
        month=months.month(_month(inputs)),
        amount=sheet.amount,
        content=sheet.content,
        sha256=sheet.sha256,
        calculated_at=context.now,
    )
    try:
        with context.registers() as connection:
            return sheets.keep(connection, asked)
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("sheet.unavailable", f"核算库不可用：{error}") from error
        raise


def _month(inputs: Inputs) -> str:
    try:
        return f"{months.month(str(inputs.get('month') or '')):%Y-%m}"
    except ValueError as error:
        raise Hopeless(f"`month`: {error}") from error


def _text(inputs: Inputs, name: str) -> Any:
    match inputs.get(name):
        case str() as text if text.strip():
            return text.strip()
    raise Hopeless(f"Expected a text, but `{name}` is {inputs.get(name)!r}")
