"""Decision services: taken themselves and called as functions; what they are given is not decided."""

from typing import Any

import pytest

from bpmn import decisions
from bpmn.decisions import DecisionError
from tests.bpmn.decisions.tables import decision, file, given, literal, service

INCOME = given("income", "number")
BAND = decision(literal('if income < 900 then "A" else "B"'), "band", ["i:income"])
GRANT = decision(literal('if band = "A" then 300 else 0'), "grant", ["band"])
HOUSE = (INCOME, BAND, GRANT)


def value(identity: str, *parts: str, **variables: Any) -> Any:
    return decisions.read(file(*parts))[identity].evaluate(variables).output


def test_a_service_takes_what_is_encapsulated_and_gives_its_output() -> None:
    assert value("s", *HOUSE, service("s", "grant", "income"), income=850) == 300


def test_an_input_decision_is_given_and_not_decided() -> None:
    asked = service("s", "grant", decisions="band")

    assert value("s", *HOUSE, asked, band="A", income=5000) == 300
    assert value("s", *HOUSE, asked, income=5) == 0


def test_several_outputs_give_a_context() -> None:
    assert value("s", *HOUSE, service("s", "band grant", "income"), income=1) == {"band": "A", "grant": 300}


def test_a_service_is_a_function_of_its_inputs_then_its_input_decisions() -> None:
    both = service("s", "grant band", "income", "band").replace('<outputDecision href="#band"/>', "")
    caller = decision(literal('[s(5000, "A"), s(income: 1, band: "B"), s(1)]'), "d", ["k:s"])

    assert value("d", *HOUSE, both, caller) == [300, 0, None]


def test_what_a_service_is_given_does_not_reach_the_decision_that_calls_it() -> None:
    asked = service("s", "grant", decisions="band")
    caller = decision(literal('[s("A"), band, grant]'), "d", ["k:s", "band", "grant", "i:income"])

    assert value("d", *HOUSE, asked, caller, income=5000) == [300, "B", 0]


def test_a_decision_without_logic_is_for_services_that_are_given_it() -> None:
    opinion = decision("", "opinion")
    asked = (opinion, decision(literal('opinion + "!"'), "d", ["opinion"]))

    assert value("s", *asked, service("s", "d", decisions="opinion"), opinion="yes") == "yes!"
    with pytest.raises(DecisionError, match="没有决策表"):
        decisions.read(file(*asked))


def test_inputs_are_told_for_a_form() -> None:
    found = decisions.read(file(*HOUSE, service("s", "grant", decisions="band")))

    assert [one.name for one in found["grant"].inputs] == ["income"]
    assert [one.name for one in found["s"].inputs] == ["band"]


@pytest.mark.parametrize(
    ("part", "reason"), [(service("s", "nothing"), "nothing 不在文件中"), (service("s", ""), "没有输出决策")]
)
def test_services_of_nothing_are_refused(part: str, reason: str) -> None:
    with pytest.raises(DecisionError, match=reason):
        decisions.read(file(*HOUSE, part))
