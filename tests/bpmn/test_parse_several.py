"""Events with several triggers, shared definitions, what an instance begins with: what may be drawn, what not."""

import pytest

from bpmn import lint, parse
from tests.bpmn.files import chain, extended, file, flow

KEY = extended('<city:correlation key="number"/>')
MESSAGE, OTHER = '<messageEventDefinition messageRef="m"/>', '<messageEventDefinition messageRef="n"/>'
SIGNAL, ERROR = '<signalEventDefinition signalRef="sg"/>', '<errorEventDefinition errorRef="er"/>'
LATER = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
DAILY = "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>"
RIPE = "<conditionalEventDefinition><condition>ripe</condition></conditionalEventDefinition>"
LINK, UNDO = '<linkEventDefinition name="x"/>', "<compensateEventDefinition/>"
DECLARED = (
    '<message id="m" name="a"/><message id="n" name="b"/><signal id="sg" name="alarm"/><error id="er" errorCode="E1"/>'
    f'<messageEventDefinition id="shared" messageRef="m"/><timerEventDefinition id="soon">{"<timeDuration>soon"}'
    "</timeDuration></timerEventDefinition>"
)
TASK, END = '<userTask id="t"/>', '<endEvent id="e"/>'


def event(kind: str, inside: str, more: str = "", id: str = "x") -> str:
    return f'<{kind} id="{id}" {more}>{inside}</{kind}>'


def begun(first: str, *more: str) -> str:
    """A process that begins with `x`."""
    return "".join([first, *more, TASK, END, flow("x", "t"), flow("t", "e")])


def rules(body: str) -> list[tuple[str, str | None]]:
    return [(each.rule, each.element) for each in parse.read(file(body, DECLARED)).errors]


ALL = 'parallelMultiple="true"'
FINE = {
    "caught": chain(event("intermediateCatchEvent", MESSAGE + SIGNAL + LATER + RIPE)),
    "all of them": chain(event("intermediateCatchEvent", MESSAGE + SIGNAL + LATER + RIPE, ALL)),
    "on the border": chain(TASK) + event("boundaryEvent", MESSAGE + ERROR + LATER, 'attachedToRef="t"'),
    "thrown": chain(event("intermediateThrowEvent", MESSAGE + SIGNAL + UNDO)),
    "at the end": begun(event("startEvent", "")) + event("endEvent", SIGNAL + ERROR, id="f"),
    "at the start": begun(event("startEvent", MESSAGE + SIGNAL + DAILY)),
    "all of them at the start": begun(event("startEvent", KEY + MESSAGE + OTHER, ALL)),
    "shared": chain(event("intermediateCatchEvent", "<eventDefinitionRef>tns:shared</eventDefinitionRef>" + LATER)),
    "receive task": begun(event("receiveTask", "", 'messageRef="m" instantiate="true"')),
}


@pytest.mark.parametrize("drawn", FINE)
def test_several_may_stand_together(drawn: str) -> None:
    assert rules(FINE[drawn]) == []


WRONG = {
    "not-in-several": chain(event("intermediateCatchEvent", MESSAGE + LINK)),
    "not-last": chain(TASK) + event("endEvent", ERROR + SIGNAL) + flow("t", "x"),
    "not-together": chain(TASK) + event("boundaryEvent", MESSAGE + ERROR, f'attachedToRef="t" {ALL}'),
    "cycle-not-here": chain(TASK)
    + event("boundaryEvent", MESSAGE + DAILY, f'attachedToRef="t" cancelActivity="false" {ALL}'),
    "keyless-together": begun(event("startEvent", MESSAGE + OTHER, ALL)),
    "event-not-here": chain(event("intermediateCatchEvent", MESSAGE + ERROR)),
    "begins-inside": chain(event("receiveTask", "", 'messageRef="m" instantiate="true"')),
    "begins-often": begun(
        event(
            "receiveTask",
            "<standardLoopCharacteristics loopMaximum='2'/>",
            'messageRef="m" instantiate="true"',
        )
    ),
    "missing-reference": begun(event("receiveTask", "", 'instantiate="true"')),
    "bad-time": chain(event("intermediateCatchEvent", "<eventDefinitionRef>soon</eventDefinitionRef>")),
    "unknown-event-definition": chain(event("intermediateCatchEvent", "<eventDefinitionRef>gone</eventDefinitionRef>")),
}


@pytest.mark.parametrize("rule", WRONG)
def test_what_cannot_come_together_is_refused(rule: str) -> None:
    assert (rule, "x") in rules(WRONG[rule])


def test_a_start_where_all_must_come_is_by_messages() -> None:
    assert ("not-together", "x") in rules(begun(event("startEvent", KEY + MESSAGE + LATER, ALL)))


def gateway(kind: str, *behind: str, more: str = "") -> str:
    """A process that begins with the event gateway `g`; the first event behind it is `x`."""
    ids = [each.split('id="', 1)[1].split('"', 1)[0] for each in behind]
    flows = [flow("g", id) + flow(id, "t") for id in ids]
    drawn = f'<eventBasedGateway id="g" instantiate="true" eventGatewayType="{kind}"/>'
    return "".join([drawn, *behind, *flows, TASK, END, flow("t", "e"), more])


def caught(inside: str, id: str = "x") -> str:
    return event("intermediateCatchEvent", inside, id=id)


def test_a_process_begins_with_an_event_gateway() -> None:
    drawn = gateway("Exclusive", caught(MESSAGE), caught(LATER, "y"), caught(SIGNAL, "z"))
    document = parse.read(file(drawn, DECLARED))
    assert document.errors == ()
    assert "unreachable" not in [each.rule for each in lint.lint(document)]
    assert rules(gateway("Parallel", caught(KEY + MESSAGE), caught(KEY + OTHER, "y"))) == []


@pytest.mark.parametrize(
    ("rule", "drawn"),
    [
        ("begins-by-nothing", gateway("Exclusive", caught(RIPE), caught(MESSAGE, "y"))),
        ("begins-by-nothing", gateway("Parallel", caught(SIGNAL), caught(KEY + MESSAGE, "y"))),
        ("keyless-together", gateway("Parallel", caught(MESSAGE), caught(KEY + OTHER, "y"))),
    ],
)
def test_a_gateway_begins_by_what_comes_from_outside(rule: str, drawn: str) -> None:
    assert (rule, "x") in rules(drawn)


def test_a_gateway_inside_takes_the_first_event() -> None:
    drawn = gateway("Parallel", caught(KEY + MESSAGE), caught(KEY + OTHER, "y"))
    inside = drawn.replace(' instantiate="true"', "") + '<startEvent id="s"/>' + flow("s", "g")
    assert rules(inside) == [("parallel-gateway-inside", "g")]
    begins = drawn + '<startEvent id="s"/>' + flow("s", "g")
    assert rules(begins) == [("begins-inside", "g")]


def test_an_event_subprocess_without_a_start_event_is_refused() -> None:
    body = chain() + f'<subProcess id="es" triggeredByEvent="true">{TASK}</subProcess>'
    assert rules(body) == [("event-subprocess-start", "es")]
