"""How an instance begins: at a start event that is chosen, at a receive task, behind an event gateway."""

import pytest

from engine.domain import facts, moves
from engine.domain.rejections import Invalid, WrongState
from tests.engine.runtime.drawing import END, event, message, node, said, scope, signal, user
from tests.engine.runtime.story import Setting, Story, runtime_of

DECLARED = '<message id="m" name="answer"/><message id="m2" name="other"/><signal id="s1" name="alarm"/>'
BY_CASE = '<city:correlation key="case"/>'
TWO = scope(
    '<startEvent id="window"/><startEvent id="phone"/>' + END + user("a") + user("b"),
    "window > a > end\nphone > b > end",
)


def begun(drawn: str, at: str, by: str | None = None, **variables: object) -> Story:
    setting = Setting(start_event=at, message=by)
    return Story(drawn, setting=setting, declarations=DECLARED, **variables)  # type: ignore[arg-type]


def test_of_several_plain_starts_one_is_chosen() -> None:
    assert begun(TWO, "window").open == "a"
    assert begun(TWO, "phone").open == "b"


@pytest.mark.parametrize("named", [None, "a", "nowhere"])
def test_without_a_choice_those_that_are_there_are_named(named: str | None) -> None:
    with pytest.raises(Invalid, match="window, phone of p0"):
        Story(TWO, setting=Setting(start_event=named))


def test_a_process_with_several_plain_starts_is_not_called() -> None:
    """A call activity has no way to choose; its caller hears of it, and nothing hangs."""
    caller = scope('<startEvent id="s"/>' + END + node("callActivity", "call", calledElement="p1"), "s > call > end")
    story = Story(caller, setting=Setting(runtime=runtime_of(caller, TWO)))
    assert story.incidents == ["流程 p1 应有一个普通开始事件，才能这样发起"]


def test_a_receive_task_begins_an_instance_by_its_message() -> None:
    first = node("receiveTask", "begin", messageRef="m", instantiate="true")
    again = node("receiveTask", "again", messageRef="m")
    drawn = scope(first + again + END + user("a"), "begin > a > again > end")
    story = begun(drawn, "begin", "answer", case="A")
    assert (story.open, story.waits, story.variables) == ("a", "", {"case": "A"})
    assert story.completes("a").waits == "again"
    assert story.message("answer").over
    with pytest.raises(Invalid, match="begin of p0"):
        Story(drawn, declarations=DECLARED)


def gateway(kind: str, keys: str = "") -> str:
    first = node("intermediateCatchEvent", "first", keys + message("m"))
    second = node("receiveTask", "second", keys, messageRef="m2")
    third = event("intermediateCatch", "third", signal("s1")) if kind == "Exclusive" else ""
    opening = node("eventBasedGateway", "g", instantiate="true", eventGatewayType=kind)
    lines = "g > first > a > end\ng > second > b > end" + ("\ng > third > c > end" if third else "")
    return scope(opening + first + second + third + END + user("a") + user("b") + user("c"), lines)


def test_an_event_gateway_begins_by_the_first_event_and_waits_for_no_other() -> None:
    for at, by, open in (("first", "answer", "a"), ("second", "other", "b"), ("third", "alarm", "c")):
        story = begun(gateway("Exclusive"), at, by)
        assert (story.open, story.waits) == (open, "")
        assert story.completes(open).over


def test_a_parallel_event_gateway_begins_by_any_and_ends_when_all_have_come() -> None:
    drawn = gateway("Parallel", said(BY_CASE))
    for at, by, open, other, left in (
        ("first", "answer", "a", "other", "second"),
        ("second", "other", "b", "answer", "first"),
    ):
        story = begun(drawn, at, by, case="A")
        assert (story.open, story.waits) == (open, left)
        assert not story.completes(open).over
        story.message(other, key="A")
        assert (story.open, story.waits) == ("b" if open == "a" else "a", "")
        assert story.completes(story.open).over


def test_one_that_is_begun_by_hand_waits_for_the_others_alone() -> None:
    drawn = gateway("Parallel", said(BY_CASE))
    story = begun(drawn, "second", case="A")
    assert (story.open, story.waits) == ("b", "first")


def test_those_who_come_later_find_it_by_the_key() -> None:
    story = begun(gateway("Parallel", said(BY_CASE)), "first", "answer", case="A")
    assert story.one(facts.SubscriptionOpened).key == "A"
    for wrong in ("B", ""):
        with pytest.raises(WrongState):
            story.runtime.advance(story.situation(), [moves.Deliver("message", "other", wrong)], story.at)


def test_a_start_that_is_a_signal_begins_at_its_own_event() -> None:
    starts = event("start", "alarmed", signal("s1")) + '<startEvent id="plain"/>'
    drawn = scope(starts + END + user("a") + user("b"), "alarmed > a > end\nplain > b > end")
    assert begun(drawn, "alarmed", "alarm").open == "a"
    assert Story(drawn, declarations=DECLARED).open == "b"
