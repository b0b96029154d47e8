"""What a file gives at deployment, and how it is refused."""

import pytest

from engine.domain import moves
from engine.domain.rejections import Invalid
from engine.domain.source import Source
from engine.runtime.runtime import Runtime
from tests.engine.runtime.drawing import END, START, case, document, event, message, node, scope, signal, user
from tests.engine.runtime.story import Setting, Story, check, runtime_of

DECLARED = '<message id="m" name="apply"/><signal id="s1" name="storm"/>'


def test_all_that_starts_a_process_is_told() -> None:
    daily = "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>"
    keyed = event("start", "m2", message("m"), '<city:correlation key="case"/>') + event("start", "s2", signal("s1"))
    starts = START + event("start", "m1", message("m")) + keyed + event("start", "t", daily)
    lines = "start > end\nm1 > end\nm2 > end\ns2 > end\nt > end"
    source = document(scope(starts + END, lines), declarations=DECLARED)
    compiled = check(source)
    begun = (("m1", "message", "apply"), ("m2", "keyed", "apply"), ("s2", "signal", "storm"))
    expected = (*begun, ("t", "timer", "R/P1D"))
    assert compiled.starts == {"p0": expected}
    assert [definition.key for definition in compiled.definitions] == ["p0"]


def test_what_nobody_would_start_is_refused() -> None:
    ripe = "<conditionalEventDefinition><condition>ripe</condition></conditionalEventDefinition>"
    with pytest.raises(Invalid) as refused:
        check(document(scope(event("start", "c", ripe) + END, "c > end")))
    element, words = refused.value.findings[0]
    assert element == "c"
    assert words.startswith("第 1 行：条件事件不能放在流程的开始")
    assert "空、消息、信号、定时" in words


def test_a_start_timer_is_written_out() -> None:
    timed = "<timerEventDefinition><timeDate>= when</timeDate></timerEventDefinition>"
    with pytest.raises(Invalid) as refused:
        check(document(scope(event("start", "t", timed) + END, "t > end")))
    assert refused.value.findings[0][0] == "t"


def test_a_called_process_is_in_the_file_or_deployed_before() -> None:
    caller = scope(START + END + node("callActivity", "call", calledElement="block"), "start > call > end")
    compiled = check(document(caller), {"block": 7})
    assert compiled.called == {"block": 7}
    with pytest.raises(Invalid) as refused:
        check(document(caller))
    assert refused.value.findings[0][0] == "call"
    block = (
        '<process id="block" isExecutable="true">' + scope('<startEvent id="s"/>' + user("x"), "s > x") + "</process>"
    )
    assert check(document(caller, block)).called == {}


@pytest.mark.parametrize("source", [b"", b"<a", b"\xff\xfe", b"<!DOCTYPE x><x/>", b"<definitions/>"])
def test_what_cannot_be_read_is_refused(source: bytes) -> None:
    with pytest.raises(Invalid, match=r"f\.bpmn"):
        check(source)


def test_a_refusal_names_element_line_and_remedy() -> None:
    with pytest.raises(Invalid) as refused:
        check(document(scope(START + END, "start > end") + "\n\n" + '<serviceTask id="x"/>'))
    element, words = refused.value.findings[0]
    assert element == "x"
    assert words.startswith("第 3 行：")


def test_a_program_is_parsed_once_and_its_model_shared() -> None:
    asked = []
    source = document(
        scope(START + END + user("a"), "start > a > end"),
        case(scope(END + user("b") + event("start", "s", ""), "s > b > end"), "", id="p1"),
    )

    def load(id: int) -> Source:
        asked.append(id)
        return Source(id, "p0" if id == 1 else "p1", "f", source)

    runtime = Runtime(load)
    first = runtime.program(1)
    assert runtime.program(1) is first
    assert runtime.program(2).specs is first.specs
    assert asked == [1, 2]


def test_an_acceptance_in_a_called_file_is_found() -> None:
    block = case(
        scope(event("start", "s", "") + user("x", words='<city:milestone is="accepted"/>'), "s > x"), "", id="block"
    )
    call = scope(START + END + node("callActivity", "call", calledElement="block"), "start > call > end")
    item = '<city:item code="MZ-001"/><city:timeLimit committed="P3WD"/>'
    others = {7: Source(7, "block", "block", document(block))}
    story = Story(setting=Setting(runtime=runtime_of(case(call, item), others=others, called={"block": 7})))
    assert story.shown.limits == {}
    assert story.completes("x").over
    assert story.milestones() == ["accepted"]
    story = Story(setting=Setting(runtime=runtime_of(case(call, item), others=others, called={"block": 7})))
    assert story.tell(moves.Cancel("x", "li")).over
