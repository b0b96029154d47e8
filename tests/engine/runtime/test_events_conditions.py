"""Conditional events: looked at whenever the tokens of a command have come to rest, whoever wrote the variables."""

from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    event,
    gateway,
    job,
    many,
    message,
    node,
    scope,
    script,
    user,
)
from tests.engine.runtime.story import Setting, Story, runtime_of

DECLARED = '<message id="m" name="told"/>'


def when(condition: str) -> str:
    return f"<conditionalEventDefinition><condition>{condition}</condition></conditionalEventDefinition>"


RIPE = when("ripe = true")
WAIT = event("intermediateCatch", "wait", RIPE)


def beside(*nodes: str, line: str) -> str:
    """`wait` stands beside a branch of its own."""
    drawn = START + gateway("parallel", "split") + WAIT + user("after") + "".join(nodes)
    return scope(drawn, f"start > split\nsplit > wait > after\nsplit > {line}")


def test_what_a_message_brings_is_looked_at() -> None:
    hear = event("intermediateCatch", "hear", message("m"))
    story = Story(beside(hear, line="hear"), declarations=DECLARED)
    assert story.open == ""
    assert story.message("told", ripe=True).open == "after"


def test_what_a_job_answers_is_looked_at() -> None:
    story = Story(beside(job("ask"), line="ask"))
    assert story.open == ""
    assert story.finishes("ask", ripe=True).open == "after"


def test_what_a_script_writes_is_looked_at() -> None:
    story = Story(beside(user("work"), script("write", "ripe = amount > 3"), line="work > write"))
    assert story.completes("work", amount=4).open == "after"
    assert (
        Story(beside(user("work"), script("write", "ripe = amount > 3"), line="work > write"))
        .completes("work", amount=2)
        .open
        == ""
    )


def test_one_that_holds_already_goes_on_at_once() -> None:
    drawn = scope(START + WAIT + user("after"), "start > wait > after")
    assert Story(drawn, ripe=True).open == "after"


def test_a_border_inside_sees_what_is_written_outside() -> None:
    inner = scope('<startEvent id="s"/>' + user("work") + boundary("work", "met", RIPE), "s > work")
    nodes = START + gateway("parallel", "split") + user("write") + node("subProcess", "inside", inner)
    story = Story(scope(nodes, "start > split\nsplit > write\nsplit > inside"))
    assert story.open == "work write"
    assert story.completes("write", ripe=True).over


def test_each_of_many_looks_at_its_own_variables_and_those_around() -> None:
    border = boundary("work", "met", when("item > least"), cancel="false")
    drawn = scope(
        START + gateway("parallel", "split") + user("set") + user("work", many("[1, 5, 9]")) + border + user("hear"),
        "start > split\nsplit > set\nsplit > work\nmet > hear",
    )
    inner = scope(
        '<startEvent id="s"/>' + user("work") + boundary("work", "met", when("item > least"), "false") + user("hear"),
        "s > work\nmet > hear",
    )
    each = node("subProcess", "row", many("[1, 5, 9]") + inner)
    nodes = START + gateway("parallel", "split") + user("set") + each
    story = Story(scope(nodes, "start > split\nsplit > set\nsplit > row"))
    assert story.completes("set", least=4).open == "hear hear work work work"
    assert Story(drawn).completes("set", least=4).open == "work work work", "the border of all is none of any item"


def test_a_border_that_does_not_interrupt_fires_each_time_it_becomes_true() -> None:
    nodes = START + END + user("work") + boundary("work", "met", RIPE, cancel="false") + user("hear") + user("write")
    lines = "start > split\nsplit > work > end\nsplit > write > again : again = true\nagain > write\nmet > hear"
    loop = gateway("parallel", "split") + gateway("exclusive", "again") + user("more")
    story = Story(scope(nodes + loop, lines))
    story.completes("write", ripe=True, again=True)
    assert story.open == "hear work write"
    story.completes("write", ripe=True, again=True)
    assert story.open == "hear work write", "it held all the time"
    story.completes("write", ripe=False, again=True).completes("write", ripe=True, again=True)
    assert story.open == "hear hear work write"


def test_an_event_gateway_may_wait_for_a_condition() -> None:
    hear = event("intermediateCatch", "hear", message("m"))
    nodes = START + gateway("parallel", "split") + gateway("eventBased", "first") + WAIT + hear
    lines = "start > split\nsplit > first\nfirst > wait > a\nfirst > hear > b\nsplit > work"
    story = Story(scope(nodes + user("a") + user("b") + user("work"), lines), declarations=DECLARED)
    assert story.completes("work", ripe=True).open == "a"
    assert story.waits == ""


def test_a_condition_in_a_called_process_looks_at_its_own_variables() -> None:
    block = scope(
        '<startEvent id="s"/>' + user("inside") + boundary("inside", "met", RIPE) + user("hear"),
        "s > inside\nmet > hear",
    )
    call = node("callActivity", "call", calledElement="p1")
    outer = scope(
        START + gateway("parallel", "split") + user("write") + call, "start > split\nsplit > write\nsplit > call"
    )
    story = Story(outer, setting=Setting(runtime=runtime_of(outer, block)))
    assert story.completes("write", ripe=True).open == "inside"


def test_a_condition_over_what_is_not_there_does_not_hold() -> None:
    story = Story(beside(user("work"), line="work"))
    assert (story.open, story.incidents) == ("work", [])


def test_all_that_become_true_at_once_are_asked_of_the_same_variables() -> None:
    """What the first of them brings about comes after; so a thousand cost a thousand, and not their square."""
    border = boundary("work", "met", RIPE, cancel="false") + boundary("work", "too", RIPE, cancel="false")
    nodes = START + gateway("parallel", "split") + user("work") + border + script("unripe", "ripe = false")
    lines = "start > split\nsplit > work\nsplit > set\nmet > unripe\ntoo > hear"
    story = Story(scope(nodes + user("set") + user("hear"), lines))
    assert story.completes("set", ripe=True).open == "hear work"
    assert story.variables["ripe"] is False
