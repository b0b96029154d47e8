"""The application form of an item as an honest resident fills it in: a story says only what matters to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from bpmn import feel
from bpmn.forms import read_form
from bpmn.model import Form, FormField
from bpmn.papers import RULE as PAPERS
from bpmn.values import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from tests.city.places import code_of
from tongban.processes import PROCESSES

Values = dict[str, Any]
HOME = "heping/nanhu/01"
LONGEST = 20  # of a text that nobody looks at
BY_RULE: dict[str, str] = {"phone": "10000000000", "bank-account": "6200000000000000000", "amount": "100"}
BY_KEY: Values = {"applicant_name": "张三", "birth_date": "1958-03-12"}


def number(born: str, order: int = 1) -> str:
    """An identity number of an area that was never assigned: of somebody born on the day, the `order`th of it."""
    body = f"210199{born.replace('-', '')}{order:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, IDENTITY_WEIGHTS, strict=True))
    return body + IDENTITY_CHECKS[total % 11]


def filled(code: str, at: str = HOME, **said: Any) -> Values:
    """All that the form of the item demands. `at`: where the applicant belongs, by whatever rule of the item."""
    values: Values = {}
    for field in application(code).fields:
        if field.shown_only or field.key.startswith("agent.") or _hidden(field, {**values, **said}):
            continue
        if field.key not in said and (field.required or field.kind == "checkbox" or field.rule == PAPERS):
            values[field.key] = _value(field, at)
    return values | said


@cache
def application(code: str) -> Form:
    path = PROCESSES / "items" / code[:2] / f"{code.lower()}-application.form"
    return read_form(path.read_bytes(), path.stem)[0]


def _hidden(field: FormField, values: Values) -> bool:
    return field.hidden is not None and feel.compile(field.hidden.removeprefix("=")).holds(values)


def _value(field: FormField, at: str) -> Any:
    if field.key in BY_KEY:
        return BY_KEY[field.key]
    match field.rule:
        case None:
            return KINDS.get(field.kind, _text)(field)
        case "identity-number":
            return number("1958-03-12") if field.key == "applicant_id" else number("2015-06-01", 2)
        case "area":
            return code_of(at)
        case rule if rule == PAPERS:
            return [{"name": name, "source": "paper", "ok": True} for name in field.options]
        case rule:
            return BY_RULE.get(rule, "")


def _number(field: FormField) -> int:
    return int(field.minimum or 0)


def _text(field: FormField) -> str:
    return field.label[: field.max_length or LONGEST]


KINDS: dict[str, Callable[[FormField], Any]] = {
    "number": _number,
    "datetime": lambda field: "2026-10-08",
    "checkbox": lambda field: field.required,
    "select": lambda field: field.options[0],
    "radio": lambda field: field.options[0],
    "checklist": lambda field: [field.options[0]],
    "taglist": lambda field: ["F2026-1"],
    "filepicker": lambda field: "photo",
}
