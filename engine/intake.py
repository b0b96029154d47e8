"""What comes in with a command: plain data within bounds, checked against its form, its personal values sealed.

Runs before the runtime moves a token, so that a finding rejects the command and a personal value reaches no fact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bpmn.checks import field_findings, stray_findings
from bpmn.model import Definition, Form
from engine.domain.moves import Complete, Deliver, Finish, Move, Retry, Start
from engine.domain.references import is_reference
from engine.domain.rejections import Invalid
from engine.domain.situation import Situation

MAX_DEPTH, MAX_SIZE = 64, 1_000_000
LARGEST_EXPONENT, MOST_BITS = 6_144, 4_096  # no expression gives a larger number
Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Secret:
    """A personal value on its way to the vault. `subject`: the identity number of the person whose case it is."""

    instance: int
    subject: str | None
    name: str
    value: Any


Vault = Callable[[Secret], Mapping[str, Any]]  # seals a value and gives the reference that stands for it


def admit(move: Move, situation: Situation, definition: Definition, vault: Vault, today: date) -> Move:
    """The same move with variables that may go on. Raises Invalid with what was expected of which field."""
    if not isinstance(move, Start | Complete | Finish | Deliver | Retry):
        return move
    check_plain(move.variables)
    if definition.forms:
        _check_form(move, situation, definition, today)
    if not definition.personal.intersection(move.variables):
        return move
    return replace(move, variables=_sealed(move.variables, _instance_of(move, situation), definition, vault))


def _instance_of(move: Move, situation: Situation) -> int:
    if isinstance(move, Start):
        return move.instance
    assert situation.instance is not None, "only a start has no instance yet"
    return situation.instance.id


def _check_form(
    move: Start | Complete | Finish | Deliver | Retry, situation: Situation, of: Definition, today: date
) -> None:
    """People fill in forms when they apply and when they complete a task; workers and messages do not."""
    form = _form_of(move, situation, of)
    if form is None:
        return
    findings = (*field_findings(form, move.variables, today), *stray_findings(form, move.variables))
    if findings:
        words = "; ".join(f"{name}: {sentence}" for name, sentence in findings)
        raise Invalid(f"Expected a form without findings, but {words}", findings)


def _form_of(move: Move, situation: Situation, definition: Definition) -> Form | None:
    match move:
        case Complete() if situation.task is not None:
            name = definition.elements[situation.task.element].form
        case Start(start_event=None):
            starts = (element for element in definition.elements.values() if element.kind == "startEvent")
            name = next((start.form for start in starts if start.form), None)
        case Start(start_event=str(chosen)) if situation.message is None and chosen in definition.elements:
            name = definition.elements[chosen].form
        case _:
            return None
    return definition.forms.get(name) if name else None


def _sealed(variables: Variables, instance: int, definition: Definition, vault: Vault) -> dict[str, Any]:
    subject = variables.get(definition.subject) if definition.subject else None
    person = subject if isinstance(subject, str) else None
    return {
        name: vault(Secret(instance, person, name, value)) if _is_bare(name, value, definition) else value
        for name, value in variables.items()
    }


def _is_bare(name: str, value: Any, definition: Definition) -> bool:
    return name in definition.personal and value is not None and not is_reference(value)


def check_plain(variables: Variables) -> None:
    """Plain JSON data: strings, int, Decimal, bool, None, lists, objects with text keys; bounded in depth and size."""
    if _measure(variables, 0) > MAX_SIZE:
        raise Invalid(f"Expected variables of at most {MAX_SIZE} characters, but these are larger")


def _measure(value: Any, depth: int) -> int:
    kind = value.__class__
    if kind is str:
        return _text_size(value)
    if value is None or kind is bool or ((kind is int or kind is Decimal) and _is_number(value)):
        return 8
    if depth >= MAX_DEPTH:
        raise Invalid(f"Expected variables nested at most {MAX_DEPTH} deep, but these go deeper")
    if isinstance(value, Mapping):
        return sum(_name_size(name) + _measure(inner, depth + 1) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return sum(_measure(inner, depth + 1) for inner in value)
    raise Invalid(f"Expected plain JSON data, but got a {kind.__name__}: {str(value)[:40]!r}")


def _is_number(value: int | Decimal) -> bool:
    """Raises Invalid for one that no JSON number can be, or that is too long to be anything but an attack."""
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > LARGEST_EXPONENT:
            raise Invalid(f"Expected a finite number with an exponent up to {LARGEST_EXPONENT}, but got {value:.9E}")
    elif value.bit_length() > MOST_BITS:
        raise Invalid(f"Expected whole numbers of at most {MOST_BITS} bits, but got one of {value.bit_length()}")
    return True


def _text_size(text: str) -> int:
    """PostgreSQL keeps no U+0000, and half a surrogate pair is no character."""
    if "\0" in text or not (text.isascii() or _is_encodable(text)):
        shown = ascii(text[:40])
        raise Invalid(f"Expected texts without U+0000 and without halves of surrogate pairs, but got {shown}")
    return len(text)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _name_size(name: Any) -> int:
    if name.__class__ is not str:
        raise Invalid(f"Expected the name of a variable to be a text, but got a {type(name).__name__}")
    return _text_size(name)
