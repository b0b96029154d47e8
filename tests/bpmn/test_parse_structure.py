"""Each fault in the shape of a drawing is told with its element and its line."""

from datetime import date

import pytest

from bpmn import parse
from bpmn.lint import lint
from tests.bpmn.files import chain, condition, definitions, extended, file, flow, marked_line

START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'
TASK = '<userTask id="t"/>'
SUB = '<subProcess id="sub">{}</subProcess>'


def gateway(kind: str, *flows: str) -> str:
    return "\n".join([START, f'<{kind} id="g"/>', TASK, END, flow("s", "g"), *flows, flow("t", "e")])


STORE = '<dataStoreReference id="k" name="{}">' + extended('<city:register key="n"/>') + "</dataStoreReference>"


def association(source: str, more: str = "") -> str:
    """Into an input of a task; `o` is a data object, `r` a data store."""
    ends = f"<sourceRef>{source}</sourceRef>" if source else ""
    spec = '<ioSpecification><dataInput id="in" name="in"/></ioSpecification>'
    drawn = f'<dataInputAssociation id="d">{ends}<targetRef>in</targetRef>{more}</dataInputAssociation>@'
    objects = '<dataObject id="o" name="paper"/><dataStoreReference id="r"/>'
    return chain(f'<userTask id="t">{spec}\n{drawn}</userTask>') + objects


TABLE = {
    "duplicate-id": ("t", chain(TASK) + '\n<manualTask id="t"/>@'),
    "missing-id": ("p", chain() + "\n<userTask/>@"),
    "unknown-element": ("u", chain() + '\n<usrTask id="u"/>@'),
    "not-run": ("c", chain() + '\n<choreographyTask id="c"/>@'),
    "too-deep": ("s50", chain() + "".join(f'<subProcess id="s{n}">' for n in range(51)) + "@" + "</subProcess>" * 51),
    "dangling-flow": ("f", chain() + "\n" + flow("s", "nowhere", id="f") + "@"),
    "flow-crosses": ("f", chain(SUB.format(TASK)) + "\n" + flow("s", "t", id="f") + "@"),
    "boundary-on-nothing": ("b", chain() + '\n<boundaryEvent id="b" attachedToRef="s"/>@'),
    "boundary-entered": ("b", chain(TASK) + '\n<boundaryEvent id="b" attachedToRef="t"/>@\n' + flow("s", "b")),
    "start-entered": ("s2", chain(TASK) + '\n<startEvent id="s2"/>@\n' + flow("t", "s2")),
    "end-left": ("e2", chain(TASK) + '\n<endEvent id="e2"/>@\n' + flow("e2", "t")),
    "nothing-inside": ("sub", chain('<subProcess id="sub"></subProcess>@')),
    "several-starts": ("sub", chain(SUB.format('<startEvent id="a"/><startEvent id="b"/>') + "@")),
    "flow-without-condition": (
        "f",
        gateway("exclusiveGateway", flow("g", "t", condition("x")), flow("g", "e", id="f") + "@"),
    ),
    "condition-ignored": ("f", gateway("parallelGateway", flow("g", "t", condition("x"), id="f") + "@")),
    "default-elsewhere": ("t", chain('<userTask id="t" default="s-t"/>@')),
    "gateway-dead": ("g", chain() + '\n<eventBasedGateway id="g"/>@'),
    "event-gateway-target": ("f", gateway("eventBasedGateway", flow("g", "t", id="f") + "@")),
    "unknown-lane-node": ("l", chain() + '\n<laneSet><lane id="l">\n<flowNodeRef>gone</flowNodeRef>@</lane></laneSet>'),
    "no-activation": (
        "g",
        gateway("complexGateway").replace('id="g"/>', 'id="g"/>@') + flow("t", "g") + flow("g", "e"),
    ),
    "call-nothing": ("c", chain('<callActivity id="c"/>@')),
    "call-dynamic": ("c", chain('<callActivity id="c" calledElement="${which}"/>@')),
    "data-unknown": ("d", association("gone")),
    "data-sources": ("d", association("o", "<sourceRef>o</sourceRef>")),
    "data-nothing": ("d", association("")),
    "data-assignment": ("d", association("o", "<assignment><from>1</from><to>x</to></assignment>")),
    "data-at-timer": (
        "s2",
        "<ioSpecification><dataInput id='i'/><inputSet><dataInputRefs>i</dataInputRefs></inputSet></ioSpecification>"
        + chain(TASK)
        + '\n<startEvent id="s2">@<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>'
        + "</startEvent>"
        + flow("s2", "t"),
    ),
    "store-key": ("d", association("r")),
    "store-name": ("k", association("k").replace("@", "") + "\n" + STORE.format("two words") + "@"),
    "store-not-here": ("d", association("k").replace('"t">', '"t" isForCompensation="true">') + STORE.format("kept")),
    "data-twice": ("o2", association("o").replace("@", "") + '\n<dataObject id="o2" name="paper"/>@'),
    "data-on-event": ("d", chain() + '\n<endEvent id="e2"><dataInputAssociation id="d"/>@</endEvent>'),
    "ad-hoc-flow": ("a", chain('<adHocSubProcess id="h"><startEvent id="a"/>@\n</adHocSubProcess>')),
}


