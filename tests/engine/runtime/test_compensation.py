"""What was completed is undone: the latest first, once, with the variables as they were; what was not, is not."""

from engine.domain import facts
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    compensate,
    error,
    event,
    gateway,
    inside,
    many,
    message,
    node,
    scope,
    script,
    undone,
    user,
)
from tests.engine.runtime.story import Story

DECLARED = '<error id="e" errorCode="E"/><message id="m" name="m"/>'
UNDO = event("intermediateThrow", "undo", compensate())
UNDO_A = event("intermediateThrow", "undo", compensate("a"))


def test_one_activity_is_undone_and_the_others_are_not() -> None:
    story = Story(scope(START + END + undone("a") + undone("b") + UNDO_A + user("c"), "start > a > b > undo > c > end"))
    assert story.completes("a").completes("b").open == "undo_a"
    assert story.completes("undo_a").open == "c"


def test_all_of_a_scope_is_undone_in_the_reverse_of_the_order_in_which_it_was_completed() -> None:
    nodes = START + END + "".join(map(undone, "abc")) + gateway("parallel", "p", "q") + UNDO
    story = Story(scope(nodes, "start > p\np > a > q\np > b > q\np > c > q\nq > undo > end"))
    story.completes("b").completes("c").completes("a")
    for name in "acb":
        assert story.open == f"undo_{name}"
        story.completes(f"undo_{name}")
    assert story.over


def test_an_activity_that_was_not_completed_is_not_undone() -> None:
    nodes = START + END + undone("a") + undone("b") + gateway("parallel", "p") + UNDO + user("c")
    story = Story(scope(nodes, "start > p\np > a > end\np > b > undo > c > end"))
    assert story.completes("b").open == "a undo_b"
    assert story.completes("undo_b").open == "a c"


def test_nothing_to_undo_is_nothing_and_the_throw_goes_on() -> None:
    assert Story(scope(START + END + undone("a") + UNDO_A + user("c"), "start > undo > c > a > end")).open == "c"


def test_a_withdrawn_activity_is_not_undone() -> None:
    nodes = START + END + undone("a") + boundary("a", "stop", message("m")) + UNDO + user("c")
    story = Story(scope(nodes, "start > a > end\nstop > undo > c > end"), declarations=DECLARED)
    assert story.message("m").open == "c"


def test_what_was_undone_is_not_undone_again() -> None:
    again = event("intermediateThrow", "again", compensate())
    story = Story(scope(START + END + undone("a") + UNDO + again + user("c"), "start > a > undo > again > c > end"))
    assert story.completes("a").open == "undo_a"
    assert story.completes("undo_a").open == "c"


def test_an_end_event_that_compensates_ends_when_all_is_undone() -> None:
    nodes = START + event("end", "end", compensate()) + undone("a") + undone("b")
    story = Story(scope(nodes, "start > a > b > end")).completes("a").completes("b").completes("undo_b")
    assert story.open == "undo_a"
    assert story.completes("undo_a").one(facts.InstanceEnded).outcome == "end"


def test_every_round_of_a_loop_is_undone_with_the_counter_that_it_had() -> None:
    loop = '<standardLoopCharacteristics loopMaximum="3"/>'
    write = script("undo_a", "seen = append(seen, loopCounter)").replace(
        "<scriptTask", '<scriptTask isForCompensation="true"'
    )
    nodes = START + END + undone("a", user("a", loop), write) + UNDO
    story = Story(scope(nodes, "start > a > undo > end"), seen=[])
    story.completes("a").completes("a").completes("a")
    assert story.over
    assert story.variables["seen"] == [2, 1, 0]


def test_every_instance_of_many_is_undone_with_its_own_item_and_what_was_written_there() -> None:
    loop = many("rooms", output="kept")
    write = script("undo_a", "seen = append(seen, item + result)")
    nodes = START + END + undone("a", user("a", loop), write) + user("wait") + UNDO
    story = Story(scope(nodes, "start > a > wait > undo > end"), rooms=["x", "y"], seen=[])
    story.completes("a", result="1").completes("a", result="2").completes("wait")
    assert story.variables["seen"] == ["y2", "x1"]


def test_many_that_were_cut_short_are_undone_as_far_as_they_came() -> None:
    loop = many("rooms", output="kept", until='result = "no"')
    nodes = START + END + undone("a", user("a", loop)) + UNDO
    story = Story(scope(nodes, "start > a > undo > end"), rooms=["x", "y", "z"])
    story.completes("a", result="yes").completes("a", result="no")
    assert story.open == "undo_a"
    assert story.completes("undo_a").open == "undo_a"
    assert story.completes("undo_a").over


