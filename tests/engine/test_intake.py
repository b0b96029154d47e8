"""What may come in as variables: plain data within bounds. What may not is refused in words, before anything moves."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from bpmn.model import Definition
from bpmn.parse import read
from engine.domain.moves import Cancel, Complete, Fire, Start
from engine.domain.rejections import Invalid
from engine.domain.situation import Situation
from engine.intake import MAX_DEPTH, MAX_SIZE, Secret, admit, check_plain
from tests.engine.runtime.drawing import END, START, case, document, scope

TODAY = date(2026, 11, 24)
IDENTITY = "210199199001011234"


def nested(depth: int) -> dict[str, Any]:
    """Objects in objects; the outermost is the first."""
    value: dict[str, Any] = {}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    "value",
    [
        "文字",
        "𠮷",
        "",
        0,
        -(2**63),
        2**64,
        Decimal("650.10"),
        Decimal("1E+6144"),
        True,
        None,
        [1, [2, "三"]],
        (1, 2),
        {"amount": Decimal("0.1"), "typename": "Decimal", "__class__": "x"},
        MappingProxyType({"a": 1}),
        {"": ""},
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_plain_data_comes_in(value: Any) -> None:
    check_plain({"value": value})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.5, "plain JSON data, but got a float"),
        ({"inner": [1, {"deep": 0.1}]}, "got a float"),
        ({1, 2}, "got a set"),
        (b"bytes", "got a bytes"),
        (TODAY, "got a date"),
        (object, "got a type"),
        ({1: "one"}, "name of a variable to be a text, but got a int"),
        ({None: 1}, "to be a text, but got a NoneType"),
        ("a\0b", "without U+0000"),
        ("\ud800", "halves of surrogate pairs"),
        ("文\udfff", "halves of surrogate pairs"),
        ({"a\0": 1}, "without U+0000"),
        ({"\udc00": 1}, "halves of surrogate pairs"),
        (Decimal("NaN"), "finite number"),
        (Decimal("-Infinity"), "finite number"),
        (Decimal("1E+9999"), "exponent up to 6144"),
        (Decimal("1E-9999"), "exponent up to 6144"),
        (10**5000, "at most 4096 bits"),
    ],
    ids=lambda value: ascii(value)[:30] if value.__class__ is not int else "long",
)
def test_what_is_no_plain_data_is_refused_in_words(value: Any, said: str) -> None:
    with pytest.raises(Invalid, match=said.replace("+", r"\+")):
        check_plain({"value": value})


def test_depth_is_bounded() -> None:
    check_plain(nested(MAX_DEPTH))
    with pytest.raises(Invalid, match="at most 64 deep"):
        check_plain(nested(MAX_DEPTH + 1))
    with pytest.raises(Invalid, match="at most 64 deep"):
        check_plain(nested(100_000))


def test_size_is_bounded_and_counts_names() -> None:
    check_plain({"a": "x" * (MAX_SIZE - 1)})
    for too_large in ({"a": "x" * MAX_SIZE}, {"x" * MAX_SIZE: 0}, {"a": [1] * (MAX_SIZE // 8)}):
        with pytest.raises(Invalid, match="at most 1000000 characters"):
            check_plain(too_large)


def definition(words: str = "") -> Definition:
    read_back = read(document(case(scope(START + END, "start > end"), words)))
    return read_back.definitions[0]


def situation() -> Situation:
    return Situation(lambda: 0, None)  # type: ignore[arg-type]  # no calendar is asked for here


def sealing(kept: list[Secret]) -> Any:
    def seal(secret: Secret) -> Mapping[str, Any]:
        kept.append(secret)
        return {"sealed": len(kept), "digest": "d"}

    return seal


def test_a_personal_value_is_sealed_and_its_neighbours_are_not() -> None:
    kept: list[Secret] = []
    personal = definition('<city:personal variables="applicant_id phone"/>')
    move = Start(7, "li", variables={"applicant_id": IDENTITY, "income": 650, "phone": None})
    admitted = admit(move, situation(), personal, sealing(kept), TODAY)

    assert isinstance(admitted, Start)
    assert admitted.variables == {"applicant_id": {"sealed": 1, "digest": "d"}, "income": 650, "phone": None}
    assert [(secret.instance, secret.name, secret.value) for secret in kept] == [(7, "applicant_id", IDENTITY)]


def test_a_reference_that_comes_back_is_not_sealed_again() -> None:
    kept: list[Secret] = []
    reference = {"sealed": 5, "digest": "d"}
    move = Start(7, "li", variables={"applicant_id": reference})
    admitted = admit(move, situation(), definition('<city:personal variables="applicant_id"/>'), sealing(kept), TODAY)

    assert isinstance(admitted, Start)
    assert admitted.variables == {"applicant_id": reference}
    assert kept == []


def test_a_move_without_variables_passes_as_it_is() -> None:
    for move in (Cancel("reason", "li"), Complete(1, 2, "li")):
        assert admit(move, situation(), definition(), sealing([]), TODAY) == move
    fire = Fire(1, 2, TODAY - TODAY)
    assert admit(fire, situation(), definition(), sealing([]), TODAY) is fire
