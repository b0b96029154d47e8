"""Numbers: exact, never float; what does not fit together is null."""

from decimal import Decimal

import pytest

from bpmn import feel

CASES = [
    ("1 + 2 * 3", 7),
    ("(1 + 2) * 3", 9),
    ("10 - 2 - 3", 5),
    ("2 ** 3 ** 2", 64),
    ("-2 ** 2", 4),
    ("- -2", 2),
    ("-(-2)", 2),
    ("2 ** -1", Decimal("0.5")),
    ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
    ("10 / 4", Decimal("2.5")),
    ("10 / 5 = 2", True),
    ("1 / 0", None),
    ("0.1 + 0.2 = 0.3", True),
    ("1.50 = 1.5", True),
    (".5 + 1", Decimal("1.5")),
    ("1e3", Decimal(1000)),
    ("1.2E-2", Decimal("0.012")),
    ("99999999999999999999 * 10", 999999999999999999990),
    ("true + 1", None),
    ('1 + "1"', None),
    ("null + 1", None),
    ("1 + null * 3", None),
    ("-null", None),
    ('-"a"', None),
    ("true * true", None),
    ('"吹" + "哨"', "吹哨"),
    ('"a" - "b"', None),
    ("[1] + [2]", None),
    ("income * 0.3", Decimal("270.0")),
    ("income / household", Decimal(300)),
    ("measured + 1", Decimal("1.25")),
    ("missing + 1", None),
    ("decimal(1/3, 2)", Decimal("0.33")),
    ("decimal(2.345, 2)", Decimal("2.34")),
    ("decimal(1234, -2)", 1200),
    ("floor(1.9)", 1),
    ("floor(-1.5)", -2),
    ("floor(-1.56, 1)", Decimal("-1.6")),
    ("ceiling(1.1)", 2),
    ("ceiling(-1.5)", -1),
    ("round up(5.5, 0)", 6),
    ("round up(-1.121, 2)", Decimal("-1.13")),
    ("round down(5.59, 1)", Decimal("5.5")),
    ("round half up(2.5, 0)", 3),
    ("round half up(-2.5, 0)", -3),
    ("round half down(2.5, 0)", 2),
    ("round half up(7, 2)", 7),
    ("abs(-3)", 3),
    ("abs(-1.5)", Decimal("1.5")),
    ("modulo(12, 5)", 2),
    ("modulo(-12, 5)", 3),
    ("modulo(12, -5)", -3),
    ("modulo(10.1, 4.5)", Decimal("1.1")),
    ("modulo(1, 0)", None),
    ("sqrt(16)", 4),
    ("sqrt(-1)", None),
    ("odd(3)", True),
    ("even(3)", False),
    ("even(2.5)", None),
    ("exp(0)", 1),
    ("log(1)", 0),
    ('floor("a")', None),
    ('number("12")', 12),
    ('number(" 12.50 ")', Decimal("12.50")),
    ('number("1.2e3")', Decimal(1200)),
    ('number("1_000")', None),
    ('number("NaN")', None),
    ('number("一")', None),
    ('number("1.234,5", ".", ",")', Decimal("1234.5")),
    ('number("1 000", " ", null)', 1000),
    ("number(true)", None),
]
VARIABLES = {"income": 900, "household": 3, "measured": 0.25}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_arithmetic(text: str, expected: object) -> None:
    value = feel.compile(text)(VARIABLES)

    assert value == expected
    assert type(value) is not float


@pytest.mark.parametrize(("text", "kind"), [("1 + 1", int), ("2 * 3", int), ("2 ** 10", int), ("4 / 2", Decimal)])
def test_whole_numbers_stay_whole_but_for_division(text: str, kind: type) -> None:
    assert type(feel.compile(text)({})) is kind


def test_numbers_keep_34_digits() -> None:
    product = feel.compile("n * n")({"n": 10**20 + 1})

    assert product == Decimal(10**40 + 2 * 10**20)
