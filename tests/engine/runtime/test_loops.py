"""Standard loops and multi-instance: on every kind of activity, with events on the border, with what they undo."""

from typing import Any

import pytest

from engine.domain import facts, moves
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    compensate,
    error,
    event,
    gateway,
    inside,
    job,
    many,
    message,
    node,
    scope,
    script,
    timer,
    undone,
    user,
)
from tests.engine.runtime.story import Story

DECLARED = '<message id="m" name="m"/><error id="e" errorCode="E"/>'
LINE = "start > a > end"


def loop(condition: str = "", maximum: str = "", before: bool = False) -> str:
    attributes = f' loopMaximum="{maximum}"' if maximum else ""
    written = f"<loopCondition>{condition.replace('<', '&lt;')}</loopCondition>" if condition else ""
    tested = str(before).lower()
    return f'<standardLoopCharacteristics testBefore="{tested}"{attributes}>{written}</standardLoopCharacteristics>'


def rounds(story: Story, name: str = "a", **values: Any) -> int:
    """How many times it is done until it is over."""
    number = 0
    while story.open == name:
        story.completes(name, **values)
        number += 1
    return number


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (loop(maximum="3"), 3),
        (loop("more", "3"), 3),
        (loop("not(more)", "3"), 1),
        (loop("not(more)", "3", before=True), 0),
        (loop("loopCounter < 2"), 2),
        (loop("loopCounter < 2", before=True), 2),
        (loop("loopCounter < 0", before=True), 0),
        (loop("loopCounter < 0"), 1),
        (loop(maximum="2", before=True), 2),
    ],
)
def test_a_standard_loop_goes_round_as_often_as_is_written(written: str, expected: int) -> None:
    story = Story(scope(START + END + user("a", written), LINE), more=True)
    assert rounds(story) == expected
    assert story.over


def test_what_a_round_writes_is_seen_by_the_condition_and_by_the_next_round() -> None:
    story = Story(
        scope(START + END + script("a", "n = n * 2").replace("</script>", "</script>" + loop("n < 100")), LINE), n=3
    )
    assert story.over
    assert story.variables == {"n": 192}


def test_each_round_counts_from_nought_and_the_counter_is_no_variable_of_the_case() -> None:
    told = script("a", "seen = append(seen, loopCounter)").replace("</script>", "</script>" + loop(maximum="3"))
    story = Story(scope(START + END + told, LINE), seen=[])
    assert story.variables == {"seen": [0, 1, 2]}


def test_a_subprocess_may_go_round_and_each_round_is_a_scope_of_its_own() -> None:
    nodes = user("b") + user("c") + event("end", "stop", "<terminateEventDefinition/>") + gateway("parallel", "p")
    sub = inside("a", nodes, "s > p\np > b > stop\np > c", parts=loop(maximum="2"))
    story = Story(scope(START + END + sub + user("after"), "start > a > after > end"))
    assert story.open == "b c"
    assert story.completes("b").open == "b c", "the end of one round withdraws what is open in it"
    assert story.completes("b").open == "after"


def test_a_call_may_go_round_until_its_answer_is_good() -> None:
    called = scope(START + END + user("ask"), "start > ask > end")
    said = '<extensionElements><city:output source="answer" target="answer"/></extensionElements>'
    call = node("callActivity", "a", said + loop('answer = "no"'), calledElement="p1")
    story = Story(scope(START + END + call, LINE), called)
    assert story.completes("ask", answer="no").open == "ask"
    assert story.completes("ask", answer="yes").over


def test_a_boundary_that_interrupts_ends_the_whole_loop() -> None:
    nodes = START + END + user("a", loop(maximum="5")) + boundary("a", "stop", message("m")) + user("b")
    story = Story(scope(nodes, LINE + "\nstop > b > end"), declarations=DECLARED).completes("a")
    assert story.message("m").open == "b"
    assert story.completes("b").over


def test_a_boundary_that_does_not_interrupt_hears_through_all_rounds() -> None:
    remind = timer("a", "remind", "R5/P1D", "false", "timeCycle")
    nodes = START + END + user("a", loop(maximum="3")) + remind + user("b")
    story = Story(scope(nodes, LINE + "\nremind > b")).passes(days=1).completes("a").passes(days=1)
    assert story.open == "a b b", "its days go on with the next round"
    assert story.completes("a").completes("a").timers == ""


