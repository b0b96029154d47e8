"""What tries to get out, or to take for ever: each ends at once, with null or an error of the language."""

import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from bpmn import feel

PATIENCE = 5.0
"""Seconds of the processor, so that a busy machine changes nothing."""
ROOM = 256 * 1024 * 1024
"""Bytes that an evaluation may hold at once, whatever it tries."""
REFUSED = [
    '__import__("os").system("x")',
    'eval("1")',
    'exec("1")',
    'open("/etc/passwd")',
    'getattr("a", "b")',
    "(lambda: 1)()",
    "[x for x in a]",
    "a[0:1]",
    'f"{a}"',
    "(" * 65 + "1" + ")" * 65,
    "[" * 10_000,
    "-" * 10_000,
    "{a:" * 5_000,
    "if a then " * 2_000,
    "not(" * 2_000,
    "1" + "=1" * 5_000,
    "a" + ".b" * 5_000,
    "a" + "[1]" * 5_000,
    "1" * 20_001,
    "function(x) " * 1_000 + "1",
    "for x in " * 1_000 + "1",
    "a instance of " + "list<" * 1_000,
    "a instance of " + "context<a: " * 1_000,
    "a instance of " + "function<" * 1_000,
    "function(a: " + "list<" * 1_000 + ") a",
    "(<" * 1_000 + "1",
    "@" * 1_000,
    "a in (" * 1_000 + "1" + ")" * 1_000,
    "some x in [" * 1_000,
    "{" * 1_000,
    '"' + "\\u" * 5_000,
    "for " + "x in a, " * 6_000 + "return 1",
    "f(" * 1_000 + "1",
    "a " * 9_000 + "(1)",
    "a and " * 3_000 + "b c(1)",
    "f(" + "a " * 9_000 + ")",
    "{" + "a+" * 9_000 + "1",
    'matches("a", "(a)\\1")',
    'matches("a", "(?=a)")',
    'matches("a", "' + "(" * 100 + '")',
    'split("a", "(a{1000}){1000}")',
]
NOTHING = [
    '"".__class__',
    '"".__class__.__mro__[1].__subclasses__',
    "a.__class__",
    'os.system("x")',
    '"a".format(1)',
    '"".__class__.__base__.__subclasses__()',
    "items.__len__",
    "{}.keys",
    'date("2026-01-31").__class__',
    "now.__globals__",
    'get value({}, "__class__")',
    '__builtins__["eval"]',
    '@"P1D".resolution',
    "{f: function(x) x}.f.call",
    "[1..2].low",
]
SLOW = [
    "9 ** (9 ** 9)",
    "9 ** 9 ** 9 ** 9 ** 9 ** 9 ** 9 ** 9",
    "1.0000001 ** 9999999999999999999999999999999999",
    "for x in 1..1000000000 return x",
    "count([1..1000000000])",
    "for x in 1..10000, y in 1..10000 return x * y",
    "some x in 1..100000 satisfies some y in 1..100000 satisfies x + y < 0",
    "{f: function(x) f(x), r: f(1)}.r",
    "{f: function(x) [f(x), f(x)], r: f(1)}.r",
    "{f: function(x) if x = 0 then 1 else f(x - 1) + f(x - 1), r: f(100)}.r",
    "for x in 1..100000 return items",
    "count(flatten(for x in 1..1000 return items))",
    "for x in 1..1000 return string join(for y in 1..1000 return long)",
    "string join(for y in 1..20 return long)",
    "string(for y in 1..1000 return long)",
    "for x in 1..100000 return long + long",
    "sort(items, function(x, y) count(items) > 1)",
    "distinct values(for x in 1..20000 return [x])",
    "for x in 1..50000 return partial",
    "for x in 1..100000 return concatenate(items, items)",
    "index of(for x in 1..2000 return items, items)",
    "string(" + "{a: items, b: [a, a, a, a, a, a, a, a, a, a], c: [b, b, b, b, b, b, b, b, b, b]})",
    "for x in 1..100000 return [" + ", ".join("x" for _ in range(4000)) + "]",
    'for x in 1..100000 return split(long, "a")',
    "for x in 1..300000 return 1",
    "for x in [1..1000000000] return x",
    "for x in 1..10000000000000000000000 return x",
    'for d in @"0001-01-01"..@"9999-12-31" return d',
    "count(for a in 1..300, b in 1..300, c in 1..300 return 1)",
    "{y: function(f) f(f), r: y(y)}.r",
    "{f: function(n) if n = 0 then [] else append(f(n - 1), f(n - 1)), r: f(60)}.r",
    "(function(f, n) f(f, n + 1))(function(f, n) f(f, n + 1), 1)",
    "sort(items, function(x, y) sum(items) > x)",
    "list replace(items, function(i, n) sum(items) > i, 1)",
    "for x in items return sort(items)",
    "for x in items return stddev(items)",
    "for x in items return mode(items)",
    "for x in items return union(items, items)",
    "for x in items return partition(items, 1)",
    "duplicate values(for x in 1..20000 return [x])",
    "for x in items return items[item = x]",
    "some x in items satisfies count(items[item > x]) < 0",
    "for x in items return items instance of list<number>",
    "for x in items return items = items",
    "for x in items return is(wide, wide)",
    "for x in items return get entries(wide)",
    "for x in items return context put(wide, string(x), x)",
    "for x in items return context merge([wide, wide])",
    "for x in items return upper case(long)",
    "for x in items return string(10 ** 6000)",
    "string join(for x in 1..50000 return string(x), long)",
    'replace(long, "(a)", "$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1$1")',
    'for x in items return split(long, "b")',
    'for x in 1..1000 return matches(long, "a*b")',
    "product(for x in 1..100000 return x)",
    "big ** big",
    "exp(big)",
    "sqrt(big) ** big",
    'number("1e9999") + 10 ** 6144 * 10',
    '@"P999999999D" * 999999999',
    '@"P999999999Y" * 1000000000000',
    '@"2026-01-01" + @"P999999999Y"',
]
MANY_TEXTS = ["number", "duration", "date", "time", "date and time", "range", "string length", "is blank"]
"""Built-ins that read a text, which may be long."""
HOLDING = [
    "for x in items return get entries(wide)",
    "for x in 1..100000 return long + long",
    'for x in items return "界" + long',
    "for x in items return concatenate(items, items)",
    "for x in items return context put(wide, string(x), x)",
    "string(for y in 1..1000 return long)",
    "for x in 1..3000 return partial",
    "{f: function(n) [f(n - 1), f(n - 1)], r: f(1)}.r",
]
LARGE: dict[str, Any] = {
    "items": list(range(10_000)),
    "long": "a" * 100_000,
    "wide": {f"k{index}": index for index in range(10_000)},
    "big": 10**33 + 1,
}
PATTERNS = [
    "(a+)+$",
    "(a|a)*$",
    "(a|aa)+$",
    "(.*a){20}$",
    "([a-z]+)*\\d",
    "(((a*)*)*)*b",
    "a{0,500}a{0,500}b",
    "(x?){900}x{900}",
]


