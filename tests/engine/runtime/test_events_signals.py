"""Signals: thrown on the way and at the end, heard on the way, on the border and inside; by all who wait."""

from engine.domain import facts
from tests.engine.runtime.drawing import END, START, boundary, event, gateway, many, node, scope, signal, user
from tests.engine.runtime.story import INSTANCE, Story

DECLARED = '<signal id="s1" name="alarm"/><signal id="s2" name="quiet"/>'


def test_a_signal_on_the_way_tells_all_and_goes_on() -> None:
    throw = event("intermediateThrow", "cry", signal("s1"))
    story = Story(scope(START + END + throw + user("a"), "start > cry > a > end"), declarations=DECLARED, level=2)
    thrown = story.one(facts.MessageThrown)
    assert (thrown.kind, thrown.name, thrown.key, thrown.origin) == ("signal", "alarm", None, INSTANCE)
    assert (story.open, thrown.variables) == ("a", {"level": 2})


def test_a_signal_at_the_end_is_thrown_when_its_path_ends() -> None:
    cry = event("end", "cry", signal("s1"))
    nodes = START + gateway("parallel", "split") + user("a") + user("b") + cry
    story = Story(scope(nodes, "start > split\nsplit > a > cry\nsplit > b"), declarations=DECLARED)
    story.completes("a")
    assert story.one(facts.MessageThrown).name == "alarm"
    assert story.open == "b"
    assert story.completes("b").over


def test_a_border_hears_a_signal_and_interrupts() -> None:
    nodes = START + END + user("work") + boundary("work", "met", signal("s1")) + user("run")
    story = Story(scope(nodes, "start > work > end\nmet > run > end"), declarations=DECLARED).signal("alarm", floor=3)
    assert (story.open, story.waits, story.variables) == ("run", "", {"floor": 3})


def test_a_signal_is_heard_inside_by_every_scope_and_every_one_of_many() -> None:
    inner = scope(
        '<startEvent id="s"/>' + user("work") + boundary("work", "met", signal("s1"), "false") + user("hear"),
        "s > work\nmet > hear",
    )
    row = node("subProcess", "row", many(cardinality="3") + inner)
    story = Story(scope(START + END + row, "start > row > end"), declarations=DECLARED).signal("alarm")
    assert story.open == "hear hear hear work work work"
    assert len([fact for fact in story.last if isinstance(fact, facts.MessageReceived)]) == 3


def test_who_throws_a_signal_hears_it_too() -> None:
    cry = event("intermediateThrow", "cry", signal("s1"))
    nodes = START + END + gateway("parallel", "split") + user("go") + cry
    wait = event("intermediateCatch", "wait", signal("s1")) + user("heard")
    lines = "start > split\nsplit > go > cry > end\nsplit > wait > heard > end"
    story = Story(scope(nodes + wait, lines), declarations=DECLARED).completes("go")
    assert story.open == "heard"


def test_another_signal_is_not_heard() -> None:
    cry = event("intermediateThrow", "cry", signal("s2"))
    nodes = START + gateway("parallel", "split") + event("intermediateCatch", "wait", signal("s1")) + user("go") + cry
    story = Story(scope(nodes, "start > split\nsplit > wait\nsplit > go > cry"), declarations=DECLARED).completes("go")
    assert story.waits == "wait"
