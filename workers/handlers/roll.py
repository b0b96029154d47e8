"""Runs the monthly roll of a benefit step by step, and looks for doubts among all who hold something.

Bank files and returns are no job: they bear names and accounts, which no case and no register holds.
"""

from typing import Any

from engine.domain.durations import in_city
from registers import closing, months, records, rolls, suspensions, unpaid
from registers.benefits import Connection, Refused, Signed
from registers.parameters import Gap
from registers.recheck import recheck
from registers.rolls import Asked, By
from registers.sweep import Sweep, sweep
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables

ACTS = ("due", "lock", "calculate", "check", "approve", "failed", "leave", "close", "sweep", "expire")


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `act`: due, lock (with `month`, `matter`, `area`), calculate, check, approve, failed (with `but`, the
    benefits that are looked after), leave (with `reason`), close (all with `roll`, the number that lock gave), sweep
    (with `month`), or expire (with `month`, `area`); `by`, who does it.

    Output: `roll`: id, month, matter, area, state, count, amount, and after a check `held`; of a sweep `sweep`:
    lookedAt, found (by kind) and unanswered; of expire `ended`: how many were suspended for too long; of due `due` and
    `areas`, what is to be paid this month where; of failed also `failed`, the lines that came back. Error
    `roll.refused` says why a step cannot be; registers out of reach: at last `roll.unavailable`.
    """
    by = By(str(inputs.get("by") or f"case {context.instance}"), context.now)
    try:
        with context.registers() as connection:
            if inputs.get("act") == "sweep":
                return {"sweep": _swept(connection, inputs, by)}
            if inputs.get("act") == "expire":
                return {"ended": _ended(connection, inputs, context)}
            if inputs.get("act") == "due":
                return _due(connection, context)
            if inputs.get("act") == "lock":
                return {"roll": _told(connection, rolls.lock(connection, _asked(inputs, context), by).id)}
            told = _step(connection, inputs, by)
            return {"roll": told} | ({"failed": told.pop("failed")} if "failed" in told else {})
    except Refused as refused:
        raise BpmnError("roll.refused", str(refused)) from refused
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("roll.unavailable", f"发放库不可用：{error}") from error
        raise


def _asked(inputs: Inputs, context: Context) -> Asked:
    matter, area = inputs.get("matter"), inputs.get("area")
    if not isinstance(matter, str) or not isinstance(area, str):
        raise Hopeless(f"Expected texts for `matter` and `area`, but got {matter!r} and {area!r}")
    return Asked(context.job, _month(inputs), matter.strip(), area.strip())


def _step(connection: Connection, inputs: Inputs, by: By) -> dict[str, Any]:
    roll = inputs.get("roll")
    if not isinstance(roll, int) or isinstance(roll, bool):
        raise Hopeless(f"Expected the number of a roll, but `roll` is {roll!r}")
    try:
        match inputs.get("act"):
            case "calculate":
                rolls.calculate(connection, roll, by)
            case "check":
                held = recheck(connection, roll, in_city(by.at).date(), by)
                return {**_told(connection, roll), "held": held}
            case "approve":
                rolls.approve(connection, roll, by)
            case "close":
                closing.close(connection, roll, by)
            case "failed":
                return {**_told(connection, roll), "failed": _failed(connection, roll, inputs)}
            case "leave":
                unpaid.leave(connection, roll, str(inputs.get("reason") or ""), by)
            case other:
                raise Hopeless(f"Expected one of {', '.join(ACTS)}, but `act` is {other!r}")
    except LookupError as error:
        raise Hopeless(str(error)) from error
    return _told(connection, roll)


def _due(connection: Connection, context: Context) -> Variables:
    """The rolls of the month in which it is asked."""
    month = months.first_day(in_city(context.now).date())
    found = unpaid.due(connection, month)
    told = [{"month": months.text(month), "matter": each.matter, "area": each.area} for each in found]
    rolls_due = [{**each, "key": f"{each['month']}/{each['area']}/{each['matter']}"} for each in told]
    areas = [{"month": months.text(month), "area": area} for area in sorted({each.area for each in found})]
    return {"due": rolls_due, "areas": areas}


def _failed(connection: Connection, roll: int, inputs: Inputs) -> list[dict[str, Any]]:
    but = [each for each in inputs.get("but") or () if isinstance(each, int)]
    same = ("benefit", "matter", "area", "reason", "roll", "case")
    found = unpaid.failed(connection, roll, but)
    return [{**{name: getattr(each, name) for name in same}, "month": months.text(each.month)} for each in found]


def _swept(connection: Connection, inputs: Inputs, by: By) -> dict[str, Any]:
    swept = sweep(connection, Sweep(_month(inputs), in_city(by.at).date(), by.at))
    return {"lookedAt": swept.looked_at, "found": dict(swept.found), "unanswered": dict(swept.unanswered)}


def _ended(connection: Connection, inputs: Inputs, context: Context) -> int:
    area = inputs.get("area")
    if not isinstance(area, str):
        raise Hopeless(f"Expected a text for `area`, but got {area!r}")
    by = str(inputs.get("by") or f"case {context.instance}")
    try:
        signed = Signed(context.job, context.instance, by, context.now)
        return suspensions.end(connection, area, _month(inputs), signed)
    except Gap as gap:
        raise BpmnError("roll.refused", f"暂停期限：{gap}") from gap


def _month(inputs: Inputs) -> Any:
    try:
        return months.month(str(inputs.get("month") or ""))
    except ValueError as error:
        raise Hopeless(f"`month`: {error}") from error


def _told(connection: Connection, id: int) -> dict[str, Any]:
    roll = rolls.get(connection, id)
    count, amount = rolls.sums(connection, roll)
    told = {"id": roll.id, "month": months.text(roll.month), "matter": roll.matter, "area": roll.area}
    return {**told, "state": roll.state, "count": count, "amount": amount}
