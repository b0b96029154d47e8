"""Reads from and writes to the named registers of the case's district: what processes keep for one another."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.domain.ids import district_of
from engine.domain.references import is_reference
from engine.store.facts_json import dumps, loads
from registers import entries, records
from registers.entries import Place, Written
from workers.handlers.contract import BpmnError, Context, Hopeless, Inputs, Variables

LONGEST_NAME, LARGEST = 200, 100_000  # characters


def run(inputs: Inputs, context: Context) -> Variables:
    """Inputs: `operation` (read or write), `register` (its name), `key`, and with write `value`, any plain value.

    Output of a read: `value`, null where nothing was written. Registers out of reach: at last error
    `register.unavailable`. Personal values stay in their case: they are not written.
    """
    place = Place(district_of(context.instance), _name("register", inputs), _name("key", inputs))
    try:
        with context.registers() as connection:
            match inputs.get("operation"):
                case "read":
                    found = entries.latest(connection, place, context.now)
                    return {"value": None if found is None else loads(found)}
                case "write":
                    by = Written(context.job, context.instance, context.now)
                    entries.write(connection, place, _written(inputs.get("value")), by)
                    return {}
    except records.Unreachable as error:
        if context.is_last:
            raise BpmnError("register.unavailable", f"登记库不可用：{error}") from error
        raise
    raise Hopeless(f"Expected read or write, but `operation` is {inputs.get('operation')!r}")


def _name(which: str, inputs: Inputs) -> str:
    match inputs.get(which):
        case str() as text if 0 < len(text.strip()) <= LONGEST_NAME:
            return text.strip()
        case bool():
            pass
        case int() | Decimal() as number:
            return str(number)
    raise Hopeless(f"Expected a text or a number, but `{which}` is {inputs.get(which)!r}")


def _written(value: Any) -> str:
    if _is_personal(value):
        raise Hopeless("Expected a value that others may read, but it is personal or holds something personal")
    text = dumps(value).decode()
    if len(text) > LARGEST:
        raise Hopeless(f"Expected a value of at most {LARGEST} characters, but it has {len(text)}")
    return text


def _is_personal(value: Any) -> bool:
    if is_reference(value):
        return True
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(map(_is_personal, inner))
