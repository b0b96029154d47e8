"""Cells of decision tables: tests that lack the value they ask about."""

from decimal import Decimal

import pytest

from bpmn import feel

CASES = [
    ("-", 5, True),
    ("", None, True),
    ("5", 5, True),
    ("5", Decimal("5.0"), True),
    ("5", "5", False),
    ("5", None, False),
    ('"a"', "a", True),
    ('"a", "b"', "b", True),
    ('"a", "b"', "c", False),
    ('"a", "b"', None, False),
    ("true", True, True),
    ("false", True, False),
    ("null", None, True),
    ("null", 1, False),
    ("< 5", 4, True),
    ("< 5", 5, False),
    ("< 5", None, False),
    ("< 5", "4", False),
    (">= 5.5", Decimal("5.5"), True),
    ("!= 5", 4, True),
    ("= 5", 5, True),
    ("< limit", 899, True),
    ("< limit * 2", 1000, True),
    ("[1..3]", 3, True),
    ("[1..3)", 3, False),
    ("(1..3]", 1, False),
    ("]1..3[", 2, True),
    ("[1..limit]", 900, True),
    ("[1..3], 7, > 100", 7, True),
    ("[1..3], 7, > 100", 8, False),
    ("[1..3], 7, > 100", 101, True),
    ("not(5)", 4, True),
    ("not(5, 6)", 6, False),
    ("not(< 5)", 5, True),
    ("not([1..3], 7)", 7, False),
    ('not("a")', None, True),
    ("not(true)", False, True),
    ("-5", -5, True),
    ("limit", 900, True),
    ("limits", 900, True),
    ("limits", 901, False),
    ("[1, 2, 3]", 2, True),
    ("[1, 2, 3]", [1, 2, 3], True),
    ("? > 3 and ? < limit", 4, True),
    ("? > 3 and ? < limit", 3, False),
    ("? > 3 and ? < limit, 7", 7, True),
    ('contains(?, "区")', "和平区", True),
    ("? in [1, 2]", 2, True),
    ("? in [1, limit] and ? < 5", 1, True),
    ("count(?) = 2", [1, 2], True),
    ("some x in ? satisfies x > 1", [1, 2], True),
    ("limit > 100", "anything", True),
    ("limit > 1000", "anything", False),
    ('date("2026-01-31")', feel.compile('@"2026-01-31"')({}), True),
    ('< date("2026-01-31")', feel.compile('@"2026-01-30"')({}), True),
    ('[@"2026-01-01"..@"2026-02-01"]', feel.compile('@"2026-01-30"')({}), True),
    ('> duration("P1D")', feel.compile('@"P2D"')({}), True),
    ('if limit > 1 then "a" else "b"', "a", True),
]
VARIABLES = {"limit": 900, "limits": [800, 900]}


@pytest.mark.parametrize(("text", "value", "passes"), CASES)
def test_cells(text: str, value: object, passes: bool) -> None:
    assert feel.compile_unary(text)(value, VARIABLES) is passes


@pytest.mark.parametrize("text", ["<", "1,", "not(", "[1..", "1 2", "> > 3", "- -"])
def test_what_is_no_cell(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError):
        feel.compile_unary(text)


def test_a_cell_tells_its_variables() -> None:
    assert feel.compile_unary("[low..high], ? > least").names == {"low", "high", "least"}
