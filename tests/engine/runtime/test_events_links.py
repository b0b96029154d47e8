"""Links: several throws lead to one catch of the same name, on the same level."""

from tests.engine.runtime.drawing import START, event, gateway, many, node, scope, user
from tests.engine.runtime.story import Story


def link(name: str) -> str:
    return f'<linkEventDefinition name="{name}"/>'


def throw(id: str, name: str) -> str:
    return event("intermediateThrow", id, link(name))


CATCH = event("intermediateCatch", "land", link("there"))


def test_several_throws_lead_to_one_catch() -> None:
    nodes = START + gateway("exclusive", "choose") + throw("one", "there") + throw("two", "there") + CATCH
    lines = "start > choose\nchoose > a : left\nchoose > b : default\na > one\nb > two\nland > after"
    drawn = scope(nodes + user("a") + user("b") + user("after"), lines)
    assert Story(drawn, left=True).completes("a").open == "after"
    assert Story(drawn, left=False).completes("b").open == "after"


def test_each_token_that_jumps_arrives() -> None:
    nodes = START + gateway("parallel", "split") + throw("one", "there") + throw("two", "there") + CATCH + user("after")
    story = Story(scope(nodes, "start > split\nsplit > one\nsplit > two\nland > after"))
    assert story.open == "after after"
    assert story.completes("after").completes("after").over


def test_a_link_leads_back_as_often_as_it_is_taken() -> None:
    nodes = START + gateway("exclusive", "again") + throw("back", "there") + CATCH + user("work") + user("done")
    lines = "start > work > again\nagain > back : more = true\nagain > done : default\nland > work"
    story = Story(scope(nodes, lines))
    for _ in range(3):
        assert story.completes("work", more=True).open == "work"
    assert story.completes("work", more=False).open == "done"


def test_a_link_stays_on_its_level() -> None:
    """The same name inside a subprocess is another link, and each of many has its own."""
    inner = scope(
        '<startEvent id="s"/>'
        + event("intermediateThrow", "jump", link("there"))
        + event("intermediateCatch", "land2", link("there"))
        + user("inside"),
        "s > jump\nland2 > inside",
    )
    outer = throw("one", "there") + CATCH + user("after")
    row = node("subProcess", "row", many(cardinality="2") + inner)
    story = Story(scope(START + row + outer, "start > row > one\nland > after"))
    assert story.open == "inside inside"
    assert story.completes("inside").completes("inside").open == "after"
