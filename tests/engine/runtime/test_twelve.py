"""The wrong results that SpiffWorkflow 3.2.0 gives without a word (and what is loud in it): here each is right.

The number in a name counts the faults as they were found; the tenth is of decisions and is told with them.
"""

from typing import Any

import pytest

from engine.domain import facts
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    document,
    error,
    event,
    gateway,
    many,
    message,
    node,
    scope,
    script,
    signal,
    timer,
    user,
)
from tests.engine.runtime.story import Story, check

DECLARED = '<message id="m" name="m"/><signal id="s1" name="alarm"/><error id="e" errorCode="E"/>'


def test_1_a_rework_loop_of_a_thousand_rounds_does_not_stall() -> None:
    lines = "start > fix > again\nagain > fix : default\nagain > end : ready"
    story = Story(scope(START + END + user("fix") + gateway("exclusive", "again"), lines))
    for _ in range(1100):
        story.completes("fix")
    assert story.open == "fix"
    assert story.completes("fix", ready=True).over


@pytest.mark.parametrize("order", ["abab", "abba", "baab", "baba"])
def test_2_a_join_in_a_loop_waits_for_both_in_every_round(order: str) -> None:
    nodes = START + END + user("a") + user("b") + user("after") + gateway("parallel", "split", "join")
    lines = "start > merge > split\nsplit > a > join\nsplit > b > join\njoin > after > again"
    drawn = scope(nodes + gateway("exclusive", "merge", "again"), f"{lines}\nagain > merge : go\nagain > end : default")
    story = Story(drawn, go=True)
    for place, name in enumerate(order):
        story.completes(name)
        assert ("after" in story.open) == (place % 2 == 1)
        if place % 2:
            story.completes("after")


def test_3_a_stale_copy_never_overwrites_and_no_opinion_is_lost() -> None:
    nodes = (
        START
        + END
        + user("a")
        + user("b")
        + gateway("parallel", "split", "join")
        + script("add", 'list = append(list, "s")')
    )
    lines = "start > split\nsplit > a > join\nsplit > b > add > join\njoin > end"
    story = Story(scope(nodes, lines), list=["x"], fresh=0)
    story.completes("a", list=["x", "a"], fresh=1).completes("b", other=2)
    assert story.variables == {"list": ["x", "a", "s"], "fresh": 1, "other": 2}


def test_4_an_uncaught_error_is_an_incident() -> None:
    inner = scope('<startEvent id="s"/>' + event("end", "bad", error("e")), "s > bad")
    nodes = START + END + f'<subProcess id="sub">{inner}</subProcess>' + user("normal")
    story = Story(scope(nodes, "start > sub > normal > end"), declarations=DECLARED)
    assert story.open == ""
    assert len(story.incidents) == 1


def test_5_signal_ends_links_and_compensation_run_as_drawn() -> None:
    nodes = START + event("end", "end", signal("s1")) + user("a") + user("b")
    link = '<intermediateThrowEvent id="out"><linkEventDefinition name="L"/></intermediateThrowEvent>'
    link += '<intermediateCatchEvent id="in"><linkEventDefinition name="L"/></intermediateCatchEvent>'
    story = Story(scope(nodes + link, "start > a > out\nin > b > end"), declarations=DECLARED)
    assert story.completes("a").open == "b"
    assert story.completes("b").one(facts.MessageThrown).name == "alarm"


def test_5_an_error_start_of_an_event_subprocess_waits_for_the_error() -> None:
    handler = scope(event("start", "caught", error("e")) + user("repair"), "caught > repair")
    inner = scope(
        '<startEvent id="s"/>'
        + user("try")
        + event("end", "bad", error("e"))
        + node("subProcess", "handler", handler, triggeredByEvent="true"),
        "s > try > bad",
    )
    nodes = START + END + f'<subProcess id="sub">{inner}</subProcess>'
    story = Story(scope(nodes, "start > sub > end"), declarations=DECLARED)
    assert story.open == "try"
    assert story.completes("try").open == "repair"
    assert story.completes("repair").over


def test_6_nested_event_subprocesses_interrupt_and_start() -> None:
    deepest = scope(event("start", "t2", message("m")) + user("inner_stop"), "t2 > inner_stop")
    handling = scope(
        event("start", "t1", signal("s1"))
        + user("stop")
        + node("subProcess", "nested", deepest, triggeredByEvent="true"),
        "t1 > stop",
    )
    nodes = START + END + user("work") + node("subProcess", "outer", handling, triggeredByEvent="true")
    story = Story(scope(nodes, "start > work > end"), declarations=DECLARED)
    assert story.signal("alarm").open == "stop"
    assert story.message("m").open == "inner_stop"
    assert story.completes("inner_stop").over


