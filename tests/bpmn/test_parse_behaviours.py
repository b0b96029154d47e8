"""What a multi-instance activity throws when one of its instances is done: what may be written."""

import pytest

from bpmn import parse
from tests.bpmn.files import chain, file

DECLARED = (
    '<message id="m" name="a"/><signal id="sg" name="alarm"/><error id="er" errorCode="E1"/>'
    '<signalEventDefinition id="each" signalRef="sg"/><timerEventDefinition id="later"/>'
    '<messageEventDefinition id="lost" messageRef="gone"/>'
)
COUNT = "<loopCardinality>3</loopCardinality>"
SIGNAL = '<signalEventDefinition signalRef="sg"/>'


def many(more: str, inside: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics {more}>{COUNT}{inside}</multiInstanceLoopCharacteristics>"
    return chain(f'<userTask id="t">{loop}</userTask>')


def complex_one(condition: str = "numberOfCompletedInstances > 1", event: str = SIGNAL) -> str:
    return (
        f"<complexBehaviorDefinition id='c'><condition>{condition.replace('>', '&gt;')}</condition>"
        f"<event id='ev'>{event}</event></complexBehaviorDefinition>"
    )


def rules(body: str) -> list[tuple[str, str | None]]:
    return [(each.rule, each.element) for each in parse.read(file(body, DECLARED)).errors]


@pytest.mark.parametrize(
    "drawn",
    [
        many('behavior="All"'),
        many('behavior="None" noneBehaviorEventRef="each"'),
        many('behavior="One" oneBehaviorEventRef="each"'),
        many('behavior="Complex"', complex_one()),
        many('behavior="Complex"', complex_one(event="<eventDefinitionRef>each</eventDefinitionRef>")),
    ],
)
def test_what_is_thrown_is_written_out(drawn: str) -> None:
    assert rules(drawn) == []


@pytest.mark.parametrize(
    ("rule", "drawn"),
    [
        ("behaviour-event", many('behavior="None"')),
        ("behaviour-event", many('behavior="One" oneBehaviorEventRef="gone"')),
        ("behaviour-event", many('behavior="Complex"')),
        ("behaviour-event", many('behavior="Complex"', complex_one(event=""))),
        ("behaviour-unused", many('behavior="All" noneBehaviorEventRef="each"')),
        ("behaviour-unused", many("", complex_one())),
        ("behaviour-throws", many('behavior="None" noneBehaviorEventRef="later"')),
        ("behaviour-throws", many('behavior="None" noneBehaviorEventRef="lost"')),
    ],
)
def test_what_would_not_be_thrown_is_refused(rule: str, drawn: str) -> None:
    assert rules(drawn) == [(rule, "t")]


def test_the_condition_is_an_expression() -> None:
    assert [rule for rule, _ in rules(many('behavior="Complex"', complex_one("1 +")))] == ["bad-expression"]
