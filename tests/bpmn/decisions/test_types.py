"""Declared types: what is of one, what becomes of what is not, and how JSON comes in."""

from datetime import date
from typing import Any

import pytest

from bpmn import decisions
from bpmn.decisions import DecisionError, InputError
from tests.bpmn.decisions.tables import cell, decision, escaped, file, given, literal, table

ITEMS = """
<itemDefinition name="tMoney"><typeRef>number</typeRef>
<allowedValues><text>&gt;= 0</text></allowedValues></itemDefinition>
<itemDefinition name="tMoneys" isCollection="true"><typeRef>tMoney</typeRef></itemDefinition>
<itemDefinition name="tPerson"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent>
<itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tTree"><itemComponent name="value"><typeRef>number</typeRef></itemComponent>
<itemComponent name="children" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef>
<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
"""


def as_type(type: str, text: str) -> Any:
    """What an expression becomes as the value of a decision of this type."""
    made = decision(f'<variable name="d" typeRef="{escaped(type)}"/>' + literal(text))
    return decisions.read(file(ITEMS, made))["d"].evaluate({}).output


CASES: list[tuple[str, str, object]] = [
    ("string", '"a"', "a"),
    ("string", "1", None),
    ("number", "[1]", 1),
    ("number", "[1, 2]", None),
    ("Any", "1", 1),
    ("feel:number", "1", 1),
    ("integer", "1", 1),
    ("list<number>", "1", [1]),
    ("list<number>", '[1, "a"]', None),
    ("list<list<number>>", "[[1], [2]]", [[1], [2]]),
    ("context<a: number, b: string>", '{a: 1, b: "x", c: 3}', {"a": 1, "b": "x", "c": 3}),
    ("context<a: number>", "{b: 1}", None),
    ("range<number>", '"a"', None),
    ("tMoney", "0", 0),
    ("tMoney", "-1", None),
    ("tMoneys", "[1, 2]", [1, 2]),
    ("tMoneys", "[1, -2]", None),
    ("tMoneys", "5", [5]),
    ("tPerson", '{full name: "x", born: date("2000-01-31")}', {"full name": "x", "born": date(2000, 1, 31)}),
    ("tPerson", '{full name: "x"}', None),
    (
        "tTree",
        "{value: 1, children: [{value: 2, children: []}]}",
        {"value": 1, "children": [{"value": 2, "children": []}]},
    ),
    ("tTree", '{value: 1, children: [{value: "x", children: []}]}', None),
    ("tFew", "[1, 2]", [1, 2]),
    ("tFew", "[1, 2, 3]", None),
    ("function", "1", None),
]


@pytest.mark.parametrize(("type", "text", "expected"), CASES)
def test_a_value_is_of_its_type_or_made_so_or_null(type: str, text: str, expected: object) -> None:
    assert as_type(type, text) == expected


def test_a_date_is_the_beginning_of_its_day_where_a_moment_is_wanted() -> None:
    found = as_type("dateTime", 'date("2026-01-31")')

    assert found.isoformat() == "2026-01-31T00:00:00+00:00"


ASKED = decision(literal("person.born.year"), "d", ["i:person"])


def test_json_comes_in_as_the_declared_dates_and_lacking_entries_are_null() -> None:
    found = decisions.read(file(ITEMS, given("person", "tPerson"), ASKED))["d"]

    assert found.evaluate({"person": {"born": "1958-07-01"}}).output == 1958
    assert found.evaluate({"person": {"born": "no date"}}).output is None
    assert found.evaluate({}).output is None


def test_trying_out_names_inputs_that_are_missing_or_of_another_type() -> None:
    found = decisions.read(
        file(
            ITEMS,
            given("person", "tPerson"),
            given("sum", "tMoney"),
            ASKED.replace(
                "</decision>",
                '<informationRequirement><requiredInput href="#sum"/></informationRequirement></decision>',
            ),
        )
    )["d"]

    with pytest.raises(InputError) as caught:
        found.tried({"sum": -1})
    assert caught.value.inputs == (("person", "没有提供"), ("sum", "应为 tMoney，却是 -1"))
    assert found.tried({"sum": 1, "person": None}).output is None


def test_a_table_refuses_values_that_its_columns_do_not_allow() -> None:
    logic = table(['"A" -> 1', "- -> 2"], 'hitPolicy="FIRST"', outs="out=1")
    logic = logic.replace("</input>", cell("inputValues", '"A", "B"') + "</input>")
    found = decisions.read(file(decision(logic)))["d"]

    assert found.evaluate({"a": "A"}).output == 1
    with pytest.raises(DecisionError, match="列“a”：输入不在允许的取值之中"):
        found.evaluate({"a": "C"})
    with pytest.raises(DecisionError, match="规则 2，列“out”：结果不在允许的取值之中"):
        found.evaluate({"a": "B"})


@pytest.mark.parametrize(
    "item",
    [
        '<itemDefinition name="t"><typeRef>nothing</typeRef></itemDefinition>',
        '<itemDefinition name="t"><allowedValues><text>&gt;</text></allowedValues></itemDefinition>',
    ],
)
def test_types_that_say_nothing_are_refused(item: str) -> None:
    with pytest.raises(DecisionError, match="t"):
        decisions.read(file(item, decision(literal("1"))))


@pytest.mark.parametrize("orientation", ["Rule-as-Row", "Rule-as-Column", "CrossTable"])
def test_a_table_decides_the_same_however_it_is_drawn(orientation: str) -> None:
    logic = table(["< 5 -> 1", ">= 5 -> 2"], f'preferredOrientation="{orientation}"')

    assert decisions.read(file(decision(logic)))["d"].evaluate({"a": 7}).output == 2
