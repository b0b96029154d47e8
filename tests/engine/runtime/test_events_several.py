"""Events with several triggers: any of them or all; each is waited for on its own and leaves nothing behind."""

from datetime import timedelta

from engine.domain import facts
from tests.engine.runtime.drawing import END, START, boundary, event, message, node, said, scope, signal, user
from tests.engine.runtime.story import INSTANCE, Setting, Story

DECLARED = (
    '<message id="m" name="answer"/><message id="m2" name="other"/><signal id="s1" name="alarm"/>'
    '<error id="e1" errorCode="E1"/><escalation id="up" escalationCode="late"/>'
)
IN_A_DAY = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
RIPE = "<conditionalEventDefinition><condition>ripe = true</condition></conditionalEventDefinition>"
BY_CASE = '<city:correlation key="case"/>'
ALL = {"parallelMultiple": "true"}


def waits_for(*definitions: str, **attributes: str) -> str:
    wait = node("intermediateCatchEvent", "wait", "".join(definitions), **attributes)
    return scope(START + END + wait + user("after"), "start > wait > after > end")


def test_a_trigger_that_cannot_be_armed_stops_alone_and_is_corrected() -> None:
    late = "<timerEventDefinition><timeDuration>= term</timeDuration></timerEventDefinition>"
    story = Story(waits_for(message("m"), late), declarations=DECLARED)
    assert (story.waits, story.timers, len(story.incidents)) == ("wait", "", 1)
    story.retried(term="P1D")
    assert (story.waits, story.timers, story.incidents) == ("wait", "wait", [])
    assert story.passes(days=1).open == "after"
    assert Story(waits_for(message("m"), late), declarations=DECLARED).message("answer").incidents == []


def on_the_border(*definitions: str, cancel: str = "true", **attributes: str) -> str:
    border = boundary("work", "met", "".join(definitions), cancel=cancel)
    for name, value in attributes.items():
        border = border.replace("<boundaryEvent", f'<boundaryEvent {name}="{value}"')
    return scope(START + END + user("work") + border + user("react"), "start > work > end\nmet > react > end")


def test_any_of_several_is_enough_and_the_others_are_withdrawn() -> None:
    drawn = waits_for(message("m"), signal("s1"), IN_A_DAY)
    story = Story(drawn, declarations=DECLARED)
    assert (story.waits, story.timers) == ("wait wait", "wait")
    story.message("answer", how="by letter")
    assert (story.open, story.waits, story.timers) == ("after", "", "")
    assert story.variables == {"how": "by letter"}
    assert Story(drawn, declarations=DECLARED).passes(days=1).open == "after"
    assert Story(drawn, declarations=DECLARED).signal("alarm").completes("after").over


def test_a_condition_among_several_is_watched() -> None:
    story = Story(waits_for(message("m"), RIPE), declarations=DECLARED)
    assert story.open == ""
    second = node("intermediateCatchEvent", "wait", RIPE + message("m2"))
    nodes = START + END + second + user("write") + user("after") + '<parallelGateway id="split"/>'
    both = Story(scope(nodes, "start > split\nsplit > write > end\nsplit > wait > after"), declarations=DECLARED)
    assert both.completes("write", ripe=True).open == "after"
    assert both.waits == ""


def test_all_of_several_must_come_in_any_order() -> None:
    drawn = waits_for(message("m"), signal("s1"), IN_A_DAY, **ALL)
    story = Story(drawn, declarations=DECLARED).signal("alarm", level=2)
    assert (story.open, story.waits, story.timers) == ("", "wait", "wait")
    story.passes(days=1)
    assert (story.open, story.waits, story.timers) == ("", "wait", "")
    story.message("answer", how="by letter")
    assert story.open == "after"
    assert story.variables == {"level": 2, "how": "by letter"}


def test_a_second_of_the_same_does_not_count_where_all_must_come() -> None:
    story = Story(waits_for(message("m"), signal("s1"), **ALL), declarations=DECLARED).message("answer")
    assert story.waits == "wait"
    assert [fact.kind for fact in story.shown.open["subscription"].values()] == ["signal"]


def test_a_border_with_several_interrupts_by_any() -> None:
    drawn = on_the_border(message("m"), IN_A_DAY)
    story = Story(drawn, declarations=DECLARED).message("answer")
    assert (story.open, story.waits, story.timers) == ("react", "", "")
    assert Story(drawn, declarations=DECLARED).passes(days=1).open == "react"
    done = Story(drawn, declarations=DECLARED).completes("work")
    assert done.over


def test_a_border_with_several_that_does_not_interrupt_hears_as_often_as_they_come() -> None:
    hourly = "<timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition>"
    story = Story(on_the_border(message("m"), hourly, cancel="false"), declarations=DECLARED)
    story.message("answer").message("answer")
    assert (story.open, story.waits, story.timers) == ("react react work", "met", "met")
    story.passes(hours=1).passes(hours=1)
    assert (story.open, story.timers) == ("react react react react work", "")


def test_a_border_where_all_must_come_begins_anew_after_them() -> None:
    drawn = on_the_border(message("m"), signal("s1"), cancel="false", **ALL)
    story = Story(drawn, declarations=DECLARED).message("answer").signal("alarm")
    assert (story.open, story.waits) == ("react work", "met met")
    story.signal("alarm").message("answer")
    assert story.open == "react react work"
    assert story.completes("work").waits == ""


def test_errors_and_escalations_share_a_border() -> None:
    caught = '<errorEventDefinition errorRef="e1"/><escalationEventDefinition escalationRef="up"/>'
    for thrown in ('<errorEventDefinition errorRef="e1"/>', '<escalationEventDefinition escalationRef="up"/>'):
        inner = scope('<startEvent id="s"/>' + event("end", "failed", thrown), "s > failed")
        nodes = START + END + node("subProcess", "inside", inner) + boundary("inside", "met", caught) + user("react")
        story = Story(scope(nodes, "start > inside > end\nmet > react > end"), declarations=DECLARED)
        assert story.open == "react"


