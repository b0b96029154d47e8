"""What the walks have found: each the smallest model that went wrong, and the steps that showed it."""

from tests.walks.block_walk import Beside, setting_of
from tests.walks.blocks import Block, Guard
from tests.walks.graph import Arc, Graph, Node
from tests.walks.graph_walk import replay


def test_an_event_that_is_raced_for_is_no_token_on_the_way_to_an_inclusive_join() -> None:
    """The token is at the gateway, and may still go to the flow that has one: so the join does not wait for it."""
    graph = Graph(
        (
            Node("s", "start"),
            Node("race", "event"),
            Node("join", "inclusive"),
            Node("later", "timer"),
            Node("paid", "message"),
        ),
        (
            Arc("s", "race"),
            Arc("race", "later"),
            Arc("race", "paid"),
            Arc("later", "join"),
            Arc("paid", "join"),
            Arc("paid", "race"),
            Arc("join", "race"),
        ),
    )
    pair = replay(graph, [("message", "paid", {})])
    assert pair.story.waits == "paid paid"


def test_a_complex_gateway_that_begins_anew_loses_no_token_that_came_early() -> None:
    """Two came early by one flow: when it starts anew it takes one of them, and goes on again with the other."""
    graph = Graph(
        (Node("s", "start"), Node("ask", "user"), Node("first", "complex", number=1), Node("answer", "user")),
        (
            Arc("s", "first"),
            Arc("first", "ask"),
            Arc("ask", "answer"),
            Arc("ask", "first"),
            Arc("answer", "answer"),
            Arc("answer", "first"),
        ),
    )
    names = ("ask", "answer", "answer", "answer", "ask", "ask", "ask", "answer", "answer")
    pair = replay(graph, [("complete", name, {}) for name in names])
    assert pair.story.open == "answer answer answer answer ask ask"


def test_a_complex_gateway_goes_on_with_what_is_left_when_all_flows_had_a_token() -> None:
    """It had nothing to wait for before it could start anew, so nobody asked the token that came early."""
    graph = Graph(
        (
            Node("s", "start"),
            Node("work", "user"),
            Node("merge", "pass"),
            Node("ready", "condition", trigger="q=1"),
            Node("first", "complex", number=1),
            Node("more", "boundary", "work", "message", interrupts=False),
        ),
        (
            Arc("s", "merge"),
            Arc("merge", "first"),
            Arc("ready", "merge"),
            Arc("more", "ready"),
            Arc("more", "first"),
            Arc("first", "work"),
        ),
    )
    pair = replay(graph, [("message", "more", {"q": number}) for number in (0, 0, 1)])
    assert pair.story.open == "work work work work"


def test_a_condition_is_asked_only_when_no_join_can_go_on() -> None:
    """Without the inclusive join the case would be over before: with it, too."""
    listener = Guard("alarm", "condition", Block("task", "react"))
    way = Block("several", "some", (Block("task", "never"),))
    process = Block("process", "p", (Block("sequence", "all", (Block("task", "ask"), way)),), events=(listener,))
    pair = Beside(process, setting_of(process))
    pair.tell("complete", pair.course.waits()[0], {"c_alarm": 1})
    assert pair.story.over


def test_a_signal_from_one_instance_does_not_change_what_another_is_about() -> None:
    """It brought all that its sender could see, so the item of the one took the place of the item of the other."""
    urged = Guard("urge", "signal", Block("task", "hurry"), interrupts=False, code="g1")
    parts = (Block("task", "ask"), Block("shout", "call_out", code="g1"), Block("task", "work", guards=(urged,)))
    many = Block("sub", "each", (Block("sequence", "all", parts),), loop="parallel", number=2)
    whole = Block("sequence", "whole", (Block("task", "first"), many))
    pair = Beside(Block("process", "p", (whole,)), setting_of(Block("process", "p", (whole,))))
    for key in (("first", ""), ("ask", "2"), ("ask", "1")):
        pair.tell("complete", next(wait for wait in pair.course.waits() if wait.key[1:] == key), {})
    assert ("task", "hurry", "2") in pair.shown()
