"""Doubts of the sweep and of the look before paying: handed to cases, settled as persons found, and what follows."""

from datetime import date
from typing import Any

from registers import doubts, months, records
from registers.benefits import Connection, Refused, Signed
from registers.rolls import By
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `act`: list (with `month`, `area`), settle (with `benefit`, `month`, `kind`, `reason`, `suspected` and
    `outcome`: confirmed, overruled or handled), or stop (with `benefit`, `month`, `from`, `reason`); `by`, who says so.

    Output: of list `doubts`, those that no case has: key, benefit, matter, month, kind, cause, area, detail, case; of
    stop `stopped`: from, and `demanded`, what was paid since. Error `doubt.refused` says why not; registers out of
    reach: at last `doubt.unavailable`.
    """
    try:
        with context.registers() as connection:
            match inputs.get("act"):
                case "list":
                    return {"doubts": _handed(connection, inputs, context)}
                case "settle":
                    return _settled(connection, inputs, context)
                case "stop":
                    return {"stopped": _stopped(connection, inputs, context)}
    except Refused as refused:
        raise BpmnError("doubt.refused", str(refused)) from refused
    except LookupError as error:
        raise Hopeless(str(error)) from error
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("doubt.unavailable", f"疑点库不可用：{error}") from error
        raise
    raise Hopeless(f"Expected list, settle or stop, but `act` is {inputs.get('act')!r}")


def _handed(connection: Connection, inputs: Inputs, context: Context) -> list[dict[str, Any]]:
    found = doubts.hand_out(connection, _month(inputs, "month"), _text(inputs, "area"), context.instance)
    same = ("key", "benefit", "matter", "kind", "cause", "area", "detail", "case")
    return [{**{name: getattr(each, name) for name in same}, "month": months.text(each.month)} for each in found]


def _settled(connection: Connection, inputs: Inputs, context: Context) -> Variables:
    of = (_number(inputs), _month(inputs, "month"), _text(inputs, "kind"))
    said = (str(inputs.get("reason") or ""), inputs.get("suspected") is True)
    match inputs.get("outcome"):
        case "confirmed" | "overruled" | "handled" as outcome:
            doubts.verify(connection, of, outcome, said, By(_by(inputs, context), context.now))
            return {}
    raise Hopeless(f"Expected confirmed, overruled or handled, but `outcome` is {inputs.get('outcome')!r}")


def _stopped(connection: Connection, inputs: Inputs, context: Context) -> dict[str, Any]:
    signed = Signed(context.job, context.instance, _by(inputs, context), context.now)
    of, since = (_number(inputs), _month(inputs, "month")), _month(inputs, "from")
    done = doubts.stop(connection, of, since, str(inputs.get("reason") or ""), signed)
    return {"from": months.text(done.until), "demanded": done.demanded}


def _by(inputs: Inputs, context: Context) -> str:
    return str(inputs.get("by") or f"case {context.instance}")


def _number(inputs: Inputs) -> int:
    match inputs.get("benefit"):
        case bool():
            pass
        case int() as number:
            return number
    raise Hopeless(f"Expected the number of a benefit, but `benefit` is {inputs.get('benefit')!r}")


def _text(inputs: Inputs, name: str) -> str:
    match inputs.get(name):
        case str() as text if text.strip():
            return text.strip()
    raise Hopeless(f"Expected a text, but `{name}` is {inputs.get(name)!r}")


def _month(inputs: Inputs, name: str) -> date:
    try:
        return months.month(str(inputs.get(name) or ""))
    except ValueError as error:
        raise Hopeless(f"`{name}`: {error}") from error
