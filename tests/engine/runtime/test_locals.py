"""Variables of an activity's own: what `city:input` puts in, who sees it, and what `city:output` keeps."""

import pytest

from tests.engine.runtime.drawing import END, START, job, many, node, said, scope, script, user
from tests.engine.runtime.story import Setting, Story

OWN = '<city:input source="income * 2" target="doubled"/>'
KEPT = '<city:output source="doubled + extra" target="total"/>'


def worked(kind: str, words: str, inside: str = "") -> str:
    return node(kind, "work", said(words) + inside)


def test_what_goes_in_is_seen_inside_only_and_what_comes_out_is_kept() -> None:
    drawn = scope(
        START + END + worked("userTask", OWN + KEPT) + script("after", "seen = doubled"), "start > work > after > end"
    )
    story = Story(drawn, income=3, extra=0)
    assert "doubled" not in story.variables
    story.completes("work", extra=4)
    assert story.over
    assert story.variables == {"income": 3, "extra": 4, "total": 10, "seen": None}


def test_each_input_sees_those_before_it() -> None:
    more = OWN + '<city:input source="doubled + 1" target="next"/><city:output source="next" target="kept"/>'
    drawn = scope(START + END + worked("scriptTask", more, "<script>x = next</script>"), "start > work > end")
    assert Story(drawn, income=3).variables == {"income": 3, "x": 7, "kept": 7}


def test_a_variable_of_its_own_hides_the_one_outside_and_leaves_it_alone() -> None:
    own = '<city:input source="1" target="income"/><city:output source="income" target="kept"/>'
    drawn = scope(START + END + worked("userTask", own), "start > work > end")
    story = Story(drawn, income=3).completes("work", income=5)
    assert story.variables == {"income": 3, "kept": 5}


def test_a_subprocess_shares_its_own_variables_with_all_inside() -> None:
    inside = scope(
        '<startEvent id="s"/><endEvent id="e"/>' + user("in") + script("say", "told = doubled"), "s > in > say > e"
    )
    drawn = scope(START + END + worked("subProcess", OWN + KEPT, inside), "start > work > end")
    story = Story(drawn, income=3, extra=1).completes("in")
    assert story.over
    assert (story.variables["told"], story.variables["total"]) == (6, 7)
    assert "doubled" not in story.variables


def test_the_flows_out_of_an_activity_see_what_is_outside() -> None:
    own = '<city:input source="false" target="ok"/>'
    nodes = START + END + worked("userTask", own) + user("yes") + user("no")
    drawn = scope(nodes, "start > work\nwork > yes : ok\nwork > no : default\nyes > end\nno > end")
    assert Story(drawn, ok=True).completes("work").open == "yes"


def test_each_of_many_has_its_own() -> None:
    own = '<city:input source="item * 10" target="tenfold"/>'
    loop = many("<loopDataInputRef>items</loopDataInputRef>" + '<inputDataItem name="item"/>')
    drawn = scope(
        START + END + worked("scriptTask", own, loop + "<script>seen = append(seen, tenfold)</script>"),
        "start > work > end",
    )
    assert Story(drawn, items=[1, 2], seen=[]).variables["seen"] == [10, 20]


def test_a_job_of_a_send_task_has_variables_of_its_own_too() -> None:
    inside = '<city:job kind="notify"><city:input source="doubled" target="n"/></city:job>'
    words = OWN + '<city:output source="doubled" target="sent"/>' + inside
    drawn = scope(START + END + worked("sendTask", words), "start > work > end")
    story = Story(drawn, income=3)
    assert story.jobs == "work"
    story.finishes("work")
    assert story.over
    assert story.variables == {"income": 3, "sent": 6}


def test_an_input_that_fails_stops_the_task_until_it_is_retried() -> None:
    own = '<city:input source="2 ** power" target="n"/><city:output source="n" target="kept"/>'
    drawn = scope(START + END + worked("userTask", own), "start > work > end")
    story = Story(drawn, power=1_000_000)
    assert len(story.incidents) == 1
    assert story.retried(power=3).completes("work").variables == {"power": 3, "kept": 8}


def test_who_starts_it_is_kept_where_the_start_event_asks() -> None:
    start = node("startEvent", "start", said('<city:initiator variable="clerk"/>'))
    drawn = scope(start + END + user("back"), "start > back > end")
    assert Story(drawn).variables == {"clerk": "wang"}


@pytest.mark.parametrize("area", ["210102004001", None])
def test_where_it_is_started_is_kept_too_and_nobody_can_say_otherwise(area: str | None) -> None:
    start = node("startEvent", "start", said('<city:initiator variable="clerk" area="received_area"/>'))
    drawn = scope(start + END + user("back"), "start > back > end")
    story = Story(drawn, setting=Setting(area=area), received_area="210103001001")
    assert story.variables == {"clerk": "wang", "received_area": area}


def test_a_business_rule_task_may_be_a_job() -> None:
    drawn = scope(
        START + END + job("other") + worked("businessRuleTask", '<city:job kind="rules"/>'),
        "start > work > other > end",
    )
    assert Story(drawn).jobs == "work"


def test_a_call_may_pass_all_that_is_seen_and_take_all_back() -> None:
    mapped = (
        '<city:call binding="deployment" inputs="all" outputs="all"/><city:input source="income * 2" target="income"/>'
    )
    caller = scope(START + END + node("callActivity", "call", said(mapped), calledElement="p1"), "start > call > end")
    called = scope('<startEvent id="s"/><endEvent id="e"/>' + script("sum", "total = income + extra"), "s > sum > e")
    assert Story(caller, called, income=3, extra=1).variables == {"income": 6, "extra": 1, "total": 7}


def test_a_call_passes_nothing_that_is_not_named_else() -> None:
    caller = scope(START + END + node("callActivity", "call", calledElement="p1"), "start > call > end")
    called = scope('<startEvent id="s"/><endEvent id="e"/>' + script("sum", "total = income"), "s > sum > e")
    assert Story(caller, called, income=3).variables == {"income": 3}


def test_what_is_said_inside_and_stands_outside_already_is_told_once() -> None:
    caller = scope(START + END + node("callActivity", "call", calledElement="p1"), "start > call > end")
    called = scope('<startEvent id="s"/><endEvent id="e"/>' + user("ask"), "s > ask > e")
    reason = "材料与申报不符"
    assert Story(caller, called, reason=reason).completes("ask", reason=reason).variables == {"reason": reason}