def within_patience(run: Callable[[], Any]) -> None:
    """The only thing that may be raised is an error of the language, and soon."""
    started = time.thread_time()
    with suppress(feel.FeelError):
        run()
    assert time.thread_time() - started < PATIENCE


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_no_syntax_for_it(text: str) -> None:
    started = time.thread_time()
    with pytest.raises(feel.FeelSyntaxError):
        feel.compile(text)
    assert time.thread_time() - started < PATIENCE


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_there(text: str) -> None:
    assert feel.compile(text)({"a": "text", "items": [], "now": 1}) in (None, [])


@pytest.mark.parametrize("text", SLOW, ids=lambda text: text[:40])
def test_it_is_bounded(text: str) -> None:
    within_patience(lambda: feel.compile(text)(LARGE))


@pytest.mark.parametrize("text", HOLDING, ids=lambda text: text[:40])
def test_it_holds_little_memory(text: str) -> None:
    tracemalloc.start()
    try:
        within_patience(lambda: feel.compile(text)(LARGE))
        assert tracemalloc.get_traced_memory()[1] < ROOM
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", MANY_TEXTS)
@pytest.mark.parametrize(
    "text", ["1" * 900_000, "P" + "1" * 900_000 + "D", "[" * 900_000, '[1..@"' + "-" * 900_000 + '"]']
)
def test_long_texts_are_read_quickly(name: str, text: str) -> None:
    within_patience(lambda: feel.compile(f"{name}(text)")({"text": text}))


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(
    "function", ["matches(text, pattern)", 'replace(text, pattern, "$0$0")', "split(text, pattern)"]
)
def test_patterns_run_in_linear_time(function: str, pattern: str) -> None:
    variables = {"text": "a" * 50_000 + "!", "pattern": pattern}

    within_patience(lambda: feel.compile(function)(variables))


@pytest.mark.parametrize("pattern", ["(" * 500, "(a{1000}){1000}", "a" * 3_000, "[" * 500, "(a)" * 30, "a{99999}"])
def test_patterns_too_large_give_null(pattern: str) -> None:
    assert feel.compile("matches(text, pattern)")({"text": "a", "pattern": pattern}) is None


RECURSIVE = "{f: function(n) if n < 2 then 1 else n + f(n - 1), r: f(times)}.r"


def test_a_function_may_call_itself_a_hundred_times_deep() -> None:
    assert feel.compile(RECURSIVE)({"times": 100}) == 5050


@pytest.mark.parametrize("repeated", range(2))
def test_deeper_is_refused_with_a_word_and_leaves_nothing_behind(repeated: int) -> None:
    with pytest.raises(feel.FeelError, match="函数调用嵌套超过 100 层"):
        feel.compile(RECURSIVE)({"times": 101})
    assert feel.compile(RECURSIVE)({"times": 100}) == 5050


def test_a_deep_or_circular_value_does_not_leave_the_language() -> None:
    circle: list[Any] = []
    circle.append(circle)
    bomb: list[Any] = [1] * 10
    for _ in range(12):
        bomb = [bomb] * 10
    for value in (circle, bomb, feel.Range(1, 2), feel.Function((), lambda: 1), object(), {1: 2}):
        with pytest.raises(feel.FeelError):
            feel.plain(value)


def test_comparing_circles_ends() -> None:
    left: list[Any] = []
    left.append(left)
    right: list[Any] = []
    right.append(right)

    within_patience(lambda: feel.compile("a = b")({"a": left, "b": right}))


def test_a_hundred_operators_in_a_row_are_well() -> None:
    assert feel.compile(" + ".join(["1"] * 5_000))({}) == 5_000
    assert feel.compile(" and ".join(["true"] * 2_000))({}) is True
