"""Tables with their explanation, literal expressions, requirement graphs, and what is refused."""

import timeit
from datetime import date

import pytest

from bpmn import decisions
from bpmn.decisions import DecisionError, Row
from tests.bpmn.decisions.tables import DMN, cell, decision, file, literal, table, taken

ROUNDS = 500


def test_a_result_says_which_rules_led_to_it() -> None:
    rule = f'<rule id="r1">{cell("inputEntry", "< 900")}{cell("inputEntry", "-")}{cell("outputEntry", "300")}'
    rule += f"{cell('annotationEntry', '低收入')}</rule>"
    columns = f'<input label="月收入">{cell("inputExpression", "income")}</input>'
    columns += f"<input>{cell('inputExpression', 'size')}</input>"
    logic = f'<decisionTable>{columns}<output name="grant" label="补贴"/>{rule}</decisionTable>'

    result = taken(logic).evaluate({"income": 850, "size": 3})

    assert result.output == 300
    assert result.inputs == {"月收入": 850, "size": 3}
    assert result.explanation == (Row(1, "r1", (("月收入", "< 900"),), (("补贴", "300"),), "低收入"),)


def test_cells_may_use_variables_and_the_value_asked_about() -> None:
    logic = table(["? > least and ? < least * 2 -> a + least", "[least * 2..max(limits)] -> 0"])

    assert taken(logic).evaluate({"a": 15, "least": 10, "limits": [30]}).output == 25
    assert taken(logic).evaluate({"a": 25, "least": 10, "limits": [30]}).output == 0


def test_an_empty_output_is_null() -> None:
    assert taken(table(["- -> "])).evaluate({"a": 1}).output is None


def test_text_is_read_as_the_date_that_the_column_declares() -> None:
    logic = table(['< date("1966-01-31") -> "old"']).replace("<inputExpression>", '<inputExpression typeRef="date">')

    assert taken(logic).evaluate({"a": "1960-05-01"}).output == "old"
    assert taken(logic).evaluate({"a": date(1960, 5, 1)}).output == "old"
    assert taken(logic).evaluate({"a": "no date"}).output is None


def test_a_literal_expression_decides() -> None:
    result = taken(literal("income * 0.5 + base")).evaluate({"income": 900, "base": 1})

    assert result.output == 451
    assert result.inputs == {"base": 1, "income": 900}


def test_required_decisions_come_first_and_once() -> None:
    found = decisions.read(
        file(
            decision(literal("增发 系数 + 基本"), "all", ["plus", "base"]),
            decision(literal("基本 / 10"), "plus", ["base"], name="增发 系数"),
            decision(table(["< 900 -> 100", ">= 900 -> 50"], ins="income"), "base", name="基本"),
        )
    )

    result = found["all"].evaluate({"income": 800})

    assert result.output == 110
    assert [one.decision for one in result.required] == ["base", "plus"]
    assert result.required[0].matched_rules == (1,)
    assert found["base"].evaluate({"income": 900}).output == 50
    assert list(found) == ["all", "plus", "base"]


@pytest.mark.parametrize(
    ("policy", "outs", "rule", "asked", "expected"),
    [
        ("UNIQUE", "grant", "- -> 300", "[base, grant]", [300, 300]),
        ("UNIQUE", "grant | per head", '- -> 300 | "x"', "[base.grant, grant, per head]", [300, 300, "x"]),
        ("COLLECT", "grant | kind", '- -> 300 | "x"', "[grant, kind]", [[300], ["x"]]),
    ],
)
def test_a_table_without_a_variable_is_known_by_its_columns_too(
    policy: str, outs: str, rule: str, asked: str, expected: object
) -> None:
    """As other tools have it."""
    base = table([rule], f'hitPolicy="{policy}"', outs=outs)
    found = decisions.read(file(decision(base, "base"), decision(literal(asked), "d", ["base"])))
    named = decisions.read(
        file(decision('<variable name="base"/>' + base, "base"), decision(literal(asked), "d", ["base"]))
    )

    assert found["d"].evaluate({"a": 1}).output == expected
    assert named["d"].evaluate({"a": 1}).output != expected


