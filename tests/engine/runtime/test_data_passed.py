"""Data over lists, into called processes and out of them, and what a process needs at its start."""

import pytest

from engine.domain import facts
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import END, START, node, said, scope, script, user
from tests.engine.runtime.story import Story
from tests.engine.runtime.test_data import reads, spec, writes

OBJECTS = '<dataObject id="d1" name="departments" isCollection="true"/><dataObject id="d2" name="opinions"/>'
LISTED = spec(
    '<dataInput id="list" name="asked" isCollection="true"/><dataInput id="one" name="department"/>',
    '<dataOutput id="all" name="answers" isCollection="true"/><dataOutput id="said" name="opinion"/>',
    "<inputSet><dataInputRefs>list</dataInputRefs><dataInputRefs>one</dataInputRefs></inputSet>"
    "<outputSet><dataOutputRefs>all</dataOutputRefs></outputSet>",
)
ARROWS = reads("d1", "list") + reads("item", "one") + writes("answer", "said") + writes("d2", "all")
MANY = (
    "<multiInstanceLoopCharacteristics{}><loopDataInputRef>list</loopDataInputRef>"
    '<loopDataOutputRef>all</loopDataOutputRef><inputDataItem id="item" name="each"/>'
    '<outputDataItem id="answer" name="said_by_one"/></multiInstanceLoopCharacteristics>'
)
GROUP = '<city:assignment candidateGroups="=department"/>'


@pytest.mark.parametrize("order", ["", ' isSequential="true"'])
def test_each_item_of_a_data_input_is_an_instance_and_each_result_an_item_of_the_output(order: str) -> None:
    inside = LISTED + ARROWS + MANY.format(order)
    story = Story(
        scope(OBJECTS + START + END + user("a", inside, GROUP), "start > a > end"), departments=["水务", "电力"]
    )
    story.completes("a", opinion="同意").completes("a", opinion="不同意")
    assert [task.groups for task in story.all(facts.TaskOpened)] == [("水务",), ("电力",)]
    assert story.over
    assert story.variables == {"departments": ["水务", "电力"], "opinions": ["同意", "不同意"]}


def test_a_list_that_is_not_there_yet_is_waited_for() -> None:
    inside = LISTED + ARROWS + MANY.format("")
    story = Story(scope(OBJECTS + START + END + user("a", inside, GROUP), "start > a > end"))
    assert story.incidents == ["a 缺少要用的数据 asked（来自 departments）：补上后重试"]
    assert story.retried(departments=["水务"]).completes("a", opinion="同意").over


def test_the_loop_may_name_data_objects_by_their_ids() -> None:
    many = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>d1</loopDataInputRef><loopDataOutputRef>d2"
        '</loopDataOutputRef><inputDataItem id="item"/><outputDataItem id="result"/></multiInstanceLoopCharacteristics>'
    )
    story = Story(scope(OBJECTS + START + END + user("a", many), "start > a > end"), departments=["水务"])
    assert story.completes("a", result="同意").variables["opinions"] == ["同意"]


CALL = node(
    "callActivity",
    "call",
    spec('<dataInput id="x" name="amount"/>', '<dataOutput id="y" name="verdict"/>')
    + reads("i", "x")
    + writes("v", "y"),
    calledElement="p1",
)
CALLER = scope(
    '<dataObject id="i" name="income"/><dataObject id="v" name="answer"/>' + START + END + CALL, "start > call > end"
)
CALLED = (
    '<process id="p1" isExecutable="true">'
    + spec(
        '<dataInput id="p" name="amount"/>',
        '<dataOutput id="q" name="verdict"/>',
        "<inputSet><dataInputRefs>p</dataInputRefs></inputSet><outputSet><dataOutputRefs>q</dataOutputRefs></outputSet>",
    )
    + scope('<startEvent id="s"/>' + user("look") + script("judge", "verdict = amount * factor"), "s > look > judge")
    + "</process>"
)


def test_what_a_call_declares_passes_into_the_called_process_and_out_of_it() -> None:
    story = Story(CALLER, CALLED, income=650).completes("look", factor=2)
    assert story.over
    assert story.variables == {"income": 650, "answer": 1300}


def test_a_called_process_is_not_entered_without_what_it_needs() -> None:
    story = Story(CALLER, CALLED)
    assert story.incidents == ["call 调用的流程 p1 要 amount，这里没有带进去：补上后重试"]
    assert story.retried(income=650).open == "look"


def test_a_called_process_that_does_not_give_what_it_promises_stops_its_caller() -> None:
    story = Story(CALLER, CALLED.replace("verdict = amount", "other = amount"), income=650).completes("look", factor=2)
    assert story.incidents == ["call 调用的流程 p1 没有交回 verdict：补上后重试"]
    assert story.retried(verdict=7).over
    assert story.variables == {"income": 650, "answer": 7}


def test_a_process_that_needs_something_at_its_start_is_not_started_without_it() -> None:
    needs = spec('<dataInput id="p" name="amount"/>', sets="<inputSet><dataInputRefs>p</dataInputRefs></inputSet>")
    drawn = needs + scope(START + END, "start > end")
    with pytest.raises(Invalid, match="amount") as refused:
        Story(drawn)
    assert refused.value.findings == (("amount", "要填写"),)
    assert Story(drawn, amount=0).over


def test_calls_by_words_and_by_declared_data_go_together() -> None:
    words = said('<city:input source="2" target="factor"/>', '<city:output source="amount" target="seen"/>')
    mixed = CALLER.replace('calledElement="p1">', f'calledElement="p1">{words}')
    story = Story(mixed, CALLED, income=650).completes("look")
    assert story.variables == {"income": 650, "answer": 1300, "seen": 650}


def test_inputs_and_properties_of_a_process_are_variables_that_associations_name() -> None:
    held = spec('<dataInput id="p" name="amount"/>') + '<property id="kept" name="sum so far"/>'
    task = spec('<dataInput id="x" name="new"/>', '<dataOutput id="y" name="total"/>')
    arrows = reads("p", "x") + writes("kept", "y")
    adding = script("a", "total = new + 1").replace("<script>", task + arrows + "<script>")
    drawn = held + scope(START + END + adding, "start > a > end")
    assert Story(drawn, amount=650).variables == {"amount": 650, "sum so far": 651}
