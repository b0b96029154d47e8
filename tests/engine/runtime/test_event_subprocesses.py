"""Event subprocesses: of every kind, interrupting or beside the work, nested, in each of many, several in one scope."""

import pytest

from engine.domain import facts
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    compensate,
    error,
    escalation,
    event,
    gateway,
    inside,
    many,
    message,
    node,
    reaction,
    scope,
    signal,
    undone,
    user,
)
from tests.engine.runtime.story import Story

DECLARED = (
    '<message id="m" name="m"/><message id="n" name="n"/><signal id="g" name="g"/>'
    '<error id="e" errorCode="E"/><escalation id="u" name="up" escalationCode="UP"/>'
)
LATE = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
DAILY = "<timerEventDefinition><timeCycle>R3/P1D</timeCycle></timerEventDefinition>"
HOT = "<conditionalEventDefinition><condition>degrees &gt; 30</condition></conditionalEventDefinition>"
UP = event("intermediateThrow", "up", escalation("u"))
BAD = event("end", "bad", error("e"))
LINE = "start > sub > after > end"


def around(nodes: str, lines: str, *reactions: str, parts: str = "") -> str:
    """A process with a subprocess and a task after it."""
    sub = inside("sub", nodes + "".join(reactions), lines, parts=parts)
    return scope(START + END + sub + user("after"), LINE)


def happens(story: Story, kind: str) -> Story:
    match kind:
        case "message":
            return story.message("m")
        case "signal":
            return story.signal("g")
        case "timer":
            return story.passes(days=2)
        case "condition":
            return story.completes("work", degrees=40)
    return story.completes("work")


KINDS = {"message": message("m"), "signal": signal("g"), "timer": LATE, "condition": HOT, "escalation": escalation("u")}
WORK = "s > work > up > more"


@pytest.mark.parametrize("kind", KINDS)
def test_an_interrupting_one_takes_the_place_of_all_else_in_its_scope(kind: str) -> None:
    drawn = around(user("work") + UP + user("more"), WORK, reaction("r", KINDS[kind], user("react"), "on > react"))
    story = happens(Story(drawn, declarations=DECLARED, degrees=20), kind)
    assert (story.open, story.waits, story.timers) == ("react", "", "")
    assert story.completes("react").open == "after"


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_does_not_interrupt_runs_beside_the_work_and_both_hold_the_scope(kind: str) -> None:
    own = reaction("r", KINDS[kind], user("react"), "on > react", interrupting=False)
    story = happens(Story(around(user("work") + UP + user("more"), WORK, own), declarations=DECLARED, degrees=20), kind)
    assert story.open == ("more react" if kind in ("condition", "escalation") else "react work")
    while "work" in story.open or "more" in story.open:
        story.completes("work" if "work" in story.open else "more")
    assert "after" not in story.open
    assert story.completes("react").open == "after"


def test_an_error_always_interrupts() -> None:
    drawn = around(
        user("work") + gateway("parallel", "p") + user("more") + BAD,
        "s > p\np > work > bad\np > more",
        reaction("r", error("e"), user("react"), "on > react"),
    )
    story = Story(drawn, declarations=DECLARED).completes("work")
    assert story.open == "react"
    assert story.one(facts.TaskWithdrawn).element == "more"
    assert story.completes("react").open == "after"


def test_a_message_starts_one_as_often_as_it_comes() -> None:
    own = reaction("r", message("m"), user("react"), "on > react", interrupting=False)
    story = Story(around(user("work"), "s > work", own), declarations=DECLARED)
    assert story.message("m").message("m").message("m").open == "react react react work"
    assert story.completes("work").waits == "on_r", "the scope lives on, and so does what listens in it"
    story.completes("react").completes("react").completes("react")
    assert (story.open, story.waits) == ("after", "")


def test_a_timer_that_comes_each_day_is_armed_anew_until_its_rounds_are_over() -> None:
    own = reaction("r", DAILY, user("react"), "on > react", interrupting=False)
    story = Story(around(user("work"), "s > work", own), declarations=DECLARED)
    for day in (1, 2, 3, 3):
        story.passes(days=1)
        assert story.open.count("react") == day
    assert story.timers == ""


def test_a_condition_starts_one_each_time_it_becomes_true() -> None:
    own = reaction("r", HOT, user("react"), "on > react", interrupting=False)
    story = Story(around(user("work", many(cardinality="4")), "s > work", own), degrees=20)
    counted = [story.completes("work", degrees=degrees).open.count("react") for degrees in (31, 32, 20, 33)]
    assert counted == [1, 1, 1, 2]


def test_each_of_many_has_its_own() -> None:
    own = reaction("r", signal("g"), user("react"), "on > react")
    drawn = around(user("work"), "s > work", own, parts=many("rooms"))
    story = Story(drawn, declarations=DECLARED, rooms=[1, 2, 3])
    story.completes("work")
    assert story.waits == "on_r on_r"
    assert story.signal("g").open == "react react"
    assert story.completes("react").completes("react").open == "after"