def test_names_with_spaces_are_read_where_the_file_knows_them() -> None:
    known = '<inputData id="i" name="Monthly Income"/>'
    found = decisions.read(file(known, decision(literal("Monthly Income * 2"))))

    assert found["d"].evaluate({"Monthly Income": 450}).output == 900


REFUSED = [
    (b"", "XML"),
    (b"<a/>", "DMN"),
    (b"<!DOCTYPE d [<!ENTITY a 'b'>]><definitions/>", "DOCTYPE"),
    (file("<decision/>"), "自己的 id"),
    (file(decision("", "d")), "没有决策表"),
    (file(decision(literal("1"), "d"), decision(literal("1"), "d")), "决策 d.*自己的 id"),
    (file(decision(literal("1 +"), "d")), "决策 d"),
    (file(decision(literal(""), "d")), "决策 d"),
    (file(decision(literal("1"), "d", ["e"])), "所需的决策 e"),
    (file(decision(literal("1"), "d", ["e"]), decision(literal("1"), "e", ["d"])), "成了圈"),
    (
        file(decision('<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>' + literal("1"))),
        "k 不",
    ),
    (file(decision(table(["< -> 1"]))), "规则 1，列“a”"),
    (file(decision(table(["1 -> 1", "1 -> (2"]))), "规则 2，列“out”"),
    (file(decision(table(["1 | 2 -> 1"]))), "规则 1"),
    (file(decision(table(["1 -> 1"], ins=""))), "没有表达式"),
    (file(decision(table(["1 -> 1"], ins="a b"))), "列“a b”"),
    (file(decision(table(["1 -> 1"], 'hitPolicy="SOME"'))), "SOME"),
    (file(decision(table(["1 -> 1"], 'hitPolicy="UNIQUE" aggregation="SUM"'))), "UNIQUE SUM"),
    (file(decision(table(["1 -> 1 | 2"], 'hitPolicy="COLLECT" aggregation="SUM"', outs="x | y"))), "一个输出列"),
    (file(decision(table(["1 -> 1"], 'hitPolicy="PRIORITY"'))), "outputValues"),
    (file(decision(table(["1 -> 1 | 2"], outs="x | x"))), "重复"),
    (file(decision(literal("1"))).replace(b"<definitions", b'<definitions expressionLanguage="groovy"'), "groovy"),
    (file(decision("<decisionTable/>")), "没有输出列"),
    (file(decision(table(["1 -> 1"]).replace("<inputEntry>", '<inputEntry expressionLanguage="juel">'))), "juel"),
]


@pytest.mark.parametrize(("xml", "reason"), REFUSED)
def test_what_cannot_be_taken_is_refused_with_its_place(xml: bytes, reason: str) -> None:
    with pytest.raises(DecisionError, match=reason):
        decisions.read(xml)


def test_a_cell_beyond_the_bounds_names_its_place() -> None:
    logic = table(["< 5 -> 1", "count(for x in 1..9999999 return x) -> 2"])

    with pytest.raises(DecisionError) as caught:
        taken(logic).evaluate({"a": 7})
    assert (caught.value.decision, caught.value.rules, caught.value.column) == ("d", (2,), "a")


@pytest.mark.parametrize("year", ["20151101", "20180521", "20191111", "20211108", "20230324"])
def test_files_of_every_version_are_read(year: str) -> None:
    xml = file(decision(table(["- -> 1"]))).replace(DMN.encode(), f"http://www.omg.org/spec/DMN/{year}/MODEL/".encode())

    assert decisions.read(xml)["d"].evaluate({}).output == 1


def test_a_table_of_twenty_rules_takes_under_sixty_microseconds_many_times_over() -> None:
    rules = [f'[{n * 100}..{n * 100 + 100}) | >= 3 | "a", "b" -> {n}' for n in range(20)]
    found = taken(table(rules, ins="income | size | status"))
    variables = {"income": 1250, "size": 3, "status": "b"}

    best = min(timeit.repeat(lambda: found.evaluate(variables), number=ROUNDS, repeat=5)) / ROUNDS * 1e6

    print(f"\n{best:.1f} us a table of 20 rules")
    assert found.evaluate(variables).output == 12
    assert best < 600
