"""Boxed expressions: contexts, lists, relations, conditions, loops; and what of them is refused."""

from decimal import Decimal
from typing import Any

import pytest

from bpmn.decisions import DecisionError, explain
from tests.bpmn.decisions.tables import literal, table, taken

TEXT, CHILD, ADULT = '"x"', '"child"', '"adult"'


def value(logic: str, **variables: Any) -> Any:
    return taken(logic).evaluate(variables).output


def entry(name: str, logic: str, type: str = "") -> str:
    named = f'<variable name="{name}" typeRef="{type}"/>' if name else ""
    return f"<contextEntry>{named}{logic}</contextEntry>"


def context(*entries: str) -> str:
    return f"<context>{''.join(entries)}</context>"


def looped(kind: str, source: str, body: str, part: str) -> str:
    variable = "" if kind == "filter" else 'iteratorVariable="one amount"'
    return f"<{kind} {variable}><in>{literal(source)}</in><{part}>{literal(body)}</{part}></{kind}>"


def test_a_context_sees_its_earlier_entries_and_is_their_value() -> None:
    logic = context(entry("月 收入", literal("income / 12")), entry("per head", literal("月 收入 / size")))

    assert value(logic, income=24000, size=4) == {"月 收入": 2000, "per head": 500}


def test_the_last_entry_without_a_name_is_the_value_of_a_context() -> None:
    grant = table(["< 900 -> 300", ">= 900 -> 0"], ins="share")
    logic = context(entry("share", literal("income / size")), entry("grant", grant), entry("", literal("grant * size")))

    assert value(logic, income=1600, size=2) == 600


def test_an_entry_may_be_a_function_that_calls_itself() -> None:
    body = "<functionDefinition><formalParameter name='n'/>" + literal("if n < 2 then 1 else n * fac(n - 1)")
    logic = context(entry("fac", body + "</functionDefinition>"), entry("", literal("fac(5)")))

    assert value(logic) == 120


def test_entries_are_of_their_types() -> None:
    logic = context(entry("a", literal('"x"'), "number"), entry("b", literal("[3]"), "number"))

    assert value(logic) == {"a": None, "b": 3}


def test_lists_and_relations() -> None:
    relation = '<relation><column name="name"/><column name="max age" typeRef="number"/>'
    relation += f"<row>{literal('who')}{literal('18')}</row><row>{literal('null')}{literal('[60]')}</row></relation>"

    assert value(f"<list>{literal('a + 1')}{literal(TEXT)}</list>", a=1) == [2, "x"]
    assert value("<list/>") == []
    assert value(relation, who="child") == [{"name": "child", "max age": 18}, {"name": None, "max age": 60}]


@pytest.mark.parametrize(("age", "expected"), [(3, "child"), (30, "adult"), (None, None)])
def test_a_condition_that_is_neither_true_nor_false_gives_null(age: int | None, expected: str | None) -> None:
    logic = f"<conditional><if>{literal('age < 18')}</if><then>{literal(CHILD)}</then>"

    assert value(logic + f"<else>{literal(ADULT)}</else></conditional>", age=age) == expected


LOOPS: list[tuple[str, str, str, str, object]] = [
    ("for", "[1, 2, 3]", "one amount * 2", "return", [2, 4, 6]),
    ("for", "[1..3]", "one amount", "return", [1, 2, 3]),
    ("for", "[5, 5, 5]", "count(partial)", "return", [0, 1, 2]),
    ("for", "[]", "one amount", "return", []),
    ("for", "5", "one amount", "return", None),
    ("filter", "[1, 2, 3]", "item > 1", "match", [2, 3]),
    ("filter", "[{a: 1}, {a: 2}]", "a = 2", "match", [{"a": 2}]),
    ("filter", "[1, 2]", '"yes"', "match", None),
    ("filter", "null", "true", "match", None),
    ("some", "[1, 2, 3]", "one amount > 2", "satisfies", True),
    ("some", "[]", "true", "satisfies", False),
    ("every", "[1, 2, 3]", "one amount > 2", "satisfies", False),
    ("every", "[]", "false", "satisfies", True),
    ("every", "[1]", '"yes"', "satisfies", None),
]


@pytest.mark.parametrize(("kind", "source", "body", "part", "expected"), LOOPS)
def test_loops_give_null_where_they_walk_no_list_or_answer_neither_true_nor_false(
    kind: str, source: str, body: str, part: str, expected: object
) -> None:
    assert value(looped(kind, source, body, part)) == expected


def test_each_part_says_what_it_was_and_came_to() -> None:
    logic = context(entry("share", literal("income / 2")), entry("", table(["< 900 -> 300"], ins="share")))

    [told] = explain(taken(logic).evaluate({"income": 1600}))

    assert [(step["where"], step["text"], step["value"]) for step in told["steps"]] == [
        (["share"], "income / 2", 800),
        (["结果"], "UNIQUE", 300),
    ]
    assert told["steps"][1]["rules"][0]["number"] == 1
    assert told["output"] == Decimal(300)


REFUSED = [
    (context(entry("", literal("1")), entry("a", literal("2"))), "没有名称|可以没有名称"),
    (context(entry("a", literal("1")), entry("a", literal("2"))), "重名"),
    (context(entry("a", "")), "没有写表达式"),
    (context(entry("a", literal("1"), "tMoney")), "类型 tMoney 没有定义"),
    (f'<relation><column name="a"/><row>{literal("1")}{literal("2")}</row></relation>', "应有 1 格"),
    (f"<conditional><if>{literal('true')}</if></conditional>", "then"),
    (f"<for><in>{literal('[]')}</in><return>{literal('1')}</return></for>", "循环变量"),
    (f'<functionDefinition kind="Java">{literal("1")}</functionDefinition>', "Java"),
]


@pytest.mark.parametrize(("logic", "reason"), REFUSED)
def test_what_cannot_be_taken_is_refused_when_it_is_read(logic: str, reason: str) -> None:
    with pytest.raises(DecisionError, match=reason):
        taken(logic)