def test_a_message_goes_to_the_reaction_of_one_of_many_alone() -> None:
    own = reaction("r", message("m"), user("react"), "on > react")
    story = Story(around(user("work"), "s > work", own, parts=many("rooms")), declarations=DECLARED, rooms=[1, 2])
    assert story.message("m").open == "react work"
    assert story.message("m").open == "react react"


def test_an_interrupting_one_withdraws_another_that_runs_beside() -> None:
    beside = reaction("b", message("m"), user("look"), "on > look", interrupting=False)
    stop = reaction("r", signal("g"), user("react"), "on > react")
    story = Story(around(user("work"), "s > work", beside, stop), declarations=DECLARED).message("m").message("m")
    assert story.open == "look look work"
    assert story.signal("g").open == "react"
    assert story.waits == "", "nothing else in the scope listens any more"
    assert story.completes("react").open == "after"


def test_one_inside_another_listens_only_while_that_one_runs() -> None:
    deep = reaction("deep", signal("g"), user("stop"), "on > stop")
    own = reaction("r", message("m"), user("react") + deep, "on > react", interrupting=False)
    story = Story(around(user("work"), "s > work", own), declarations=DECLARED)
    assert story.waits == "on_r"
    assert story.message("m").waits == "on_deep on_r"
    assert story.signal("g").open == "stop work"
    assert story.completes("stop").waits == "on_r"
    assert story.completes("work").open == "after"


def test_one_in_the_process_takes_the_place_of_the_whole_case() -> None:
    own = reaction("r", message("m"), user("react") + event("end", "given_up", ""), "on > react > given_up")
    nodes = START + END + inside("sub", user("work"), "s > work", parts=many("rooms")) + own
    story = Story(scope(nodes, "start > sub > end"), declarations=DECLARED, rooms=[1, 2])
    assert story.message("m").open == "react"
    assert story.completes("react").one(facts.InstanceEnded).outcome == "given_up"


def test_one_that_calls_a_process_or_terminates_ends_like_any_scope() -> None:
    stop = event("end", "stop", "<terminateEventDefinition/>")
    inner = user("a") + user("b") + stop + gateway("parallel", "p")
    own = reaction("r", message("m"), inner, "on > p\np > a > stop\np > b", interrupting=False)
    story = Story(around(user("work"), "s > work", own), declarations=DECLARED).message("m")
    assert story.completes("a").open == "work", "only the reaction is terminated"
    assert story.completes("work").open == "after"


def test_the_payload_of_what_started_one_is_seen_by_all() -> None:
    own = reaction("r", message("m"), user("react"), "on > react", interrupting=False)
    story = Story(around(user("work"), "s > work", own), declarations=DECLARED).message("m", amount=5)
    assert story.variables == {"amount": 5}


def test_the_same_event_on_the_border_and_inside_goes_to_all_for_a_signal_and_to_one_for_a_message() -> None:
    own = reaction("r", "{}", user("react"), "on > react", interrupting=False)
    sub = inside("sub", user("work") + own, "s > work")
    nodes = START + END + sub + boundary("sub", "edge", "{}", cancel="false") + user("outside")
    drawn = scope(nodes, "start > sub > end\nedge > outside")
    heard = [Story(drawn.replace("{}", kind), declarations=DECLARED) for kind in (signal("g"), message("m"))]
    assert heard[0].signal("g").open == "outside react work"
    assert len(heard[1].message("m").open.split()) == 2


def test_what_an_interrupting_one_withdraws_leaves_nothing_behind() -> None:
    busy = undone("work") + boundary("work", "remind", DAILY, cancel="false")
    hear = event("intermediateCatch", "hear", message("n")) + gateway("parallel", "p")
    own = reaction("r", message("m"), user("react"), "on > react")
    story = Story(around(busy + hear, "s > p\np > work\np > hear", own), declarations=DECLARED)
    assert (story.open, story.waits, story.timers) == ("work", "hear on_r", "remind")
    story.message("m")
    assert (story.open, story.waits, story.timers) == ("react", "", "")


def test_a_timer_of_a_scope_that_is_over_does_not_fire() -> None:
    own = reaction("r", LATE, user("react"), "on > react")
    story = Story(around(user("work"), "s > work", own), declarations=DECLARED).completes("work")
    assert (story.open, story.timers) == ("after", "")
    assert story.passes(days=9).open == "after"


def test_one_that_compensates_does_not_listen_while_its_scope_runs() -> None:
    own = reaction("r", compensate(), user("react"), "on > react")
    undo = event("intermediateThrow", "undo", compensate())
    story = Story(around(undone("a") + undo + user("work"), "s > a > undo > work", own)).completes("a")
    assert story.open == "undo_a"
    assert story.completes("undo_a").completes("work").open == "after"


def test_a_loop_arms_them_anew_in_every_round() -> None:
    own = reaction("r", message("m"), user("react"), "on > react")
    sub = inside("sub", user("work") + own, "s > work")
    nodes = START + END + sub + gateway("exclusive", "m1", "x") + node("task", "note")
    lines = "start > m1 > sub > note > x\nx > m1 : again\nx > end : default"
    story = Story(scope(nodes, lines), declarations=DECLARED, again=True)
    for _ in range(3):
        assert story.message("m").open == "react"
        assert story.completes("react").open == "work"
    assert story.completes("work", again=False).over
