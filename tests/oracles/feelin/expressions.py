"""Random expressions, by the kind of value they are meant to give. Each level takes its operands from the one below.

What feelin is known to read another way (`differences.py`) is not made here.
"""

import re

from hypothesis import strategies as st

Texts = st.SearchStrategy[str]
VARIABLES = {
    "n": 3,
    "m": -7,
    "s": "通办",
    "flag": True,
    "items": [3, 1, 2, 1],
    "names": ["王", "李", "b"],
    "person": {"age": 70, "name": "王", "home": {"street": "210102"}},
    "people": [{"age": 70, "ok": True}, {"age": 30, "ok": False}, {"age": 61, "ok": True}],
    "nothing": None,
}
LEAVES: dict[str, list[str]] = {
    "number": ["0", "1", "2", "5", "12", "-3", "0.5", "2.25", "n", "m", "person.age", "items[1]", "-n"],
    "text": ['""', '"a"', '"ab"', '"aXb"', '"通办"', "s", "person.name", "names[3]"],
    "truth": ["true", "false", "flag", "people[1].ok"],
    "list": ["[]", "[1]", "[1, 2, 3]", "[2, 2, -1]", "items", "people.age"],
    "long": ["[1, 2, 3]", "items", "people.age"],
    "texts": ["[]", '["a"]', '["b", "a", "通"]', "names"],
    "context": ["{}", "{a: 1}", '{a: 1, b: "x"}', "person", "people[2]"],
    "date": ['@"2026-01-31"', 'date("2024-02-29")', "date(2026, 3, 1)", 'date("1999-12-31")'],
    "time": ['@"08:30:00"', 'time("23:59:59")', "time(10, 20, 30)"],
    "moment": [
        '@"2026-01-31T08:30:00"',
        'date and time("2024-02-29T23:00:00")',
        'date and time(@"2026-01-31", @"10:00:00")',
    ],
    "zoned": ['@"2026-01-31T08:30:00+08:00"', '@"2026-01-31T00:30:00Z"', '@"2026-07-01T12:00:00@Europe/Paris"'],
    "span": ['@"P1D"', 'duration("PT36H")', '@"-P2DT3H"', '@"PT0S"'],
    "days": ['@"P1D"', 'duration("-P30D")', '@"P400D"'],
    "few": ["1", "2", "count(names)", "-1"],
    "months": ['@"P1M"', 'duration("P1Y2M")', '@"-P3M"'],
    "range": ["[1..5]", "(1..5]", "[2..9)", "]0..3[", "[5..5]"],
}
FORMS: dict[str, list[str]] = {
    "number": [
        "({number} + {number})",
        "({number} - {number})",
        "({number} * {number})",
        "({number} / 4)",
        "-({number})",
        "(if {truth} then {number} else {number})",
        "{list}[1]",
        "{list}[-1]",
        "count({list})",
        "count({texts})",
        "sum({list})",
        "min({list})",
        "max({list})",
        "mean({list})",
        "median([4, 1, {few}])",
        "product({list})",
        "abs({number})",
        "floor({number})",
        "ceiling({number})",
        "round up({number}, 0)",
        "round down({number}, 0)",
        "modulo({number}, 5)",
        "string length({text})",
        "{date}.year",
        "{time}.hour",
        "{time}.minute",
        "{time}.second",
        "{moment}.day",
        "{zoned}.hour",
        "{moment}.weekday",
        "{span}.hours",
        "{months}.years",
        "{months}.months",
        "week of year({date})",
        "string length(string({moment}))",
        "number(string({number}))",
        "sqrt(abs({number}))",
        "round half up({number}, 0)",
        "stddev([1, 3, {few}])",
        'get value({context}, "a")',
        "count(get entries({context}))",
        "index of({texts}, {text})[1]",
        "sum({number}, {number})",
        "max({number}, {number})",
        "{date}.month",
        "{date}.weekday",
        "{span}.days",
        "day of year({date})",
        "{range}.start",
        "{a: {number}, b: a + 1}.b",
        "(function(x, y) x - y)({number}, {number})",
    ],
    "text": [
        "({text} + {text})",
        "(if {truth} then {text} else {text})",
        "upper case({text})",
        "lower case({text})",
        "substring({text}, 1)",
        'substring("abcdef", 2, 3)',
        'substring before({text}, "X")',
        'substring after({text}, "X")',
        'string join({texts}, "-")',
        "string join({texts})",
        "string(count({list}))",
        "string({truth})",
        "string({date})",
        "string({time})",
        "string({moment})",
        "string({zoned})",
        "string({span})",
        "string({months})",
        "string({few})",
        "string({zoned}.time offset)",
        "substring({text}, -1)",
        'replace({text}, "A|b", "-", "i")',
        'replace({text}, "[a-c]", "*")',
        'replace({text}, "(a)(.)", "$2$1")',
        "{texts}[1]",
        "day of week({date})",
        "month of year({date})",
    ],
    "truth": [
        "({number} < {number})",
        "({number} <= {number})",
        "({number} = {number})",
        "({number} != {number})",
        "({text} = {text})",
        "({text} < {text})",
        "({date} < {date})",
        "({date} = {date})",
        "({span} <= {span})",
        "({time} = {time})",
        "({moment} < {moment})",
        "({moment} = {moment})",
        "({zoned} < {zoned})",
        "({zoned} = {zoned})",
        "({months} < {months})",
        "is({time}, {time})",
        "is({zoned}, {zoned})",
        "is({months}, {months})",
        '({date} in [@"2026-01-01"..@"2026-12-31"])',
        "({moment} instance of date and time)",
        "({span} instance of days and time duration)",
        "({months} instance of years and months duration)",
        "after({few}, {range})",
        "met by({range}, {range})",
        "odd({few})",
        "even({few})",
        "({truth} and {truth})",
        "({truth} or {truth})",
        "not({truth})",
        "({long} = {long})",
        "({context} = {context})",
        "({number} in {range})",
        "({number} in ({few}, {few}))",
        "({number} in (< {number}, > {number}))",
        "({number} between {few} and 9)",
        "(some x in {long} satisfies x > 1)",
        "(every x in {long} satisfies x > 0)",
        "(some x in [1, 2], y in {long} satisfies x = y)",
        "list contains({list}, {number})",
        "list contains({texts}, {text})",
        "contains({text}, {text})",
        "starts with({text}, {text})",
        "ends with({text}, {text})",
        'matches({text}, "^[a-z]+$")',
        "all([{truth}, {truth}])",
        "any([{truth}, {truth}])",
        "({number} instance of number)",
        "({text} instance of string)",
        "({date} instance of date)",
        "({list} instance of list)",
        "before({range}, {range})",
        "overlaps({range}, {range})",
        "includes({range}, {range})",
        "meets({range}, {range})",
    ],
    "list": [
        "[{number}, {number}]",
        "{list}[item > 1]",
        "(for x in {list} return x * 2)",
        "(for x in 1..3, y in {list} return x + y)",
        "(for x in 3..1 return {number} + x)",
        "sublist([4, 5, 6, 7], 2, 2)",
        "append({list}, {number})",
        "concatenate({long}, [{number}], {long})",
        "union({list}, {list})",
        "reverse({list})",
        "sort({list}, function(x, y) x < y)",
        "sort({list}, function(x, y) x > y)",
        "distinct values({list})",
        "flatten([{list}, {list}])",
        "insert before([1, 2], 1, {number})",
        "remove([4, 5, 6], 2)",
        "index of({list}, {number})",
        "(if {truth} then {list} else {list})",
        "people[age > {number}].age",
        "list replace([1, 2, 3], 2, {number})",
        "(for x in {texts} return string length(x))",
    ],
    "long": ["reverse({long})", "sort({long}, function(x, y) x < y)", "(for x in {long} return x * 2)"],
    "texts": [
        "[{text}, {text}]",
        "append({texts}, {text})",
        "concatenate(names, [{text}])",
        "reverse({texts})",
        "distinct values({texts})",
        'split("a;b;;c", ";")',
        "(for x in {texts} return upper case(x))",
        "names[item != {text}]",
        "get entries({a: 1, b: 2}).key",
    ],
    "context": [
        "{a: {number}, b: {text}}",
        "{a: {truth}, b: {c: {list}}}",
        'context put({context}, "z", {number})',
        "context merge([{context}, {a: {text}}])",
        'context([{key: "k", value: {number}}])',
        "people[age = {number}][1]",
    ],
    "date": [
        "({date} + {days})",
        "({date} - {days})",
        "({date} - {months})",
        "({date} + {months})",
        "(if {truth} then {date} else {date})",
        "date(2026, 1, 31)",
        "date({moment})",
    ],
    "time": ["({time} + {span})", "({time} - {span})", "time({moment})"],
    "moment": ["({moment} + {span})", "({moment} - {span})", "({moment} + {months})", "date and time({date}, {time})"],
    "zoned": ["({zoned} + {days})", "({zoned} - {days})", "({zoned} + {months})"],
    "span": [
        "({moment} - {moment})",
        "({time} - {time})",
        "({date} - {date})",
        "({span} + {span})",
        "({span} - {span})",
        "abs({span})",
    ],
    "days": ["({date} - {date})", "({days} + {days})"],
    "months": ["({months} + {months})", "abs({months})"],
    "range": ["[{few}..9]", "({few}..9)"],
    "few": ["({few} + 1)", "abs({few})"],
}
CELLS = [
    "-",
    "{number}",
    "{number}, {number}",
    "< {number}",
    ">= {few}, < -2",
    "not({few})",
    "not({few}, {few})",
    "not(> {few})",
    "{range}",
    "[{few}..9)",
    "(1..5), {number}",
    "? > {few}",
    "? + 1 in {list}",
    "count({texts})",
    "if {truth} then {few} else {few}",
]
"""Tests of a decision table's cell, for a number."""
LEVELS = 3
NEVER_NULL = ("range", "few", "days", "long")
PLACE = re.compile(r"\{(" + "|".join(LEAVES) + r")\}")


def filled(form: str, below: dict[str, Texts]) -> Texts:
    """The form with each of its places taken by an expression of that kind."""
    pieces = PLACE.split(form)
    inner = [below[kind] for kind in pieces[1::2]]
    return st.tuples(*inner).map(lambda texts: "".join(map("".join, zip(pieces[::2], [*texts, ""], strict=True))))


def expressions(levels: int = LEVELS) -> Texts:
    """Expressions of every kind, at most so many forms inside one another."""
    return st.one_of(*by_kind(levels).values())


def cells(levels: int = 1) -> Texts:
    """What stands in a cell."""
    below = by_kind(levels)
    return st.one_of(*(filled(cell, below) for cell in CELLS))


def by_kind(levels: int) -> dict[str, Texts]:
    made = {
        kind: st.sampled_from([*leaves, *([] if kind in NEVER_NULL else ["nothing", "null"])])
        for kind, leaves in LEAVES.items()
    }
    for _ in range(levels):
        made = {kind: st.one_of(made[kind], *(filled(form, made) for form in FORMS[kind])) for kind in made}
    return made
