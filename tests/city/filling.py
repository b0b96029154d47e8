"""Forms as honest residents and officials fill them in: a story says only what matters to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
WHY = "入户与核对所见和申报不符，依据有关办法第九条"
LONGEST = 20  # of a text that nobody looks at
BY_RULE: Mapping[str, str] = {
    "phone": "10000000000",
    "bank-account": "6200000000000000000",
    "credit-code": "91210199MJTE0T012K",
}
BY_KEY: Values = {
    "applicant_name": "张三",
    "applicant_address": "和平区南湖街道 1 号",
    "birth_date": "1958-03-12",
    "panel": [{"name": f"评议员{order}", "relative": False} for order in range(1, 6)],
}


def number(born: str, order: int = 1) -> str:
    """An identity number of an area that was never assigned: of somebody born on the day, the `order`th of it."""
    body = f"210199{born.replace('-', '')}{order:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, IDENTITY_WEIGHTS, strict=True))
    return body + IDENTITY_CHECKS[total % 11]


def filled(code: str, at: str = HOME, **said: Any) -> Values:
    """All that the application form of an item demands. `at`: where the applicant belongs, by the rule of the item."""
    return demanded(form_of(f"{code.lower()}-application"), said, at)


def demanded(form: Form, said: Mapping[str, Any], at: str = HOME, today: str = "2026-10-08") -> Values:
    """What the form demands, each time the first that is offered; whoever says something else gives a reason."""
    values: Values = {}
    for field in _asked(form, said, values):
        if field.required or field.kind == "checkbox" or field.rule == PAPERS or field.key in BY_KEY:
            values[field.key] = _value(field, at, today)
        elif said and field.kind == "textarea":
            values[field.key] = WHY
    return {**values, **said}


@cache
def form_of(name: str) -> Form:
    """By the name of its file."""
    path = next(PROCESSES.rglob(f"{name}.form"))
    return read_form(path.read_bytes(), name)[0]


def _asked(form: Form, said: Mapping[str, Any], values: Values) -> Iterator[FormField]:
    for field in form.fields:
        known = field.key in said or field.key.partition(".")[0] == "agent"
        if not known and not field.shown_only and not _hidden(field, {**values, **said}):
            yield field


def _hidden(field: FormField, values: Values) -> bool:
    return field.hidden is not None and feel.compile(field.hidden.removeprefix("=")).holds(values)


def _value(field: FormField, at: str, today: str) -> Any:
    if field.key in BY_KEY:
        return BY_KEY[field.key]
    match field.rule:
        case None | "amount":
            return today if field.kind == "datetime" else BY_KIND.get(field.kind, _text)(field)
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
    return WHY if field.kind == "textarea" else field.label[: min(field.max_length or LONGEST, LONGEST)]


BY_KIND: Mapping[str, Callable[[FormField], Any]] = {
    "number": _number,
    "checkbox": lambda field: field.required,
    "select": lambda field: field.options[0],
    "radio": lambda field: field.options[0],
    "checklist": lambda field: [field.options[0]],
    "taglist": lambda field: ["F2026-1"],
    "filepicker": lambda field: "photo",
}
