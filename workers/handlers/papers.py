"""Looks again at the papers that nobody brought: does what they were struck out by still hold? Before the decision."""

from collections.abc import Mapping
from typing import Any

from bpmn.papers import STRUCK
from bpmn.papers import finding as fault
from bpmn.register import items
from engine.domain.durations import in_city
from registers import records
from registers.prefill import facts, papers
from registers.prefill.facts import Facts, Wanted
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables

Row = Mapping[str, Any]
LOOKED_UP = ("licence", "shared")


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `papers` (the list of the form), `subject` (identity number), and `item` where it is not the case's own.

    Output: `papers`, those that hold no more marked `ok` false with a reason; `lost`: their names; `struck` of `of`:
    how many nobody has to bring. Registers out of reach: at last error `papers.unavailable`.
    """
    code = str(inputs.get("item") or context.item())
    rows = _rows(code, inputs.get("papers"))
    try:
        found = _facts(code, rows, inputs, context)
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("papers.unavailable", f"证照和共享数据不可用：{error}") from error
        raise
    now = [_again(code, row, found) for row in rows]
    lost = [str(after["name"]) for before, after in zip(rows, now, strict=True) if before["ok"] and not after["ok"]]
    struck = sum(bool(row["ok"]) and row["source"] in STRUCK for row in now)
    return {"papers": now, "lost": lost, "struck": struck, "of": len(now)}


def _rows(code: str, value: Any) -> list[Row]:
    item = items().get(code)
    if item is None:
        raise Hopeless(f"Expected an item of items.csv, but `item` is {code!r}")
    wrong = fault(item.materials, value, whole=False)
    if wrong:
        raise Hopeless(f"Expected the papers of {code}, but: {wrong}")
    return list(value)


def _facts(code: str, rows: list[Row], inputs: Inputs, context: Context) -> Facts:
    subject = inputs.get("subject")
    if not isinstance(subject, str) or not subject.strip():
        raise Hopeless("Expected the identity number of a person, but `subject` is empty or erased")
    needed = papers.datasets(code, tuple(row["name"] for row in rows if row["source"] in LOOKED_UP))
    today = in_city(context.now).date()
    wanted = Wanted(areas=(), datasets=needed, now=context.now, today=today, age=context.age)
    with context.registers() as connection:
        return facts.gather(connection, context.person_index(subject), wanted, context.sealing)


def _again(code: str, row: Row, found: Facts) -> Row:
    if not row["ok"] or row["source"] not in LOOKED_UP:
        return row
    judged = papers.judged(code, row["name"], found)
    return row if judged.ok else {**row, "source": judged.source, "ok": False, "reason": judged.reason}
