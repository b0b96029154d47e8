"""Knowledge models and invocations: what they see, what they take, and how deep they may call."""

import time
from typing import Any

import pytest

from bpmn import decisions
from bpmn.decisions import DecisionError, explain
from tests.bpmn.decisions.tables import decision, file, literal, model, table


def value(*parts: str, **variables: Any) -> Any:
    return decisions.read(file(*parts))["d"].evaluate(variables).output


def invocation(called: str, **bindings: str) -> str:
    inside = "".join(f'<binding><parameter name="{one}"/>{literal(text)}</binding>' for one, text in bindings.items())
    return f"<invocation>{literal(called)}{inside}</invocation>"


SHARE = model(literal("amount / size"), "share", "amount: number, size: number", name="每人 份额")


def test_a_model_is_a_function_by_its_name_of_several_words() -> None:
    assert value(SHARE, decision(literal("每人 份额(income, 4) + 1"), requires=["k:share"]), income=800) == 201
    assert value(SHARE, decision(literal("每人 份额(size: 4, amount: 8)"), requires=["k:share"])) == 2


def test_an_invocation_binds_parameters_by_name() -> None:
    logic = invocation("每人 份额", size="2", amount="income")

    assert value(SHARE, decision(logic, requires=["k:share"]), income=10) == 5


@pytest.mark.parametrize("bindings", [{"amount": "1"}, {"amount": "1", "count": "2"}])
def test_an_invocation_with_other_parameters_gives_null(bindings: dict[str, str]) -> None:
    assert value(SHARE, decision(invocation("每人 份额", **bindings), requires=["k:share"])) is None


def test_an_invocation_may_call_what_the_language_has() -> None:
    assert value(decision(invocation("substring", string='"abcd"', **{"start position": "3"}))) == "cd"


def test_a_model_is_not_called_with_a_value_of_another_type() -> None:
    always = model(literal('"called"'), "always", "a: number")

    assert value(always, decision(literal('always("x")'), requires=["k:always"])) is None
    assert value(always, decision(literal("always([1])"), requires=["k:always"])) == "called"
    assert value(always, decision(literal("always(null)"), requires=["k:always"])) == "called"


def test_a_model_sees_its_parameters_and_what_it_requires_and_no_variables() -> None:
    inner = model(literal("a + 1"), "inner", "a")
    outer = model(literal("[income, inner(a)]"), "outer", "a", ["k:inner"])

    assert value(inner, outer, decision(literal("outer(1)"), requires=["k:outer"]), income=9) == [None, 2]


def test_a_model_may_be_a_table_and_the_reasons_name_it() -> None:
    band = model(table(['< 900 -> "A"', '>= 900 -> "B"'], ins="amount"), "band", "amount: number", name="档次")
    found = decisions.read(file(band, decision(literal("档次(income)"), requires=["k:band"])))["d"]

    [told] = explain(found.evaluate({"income": 850}))

    assert told["steps"][0]["where"] == ["档次()"]
    assert told["steps"][0]["rules"][0]["number"] == 1
    assert told["steps"][-1]["text"] == "档次(income)"


def test_a_model_may_call_itself_within_bounds() -> None:
    fac = model(literal("if n < 2 then 1 else n * fac(n - 1)"), "fac", "n: number")
    endless = model(literal("endless(n + 1)"), "endless", "n")

    assert value(fac, decision(literal("fac(20)"), requires=["k:fac"])) == 2432902008176640000
    assert value(fac, decision(literal("fac(64) > 0"), requires=["k:fac"])) is True
    with pytest.raises(DecisionError, match="嵌套超过 64 层"):
        value(fac, decision(literal("fac(65)"), requires=["k:fac"]))
    with pytest.raises(DecisionError, match="嵌套"):
        value(endless, decision(literal("endless(0)"), requires=["k:endless"]))


def test_calls_in_a_loop_share_one_budget() -> None:
    costly = model(literal("count(for i in 1..50000 return i)"), "costly", "n")
    began = time.monotonic()

    with pytest.raises(DecisionError, match="步数"):
        value(costly, decision(literal("for n in 1..1000 return costly(n)"), requires=["k:costly"]))
    assert time.monotonic() - began < 10


def test_a_loop_over_a_model_keeps_a_bounded_number_of_reasons() -> None:
    plus = model(literal("n + 1"), "plus", "n")
    found = decisions.read(file(plus, decision(literal("sum(for n in 1..5000 return plus(n))"), requires=["k:plus"])))

    assert len(found["d"].evaluate({}).steps) <= 200


REFUSED = [
    (model("", "m"), "没有写表达式"),
    ('<businessKnowledgeModel id="m" name="m"/>', "没有写逻辑"),
    (model(literal("a"), "m", "a, a"), "重名"),
    (model(literal("a"), "m", "a: money"), "money 没有定义"),
    (model(literal("a"), "m", "a").replace("<encapsulatedLogic>", '<encapsulatedLogic kind="PMML">'), "PMML"),
]


@pytest.mark.parametrize(("part", "reason"), REFUSED)
def test_models_that_cannot_be_called_are_refused(part: str, reason: str) -> None:
    with pytest.raises(DecisionError, match=reason):
        decisions.read(file(part, decision(literal("1"))))
