"""Ranges as values, with one end or two, and how they lie to one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import feel

CASES: list[tuple[str, object]] = [
    ("5 in (< 10)", True),
    ("10 in (< 10)", False),
    ("10 in (<= 10)", True),
    ("10 in (!= 10)", False),
    ("11 in (!= 10)", True),
    ("10 in (= 10)", True),
    ('"a" in (!= 10)', None),
    ("null in (!= 10)", True),
    ("(< 10) = (< 10)", True),
    ("(< 10) = (<= 10)", False),
    ("(= 10) = [10..10]", False),
    ("(!= 10) = (!= 10)", True),
    ("(< missing)", None),
    ("(< 10).start", None),
    ("(< 10).end", 10),
    ("(<= 10).end included", True),
    ("(>= 10).start included", True),
    ("(> 10).start included", False),
    ("(= 10).start", 10),
    ("]1..5].start included", False),
    ("[1..5[.end included", False),
    ("[1..5].end included", True),
    ("[1, 2, 3][item in (> 1)]", [2, 3]),
    ("{adult: (>= 18), r: age in adult}.r", True),
    ('range("[1..3]") = [1..3]', True),
    ('range("]1..3[") = (1..3)', True),
    ('range("[\\"a\\"..\\"c\\")") = ["a".."c")', True),
    ('range("[@\\"2026-01-01\\"..@\\"2026-01-31\\"]") = [@"2026-01-01"..@"2026-01-31"]', True),
    ('range("[date(\\"2026-01-01\\")..date(\\"2026-01-31\\")]").end.day', 31),
    ('range(" ( -1.5 .. 2 ] ").start', -1.5),
    ('range("[3..1]")', None),
    ('range("[1..\\"a\\"]")', None),
    ('range("[1..]")', None),
    ('range("1..3")', None),
    ('range("[1.2.3..4]")', None),
    ("range(1)", None),
    ("before(1, 2)", True),
    ("before(2, 2)", False),
    ("before([1..5], [5..9])", False),
    ("before([1..5), [5..9])", True),
    ('before(1, "a")', None),
    ('before([1..5], ["a".."c"])', None),
    ("before((< 5), 5)", True),
    ("before(5, (> 5))", True),
    ("after((> 5), 5)", True),
    ("before((> 5), 9)", False),
    ("meets([1..5], [5..9])", True),
    ("meets([1..5], (5..9])", False),
    ("meets(1, 2)", None),
    ("met by([5..9], [1..5])", True),
    ("overlaps([1..5], [5..9])", True),
    ("overlaps([1..5], (5..9])", False),
    ("overlaps((< 5), (> 3))", True),
    ("overlaps before([1..5], [3..9])", True),
    ("overlaps before([3..9], [1..5])", False),
    ("overlaps after([3..9], [1..5])", True),
    ("finishes(9, [1..9])", True),
    ("finishes(9, [1..9))", False),
    ("finished by([1..9], [5..9])", True),
    ("includes([1..9], 5)", True),
    ("includes([1..9), 9)", False),
    ("includes((1..9), [1..5])", False),
    ("includes([1..9], (1..9))", True),
    ("includes((>= 1), [2..3])", True),
    ("during(5, [1..9])", True),
    ("starts(1, [1..9])", True),
    ("starts(1, (1..9])", False),
    ("started by([1..9], [1..5))", True),
    ("coincides([1..5], [1..5])", True),
    ("coincides([1..5), [1..5])", False),
    ('coincides(@"2026-01-31", @"2026-01-31")', True),
    ("before(point1: 1, point2: 2)", True),
    ("during(range1: [2..3], range2: [1..9])", True),
]
ENDS = st.tuples(st.integers(0, 6), st.integers(1, 3), st.booleans(), st.booleans())
SPANS = ENDS.map(lambda end: feel.Range(end[0], end[0] + end[1], end[2], end[3]))
QUARTERS = [quarter / 4 for quarter in range(-4, 44)]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_ranges(text: str, expected: object) -> None:
    assert feel.compile(text)({"age": 20}) == expected


def points(span: feel.Range) -> set[float]:
    """The quarters within the range: enough to tell any two ranges with whole ends apart."""
    inside = feel.compile("p in r")
    return {one for one in QUARTERS if inside({"p": one, "r": span}) is True}


@given(SPANS, SPANS)
def test_relations_say_what_the_points_say(a: feel.Range, b: feel.Range) -> None:
    """The relations, asked of the points that are in the ranges instead of their ends."""
    left, right = points(a), points(b)
    shared = left & right
    expected = {
        "before": max(left) < min(right),
        "after": min(left) > max(right),
        "overlaps": bool(shared),
        "includes": right <= left,
        "during": left <= right,
        "coincides": left == right,
        "starts": min(left) == min(right) and left <= right,
        "finishes": max(left) == max(right) and left <= right,
        "overlaps before": bool(shared) and min(left) < min(right) and max(left) <= max(right),
        "overlaps after": bool(shared) and min(right) < min(left) and max(right) <= max(left),
    }

    assert {name: feel.compile(f"{name}(a, b)")({"a": a, "b": b}) for name in expected} == expected
