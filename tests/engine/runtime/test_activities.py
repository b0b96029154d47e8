"""Every kind of activity alike: on its border, in loops, in many, undone. What each does is told elsewhere."""

from typing import Any

import pytest

from engine.domain import facts
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    compensate,
    event,
    inside,
    job,
    many,
    message,
    node,
    said,
    scope,
    script,
    undone,
    user,
)
from tests.engine.runtime.story import Story

DECLARED = '<message id="m" name="m"/><message id="stop" name="stop"/>'
CALLED = scope(START + END + user("x"), "start > x > end")
WAITING = {
    "user": user("w"),
    "manual": node("manualTask", "w"),
    "job": job("w"),
    "receive": node("receiveTask", "w", messageRef="m"),
    "subprocess": inside("w", user("x"), "s > x"),
    "transaction": inside("w", user("x"), "s > x", "transaction"),
    "ad hoc": node("adHocSubProcess", "w", user("x")),
    "call": node("callActivity", "w", calledElement="p1"),
}
AUTOMATIC = {
    "task": node("task", "w"),
    "script": script("w", "n = n + 1"),
    "calculation": node("serviceTask", "w", said('<city:calculation expression="n + 1" result="n"/>')),
    "send": node("sendTask", "w", messageRef="m"),
    "empty call": node("callActivity", "w", calledElement="p2"),
}
EMPTY = scope('<startEvent id="start2"/><endEvent id="end2"/>', "start2 > end2")
LOOP = '<standardLoopCharacteristics loopMaximum="2"/>'
ROUNDS = {"loop": LOOP, "parallel": many(cardinality="2"), "sequential": many(cardinality="2", sequential=True)}
LINE = "start > w > after > end"


def having(activity: str, part: str) -> str:
    """The activity with its loop inside."""
    place = activity.rindex("</")
    return activity[:place] + part + activity[place:]


def told(activity: str, more: str = "", line: str = LINE, **variables: Any) -> Story:
    drawn = scope(START + END + activity + user("after") + more, line)
    return Story(drawn, CALLED, EMPTY, declarations=DECLARED, n=0, **variables)


def work(story: Story) -> Story:
    """Somebody does one piece of what is open."""
    if story.jobs:
        return story.finishes("w")
    if "w" in story.waits.split():
        return story.message("m")
    return story.completes("w" if "w" in story.open.split() else "x")


@pytest.mark.parametrize("kind", WAITING)
def test_each_that_waits_is_done_once_and_its_path_goes_on(kind: str) -> None:
    story = told(WAITING[kind])
    assert "after" not in story.open
    assert work(story).open == "after"
    assert story.completes("after").over


@pytest.mark.parametrize("kind", AUTOMATIC)
def test_each_that_does_not_wait_is_passed_within_the_command(kind: str) -> None:
    story = told(AUTOMATIC[kind])
    assert story.open == "after"
    assert story.done.count("w") == 1


@pytest.mark.parametrize("kind", WAITING)
def test_on_the_border_of_each_an_event_may_take_it_away(kind: str) -> None:
    more = boundary("w", "stopped", message("stop")) + user("other")
    story = told(WAITING[kind], more, f"{LINE}\nstopped > other > end").message("stop")
    assert (story.open, story.jobs, story.waits) == ("other", "", "")
    assert story.completes("other").over


@pytest.mark.parametrize("kind", WAITING)
def test_on_the_border_of_each_an_event_may_be_heard_beside_it_again_and_again(kind: str) -> None:
    more = boundary("w", "heard", message("stop"), cancel="false") + user("other")
    story = told(WAITING[kind], more, f"{LINE}\nheard > other").message("stop").message("stop")
    assert story.open.count("other") == 2
    assert work(story).open == "after other other"
    assert story.waits == ""


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("kind", WAITING)
def test_each_that_waits_may_be_done_several_times(kind: str, rounds: str) -> None:
    story = told(having(WAITING[kind], ROUNDS[rounds]))
    assert "after" not in work(story).open
    assert work(story).open == "after"


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("kind", AUTOMATIC)
def test_each_that_does_not_wait_may_be_done_several_times(kind: str, rounds: str) -> None:
    story = told(having(AUTOMATIC[kind], ROUNDS[rounds]))
    assert story.open == "after"
    assert story.done.count("w") == 2
    assert story.variables["n"] == (2 if kind in ("script", "calculation") else 0)


@pytest.mark.parametrize("rounds", ["", *ROUNDS])
@pytest.mark.parametrize("kind", [*WAITING, *AUTOMATIC])
def test_each_can_be_undone_as_often_as_it_was_done(kind: str, rounds: str) -> None:
    activity = {**WAITING, **AUTOMATIC}[kind]
    activity = having(activity, ROUNDS[rounds]) if rounds else activity
    more = event("intermediateThrow", "undo", compensate())
    story = told(undone("w", activity), more, "start > w > undo > after > end")
    while "undo_w" not in story.open:
        work(story)
    for _ in range(2 if rounds else 1):
        assert story.open == "undo_w"
        story.completes("undo_w")
    assert story.open == "after"


@pytest.mark.parametrize("kind", WAITING)
def test_each_may_undo_another(kind: str) -> None:
    handler = WAITING[kind].replace('id="w"', 'id="undo_a" isForCompensation="true"', 1)
    more = event("intermediateThrow", "undo", compensate())
    story = told(undone("a", handler=handler), more, "start > a > undo > after > end").completes("a")
    assert "after" not in story.open
    if story.jobs:
        story.finishes("undo_a")
    elif story.waits:
        story.message("m")
    else:
        story.completes(story.open)
    assert story.open == "after"


def test_a_send_task_without_a_message_passes_and_a_receive_task_has_one() -> None:
    assert told(node("sendTask", "w")).open == "after"
    story = told(AUTOMATIC["send"])
    assert story.one(facts.MessageThrown).name == "m"