def test_7_a_message_boundary_hears_twice_and_wants_the_right_key() -> None:
    hear = boundary("work", "hear", message("m"), cancel="false", words='<city:correlation key="case"/>')
    nodes = START + END + user("work") + user("answer") + hear
    story = Story(scope(nodes, "start > work > end\nhear > answer"), declarations=DECLARED, case="A")
    assert story.message("m", key="A").message("m", key="A").open == "answer answer work"
    with pytest.raises(Exception, match="wait"):
        story.message("m", key="B")


def test_8_a_path_needs_no_end_a_task_passes_and_several_flows_split() -> None:
    nodes = START + '<task id="note"/>' + user("a") + user("b")
    story = Story(scope(nodes, "start > note > a\nnote > b"))
    assert story.open == "a b"
    assert story.completes("a").completes("b").over


def test_8_several_flows_into_a_task_start_it_for_each() -> None:
    nodes = START + END + user("a") + user("b") + user("c") + gateway("parallel", "split")
    story = Story(scope(nodes, "start > split\nsplit > a > c\nsplit > b > c\nc > end"))
    story.completes("a").completes("b")
    assert story.open == "c c"


def test_9_variables_are_plain_data_whatever_their_names() -> None:
    values: dict[str, Any] = {"typename": "UserTask", "__class__": {"typename": "x"}, "module": ["os.system"], "": None}
    story = Story(scope(START + END + user("a") + user("b"), "start > a > b > end"), **values)
    assert story.completes("a").variables == values


def test_11_a_cycle_is_of_months_as_the_calendar_has_them() -> None:
    nodes = START + END + user("work") + '<task id="x"/>' + timer("work", "each", "R/P1M", "false", "timeCycle")
    story = Story(scope(nodes, "start > work > end\neach > x"))
    days = [story.one(facts.TimerArmed).due_at.strftime("%m%d")]
    for _ in range(2):
        story.at = next(iter(story.shown.open["timer"].values())).due_at
        days.append(story.passes().one(facts.TimerArmed).due_at.strftime("%m%d"))
    assert days == ["0228", "0331", "0430"], "each counted from 31 January"


def test_11_a_cyclic_start_timer_starts_instances_not_tasks() -> None:
    daily = "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>"
    source = document(scope(event("start", "daily", daily) + END + user("a"), "daily > a > end"))
    compiled = check(source)
    assert compiled.starts == {"p0": (("daily", "timer", "R/P1D"),)}


def test_a_filled_output_list_does_not_disturb_a_cardinality() -> None:
    joint = user("joint", many(cardinality="2", output="opinions"))
    story = Story(scope(START + END + joint, "start > joint > end"), opinions=["old"])
    story.completes("joint", result=1).completes("joint", result=2)
    assert story.variables["opinions"] == [1, 2]


def test_a_chain_of_two_thousand_nodes_is_no_matter() -> None:
    names = [f"n{number}" for number in range(2000)]
    nodes = START + END + "".join(f'<task id="{name}"/>' for name in names)
    story = Story(scope(nodes, " > ".join(["start", *names, "end"])))
    assert story.over
    assert len(story.done) == 2002


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (scope(START + END, "start > end\nstart > nowhere"), "nowhere"),
        (scope(START + END + boundary("ghost", "b", message("m")), "start > end\nb > end"), "b"),
        (scope(START + END + timer("u", "t", "1 hour") + user("u"), "start > u > end\nt > end"), "1 hour"),
        (scope(START + END + user("u") + user("v"), "start > u > v : ((\nv > end"), "条件"),
        (scope(START + END + '<choreographyTask id="x"/>', "start > x > end"), "choreographyTask"),
        (scope(START + END + event("end", "x", "<fooEventDefinition/>"), "start > x"), "foo"),
        (scope(START + END + START, "start > end"), "start"),
        (scope(START + END + '<serviceTask id="x"/>', "start > x > end"), "city:job"),
        (scope(START + END + node("userTask", "x", startQuantity="two"), "start > x > end"), "startQuantity"),
        (scope(START + END + node("receiveTask", "x", messageRef="m", instantiate="true"), "start > x > end"), "x"),
    ],
)
def test_what_would_not_run_as_drawn_is_refused(drawn: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(document(drawn, declarations=DECLARED))
    assert words in str((refused.value, refused.value.findings))
    assert refused.value.findings
