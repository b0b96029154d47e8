"""What a result says of itself, to programs and to people."""

import json

from bpmn import decisions
from bpmn.decisions import explain, sentences
from tests.bpmn.decisions.tables import cell, decision, file, literal, taken


def grant() -> str:
    rule = f'<rule id="r1">{cell("inputEntry", "< 900")}{cell("inputEntry", "-")}{cell("outputEntry", "300")}'
    rule += f"{cell('annotationEntry', '低收入')}</rule>"
    columns = f'<input label="月收入">{cell("inputExpression", "income")}</input>'
    columns += f'<input label="人数">{cell("inputExpression", "size")}</input>'
    return f'<decisionTable>{columns}<output name="grant" label="补贴"/>{rule}</decisionTable>'


def test_a_table_says_what_it_looked_at_which_rules_matched_and_what_came_out() -> None:
    result = taken(decision(grant(), "d", name="补贴")).evaluate({"income": 850, "size": 3})

    assert sentences(result) == (
        "决策“补贴”：月收入 为 850，人数 为 3",
        "命中规则 1：月收入 符合 < 900，补贴 取 300（低收入）",
        "决策“补贴”的结果：300",
    )
    assert explain(result)[0]["rules"] == [
        {
            "number": 1,
            "conditions": [{"column": "月收入", "test": "< 900"}],
            "outputs": [{"column": "补贴", "entry": "300"}],
            "annotation": "低收入",
        }
    ]


def test_no_rule_that_matches_is_said() -> None:
    result = taken(decision(grant(), "d", name="补贴")).evaluate({"income": 1850})

    assert sentences(result)[-1] == "决策“补贴”没有命中规则，结果：空"


def test_decisions_are_told_in_the_order_they_were_taken() -> None:
    found = decisions.read(
        file(decision(literal("2 * base"), "all", ["base"], "总额"), decision(literal("[1..5]"), "base"))
    )

    told = explain(found["all"].evaluate({}))

    assert [(one["decision"], one["output"]) for one in told] == [("base", "[1..5]"), ("all", None)]
    assert json.dumps(told, ensure_ascii=False)
    assert sentences(found["all"].evaluate({})) == ("决策“base”：[1..5] 得 [1..5]", "决策“总额”：2 * base 得 空")


def test_long_values_are_cut_in_sentences() -> None:
    result = taken(decision(literal("for n in 1..1000 return n"), "d", name="长")).evaluate({})

    assert len(sentences(result)[0]) < 140
    assert sentences(result)[0].endswith("…")
