"""The account of a beneficiary whose money came back: entered by one, approved by another, then paid once more."""

from typing import Any

from registers import payees, records, unpaid
from registers.benefits import Connection, Refused
from registers.payees import Account
from registers.rolls import By
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `act`: enter (with `bank`, `account`, `name`, `source`), or approve (with `number`, `roll`); `benefit`,
    whose it is; `by`, who does it.

    Output: of enter `payee`: number, bank, last4; of approve `again`: will this roll send it once more? Error
    `payee.refused` says why not; registers out of reach: at last `payee.unavailable`.
    """
    by = By(_text(inputs, "by"), context.now)
    try:
        with context.registers() as connection:
            person = unpaid.person_of(connection, _number(inputs, "benefit"))
            match inputs.get("act"):
                case "enter":
                    return {"payee": _entered(connection, person, inputs, (context, by))}
                case "approve":
                    payees.approve(connection, person, _number(inputs, "number"), by)
                    roll, benefit = _number(inputs, "roll"), _number(inputs, "benefit")
                    return {"again": unpaid.mend(connection, roll, benefit, by)}
    except Refused as refused:
        raise BpmnError("payee.refused", str(refused)) from refused
    except LookupError as error:
        raise Hopeless(str(error)) from error
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("payee.unavailable", f"收款账户库不可用：{error}") from error
        raise
    raise Hopeless(f"Expected enter or approve, but `act` is {inputs.get('act')!r}")


def _entered(connection: Connection, person: str, inputs: Inputs, of: tuple[Context, By]) -> dict[str, Any]:
    """Once a job: a job that runs again finds what it entered."""
    context, by = of
    account = Account(*(_text(inputs, name) for name in ("bank", "account", "name", "source")))
    found = [each for each in payees.versions(connection, person) if each.source == _source(account, context)]
    signed = Account(account.bank, account.number, account.name, _source(account, context))
    made = found[0] if found else payees.enter(connection, person, signed, context.seal(connection), by)
    return {"number": made.number, "bank": made.bank, "last4": made.last4}


def _source(account: Account, context: Context) -> str:
    return f"{account.source}（件 {context.instance}，{context.job}）"


def _text(inputs: Inputs, name: str) -> str:
    match inputs.get(name):
        case str() as text if text.strip():
            return text.strip()
    raise Hopeless(f"Expected a text, but `{name}` is empty, erased or no text")


def _number(inputs: Inputs, name: str) -> int:
    match inputs.get(name):
        case bool():
            pass
        case int() as number:
            return number
    raise Hopeless(f"Expected a number, but `{name}` is {inputs.get(name)!r}")