def test_an_error_in_a_round_leaves_the_loop() -> None:
    sub = inside("a", user("try") + event("end", "bad", error("e")), "s > try > bad", parts=loop(maximum="3"))
    nodes = START + END + sub + boundary("a", "caught", error("e")) + user("b")
    story = Story(scope(nodes, LINE + "\ncaught > b > end"), declarations=DECLARED)
    assert story.completes("try").open == "b"


def test_the_rounds_of_a_subprocess_are_undone_the_latest_first() -> None:
    sub = inside("a", undone("x") + undone("y"), "s > x > y", parts=loop(maximum="2"))
    undo = event("intermediateThrow", "undo", compensate())
    story = Story(scope(START + END + sub + undo, "start > a > undo > end"))
    for name in ("x", "y", "x", "y", "undo_y", "undo_x", "undo_y", "undo_x"):
        assert story.open == name
        story.completes(name)
    assert story.over


def test_a_loop_condition_that_cannot_be_computed_stops_and_goes_on() -> None:
    story = Story(
        scope(START + END + user("a", loop("count(for i in 1..size return i) > 2", "2")), LINE), size=100_000_000
    )
    assert len(story.completes("a").incidents) == 1
    assert story.retried(size=3).open == "a"
    assert story.completes("a").over


@pytest.mark.parametrize("sequential", [False, True])
def test_nobody_to_ask_is_nothing_to_do_and_the_result_is_empty(sequential: bool) -> None:
    asked = user("a", many("people", sequential=sequential, output="answers"))
    assert Story(scope(START + END + asked, LINE), people=[]).variables["answers"] == []


def test_the_results_of_many_stand_in_the_order_of_the_list_whoever_is_first() -> None:
    people = ["x", "y", "z"]
    story = Story(scope(START + END + user("a", many("people", output="answers")), LINE), people=people)
    asked = story.all(facts.TaskOpened)
    for number in (2, 0, 1):
        story.tell(moves.Complete(asked[number].token, asked[number].task, "li", {"result": people[number]}))
    assert story.variables["answers"] == people


def test_one_after_the_other_each_has_its_turn_and_its_item() -> None:
    asked = user("a", many("people", sequential=True), '<city:assignment candidateUsers="= item"/>')
    story = Story(scope(START + END + asked, LINE), people=["li", "wang"])
    assert story.one(facts.TaskOpened).users == ("li",)
    assert story.completes("a").one(facts.TaskOpened).users == ("wang",)
    assert story.completes("a").over


def test_a_list_that_is_changed_meanwhile_changes_nothing_for_those_that_were_counted() -> None:
    story = Story(scope(START + END + user("a", many("people", sequential=True)), LINE), people=[1, 2])
    story.completes("a", people=[1, 2, 3, 4])
    assert story.completes("a").over


def test_enough_of_many_withdraws_the_rest_with_all_that_is_inside() -> None:
    sub = inside(
        "a",
        user("b") + job("c") + gateway("parallel", "p"),
        "s > p\np > b\np > c",
        parts=many("rooms", until="numberOfCompletedInstances = 1"),
    )
    story = Story(scope(START + END + sub, LINE), rooms=[1, 2, 3]).completes("b")
    assert story.finishes("c").over
    assert {type(fact) for fact in story.last} >= {facts.TaskWithdrawn, facts.JobWithdrawn}


def test_many_inside_many_keep_their_counters_apart() -> None:
    deep = user("b", many("item", output="kept"))
    sub = inside("a", deep, "s > b", parts=many("rooms"))
    story = Story(scope(START + END + sub, LINE), rooms=[[1, 2], [3]])
    assert story.open == "b b b"
    story.completes("b", result=1).completes("b", result=2).completes("b", result=3)
    assert story.over


def test_a_round_that_its_own_limit_takes_away_is_told_by_the_boundary_once() -> None:
    nodes = START + END + user("a", many("rooms")) + timer("a", "late", "P1D") + user("b")
    story = Story(scope(nodes, LINE + "\nlate > b > end"), rooms=[1, 2, 3]).completes("a")
    assert story.timers == "late"
    assert story.passes(days=2).open == "b"