@pytest.mark.parametrize("rule", TABLE)
def test_a_fault_is_told_where_it_is(rule: str) -> None:
    element, body = TABLE[rule]
    found = [each for each in parse.read(file(body)).errors if each.rule == rule]

    assert [(each.element, each.line) for each in found] == [(element, marked_line(body))]
    assert all(each.message and each.remedy for each in found)


NAMELESS = ("", ' id=""')
INNER = (
    "<startEvent{0}/><boundaryEvent{0}/>",
    '<userTask{0}/><sequenceFlow sourceRef="" targetRef=""/>',
    "<subProcess{0}/>",
)


@pytest.mark.parametrize("id", NAMELESS)
@pytest.mark.parametrize("inner", INNER)
def test_what_has_no_id_is_told_wherever_it_stands(inner: str, id: str) -> None:
    document = parse.read(definitions(f"<process{id}>\n<subProcess{id}>{inner.format(id)}</subProcess>\n</process>"))
    nameless = [each for each in document.errors if each.rule == "missing-id"]

    assert {each.line for each in nameless} == {3, 4}
    assert "subProcess 没有编号" in {each.message for each in nameless}
    lint(document, date(2026, 1, 5))


def test_a_process_needs_a_start() -> None:
    found = parse.read(file(TASK)).errors

    assert [(each.rule, each.element, each.line) for each in found] == [("no-start", "p", 3)]


def test_a_file_needs_a_process() -> None:
    found = parse.read(definitions('<process id="q" isExecutable="false"/>'))

    assert [each.rule for each in found.errors] == ["no-process"]
    assert found.definitions == ()


def test_all_faults_are_told_at_once() -> None:
    body = chain('<serviceTask id="a"/>', '<callActivity id="b"/>') + flow("s", "x", id="f")

    assert {each.rule for each in parse.read(file(body)).errors} == {"service-nothing", "call-nothing", "dangling-flow"}


def test_a_gateway_with_one_way_needs_no_condition() -> None:
    body = chain('<exclusiveGateway id="g"/>', TASK)

    assert parse.read(file(body)).findings == ()


def test_foreign_elements_belong_into_extension_elements() -> None:
    inside = parse.read(file(chain('<userTask id="t">' + extended('<x:note xmlns:x="urn:x"/>') + "</userTask>")))
    outside = parse.read(file(chain('<userTask id="t"><x:note xmlns:x="urn:x"/></userTask>')))

    assert inside.errors == ()
    assert [each.rule for each in outside.errors] == ["unknown-element"]
