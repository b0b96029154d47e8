"""Nothing that a file or its inputs hold gets further than a DecisionError, and nothing grows without bound."""

import json
import time
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as some

from bpmn import decisions
from bpmn.decisions import DecisionError, explain, sentences
from tests.bpmn.decisions.tables import decision, file, given, literal, model, service, table, taken

TEXTS = some.sampled_from(
    [
        "1",
        "a",
        "a + 1",
        "null",
        '"x"',
        "[1, 2]",
        "{a: 1}",
        "f(a)",
        "f(f)",
        "s(a)",
        "item",
        "a[item > 1]",
        "a in [1..3]",
        "x(",
    ]
)
TYPES = some.sampled_from(["", "number", "string", "list<number>", "t", "function", "date", "nothing"])


def boxed(inner: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    """Boxed expressions around others, whole and half."""
    entry = some.builds("<contextEntry>{}{}</contextEntry>".format, named(), inner)
    return some.one_of(
        some.lists(entry, max_size=3).map(lambda found: f"<context>{''.join(found)}</context>"),
        some.lists(inner, max_size=3).map(lambda found: f"<list>{''.join(found)}</list>"),
        some.builds("<conditional><if>{}</if><then>{}</then><else>{}</else></conditional>".format, inner, inner, inner),
        some.builds("<for iteratorVariable='a'><in>{}</in><return>{}</return></for>".format, inner, inner),
        some.builds("<filter><in>{}</in><match>{}</match></filter>".format, inner, inner),
        some.builds("<every iteratorVariable='a'><in>{}</in><satisfies>{}</satisfies></every>".format, inner, inner),
        some.builds("<functionDefinition><formalParameter name='a'/>{}</functionDefinition>".format, inner),
        some.builds(
            "<invocation>{}<binding><parameter name='a'/>{}</binding></invocation>".format, TEXTS.map(literal), inner
        ),
    )


def named() -> some.SearchStrategy[str]:
    return some.one_of(some.just(""), TYPES.map(lambda type: f'<variable name="a" typeRef="{escape(type)}"/>'))


def escape(text: str) -> str:
    return text.replace("<", "&lt;")


RULE = some.builds("{} -> {}".format, some.sampled_from(["-", "< 2", "1, 2", "? > a", "not(1)", "(("]), TEXTS)
POLICY = some.sampled_from(["UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"])
TABLE = some.builds(
    lambda rules, policy: table(rules, f'hitPolicy="{policy}"', outs='o=1,"x"'), some.lists(RULE, max_size=4), POLICY
)
LOGIC = some.recursive(some.one_of(TEXTS.map(literal), TABLE), boxed, max_leaves=8)
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
ITEM = '<itemDefinition name="t"><itemComponent name="a"><typeRef>t</typeRef></itemComponent></itemDefinition>'


@settings(max_examples=300, deadline=None)
@drawn(LOGIC, LOGIC, TYPES, VALUES)
def test_reading_and_taking_raise_nothing_but_decision_errors(logic: str, body: str, type: str, value: Any) -> None:
    parts = (
        ITEM,
        given("a", escape(type)),
        model(body, "f", "a", ["k:f", "k:s"]),
        service("s", "d", "a"),
        decision(logic, "d", ["i:a", "k:f", "k:s"]),
    )
    for found in decisions.examine(file(*parts)).decisions.values():
        list(found.unfit({"a": value}))
        try:
            result = found.evaluate({"a": value})
        except DecisionError:
            continue
        json.dumps(explain(result), default=str)
        assert all(len(sentence) < 2_000 for sentence in sentences(result))


def deep(levels: int) -> str:
    return "<functionDefinition>" * levels + literal("1") + "</functionDefinition>" * levels


def test_logic_within_logic_without_end_is_refused() -> None:
    with pytest.raises(DecisionError, match=r"太深|层"):
        taken(deep(190))
    assert taken(deep(50)).evaluate({}).output.parameters == ()


def test_types_that_are_each_other_are_refused() -> None:
    items = "".join(
        f'<itemDefinition name="{one}"><typeRef>{other}</typeRef></itemDefinition>' for one, other in ("ab", "bc", "ca")
    )
    with pytest.raises(DecisionError, match="成了圈"):
        decisions.read(file(items, decision(literal("1"))))


def test_files_of_more_nodes_or_names_than_anybody_draws_are_refused() -> None:
    with pytest.raises(DecisionError, match="2000 个"):
        decisions.read(file(*(decision(literal("1"), f"d{n}") for n in range(2_100))))
    columns = "".join(f'<column name="c{n}"/>' for n in range(10_001))
    with pytest.raises(DecisionError, match="名称不能超过"):
        taken(f"<relation>{columns}</relation>")


def test_a_large_file_is_read_in_seconds() -> None:
    parts = [model(literal("a + 1"), f"f{n}", f"a{n}") for n in range(1_000)]
    parts += [decision(literal(f"f{n}(1)"), f"d{n}", [f"k:f{n}"]) for n in range(900)]
    began = time.monotonic()

    assert len(decisions.read(file(*parts))) == 900
    assert time.monotonic() - began < 20


def test_a_large_value_is_explained_by_its_beginning() -> None:
    result = taken(literal("for n in 1..50000 return [n, n]")).evaluate({})

    assert len(json.dumps(explain(result), ensure_ascii=False)) < 1_000
    assert len(sentences(result)[0]) < 200


def test_a_value_that_became_null_keeps_its_rules_and_says_why() -> None:
    logic = '<variable name="d" typeRef="number"/>' + table(['< 5 -> "x"'])
    result = decisions.read(file(decision(logic)))["d"].evaluate({"a": 1})

    assert (result.output, result.matched_rules) == (None, (1,))
    assert sentences(result)[0] == "决策“d”：“x” 不是 number，按标准取空"
    assert sentences(result)[-1] == "决策“d”的结果：空"