def questions(*definitions: str, **attributes: str) -> str:
    asked = node("startEvent", "asked", "".join(definitions), **attributes)
    inner = scope(asked + user("answer"), "asked > answer")
    nodes = START + END + user("work") + node("subProcess", "questions", inner, triggeredByEvent="true")
    return scope(nodes, "start > work > end")


def test_an_event_subprocess_starts_by_any_of_several() -> None:
    drawn = questions(message("m"), signal("s1"), isInterrupting="false")
    story = Story(drawn, declarations=DECLARED).message("answer").signal("alarm").signal("alarm")
    assert (story.open, story.waits) == ("answer answer answer work", "asked asked")
    interrupted = Story(questions(message("m"), signal("s1")), declarations=DECLARED).signal("alarm")
    assert (interrupted.open, interrupted.waits) == ("answer", "")


def test_an_event_subprocess_where_all_must_come() -> None:
    drawn = questions(message("m"), signal("s1"), isInterrupting="false", **ALL)
    story = Story(drawn, declarations=DECLARED).message("answer")
    assert story.open == "work"
    story.signal("alarm")
    assert (story.open, story.waits) == ("answer work", "asked asked")


def test_several_are_thrown_in_the_order_of_the_drawing() -> None:
    for kind in ("intermediateThrow", "end"):
        throw = event(kind, "tell", message("m2") + signal("s1") + message("m"), BY_CASE)
        end, line = ("", "start > tell") if kind == "end" else (END, "start > tell > end")
        story = Story(scope(START + end + throw, line), declarations=DECLARED, case="A")
        thrown = [(fact.kind, fact.name, fact.key) for fact in story.all(facts.MessageThrown)]
        assert thrown == [("message", "other", "A"), ("signal", "alarm", None), ("message", "answer", "A")]
        assert story.over


def test_an_error_thrown_last_leaves_after_the_rest() -> None:
    inner = scope(
        '<startEvent id="s"/>' + event("end", "failed", signal("s1") + '<errorEventDefinition errorRef="e1"/>'),
        "s > failed",
    )
    caught = boundary("inside", "met", '<errorEventDefinition errorRef="e1"/>')
    nodes = START + END + node("subProcess", "inside", inner) + caught + user("react")
    story = Story(scope(nodes, "start > inside > end\nmet > react > end"), declarations=DECLARED)
    assert story.open == "react"
    assert story.one(facts.MessageThrown).name == "alarm"


def test_what_is_thrown_beside_a_compensation_waits_for_its_handlers() -> None:
    undo = '<userTask id="undo" isForCompensation="true"/><association id="tie" sourceRef="b" targetRef="undo"/>'
    nodes = START + END + user("work") + boundary("work", "b", "<compensateEventDefinition/>") + undo
    throw = event("intermediateThrow", "back", signal("s1") + "<compensateEventDefinition/>" + message("m"))
    story = Story(scope(nodes + throw, "start > work > back > end"), declarations=DECLARED).completes("work")
    assert story.open == "undo"
    assert [fact.name for fact in story.all(facts.MessageThrown)] == ["alarm"]
    story.completes("undo")
    assert story.over
    assert [fact.name for fact in story.all(facts.MessageThrown)] == ["alarm", "answer"]


def test_a_failed_trigger_among_several_is_retried_alone() -> None:
    throw = event("end", "tell", signal("s1") + message("m"), BY_CASE)
    story = Story(scope(START + throw, "start > tell"), declarations=DECLARED)
    assert len(story.incidents) == 1
    story.retried(case="A")
    assert story.over
    assert [fact.name for fact in story.all(facts.MessageThrown)] == ["alarm", "answer"]


def test_a_process_begins_by_any_of_several() -> None:
    begin = event("start", "begin", message("m") + signal("s1"))
    story = Story(
        scope(begin + END + user("a"), "begin > a > end"),
        setting=Setting(start_event="begin"),
        declarations=DECLARED,
    )
    assert (story.open, story.waits) == ("a", "")


def test_a_process_begins_when_all_have_come() -> None:
    begin = node("startEvent", "begin", said(BY_CASE) + message("m") + message("m2"), **ALL)
    story = Story(
        scope(begin + END + user("a"), "begin > a > end"),
        setting=Setting(start_event="begin", message="answer"),
        declarations=DECLARED,
        case="A",
    )
    opened = story.one(facts.SubscriptionOpened)
    assert (opened.name, opened.key, opened.instance, story.open) == ("other", "A", INSTANCE, "")
    assert story.message("other", key="A").open == "a"


SHARED = (
    DECLARED
    + '<messageEventDefinition id="answered" messageRef="m"/>'
    + '<timerEventDefinition id="later"><timeDuration>PT2H</timeDuration></timerEventDefinition>'
)


def test_events_refer_to_definitions_at_the_top_of_the_file() -> None:
    wait = event("intermediateCatch", "wait", "<eventDefinitionRef>answered</eventDefinitionRef>")
    drawn = scope(START + END + wait, "start > wait > end")
    assert Story(drawn, declarations=SHARED).message("answer").over
    border = boundary("work", "met", "<eventDefinitionRef>later</eventDefinitionRef>" + signal("s1"))
    nodes = scope(START + END + user("work") + border + user("react"), "start > work > end\nmet > react > end")
    story = Story(nodes, declarations=SHARED)
    assert story.at + timedelta(hours=2) == story.one(facts.TimerArmed).due_at
    assert story.passes(hours=2).open == "react"
