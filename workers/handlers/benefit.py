"""Enters in the city's register of benefits what a case has decided: granted, changed, suspended, resumed, stopped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from engine.domain.durations import in_city
from engine.sheets import recalculating
from engine.store.facts_json import dumps
from registers import adjusting, benefits, corrections, months, records, recoveries
from registers.benefit_acts import Act, act
from registers.benefits import Benefit, Connection, Excluded, Grant, Refused, Signed, again
from registers.parameters import Gap
from workers.handlers import beginning
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables

Entry = TypeVar("Entry", Grant, Act)


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `act` (grant, change, suspend, resume, stop), `matter` (the kind of benefit, as in exclusions.csv),
    `subject` (identity number), `from` (a month), `by` (who decided); with a grant `area`, `rule`, `amount`,
    `calculation`, and if wanted `until` (the first month without), `household` and `members` (identity numbers of who
    is in the household, also with a change); otherwise `amount` or `reason`. Where `calculation` has a sheet, the
    amount is one that the sheet gives, or what two persons have corrected it to; of another month than `from`, it is
    calculated again for that month.

    Output: `benefit`: id, matter, state, from, until, amount, and of a stop `demanded`, what was paid since and is to
    come back; `calculation` as it came, or that of the month. Error `benefit.excluded` says what stands against a
    grant, `benefit.refused` why an act cannot be; registers out of reach: at last `benefit.unavailable`.
    """
    person = context.person_index(_text(inputs, "subject"))
    signed = Signed(context.job, context.instance, str(inputs.get("by") or f"case {context.instance}"), context.now)
    try:
        with context.registers() as connection:
            if inputs.get("act") == "grant":
                asked, calculation = _of_its_month(connection, _grant(person, inputs, context), inputs, context)
                return {"benefit": _told(benefits.grant(connection, asked, signed)), "calculation": calculation}
            said, calculation = _act(inputs, context), inputs.get("calculation")
            if said.amount is not None:
                said, calculation = _of_its_month(connection, said, inputs, context)
            told = _acted(connection, (person, _text(inputs, "matter")), said, (signed, context))
            return {"benefit": told, "calculation": calculation}
    except Excluded as excluded:
        raise BpmnError("benefit.excluded", str(excluded)) from excluded
    except Refused as refused:
        raise BpmnError("benefit.refused", str(refused)) from refused
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("benefit.unavailable", f"待遇库不可用：{error}") from error
        raise


def _of_its_month(connection: Connection, entry: Entry, inputs: Inputs, context: Context) -> tuple[Entry, Any]:
    """With the amount that holds in the month from which it is due, and the calculation that it stands in."""
    assert entry.amount is not None
    amount, calculation = _holding(connection, inputs, entry.amount), inputs.get("calculation")
    month = entry.from_month if isinstance(entry, Grant) else entry.month
    if isinstance(calculation, Mapping):
        amount, calculation = beginning.of_month(connection, (amount, calculation), month, context)
    sheet = _sheet({**inputs, "calculation": calculation})
    return replace(entry, amount=amount, calculation=sheet), calculation


def _acted(connection: Connection, holder: tuple[str, str], said: Act, by: tuple[Signed, Context]) -> dict[str, Any]:
    """What is stopped is demanded as far as it was paid already; what is paid again, see there."""
    with connection.transaction():
        match said.kind:
            case "stop":
                held = act(connection, holder, said, by[0])
                about = (held.person, held.matter, held.id)
                owed = recoveries.demand_since(connection, about, said.month, said.reason, by[0])
                return {**_told(held), "demanded": owed}
            case "resume":
                return _told(_resumed(connection, holder, said, by))
        return _told(act(connection, holder, said, by[0]))


def _resumed(connection: Connection, holder: tuple[str, str], said: Act, by: tuple[Signed, Context]) -> Benefit:
    """What is paid again is paid for the months before by the amounts of these months. Raises Refused for a gap."""
    signed, context = by
    with connection.transaction():
        held = act(connection, holder, said, signed)
        last = max(said.month, months.first_day(in_city(context.now).date()))
        try:
            changed = adjusting.rerun(connection, held, (said.month, last), recalculating(context.rules), signed)
        except (Gap, LookupError) as gap:
            raise Refused(f"补发算不出：{gap}") from gap
        return again(connection, held) if changed else held


def _holding(connection: Connection, inputs: Inputs, amount: Decimal) -> Decimal:
    match inputs.get("calculation"):
        case {"sheet": {"id": int() as sheet, "sha256": str() as sha256}}:
            try:
                return corrections.refuse_other(connection, (sheet, sha256), amount)
            except LookupError as error:
                raise Hopeless(str(error)) from error
    return amount


def _members(inputs: Inputs, context: Context) -> tuple[str, ...] | None:
    match inputs.get("members"):
        case None:
            return None
        case list() | tuple() as numbers if all(isinstance(each, str) and each.strip() for each in numbers):
            return tuple(context.person_index(each) for each in numbers)
    raise Hopeless("Expected identity numbers, but `members` is erased or no list of them")


def _grant(person: str, inputs: Inputs, context: Context) -> Grant:
    household = inputs.get("household")
    return Grant(
        person=person,
        household=None if household is None else str(household),
        matter=_text(inputs, "matter"),
        area=_text(inputs, "area"),
        rule=_text(inputs, "rule"),
        amount=_amount(inputs.get("amount")),
        from_month=_month(inputs, "from"),
        until=None if inputs.get("until") is None else _month(inputs, "until"),
        calculation=_sheet(inputs),
        members=_members(inputs, context) or (),
    )


def _act(inputs: Inputs, context: Context) -> Act:
    amount, reason = inputs.get("amount"), str(inputs.get("reason") or "")
    changed = None if amount is None else _amount(amount)
    month, sheet = _month(inputs, "from"), _sheet(inputs)
    match inputs.get("act"):
        case "change" | "suspend" | "resume" | "stop" as kind:
            return Act(kind, month, changed, reason, sheet, _members(inputs, context))
    raise Hopeless(f"Expected grant, change, suspend, resume or stop, but `act` is {inputs.get('act')!r}")


def _text(inputs: Inputs, name: str) -> str:
    match inputs.get(name):
        case str() as text if text.strip():
            return text.strip()
    raise Hopeless(f"Expected a text, but `{name}` is empty, erased or no text")


def _month(inputs: Inputs, name: str) -> date:
    value = inputs.get(name)
    try:
        return months.month(value.isoformat() if isinstance(value, date) else str(value or ""))
    except ValueError as error:
        raise Hopeless(f"`{name}`: {error}") from error


def _amount(value: Any) -> Decimal:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    raise Hopeless(f"Expected a number of yuan, but `amount` is {value!r}")


def _sheet(inputs: Inputs) -> str | None:
    """The sheet as JSON text, without the number of the person it is about."""
    sheet = inputs.get("calculation")
    if sheet is None:
        return None
    if not isinstance(sheet, Mapping):
        raise Hopeless("Expected the sheet of a calculation, but `calculation` has no names in it")
    text = dumps(sheet).decode()
    if _text(inputs, "subject") in text:
        raise Hopeless("Expected a sheet without an identity number, but `calculation` holds the person's")
    return text


def _told(held: Benefit) -> dict[str, Any]:
    return {
        "id": held.id,
        "matter": held.matter,
        "state": held.state,
        "from": months.text(held.from_month),
        "until": months.text(held.until),
        "amount": held.amount,
    }