def test_a_handler_may_be_a_subprocess_that_compensates_inside_itself() -> None:
    inner = undone("x") + event("intermediateThrow", "back", compensate()) + user("y")
    handler = inside("undo_a", inner, "s > x > back > y", isForCompensation="true")
    again = event("intermediateThrow", "again", compensate())
    nodes = START + END + undone("a", handler=handler) + UNDO + again
    story = Story(scope(nodes, "start > a > undo > again > end"))
    assert story.completes("a").open == "x"
    assert story.completes("x").open == "undo_x"
    assert story.completes("undo_x").open == "y"
    assert story.completes("y").over, "what undoes is not undone"


def test_a_handler_may_be_many() -> None:
    handler = node("userTask", "undo_a", many("rooms"), isForCompensation="true")
    story = Story(scope(START + END + undone("a", handler=handler) + UNDO, "start > a > undo > end"), rooms=[1, 2])
    assert story.completes("a").open == "undo_a undo_a"
    assert story.completes("undo_a").completes("undo_a").over


def test_many_handlers_for_many_still_see_the_item_that_they_undo() -> None:
    handler = user("undo_a", many(cardinality="2", sequential=True), '<city:assignment candidateUsers="= item"/>')
    activity = user("a", many("people", output="kept"))
    nodes = START + END + undone("a", activity, handler.replace(">", ' isForCompensation="true">', 1)) + UNDO
    story = Story(scope(nodes, "start > a > undo > end"), people=["li", "wang"])
    story.completes("a").completes("a")
    for person in ("wang", "wang", "li", "li"):
        assert story.one(facts.TaskOpened).users == (person,)
        story.completes("undo_a")
    assert story.over


def test_a_throw_that_does_not_wait_goes_on_and_the_handlers_hold_the_scope() -> None:
    soon = event("intermediateThrow", "undo", compensate(waits=False))
    story = Story(scope(START + END + undone("a") + undone("b") + soon + user("c"), "start > a > b > undo > c > end"))
    assert story.completes("a").completes("b").open == "c undo_b"
    assert story.completes("c").open == "undo_b"
    assert story.completes("undo_b").open == "undo_a"
    assert story.completes("undo_a").over
    assert story.done.count("undo") == 1


def test_an_end_that_does_not_wait_still_holds_the_case_until_all_is_undone() -> None:
    nodes = START + event("end", "end", compensate(waits=False)) + undone("a")
    story = Story(scope(nodes, "start > a > end")).completes("a")
    assert (story.open, story.done.count("end")) == ("undo_a", 1)
    assert story.completes("undo_a").one(facts.InstanceEnded).outcome == "end"
    assert story.done.count("end") == 1


def test_an_error_in_a_handler_goes_to_the_scope_around_and_nothing_hangs() -> None:
    handler = inside("undo_a", event("end", "bad", error("e")), "s > bad", isForCompensation="true")
    sub = inside("sub", undone("a", handler=handler) + UNDO, "s > a > undo")
    nodes = START + END + sub + boundary("sub", "caught", error("e")) + user("repair")
    story = Story(scope(nodes, "start > sub > end\ncaught > repair > end"), declarations=DECLARED)
    assert story.completes("a").open == "repair"
    assert story.completes("repair").over


def test_an_error_in_a_handler_that_nobody_catches_is_an_incident() -> None:
    handler = inside("undo_a", event("end", "bad", error("e")), "s > bad", isForCompensation="true")
    story = Story(
        scope(START + END + undone("a", handler=handler) + UNDO, "start > a > undo > end"), declarations=DECLARED
    )
    assert len(story.completes("a").incidents) == 1


def test_a_handler_that_its_own_boundary_takes_away_is_done_and_the_next_one_follows() -> None:
    handler = '<userTask id="undo_b" isForCompensation="true"/>' + boundary("undo_b", "stop", message("m"))
    nodes = START + END + undone("a") + undone("b", handler=handler) + UNDO + user("told")
    story = Story(scope(nodes, "start > a > b > undo > end\nstop > told"), declarations=DECLARED)
    assert story.completes("a").completes("b").open == "undo_b"
    assert story.message("m").open == "told undo_a"
    assert story.completes("undo_a").completes("told").over


def test_a_withdrawn_throw_takes_its_handlers_with_it() -> None:
    sub = inside("sub", undone("a") + UNDO, "s > a > undo")
    nodes = START + END + sub + boundary("sub", "stop", message("m")) + user("c")
    story = Story(scope(nodes, "start > sub > end\nstop > c > end"), declarations=DECLARED)
    assert story.completes("a").open == "undo_a"
    assert story.message("m").open == "c"
