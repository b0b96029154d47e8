"""Every hit policy, and what clashes."""

from decimal import Decimal

import pytest

from bpmn.decisions import DecisionError
from tests.bpmn.decisions.tables import table, taken

RULES = ["< 10 -> 1", "< 20 -> 2", "< 30 -> 3"]
CASES: list[tuple[str, int, object, tuple[int, ...]]] = [
    ("", 25, 3, (3,)),
    ("", 99, None, ()),
    ('hitPolicy="UNIQUE"', 25, 3, (3,)),
    ('hitPolicy="FIRST"', 5, 1, (1,)),
    ('hitPolicy="FIRST"', 15, 2, (2,)),
    ('hitPolicy="FIRST"', 99, None, ()),
    ('hitPolicy="ANY"', 25, 3, (3,)),
    ('hitPolicy="RULE ORDER"', 5, [1, 2, 3], (1, 2, 3)),
    ('hitPolicy="RULE ORDER"', 99, [], ()),
    ('hitPolicy="COLLECT"', 15, [2, 3], (2, 3)),
    ('hitPolicy="COLLECT"', 99, [], ()),
    ('hitPolicy="COLLECT" aggregation="SUM"', 5, 6, (1, 2, 3)),
    ('hitPolicy="COLLECT" aggregation="MIN"', 5, 1, (1, 2, 3)),
    ('hitPolicy="COLLECT" aggregation="MAX"', 5, 3, (1, 2, 3)),
    ('hitPolicy="COLLECT" aggregation="COUNT"', 15, 2, (2, 3)),
    ('hitPolicy="COLLECT" aggregation="COUNT"', 99, 0, ()),
    ('hitPolicy="COLLECT" aggregation="SUM"', 99, None, ()),
]


@pytest.mark.parametrize(("policy", "value", "output", "matched"), CASES)
def test_policies(policy: str, value: int, output: object, matched: tuple[int, ...]) -> None:
    result = taken(table(RULES, policy)).evaluate({"a": value})

    assert result.output == output
    assert result.matched_rules == matched


RANKED = ['< 10 -> "low"', '< 20 -> "high"', '< 30 -> "middle"', '< 30 -> "low"']


@pytest.mark.parametrize(
    ("policy", "value", "output"),
    [
        ("PRIORITY", 5, "high"),
        ("PRIORITY", 25, "middle"),
        ("OUTPUT ORDER", 5, ["high", "middle", "low", "low"]),
        ("OUTPUT ORDER", 99, []),
        ("PRIORITY", 99, None),
    ],
)
def test_the_order_of_the_allowed_values_ranks(policy: str, value: int, output: object) -> None:
    decision = taken(table(RANKED, f'hitPolicy="{policy}"', outs='grade="high","middle","low"'))

    assert decision.evaluate({"a": value}).output == output


def test_the_first_output_column_ranks_before_the_second() -> None:
    outs = 'grade="high","low" | speed=2,1'
    decision = taken(table(['- -> "low" | 2', '- -> "high" | 1', '- -> "high" | 2'], 'hitPolicy="PRIORITY"', outs=outs))

    assert decision.evaluate({"a": 1}).output == {"grade": "high", "speed": 2}


def test_unique_names_the_rules_that_clash() -> None:
    with pytest.raises(DecisionError, match=r"规则 2、3.*UNIQUE") as caught:
        taken(table(RULES, 'hitPolicy="UNIQUE"')).evaluate({"a": 15})

    assert (caught.value.decision, caught.value.rules) == ("d", (2, 3))


def test_any_takes_equal_outputs_and_names_those_that_differ() -> None:
    decision = taken(table(["< 10 -> 1", "< 20 -> 1.0", "< 5 -> 2"], 'hitPolicy="ANY"'))

    assert decision.evaluate({"a": 7}).output == 1
    with pytest.raises(DecisionError) as caught:
        decision.evaluate({"a": 3})
    assert caught.value.rules == (1, 3)


def test_a_value_outside_the_ranks_is_a_fault() -> None:
    decision = taken(table(['- -> "none"', '- -> "low"'], 'hitPolicy="PRIORITY"', outs='grade="high","low"'))

    with pytest.raises(DecisionError) as caught:
        decision.evaluate({"a": 1})
    assert (caught.value.rules, caught.value.column) == ((1,), "grade")


def test_a_sum_of_what_is_no_number_is_a_fault() -> None:
    with pytest.raises(DecisionError, match="sum"):
        taken(table(['- -> "x"', "- -> 1"], 'hitPolicy="COLLECT" aggregation="SUM"')).evaluate({"a": 1})


@pytest.mark.parametrize(
    ("policy", "outs", "value", "output"),
    [
        ("UNIQUE", "out= default 7", 99, 7),
        ("UNIQUE", "out= default 7", 5, 1),
        ("COLLECT", "out= default a * 2", 99, 198),
        ("FIRST", "out=1,2 default 2", 99, 2),
    ],
)
def test_default_outputs_stand_where_no_rule_matches(policy: str, outs: str, value: int, output: object) -> None:
    assert taken(table(["< 10 -> 1"], f'hitPolicy="{policy}"', outs=outs)).evaluate({"a": value}).output == output


def test_an_output_may_be_a_list() -> None:
    every = taken(table(["< 10 -> [1, a]", "< 20 -> [2]"], 'hitPolicy="COLLECT"'))

    assert every.evaluate({"a": 5}).output == [[1, 5], [2]]
    assert taken(table(['- -> ["x", "y"]'])).evaluate({"a": 5}).output == ["x", "y"]


def test_several_outputs_give_a_context() -> None:
    decision = taken(table(['< 10 | "x", "y" -> a * 1.5 | "yes"'], ins="a | b", outs="sum | answer"))

    assert decision.evaluate({"a": 4, "b": "y"}).output == {"sum": Decimal("6.0"), "answer": "yes"}
