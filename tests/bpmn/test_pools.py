"""Several participants in one file: which are run, and when their message flows do not hold."""

import pytest

from bpmn.parse import read

MESSAGES = '<message id="m1" name="order"/>\n<message id="m2" name="answer"/>'
LINE = 5  # of the message flow in the file
POOLS = '<participant id="A" processRef="a"/><participant id="B" processRef="b"/><participant id="C" processRef="c"/>'


def process(id: str, inside: str, run: bool = True) -> str:
    return f'<process id="{id}" isExecutable="{str(run).lower()}">{inside}</process>\n'


def sends(id: str, message: str) -> str:
    return f'<sendTask id="{id}" messageRef="{message}"/>'


def waits(id: str, message: str) -> str:
    return f'<receiveTask id="{id}" messageRef="{message}"/>'


A = process("a", f'<startEvent id="as"/>{sends("ask", "m1")}{waits("hear", "m2")}<userTask id="work"/>')
B = process("b", f'<startEvent id="bs"/>{waits("take", "m1")}{sends("say", "m2")}{sends("tell", "m1")}')
DRAWN = process("c", '<task id="sketch"/><nonsense/>', run=False)


def flow(source: str, target: str, more: str = "") -> str:
    return f'<messageFlow id="mf" sourceRef="{source}" targetRef="{target}" {more}/>'


def file(*drawn: str, pools: str = POOLS + '<participant id="X"/>') -> bytes:
    collaboration = f'<collaboration id="co">{pools}\n{"".join(drawn)}</collaboration>\n'
    head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
    return f"{head}\n{MESSAGES}\n{collaboration}{A}{B}{DRAWN}</definitions>".encode()


def found(*drawn: str) -> list[tuple[str, str | None, int]]:
    """Rule, element and line of what is wrong with message flows."""
    return [(each.rule, each.element, each.line) for each in read(file(*drawn)).findings if "flow" in each.rule]


def test_every_executable_process_of_a_file_is_a_definition_and_a_drawing_is_none() -> None:
    document = read(file())
    assert document.errors == ()
    assert [each.key for each in document.definitions] == ["a", "b"]


@pytest.mark.parametrize(
    "drawn",
    [
        flow("ask", "take"),
        flow("ask", "take", 'messageRef="m1"'),
        flow("say", "hear"),
        flow("ask", "X"),
        flow("X", "take"),
        flow("A", "B"),
        flow("A", "take"),
        flow("ask", "sketch"),
        flow("sketch", "X"),
        flow("X", "bs"),
        flow("work", "X"),
        '<participant id="D"><participantMultiplicity minimum="1" maximum="9"/></participant>',
    ],
)
def test_flows_between_who_sends_and_who_waits_hold(drawn: str) -> None:
    assert found(drawn) == []


@pytest.mark.parametrize(
    ("rule", "drawn"),
    [
        ("message-flow-disagrees", flow("tell", "hear")),
        ("message-flow-disagrees", flow("ask", "take", 'messageRef="m2"')),
        ("message-flow-disagrees", flow("say", "X", 'messageRef="m1"')),
        ("message-flow-inside", flow("ask", "hear")),
        ("message-flow-inside", flow("say", "B")),
        ("message-flow-nowhere", flow("ask", "gone")),
        ("message-flow-mute", flow("work", "take")),
        ("message-flow-mute", flow("ask", "bs")),
    ],
)
def test_a_flow_that_does_not_hold_is_told_where_it_is(rule: str, drawn: str) -> None:
    assert found(drawn) == [(rule, "mf", LINE)]


def test_a_pool_of_a_process_that_is_not_there_is_told() -> None:
    lost = file(pools='<participant id="P" processRef="lost"/>')
    assert [(each.rule, each.element) for each in read(lost).errors] == [("pool-nothing", "P")]
