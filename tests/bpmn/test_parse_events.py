"""Events: which trigger may stand where, and what it refers to."""

import pytest

from bpmn import parse
from tests.bpmn.files import chain, definitions, extended, file, flow, marked_line

TASK = '<userTask id="t"/>'
KEY, KEPT = '<city:correlation key="number"/>', '<city:correlation key="number" ttl="PT1H"/>'
DECLARED = (
    '<message id="m" name="supplement.submitted"/><signal id="sg" name="alarm"/><error id="er" errorCode="E1"/>'
    '<escalation id="es" escalationCode="overdue"/>'
)


def event(kind: str, inside: str = "", id: str = "x") -> str:
    return f'<{kind} id="{id}">{inside}</{kind}>'


def catch(inside: str) -> str:
    return chain(event("intermediateCatchEvent", inside))


def boundary(inside: str, more: str = "") -> str:
    return chain(TASK) + f'\n<boundaryEvent id="x" attachedToRef="t" {more}>\n{inside}@</boundaryEvent>'


def timer(kind: str, text: str) -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


TABLE = {
    "event-not-here": catch('<errorEventDefinition errorRef="er"/>'),
    "unknown-event": catch("<moonEventDefinition/>"),
    "unknown-event-definition": catch("<eventDefinitionRef>m</eventDefinitionRef>"),
    "unknown-reference": catch('<messageEventDefinition messageRef="gone"/>'),
    "missing-reference": catch("<signalEventDefinition/>"),
    "bad-time": catch(timer("timeDuration", "3 days")),
    "no-time": catch("<timerEventDefinition/>"),
    "several-times": catch(
        "<timerEventDefinition><timeDate>2026-12-31</timeDate><timeDuration>P1D</timeDuration></timerEventDefinition>"
    ),
    "cycle-not-here": catch(timer("timeCycle", "R3/PT1H")),
    "bad-expression": catch(
        "<conditionalEventDefinition><condition>income &lt;</condition></conditionalEventDefinition>"
    ),
    "cancel-outside": boundary("<cancelEventDefinition/>"),
    "must-interrupt": boundary('<errorEventDefinition errorRef="er"/>', 'cancelActivity="false"'),
    "cancel-uncaught": chain(
        f"<transaction id='deal'>{chain(event('endEvent', '<cancelEventDefinition/>'))}</transaction>"
    ),
    "handler-in-flow": chain(
        TASK
        + '<userTask id="x" isForCompensation="true"/><userTask id="u"/>'
        + flow("x", "u")
        + '<boundaryEvent id="done" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'
        + '<association id="tie" sourceRef="done" targetRef="x"/>'
    ),
    "several-compensating": chain(
        "".join(
            f'<subProcess id="{id}" triggeredByEvent="true">'
            f"{event('startEvent', '<compensateEventDefinition/>', f'on_{id}')}</subProcess>"
            for id in ("w", "x")
        )
    ),
    "no-handler": boundary("<compensateEventDefinition/>"),
    "link-missing": chain(event("intermediateThrowEvent", '<linkEventDefinition name="there"/>')),
    "unknown-activity": chain(event("intermediateThrowEvent", '<compensateEventDefinition activityRef="gone"/>')),
}


@pytest.mark.parametrize("rule", TABLE)
def test_a_fault_names_the_event(rule: str) -> None:
    found = parse.read(file(TABLE[rule], DECLARED)).errors

    assert (rule, "x") in [(each.rule, each.element) for each in found]


def test_the_line_is_that_of_the_definition() -> None:
    body = boundary('<timerEventDefinition id="td"><timeDuration>soon</timeDuration></timerEventDefinition>')
    (found,) = parse.read(file(body)).errors

    assert (found.rule, found.element, found.line) == ("bad-time", "x", marked_line(body))


def test_a_link_is_caught_once() -> None:
    catches = [event("intermediateCatchEvent", '<linkEventDefinition name="there"/>', id) for id in ("a", "b")]
    throw = event("intermediateThrowEvent", '<linkEventDefinition name="there"/>')
    found = parse.read(file(chain(throw) + "".join(catches) + flow("a", "e") + flow("b", "e"))).errors

    assert [(each.rule, each.element) for each in found] == [("link-twice", "a"), ("link-twice", "b")]


@pytest.mark.parametrize("kind", ["message", "signal"])
def test_what_is_sent_has_a_name(kind: str) -> None:
    (found,) = parse.read(file(chain(), f'<{kind} id="m"/>')).errors

    assert (found.rule, found.element) == ("unnamed", "m")


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<messageEventDefinition messageRef="m"/>',
        extended(KEY) + '<messageEventDefinition messageRef="m"/>',
        '<signalEventDefinition signalRef="sg"/>',
        timer("timeCycle", "R/P1D"),
        timer("timeDate", "2026-12-31T09:00:00+08:00"),
    ],
)
def test_a_process_may_start_by(inside: str) -> None:
    body = event("startEvent", inside) + flow("x", "t") + TASK

    assert parse.read(file(body, DECLARED)).errors == ()


