"""Data that messages bring and take along: only what an event says, and under the names that it says."""

import pytest

from engine.domain import facts
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import END, START, boundary, document, event, message, node, said, scope, user
from tests.engine.runtime.story import Setting, Story, check
from tests.engine.runtime.test_data import reads, spec, writes

DECLARED = '<message id="m" name="paid"/>'
OBJECTS = '<dataObject id="o" name="bill"/><dataObject id="r" name="receipt"/>'
TAKES = '<dataInput id="in" name="sum"/>' + reads("o")
TAKES_SURELY = TAKES + "<inputSet><dataInputRefs>in</dataInputRefs></inputSet>"
BRINGS = '<dataOutput id="out" name="sum"/>' + writes("r")


def one(event_xml: str, line: str) -> str:
    return scope(OBJECTS + START + END + event_xml, line)


def test_a_throw_takes_along_its_inputs_only() -> None:
    drawn = one(event("intermediateThrow", "t", TAKES + message("m")), "start > t > end")
    story = Story(drawn, declarations=DECLARED, bill=650, secret="x")
    assert story.one(facts.MessageThrown).variables == {"sum": 650}


def test_a_send_task_takes_along_its_inputs_only() -> None:
    inputs = spec('<dataInput id="in" name="sum"/>') + reads("o", more="<transformation>bill + 1</transformation>")
    drawn = one(f'<sendTask id="t" messageRef="m">{inputs}</sendTask>', "start > t > end")
    story = Story(drawn, declarations=DECLARED, bill=650, secret="x")
    assert story.one(facts.MessageThrown).variables == {"sum": 651}


def test_many_send_each_with_its_own_item() -> None:
    inputs = spec('<dataInput id="in" name="to"/><dataInput id="all" name="sum"/>') + reads("each", "in")
    inputs += reads("o", "all", more="<transformation>bill + 1</transformation>")
    loop = '<multiInstanceLoopCharacteristics><loopDataInputRef>list</loopDataInputRef><inputDataItem id="each"/>'
    task = f'<sendTask id="t" messageRef="m">{inputs}{loop}</multiInstanceLoopCharacteristics></sendTask>'
    story = Story(one(task, "start > t > end"), declarations=DECLARED, bill=1, list=["a", "b"])
    assert [fact.variables for fact in story.all(facts.MessageThrown)] == [{"to": "a", "sum": 2}, {"to": "b", "sum": 2}]


def test_a_throw_without_what_it_must_take_along_stops_until_it_is_there() -> None:
    drawn = one(event("intermediateThrow", "t", TAKES_SURELY + message("m")), "start > t > end")
    story = Story(drawn, declarations=DECLARED)
    assert story.incidents == ["t 缺少要带走的数据 sum（来自 bill）：补上后重试"]
    assert story.retried(bill=650).over


def test_a_catch_takes_in_its_outputs_only() -> None:
    drawn = one(event("intermediateCatch", "c", BRINGS + message("m")) + user("x"), "start > c > x > end")
    story = Story(drawn, declarations=DECLARED).message("paid", sum=650, noise="…")
    assert story.variables == {"receipt": 650}


def test_a_boundary_takes_in_its_outputs_only() -> None:
    drawn = one(user("x") + boundary("x", "b", BRINGS + message("m")) + user("y"), "start > x > end\nb > y > end")
    story = Story(drawn, declarations=DECLARED).message("paid", sum=650, noise="…")
    assert story.open == "y"
    assert story.variables == {"receipt": 650}


def test_a_receive_task_takes_in_its_outputs() -> None:
    outputs = spec("", '<dataOutput id="out" name="sum"/>') + writes("r")
    drawn = one(f'<receiveTask id="c" messageRef="m">{outputs}</receiveTask>' + user("x"), "start > c > x > end")
    story = Story(drawn, declarations=DECLARED).message("paid", sum=650)
    assert story.variables == {"receipt": 650}


def test_an_event_subprocess_takes_in_the_outputs_of_its_start() -> None:
    inner = scope(event("start", "s", BRINGS + message("m")) + user("y"), "s > y")
    drawn = one(user("x") + f'<subProcess id="es" triggeredByEvent="true">{inner}</subProcess>', "start > x > end")
    story = Story(drawn, declarations=DECLARED).message("paid", sum=650, noise="…")
    assert story.open == "y"
    assert story.variables == {"receipt": 650}


def test_a_message_that_begins_a_process_fills_what_its_start_says() -> None:
    drawn = scope(OBJECTS + event("start", "s", BRINGS + message("m")) + user("x"), "s > x")
    story = Story(drawn, declarations=DECLARED, setting=Setting(start_event="s"), sum=650)
    assert story.variables == {"sum": 650, "receipt": 650}


@pytest.mark.parametrize("kind", ["timerEventDefinition", "terminateEventDefinition"])
def test_data_at_an_event_that_brings_none_is_refused(kind: str) -> None:
    time = "<timeDuration>PT1H</timeDuration>" if kind.startswith("timer") else ""
    drawn = event("end" if kind.startswith("term") else "intermediateCatch", "e", BRINGS + node(kind, "d", time))
    with pytest.raises(Invalid) as refused:
        check(document(one(drawn, "start > e > end" if "Catch" in drawn else "start > e")))
    assert "不带数据" in refused.value.findings[0][1]


def test_arrows_at_an_event_that_only_show_what_is_there_move_nothing() -> None:
    drawn = scope(
        OBJECTS
        + event("start", "s", writes("o", ""))
        + user("x")
        + event("end", "e", '<property id="p" name="__targetRef_placeholder"/>' + reads("o", "p")),
        "s > x > e",
    )
    assert Story(drawn).completes("x").over


def test_an_event_neither_reads_nor_writes_a_data_store() -> None:
    store = node("dataStoreReference", "st", said('<city:register key="n"/>'), name="kept")
    with pytest.raises(Invalid):
        check(
            document(
                one(store + event("intermediateThrow", "t", TAKES.replace(">o<", ">st<") + message("m")), "start > t")
            )
        )
    with pytest.raises(Invalid):
        check(document(scope(store + event("start", "s", writes("st", "")) + END, "s > end")))
