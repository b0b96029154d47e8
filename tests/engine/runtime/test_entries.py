"""Where a process begins and ends, and the ways out of a task: with events drawn for it, and without."""

import pytest

from bpmn.lint import lint
from bpmn.parse import read
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import END, START, document, scope, user
from tests.engine.runtime.story import Story, check


def test_a_process_without_a_start_event_is_refused_with_the_remedy() -> None:
    with pytest.raises(Invalid) as refused:
        check(document(scope(user("a") + END, "a > end")))
    assert refused.value.findings == (("p0", "第 1 行：流程没有开始事件。画一个开始事件，连到第一步"),)


def test_a_process_without_an_end_event_is_over_when_its_last_token_is() -> None:
    story = Story(scope(START + user("a") + user("b"), "start > a\nstart > b"))
    assert story.open == "a b"
    assert not story.completes("a").over
    assert story.completes("b").over


def test_what_no_flow_leads_to_is_never_begun_where_there_is_a_start_event_and_the_designer_is_told() -> None:
    drawn = scope(START + END + user("a") + user("lost"), "start > a > end\nlost > end")
    found = [(each.rule, each.element) for each in lint(read(document(drawn))) if each.rule == "unreachable"]
    assert found == [("unreachable", "lost")]
    story = Story(drawn)
    assert story.open == "a"
    assert story.completes("a").over


def test_inside_a_subprocess_without_a_start_all_that_no_flow_leads_to_begins() -> None:
    inner = scope(user("a") + user("b") + user("c"), "a > c")
    story = Story(scope(START + END + f'<subProcess id="sub">{inner}</subProcess>', "start > sub > end"))
    assert story.open == "a b"
    assert story.completes("a").completes("b").open == "c"


@pytest.mark.parametrize(
    ("answer", "then"), [({"x": 1}, "b"), ({"x": 2}, "b c"), ({"x": 0}, "d")], ids=["one", "two", "none"]
)
def test_out_of_a_task_go_all_flows_whose_condition_holds_and_else_the_default(
    answer: dict[str, int], then: str
) -> None:
    lines = "start > a\na > b : x > 0\na > c : x > 1\na > d : default\nb > end\nc > end\nd > end"
    story = Story(scope(START + END + "".join(map(user, "abcd")), lines))
    assert story.completes("a", **answer).open == then


def test_a_flow_without_condition_goes_beside_those_that_have_one() -> None:
    lines = "start > a\na > b\na > c : x > 1\nb > end\nc > end"
    drawn = scope(START + END + "".join(map(user, "abc")), lines)
    assert Story(drawn).completes("a", x=2).open == "b c"
    assert Story(drawn).completes("a", x=0).open == "b"