@pytest.mark.parametrize("kind", ["conditional", "error", "escalation", "compensate", "cancel"])
def test_a_process_does_not_start_by_what_nobody_listens_for(kind: str) -> None:
    body = event("startEvent", f"<{kind}EventDefinition/>") + flow("x", "t") + TASK
    found = parse.read(file(body, DECLARED)).errors

    assert ("event-not-here", "x") in [(each.rule, each.element) for each in found]


NOT_HERE = {
    "startEvent": "conditional error escalation compensate cancel terminate link",
    "intermediateCatchEvent": "error escalation compensate cancel terminate",
    "boundaryEvent": "terminate link",
    "intermediateThrowEvent": "timer conditional error cancel terminate",
    "endEvent": "timer conditional link",
}


@pytest.mark.parametrize(("place", "kind"), [(place, kind) for place, all in NOT_HERE.items() for kind in all.split()])
def test_no_trigger_stands_where_it_cannot_happen(place: str, kind: str) -> None:
    drawn = f'<{place} id="x" attachedToRef="t"><{kind}EventDefinition/></{place}>'
    found = parse.read(file(chain(TASK) + drawn, DECLARED)).errors

    (told,) = [each for each in found if each.rule == "event-not-here"]
    assert (told.element, "这里可以用：" in told.remedy) == ("x", True)


MESSAGE = '<messageEventDefinition messageRef="m"/>'
CORRELATIONS = {
    "ttl-when-catching": [
        chain(f'<receiveTask id="x" messageRef="m">{extended(KEPT)}</receiveTask>'),
        catch(extended(KEPT) + MESSAGE),
        chain(TASK) + f'<boundaryEvent id="x" attachedToRef="t">{extended(KEPT)}{MESSAGE}</boundaryEvent>',
    ],
    "correlation-of-nothing": [
        catch(extended(KEY) + timer("timeDuration", "P1D")),
        event("startEvent", extended(KEY)) + TASK + flow("x", "t"),
        chain(event("intermediateThrowEvent", extended(KEPT))),
    ],
}


@pytest.mark.parametrize(("rule", "body"), [(rule, body) for rule, all in CORRELATIONS.items() for body in all])
def test_a_correlation_that_would_do_nothing_is_refused(rule: str, body: str) -> None:
    (found,) = parse.read(file(body, DECLARED)).errors

    assert (found.rule, found.element) == (rule, "x")


def test_a_correlation_stands_where_messages_are_sent_and_awaited() -> None:
    sent = event("intermediateThrowEvent", extended(KEPT) + MESSAGE, "a")
    task = f'<sendTask id="b" messageRef="m">{extended(KEPT)}</sendTask>'
    awaited = event("intermediateCatchEvent", extended(KEY) + MESSAGE, "c")

    assert parse.read(file(chain(sent, task, awaited), DECLARED)).errors == ()


@pytest.mark.parametrize(
    ("more", "inside"),
    [
        ("", "<errorEventDefinition/>"),
        ("", '<errorEventDefinition errorRef="er"/>'),
        ('cancelActivity="false"', '<escalationEventDefinition escalationRef="es"/>'),
        ('cancelActivity="false"', timer("timeCycle", "R3/PT4H")),
        ("", timer("timeDuration", "P3WD")),
        ("", timer("timeDuration", "= wait_for")),
        ("", timer("timeDuration", "${waitFor}")),
        ("", "<conditionalEventDefinition><condition>${income &gt; 900}</condition></conditionalEventDefinition>"),
    ],
)
def test_a_boundary_may_catch(more: str, inside: str) -> None:
    assert parse.read(file(boundary(inside, more), DECLARED)).errors == ()


@pytest.mark.parametrize("kind", ["none", "cancel"])
def test_an_event_subprocess_needs_a_trigger_that_can_come(kind: str) -> None:
    inside = "" if kind == "none" else f"<{kind}EventDefinition/>"
    body = chain() + f'<subProcess id="es" triggeredByEvent="true">{event("startEvent", inside)}</subProcess>'

    assert [each.rule for each in parse.read(file(body)).errors] == ["event-not-here"]


def test_an_overdue_boundary_is_known_by_code_and_name() -> None:
    inside = '<escalationEventDefinition escalationRef="es"/>'
    for declared in (DECLARED, '<escalation id="es" name="overdue"/>'):
        (definition,) = parse.read(file(boundary(inside, 'cancelActivity="false"'), declared)).definitions
        assert definition.elements["t"].overdue_drawn


def test_another_escalation_is_not_overdue() -> None:
    other = '<escalation id="es" escalationCode="help"/>'
    document = parse.read(file(boundary('<escalationEventDefinition escalationRef="es"/>'), other))

    assert not document.definitions[0].elements["t"].overdue_drawn


def test_references_may_carry_a_prefix() -> None:
    body = catch('<messageEventDefinition messageRef="tns:m"/>')

    assert parse.read(file(body, DECLARED)).errors == ()


def test_messages_of_tasks_must_be_declared() -> None:
    body = '<process id="p">' + chain('<receiveTask id="r" messageRef="gone"/>', '<sendTask id="d"/>') + "</process>"
    found = parse.read(definitions(body)).errors

    assert [(each.rule, each.element) for each in found] == [("unknown-reference", "r"), ("missing-reference", "d")]
