"""What the walks have found: each the smallest model that went wrong, and the steps that showed it."""

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
