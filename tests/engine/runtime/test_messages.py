"""Messages and signals: who takes them, by what key, how often, and what leaves the instance."""

from datetime import timedelta

import pytest

from engine.domain import facts, moves
from engine.domain.rejections import Invalid, WrongState
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    event,
    gateway,
    many,
    message,
    node,
    said,
    scope,
    signal,
    user,
)
from tests.engine.runtime.story import INSTANCE, Setting, Story

DECLARED = '<message id="m" name="answer"/><message id="m2" name="other"/><signal id="s1" name="alarm"/>'
BY_CASE = '<city:correlation key="case"/>'
CATCH = event("intermediateCatch", "wait", message("m"), BY_CASE)
KEEP = '<city:correlation key="case" ttl="PT1H"/>'


def test_a_message_finds_the_instance_by_its_key() -> None:
    story = Story(scope(START + END + CATCH, "start > wait > end"), declarations=DECLARED, case="A-1")
    opened = story.one(facts.SubscriptionOpened)
    assert (opened.kind, opened.name, opened.key, opened.element) == ("message", "answer", "A-1", "wait")
    for wrong in ("B-2", "any", ""):
        with pytest.raises(WrongState):
            story.runtime.advance(story.situation(), [moves.Deliver("message", "answer", wrong)], story.at)
    story.message("answer", key="A-1", result="yes")
    assert story.over
    assert story.one(facts.MessageReceived).variables == {"result": "yes"}
    assert story.one(facts.SubscriptionClosed).subscription == opened.subscription
    assert story.variables["result"] == "yes"


def test_who_found_the_subscription_need_not_name_the_key() -> None:
    story = Story(scope(START + END + CATCH, "start > wait > end"), declarations=DECLARED, case=7)
    opened = story.one(facts.SubscriptionOpened)
    assert opened.key == "7"
    assert story.tell(moves.Deliver("message", "answer", None, opened.token)).over


def test_without_a_value_for_its_key_an_instance_waits_for_nothing() -> None:
    story = Story(scope(START + END + CATCH, "start > wait > end"), declarations=DECLARED)
    assert story.waits == ""
    assert len(story.incidents) == 1
    assert story.retried(case="A").waits == "wait"


def test_a_message_inside_goes_to_the_task_that_waits_longest_and_does_not_leave() -> None:
    throw = event("intermediateThrow", "tell", message("m"), BY_CASE)
    nodes = START + END + user("work") + throw + CATCH + user("after") + gateway("parallel", "split")
    story = Story(
        scope(nodes, "start > split\nsplit > wait > after\nsplit > work > tell > end"),
        declarations=DECLARED,
        case="A",
    )
    story.completes("work")
    assert story.open == "after"
    assert [type(fact).__name__ for fact in story.last if "Message" in type(fact).__name__] == ["MessageReceived"]


def test_a_message_that_nobody_inside_waits_for_leaves_with_its_key_and_ttl() -> None:
    nodes = START + node("sendTask", "tell", f"<extensionElements>{KEEP}</extensionElements>", messageRef="m") + END
    sealed = {"sealed": 5, "digest": "d"}
    story = Story(scope(nodes, "start > tell > end"), declarations=DECLARED, case="A", income=5, id_no=sealed)
    thrown = story.one(facts.MessageThrown)
    assert (thrown.kind, thrown.name, thrown.key, thrown.origin) == ("message", "answer", "A", INSTANCE)
    assert thrown.ttl == timedelta(hours=1)
    assert thrown.variables == {"case": "A", "income": 5}, "who takes it may not open what is sealed here"


def test_a_signal_reaches_all_inside_and_leaves_too() -> None:
    nodes = START + event("end", "end", signal("s1")) + user("a") + user("b") + gateway("parallel", "split")
    waits = event("intermediateCatch", "w1", signal("s1")) + event("intermediateCatch", "w2", signal("s1"))
    lines = "start > split\nsplit > w1 > a\nsplit > w2 > b\nsplit > go > end"
    story = Story(scope(nodes + waits + user("go"), lines), declarations=DECLARED)
    story.completes("go")
    assert story.open == "a b"
    assert story.one(facts.MessageThrown).kind == "signal"
    assert len([fact for fact in story.last if isinstance(fact, facts.MessageReceived)]) == 2


def test_a_boundary_that_does_not_interrupt_hears_again_and_again() -> None:
    ask = boundary("work", "asked", message("m"), cancel="false")
    alarm = boundary("work", "alarmed", signal("s1"), cancel="false")
    nodes = START + END + user("work") + user("answer") + user("run")
    story = Story(
        scope(nodes + ask + alarm, "start > work > end\nasked > answer\nalarmed > run"), declarations=DECLARED
    )
    story.message("answer").message("answer").signal("alarm").signal("alarm")
    assert story.open == "answer answer run run work"
    assert len(story.all(facts.SubscriptionOpened)) == 2


