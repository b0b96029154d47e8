"""startQuantity and completionQuantity: how many tokens an activity takes to begin, and how many it gives."""

import pytest

from tests.engine.runtime.drawing import END, START, boundary, gateway, many, node, scope, user
from tests.engine.runtime.story import Story

SPLIT = gateway("parallel", "split")


def gathers(quantity: int, lines: str, *more: str) -> Story:
    collect = node("userTask", "collect", startQuantity=quantity)
    nodes = START + END + SPLIT + user("a") + user("b") + user("c") + collect + user("after")
    return Story(scope(nodes + "".join(more), lines))


THREE = "start > split\nsplit > a > collect\nsplit > b > collect\nsplit > c > collect\ncollect > after > end"


def test_an_activity_begins_when_so_many_tokens_have_come() -> None:
    story = gathers(3, THREE)
    story.completes("b").completes("a")
    assert story.open == "c"
    assert story.completes("c").open == "collect"
    assert story.completes("collect").completes("after").over


def test_tokens_of_one_flow_count_as_well() -> None:
    lines = "start > split\nsplit > a > join\nsplit > b > join\nsplit > c > end\njoin > collect > after > end"
    story = gathers(2, lines, gateway("exclusive", "join"))
    assert story.completes("a").open == "b c"
    assert story.completes("b").open == "c collect"


def test_it_begins_anew_for_the_next_so_many() -> None:
    story = gathers(1, THREE).completes("a").completes("b").completes("c")
    assert story.open == "collect collect collect"
    two = gathers(2, THREE).completes("a").completes("b").completes("c")
    assert two.open == "collect"
    assert two.completes("collect").completes("after").incidents != [], "the third waits for what will never come"


def test_its_border_and_its_rounds_begin_with_it() -> None:
    collect = node("userTask", "collect", many(cardinality="2"), startQuantity=2)
    border = boundary("collect", "met", '<messageEventDefinition messageRef="m"/>', cancel="false")
    nodes = START + END + SPLIT + user("a") + user("b") + collect + border + user("hear")
    lines = "start > split\nsplit > a > collect\nsplit > b > collect\ncollect > end\nmet > hear"
    story = Story(scope(nodes, lines), declarations='<message id="m" name="m"/>')
    assert story.completes("a").waits == ""
    story.completes("b")
    assert (story.open, story.waits) == ("collect collect", "met")
    assert story.completes("collect").completes("collect").over


def test_an_activity_gives_so_many_tokens_when_it_is_done() -> None:
    give = node("userTask", "give", completionQuantity=3)
    story = Story(scope(START + END + give + user("after"), "start > give > after > end")).completes("give")
    assert story.open == "after after after"


def test_it_gives_them_on_each_flow_that_is_taken() -> None:
    give = node("userTask", "give", completionQuantity=2)
    nodes = START + END + give + user("a") + user("b") + user("c")
    lines = "start > give\ngive > a : yes = true\ngive > b : yes = true\ngive > c : default"
    assert Story(scope(nodes, lines), yes=True).completes("give").open == "a a b b"
    assert Story(scope(nodes, lines), yes=False).completes("give").open == "c c"


@pytest.mark.parametrize("total", [2, 4])
def test_what_one_gives_another_gathers(total: int) -> None:
    give = node("scriptTask", "give", "<script>x = 1</script>", completionQuantity=total)
    collect = node("userTask", "collect", startQuantity=2)
    story = Story(scope(START + END + give + collect, "start > give > collect > end"))
    assert story.open == " ".join(["collect"] * (total // 2))
