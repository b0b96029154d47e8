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


def test_a_condition_is_asked_only_when_no_join_can_go_on() -> None:
    """Without the inclusive join the case would be over before: with it, too."""
    listener = Guard("alarm", "condition", Block("task", "react"))
    way = Block("several", "some", (Block("task", "never"),))
    process = Block("process", "p", (Block("sequence", "all", (Block("task", "ask"), way)),), events=(listener,))
    pair = Beside(process, setting_of(process))
    pair.tell("complete", pair.course.waits()[0], {"c_alarm": 1})
    assert pair.story.over