def test_a_boundary_that_interrupts_withdraws_the_work() -> None:
    nodes = START + END + user("work") + user("revoke") + boundary("work", "revoked", message("m"))
    story = Story(scope(nodes, "start > work > end\nrevoked > revoke > end"), declarations=DECLARED)
    story.message("answer", why="moved")
    assert story.open == "revoke"
    assert story.one(facts.TaskWithdrawn).element == "work"
    assert story.variables == {"why": "moved"}


def test_the_first_event_behind_a_gateway_withdraws_the_others() -> None:
    waits = event("intermediateCatch", "m1", message("m")) + node("receiveTask", "m3", messageRef="m2")
    clock = event(
        "intermediateCatch", "t1", "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
    )
    nodes = START + END + gateway("eventBased", "first") + waits + clock + user("late") + user("told") + user("other")
    lines = "start > first\nfirst > m1 > told > end\nfirst > t1 > late > end\nfirst > m3 > other > end"
    story = Story(scope(nodes, lines), declarations=DECLARED)
    assert (story.waits, story.timers) == ("m1 m3", "t1")
    assert story.message("other").open == "other"
    assert (story.waits, story.timers) == ("", "")
    assert Story(scope(nodes, lines), declarations=DECLARED).passes(days=1).open == "late"


def test_an_event_subprocess_answers_questions_without_interrupting() -> None:
    inner = scope(
        f'<startEvent id="asked" isInterrupting="false">{message("m")}</startEvent>' + user("answer"), "asked > answer"
    )
    nodes = START + END + user("work") + f'<subProcess id="questions" triggeredByEvent="true">{inner}</subProcess>'
    story = Story(scope(nodes, "start > work > end"), declarations=DECLARED)
    story.message("answer").message("answer")
    assert story.open == "answer answer work"
    story.completes("work")
    assert not story.over
    assert story.completes("answer").completes("answer").over


def test_an_event_subprocess_waits_by_its_key() -> None:
    asked = f'<startEvent id="asked" isInterrupting="false">{said(BY_CASE)}{message("m")}</startEvent>'
    inner = scope(asked + user("answer"), "asked > answer")
    nodes = START + END + user("work") + node("subProcess", "questions", inner, triggeredByEvent="true")
    story = Story(scope(nodes, "start > work > end"), declarations=DECLARED, case="A")
    assert story.one(facts.SubscriptionOpened).key == "A"
    assert story.message("answer", key="A").message("answer", key="A").open == "answer answer work"


def test_many_receive_one_each() -> None:
    many_times = node(
        "receiveTask",
        "joint",
        f'<extensionElements><city:correlation key="item"/></extensionElements>{many("departments", output="answers")}',
        messageRef="m",
    )
    story = Story(scope(START + END + many_times, "start > joint > end"), declarations=DECLARED, departments=["a", "b"])
    assert [opened.key for opened in story.all(facts.SubscriptionOpened)] == ["a", "b"]
    story.message("answer", key="b", result=2).message("answer", key="a", result=1)
    assert story.variables["answers"] == [1, 2]


CORRELATED = (
    '<message id="m" name="answer"/><correlationProperty id="prop" name="case"><correlationPropertyRetrievalExpression '
    'messageRef="m"><messagePath>number</messagePath></correlationPropertyRetrievalExpression></correlationProperty>'
)
BOUND = (
    '<correlationSubscription id="sub" correlationKeyRef="k"><correlationPropertyBinding id="b" '
    'correlationPropertyRef="prop"><dataPath>case</dataPath></correlationPropertyBinding></correlationSubscription>'
)


def test_a_correlation_subscription_gives_the_key_as_well() -> None:
    catch = event("intermediateCatch", "wait", message("m"))
    story = Story(BOUND + scope(START + END + catch, "start > wait > end"), declarations=CORRELATED, case="A")
    assert story.one(facts.SubscriptionOpened).key == "A"
    thrower = scope(START + event("end", "end", message("m")), "start > end")
    sent = Story(BOUND + thrower, declarations=CORRELATED, case="x", number="A")
    assert sent.one(facts.MessageThrown).key == "A"


def test_a_message_or_timer_start_begins_at_its_own_event() -> None:
    starts = event("start", "called", message("m")) + event(
        "start", "daily", "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>"
    )
    drawn = scope(starts + END + user("a") + user("b"), "called > a > end\ndaily > b > end")
    assert Story(drawn, setting=Setting(start_event="called"), declarations=DECLARED).open == "a"
    assert Story(drawn, setting=Setting(start_event="daily"), declarations=DECLARED).open == "b"
    for wrong in (None, "a", "nowhere"):
        with pytest.raises(Invalid):
            Story(drawn, setting=Setting(start_event=wrong), declarations=DECLARED)
