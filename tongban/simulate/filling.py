"""Fills in a form as somebody would: by the habits of `habits.json`, else at random within what the form allows."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from bpmn import feel
from bpmn.model import Form, FormField
from bpmn.papers import RULE as PAPERS
from engine.domain.durations import in_city
from tongban.simulate.chance import picked
from tongban.simulate.residents import Resident

Values = dict[str, Any]
SAYING = "情况属实，材料齐全，按规定办理，依据有关规定第三条"
ACCOUNT, CREDIT_CODE = "6200000000000000000", "51210199MJTE0T012P"
LOW, HIGH = 1, 5


@dataclass(frozen=True, slots=True)
class Hand:
    """Who fills in, and when. `known`: what is written in the case already; `random` is this form's own.

    `again`: this step was done in this case before, and came back: as it was, it would not do.
    """

    resident: Resident
    at: datetime
    random: Random
    known: Mapping[str, Any]
    again: bool = False


@cache
def habits() -> Mapping[str, Any]:
    """By the key of a field: weights of its values, or under `=` the one value; `again`: of a step that came back."""
    found: Mapping[str, Any] = json.loads((files("tongban.simulate") / "habits.json").read_text(encoding="utf-8"))
    return found


def filled(form: Form, hand: Hand) -> Values:
    """A value for each field that is asked for, in the form's own order."""
    values: Values = {}
    for field in form.fields:
        if not field.shown_only and not _is_hidden(field, {**hand.known, **values}):
            value = _value(field, hand)
            if value is not None:
                _put(values, field.key, value)
    return values


def _is_hidden(field: FormField, variables: Mapping[str, Any]) -> bool:
    if field.hidden is None:
        return False
    return _expression(field.hidden)(variables) is True


@cache
def _expression(text: str) -> feel.Expression:
    return feel.compile(text.removeprefix("="))


def _put(values: Values, path: str, value: Any) -> None:
    *around, last = path.split(".")
    for name in around:
        values = values.setdefault(name, {})
    values[last] = value


def _value(field: FormField, hand: Hand) -> Any:
    known = OWN.get(field.key) or (BY_RULE.get(field.rule) if field.rule else None)
    if known is not None:
        return known(field, hand)
    habit = habits().get(f"{field.key} again" if hand.again else field.key) or habits().get(field.key)
    if habit is not None:
        return _by_habit(habit, field, hand.random)
    return BY_KIND.get(field.kind, _words)(field, hand)


def _by_habit(habit: Any, field: FormField, random: Random) -> Any:
    if "=" in habit:
        return habit["="]
    offered = {value: weight for value, weight in habit.items() if not field.options or value in field.options}
    chosen = picked(random, offered or dict.fromkeys(field.options, 1.0))
    return {"true": True, "false": False}.get(chosen, chosen)


def _born(field: FormField, hand: Hand) -> str:
    return hand.resident.born.isoformat()


def _papers(field: FormField, hand: Hand) -> list[Values]:
    sources = habits()["paper sources"]
    listed = [{"name": name, "source": picked(hand.random, sources), "ok": True} for name in field.options]
    return [paper | {"file": paper["name"]} if paper["source"] == "uploaded" else paper for paper in listed]


def _number(field: FormField, hand: Hand) -> int | Decimal:
    """Whole, unless the bounds leave none."""
    low = LOW if field.minimum is None else field.minimum
    high = max(low, HIGH) if field.maximum is None else field.maximum
    least, most = -int(-Decimal(low) // 1), int(Decimal(high) // 1)
    return hand.random.randint(least, most) if least <= most else Decimal(low)


def _option(field: FormField, hand: Hand) -> Any:
    if not field.options:
        return [f"{hand.resident.number:08}"] if field.kind == "taglist" else None
    chosen = hand.random.choice(field.options)
    return [chosen] if field.kind in ("checklist", "taglist") else chosen


def _words(field: FormField, hand: Hand) -> str:
    return SAYING[: field.max_length] if field.max_length else SAYING


def _today(field: FormField, hand: Hand) -> str:
    today: date = in_city(hand.at).date()
    return today.isoformat()


def _checked(field: FormField, hand: Hand) -> bool:
    return True


Filler = Callable[[FormField, Hand], Any]
OWN: Mapping[str, Filler] = {
    "applicant_name": lambda _, hand: hand.resident.name,
    "applicant_id": lambda _, hand: hand.resident.identity,
    "birth_date": _born,
}
BY_RULE: Mapping[str, Filler] = {
    "identity-number": lambda _, hand: hand.resident.identity,
    "phone": lambda _, hand: hand.resident.phone,
    "area": lambda _, hand: hand.resident.home,
    "bank-account": lambda *_: ACCOUNT,
    "credit-code": lambda *_: CREDIT_CODE,
    PAPERS: _papers,
    "amount": lambda field, hand: _number(field, hand) if field.maximum else hand.random.randint(100, 3000),
}
BY_KIND: Mapping[str, Filler] = {
    "number": _number,
    "select": _option,
    "radio": _option,
    "checklist": _option,
    "taglist": _option,
    "checkbox": _checked,
    "datetime": _today,
    "dynamiclist": lambda field, _: [{"name": "家人"}] if field.required else None,
    "filepicker": lambda *_: None,
    "expression": lambda *_: None,
}
