"""Properties that hold for any text and any value."""

import contextlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn import feel
from bpmn.feel.builtins import BUILTINS

WORDS = """+ - * / ** ( ) [ ] { } , : . .. ? @ = != < <= > >= ; ->
and or not if then else for in return some every satisfies between instance of true false null function
number string list date item partial a b 街道 0 1 2.5 100000 -1 "a" "2026-01-31" @"P1D"
@"2026-01-31" "(a|b)*" a.b [1..3]"""
PIECES = [*WORDS.split(), "`a b`", "a b", "x in a", "{a: 1}", *(f"{name}(" for name in BUILTINS)]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
WHOLE = st.integers(-(10**12), 10**12)
NUMBERS = st.one_of(WHOLE, st.decimals(-(10**9), 10**9, places=6))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    st.text(max_size=8),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([None, UTC])),
    st.times(),
    st.timedeltas(),
    st.integers(-(10**6), 10**6).map(feel.Months),
    st.floats(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab街"), inner, max_size=3),
    max_leaves=12,
)
MOMENTS = st.datetimes(timezones=st.just(UTC))
VARIABLES = st.fixed_dictionaries({"a": VALUES, "b": VALUES, "街道": VALUES, "c": VALUES})
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_reading_raises_nothing_but_a_syntax_error(text: str) -> None:
    for read in (feel.compile, feel.compile_unary, feel.compile_script):
        with contextlib.suppress(feel.FeelSyntaxError):
            read(text)


@settings(max_examples=400, deadline=None)
@given(TEXTS, VARIABLES)
def test_evaluating_raises_nothing_but_an_error_of_the_language(text: str, variables: dict[str, Any]) -> None:
    with contextlib.suppress(feel.FeelSyntaxError, feel.FeelError):
        feel.plain(feel.compile(text)(variables))
    with contextlib.suppress(feel.FeelSyntaxError, feel.FeelError):
        feel.compile_unary(text)(variables["a"], variables)


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from([one for some in BUILTINS.values() for one in some]), st.data())
def test_built_ins_take_any_value(builtin: Any, data: st.DataObject) -> None:
    name = builtin.written.partition("(")[0]
    required = [one for one in builtin.parameters if not one.optional]
    count = data.draw(st.integers(len(required), len(builtin.parameters)))
    values = data.draw(st.lists(VALUES, min_size=count, max_size=count))
    variables = {f"v{index}": value for index, value in enumerate(values)}

    with contextlib.suppress(feel.FeelError):
        feel.plain(feel.compile(f"{name}({', '.join(variables)})")(variables))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["a + b", "a - b", "a * b", "a / b", "a ** b", "a < b", "a = b", "a in [a..b]", "-a"]), VARIABLES
)
def test_operators_take_any_values(text: str, variables: dict[str, Any]) -> None:
    with contextlib.suppress(feel.FeelError):
        feel.compile(text)(variables)


@given(NUMBERS, NUMBERS, st.sampled_from(sorted(OPERATORS)))
def test_arithmetic_is_exact(left: Any, right: Any, mark: str) -> None:
    found = feel.compile(f"a {mark} b")({"a": left, "b": right})

    assert Fraction(found) == OPERATORS[mark](Fraction(left), Fraction(right))


@given(NUMBERS, NUMBERS.filter(bool))
def test_division_is_right_to_34_digits(left: Any, right: Any) -> None:
    found = Fraction(feel.compile("a / b")({"a": left, "b": right}))
    exact = Fraction(left) / Fraction(right)

    assert abs(found - exact) <= abs(exact) * Fraction(1, 10**33)


@given(st.integers(-50, 50), st.integers(0, 20))
def test_powers_of_whole_numbers_are_exact(number: int, exponent: int) -> None:
    found = feel.compile("a ** b")({"a": number, "b": exponent})

    if not number and not exponent:
        assert found is None
    elif abs(number**exponent) < 10**34:
        assert (found, type(found)) == (number**exponent, int)


@given(WHOLE, st.integers(-(10**6), 10**6).filter(bool))
def test_modulo_is_the_rest_of_the_floor(dividend: int, divisor: int) -> None:
    holds = feel.compile("modulo(a, b) = a - b * floor(a / b)")

    assert holds.holds({"a": dividend, "b": divisor})


@given(st.lists(NUMBERS, min_size=1))
def test_folds_of_lists(numbers: list[Any]) -> None:
    found = feel.compile("[sum(l), min(l), max(l), count(l), sort(l)]")({"l": numbers})

    assert found == [sum(numbers), min(numbers), max(numbers), len(numbers), sorted(numbers)]


@given(st.text(), st.integers(1, 20), st.integers(1, 20))
def test_substring_is_a_slice(text: str, start: int, length: int) -> None:
    found = feel.compile("substring(text, start, length)")({"text": text, "start": start, "length": length})

    assert found == text[start - 1 : start - 1 + length]


@given(st.text(alphabet="abc", max_size=12), st.text(alphabet="abc|*+?()", max_size=8))
def test_patterns_match_as_pythons_do(text: str, pattern: str) -> None:
    found = feel.compile("matches(t, p)")({"t": text, "p": pattern})
    try:
        expected = re.search(pattern, text) is not None
    except re.error:
        return
    assert found is expected or (found is None and ("?" in pattern or "+" in pattern))


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-1000, 1000))
def test_days_there_and_back(day: date, days: int) -> None:
    variables = {"day": day, "by": timedelta(days=days)}

    assert feel.compile("day + by - by")(variables) == day
    assert feel.compile("day + by - day = by").holds(variables)


@given(MOMENTS, st.timedeltas())
def test_moments_and_durations_are_read_as_they_are_written(moment: datetime, by: timedelta) -> None:
    assert feel.compile("date and time(string(m)) = m").holds({"m": moment})
    assert feel.compile("duration(string(d)) = d").holds({"d": by})


@given(VALUES)
def test_plain_data_stays_as_it_is(value: Any) -> None:
    with contextlib.suppress(feel.FeelError):
        once = feel.plain(value)
        assert feel.plain(once) == once


@given(NUMBERS)
def test_numbers_are_read_as_they_are_written(number: int | Decimal) -> None:
    assert feel.compile("number(string(n)) = n").holds({"n": number})


@settings(max_examples=600, deadline=None)
@given(st.sampled_from([some[0] for some in BUILTINS.values() if len(some) == 1 and not some[0].spread]), st.data())
def test_arguments_may_be_named_in_any_order(builtin: Any, data: st.DataObject) -> None:
    name = builtin.written.partition("(")[0]
    names = data.draw(st.permutations([one.name for one in builtin.parameters]))
    variables = {f"v{index}": data.draw(VALUES) for index in range(len(names))}
    by_name = dict(zip(names, variables, strict=True))

    named = ", ".join(f"{one}: {variable}" for one, variable in by_name.items())
    in_order = ", ".join(by_name[one.name] for one in builtin.parameters)

    assert outcome(f"{name}({named})", variables) == outcome(f"{name}({in_order})", variables)


def outcome(text: str, variables: dict[str, Any]) -> str:
    """The value as text that tells all of it, or the error."""
    try:
        return repr(feel.compile(text)(variables))
    except feel.FeelError as error:
        return str(error).partition("：")[2]
