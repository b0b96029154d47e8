"""Types: `instance of` with every form, typed parameters, types of the surroundings."""

import pytest

from bpmn import feel

CASES: list[tuple[str, object]] = [
    ("[1, 2] instance of list<number>", True),
    ("[1, null] instance of list<number>", True),
    ('[1, "a"] instance of list<number>', False),
    ("[[1]] instance of list<list<number>>", True),
    ("1 instance of list<number>", False),
    ("{a: 1} instance of context", True),
    ("{a: 1, b: 2} instance of context<a: number>", True),
    ("{a: null} instance of context<a: number>", True),
    ("{b: 1} instance of context<a: number>", False),
    ('{a: {b: "x"}} instance of context<a: context<b: string>>', True),
    ("{first name: 1} instance of context<first name: number>", True),
    ("{a: 1} instance of context<>", True),
    ("[1..2] instance of range<number>", True),
    ("[1..2] instance of range<string>", False),
    ("(< 2) instance of range<number>", True),
    ("(function(a) a) instance of function", True),
    ("(function(a) a) instance of function<number>->number", True),
    ("(function(a) a) instance of function<>->Any", False),
    ("1 instance of function<number, string> -> list<number>", False),
    ("null instance of Any", False),
    ("null instance of Null", True),
    ("1 instance of Null", False),
    ("null instance of list<Any>", False),
    ('@"P1D" instance of days and time duration', True),
    ('@"P1M" instance of years and months duration', True),
    ('@"2026-01-31" instance of date and time', False),
    ("85 instance of grade", True),
    ("185 instance of grade", False),
    ("null instance of grade", False),
    ("[85, null] instance of list<grade>", True),
    ("85 instance of exam.grade limit", True),
    ("(function(n: number) n + 1)(1)", 2),
    ("(function(n: number) n + 1)([1])", 2),
    ('(function(n: number) n)("1")', None),
    ("(function(n: number) n = null)(null)", True),
    ('(function(n: list<number>, t: string) count(n))([1, 2], "x")', 2),
    ("(function(n: grade) n)(185)", None),
    ("{apply: function(f, x) f(x), r: apply(abs, -1)}.r", 1),
    ("{apply: function(f, x, y) f(x, y), r: apply(max, 3, 1)}.r", 3),
    ("{apply: function(f) f(4), r: apply(sqrt)}.r", 2),
    ("{apply: function(f) f(4, 4), r: apply(sqrt)}.r", None),
]
TYPES = {"grade": lambda value: type(value) is int and value <= 100, "exam.grade limit": lambda value: True}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_types(text: str, expected: object) -> None:
    assert feel.compile(text, types=TYPES)({}) == expected


def test_a_variable_comes_before_the_built_in_of_its_name() -> None:
    text = "{apply: function(f) f, r: apply(abs)}.r"

    assert feel.compile(text)({"abs": 5}) == 5
    assert feel.compile(text).possible == {"abs"}


def test_what_the_surroundings_call_like_a_built_in_is_theirs_where_it_is_a_function() -> None:
    text = "met by([5..9], [1..5])"

    assert feel.compile(text, ["met by"])({"met by": feel.Function(("a", "b"), lambda a, b: "theirs")}) == "theirs"
    assert feel.compile(text, ["met by"])({"met by": {"a": 1}}) is True
    assert feel.compile(text, ["met by"])({}) is True


@pytest.mark.parametrize(
    "text", ["1 instance of thing", "1 instance of list<", "1 instance of list<thing>", "function(a: thing) a"]
)
def test_an_unknown_type_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError, match="应为类型名"):
        feel.compile(text)


def test_an_external_function_is_refused_with_a_word() -> None:
    with pytest.raises(feel.FeelSyntaxError, match="不支持外部函数"):
        feel.compile('{f: function(a) external {java: {class: "x"}}}')
