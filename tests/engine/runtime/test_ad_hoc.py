"""Ad-hoc subprocesses: what is offered and when, how often, and when it is enough."""

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
    many,
    message,
    node,
    reaction,
    scope,
    script,
    undone,
    user,
)
from tests.engine.runtime.story import Story

DECLARED = '<message id="m" name="m"/><error id="e" errorCode="E"/>'
LINE = "start > hoc > after > end"
AB = user("a") + user("b")


def hoc(nodes: str, lines: str = "", until: str = "", parts: str = "", **attributes: str) -> str:
    condition = f"<completionCondition>{until}</completionCondition>" if until else ""
    return node("adHocSubProcess", "hoc", parts + scope(nodes, lines) + condition, **attributes)


def drawn(part: str, more: str = "", lines: str = "") -> str:
    return scope(START + END + part + user("after") + more, f"{LINE}\n{lines}".strip())


def test_without_a_condition_each_is_done_once() -> None:
    story = Story(drawn(hoc(AB)))
    assert story.open == "a b"
    assert story.completes("b").open == "a"
    assert story.completes("a").open == "after"


def test_one_after_the_other_they_come_in_the_order_of_the_file() -> None:
    story = Story(drawn(hoc(AB + user("c"), ordering="Sequential")))
    for name in ("a", "b", "c"):
        assert story.open == name
        story.completes(name)
    assert story.open == "after"


def test_what_is_enough_withdraws_what_is_still_open() -> None:
    story = Story(drawn(hoc(AB, until="enough"))).completes("a", enough=True)
    assert story.open == "after"
    assert story.one(facts.TaskWithdrawn).element == "b"


def test_what_is_enough_may_let_those_at_work_come_to_an_end() -> None:
    story = Story(drawn(hoc(AB + user("c"), until="enough", cancelRemainingInstances="false")))
    assert story.completes("a", enough=True).open == "b c"
    assert story.completes("b", enough=False).open == "c", "enough was enough"
    assert story.completes("c").open == "after"


def test_one_after_the_other_no_more_is_offered_when_it_is_enough() -> None:
    part = hoc(AB + user("c"), until="enough", ordering="Sequential", cancelRemainingInstances="false")
    assert Story(drawn(part)).completes("a").completes("b", enough=True).open == "after"


def test_all_is_offered_again_until_it_is_enough() -> None:
    story = Story(drawn(hoc(AB, until="enough"))).completes("a").completes("b")
    assert story.open == "a b"
    story.completes("b")
    assert story.completes("a").open == "a b"
    assert story.completes("a", enough=True).open == "after"


def test_one_after_the_other_begins_again_until_it_is_enough() -> None:
    story = Story(drawn(hoc(AB, until="enough", ordering="Sequential")))
    for name in "abab":
        assert story.open == name
        story.completes(name)
    assert story.completes("a", enough=True).open == "after"


def test_flows_inside_lead_on_and_only_what_nothing_leads_to_is_offered() -> None:
    story = Story(drawn(hoc(AB + user("c"), "a > c")))
    assert story.open == "a b"
    assert story.completes("a").open == "b c"
    assert story.completes("b").completes("c").open == "after"


def test_one_after_the_other_the_whole_chain_is_done_before_the_next_is_offered() -> None:
    story = Story(drawn(hoc(AB + user("c"), "a > c", ordering="Sequential")))
    assert story.completes("a").open == "c"
    assert story.completes("c").open == "b"


def test_gateways_and_events_inside_work_as_anywhere() -> None:
    nodes = AB + user("c") + gateway("parallel", "p", "q") + event("intermediateCatch", "hear", message("m"))
    story = Story(drawn(hoc(nodes, "a > p\np > b > q\np > c > q\nq > hear")), declarations=DECLARED)
    assert story.completes("a").completes("b").completes("c").waits == "hear"
    assert story.message("m").open == "after"


def test_ad_hoc_inside_ad_hoc() -> None:
    deep = node("adHocSubProcess", "deep", AB + "<completionCondition>deeply</completionCondition>")
    story = Story(drawn(hoc(deep + user("c"), until="enough")))
    assert story.open == "a b c"
    assert story.completes("a", deeply=True).open == "c"
    assert story.completes("c", enough=True).open == "after"


def test_each_of_many_has_a_condition_of_its_own() -> None:
    part = hoc(AB, until='result = "yes"', parts=many("rooms", output="answers"))
    story = Story(drawn(part), rooms=["x", "y"])
    assert story.open == "a a b b"
    assert story.completes("a", result="yes").open == "a b", "the other one has not heard enough"
    assert story.completes("b", result="yes").open == "after"


def test_in_a_loop_everything_is_offered_anew() -> None:
    loop = '<standardLoopCharacteristics loopMaximum="2"/>'
    story = Story(drawn(hoc(AB, parts=loop))).completes("a").completes("b")
    assert story.open == "a b"
    assert story.completes("a").completes("b").open == "after"


def test_boundary_events_stand_on_it_and_on_what_is_inside() -> None:
    inner = user("a") + boundary("a", "inner", message("m")) + user("b")
    story = Story(drawn(hoc(inner + user("c"), "inner > b")), declarations=DECLARED)
    assert story.message("m").open == "b c"
    assert story.completes("b").completes("c").open == "after"


def test_an_error_inside_leaves_by_its_boundary() -> None:
    fails = inside("fails", event("end", "bad", error("e")) + user("try"), "s > try > bad")
    story = Story(
        drawn(hoc(fails + user("b")), boundary("hoc", "caught", error("e")) + user("c"), "caught > c"),
        declarations=DECLARED,
    )
    assert story.completes("try").open == "c"
    assert story.completes("c").over


def test_an_event_subprocess_inside_listens_and_takes_the_place_of_all_that_is_offered() -> None:
    own = reaction("r", message("m"), user("react"), "on > react")
    story = Story(drawn(hoc(AB + own, until="enough")), declarations=DECLARED)
    assert (story.open, story.waits) == ("a b", "on_r")
    assert story.completes("a").message("m").open == "react"
    assert story.completes("react").open == "after"


def test_an_event_subprocess_beside_holds_it_and_is_not_offered() -> None:
    own = reaction("r", message("m"), user("react"), "on > react", interrupting=False)
    story = Story(drawn(hoc(AB + own)), declarations=DECLARED).message("m")
    assert story.completes("a").completes("b").open == "react"
    assert story.completes("react").open == "after"


def test_a_condition_that_cannot_be_computed_stops_and_nothing_is_lost() -> None:
    story = Story(drawn(hoc(AB, until="count(for i in 1..size return i) = 2")), size=100_000_000).completes("a")
    assert (story.open, len(story.incidents)) == ("b", 1)
    assert (story.completes("b").open, len(story.incidents)) == ("", 1)
    assert story.retried(size=2).open == "after"


def test_automatic_steps_that_never_have_enough_are_an_incident() -> None:
    story = Story(drawn(hoc(script("a", "n = n + 1"), until="n &lt; 0")), n=0)
    assert "10000" in story.incidents[0]
    assert story.tell(moves.Cancel("x", "li")).over


def test_a_handler_may_be_the_last_step_inside() -> None:
    undo = event("intermediateThrow", "undo", compensate())
    story = Story(drawn(hoc(undone("a") + undo, "a > undo"))).completes("a")
    assert story.open == "undo_a"
    assert story.completes("undo_a").open == "after"
