"""Events without a trigger, and messages that are sent on the way and at the end."""

from engine.domain import facts
from tests.engine.runtime.drawing import END, START, event, gateway, message, scope, user
from tests.engine.runtime.story import Story

DECLARED = '<message id="m" name="told"/>'
BY_CASE = '<city:correlation key="case"/>'


def test_an_event_without_a_trigger_on_the_way_reaches_its_milestone_and_goes_on() -> None:
    passed = event("intermediateThrow", "halfway", "", '<city:milestone is="reviewed"/>')
    story = Story(scope(START + END + passed + user("a"), "start > halfway > a > end"))
    assert (story.open, story.milestones(), story.done) == ("a", ["reviewed"], ["start", "halfway"])


def test_the_end_that_was_reached_last_is_the_outcome() -> None:
    ends = '<endEvent id="yes" name="准予"/><endEvent id="no" name="不予"/>'
    nodes = START + gateway("exclusive", "choose") + ends
    story = Story(scope(nodes, "start > choose\nchoose > yes : granted = true\nchoose > no : default"), granted=True)
    assert story.one(facts.InstanceEnded).outcome == "准予"


def test_a_message_is_sent_on_the_way() -> None:
    throw = event("intermediateThrow", "tell", message("m"), BY_CASE)
    story = Story(scope(START + END + throw + user("a"), "start > tell > a > end"), declarations=DECLARED, case="A")
    sent = story.one(facts.MessageThrown)
    assert (story.open, sent.kind, sent.name, sent.key) == ("a", "message", "told", "A")


def test_a_message_at_the_end_is_sent_when_its_path_ends() -> None:
    nodes = START + gateway("parallel", "split") + user("a") + user("b") + event("end", "tell", message("m"), BY_CASE)
    story = Story(scope(nodes, "start > split\nsplit > a > tell\nsplit > b"), declarations=DECLARED, case="A")
    assert story.all(facts.MessageThrown) == []
    assert story.completes("a").one(facts.MessageThrown).key == "A"
    assert story.open == "b"
