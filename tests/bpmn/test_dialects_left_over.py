"""Foreign words that are not taken: refused with what to do, told once, or completed where a file leaves things out."""

import re

import pytest

from bpmn import parse
from bpmn.converting import convert
from bpmn.dialects.cron import NoCycle, to_cycle
from bpmn.findings import Finding
from bpmn.model import Assignment, Binding
from bpmn.xml import CITY
from tests.bpmn.files import chain, extended, file, flow


def drools(body: str) -> bytes:
    return file(body).replace(b"<definitions ", b'<definitions xmlns:drools="http://www.jboss.org/drools" ', 1)


def found(body: str, declared: str = "") -> list[tuple[str, str | None]]:
    return [(each.rule, each.element) for each in parse.read(file(body, declared)).findings]


def task(attributes: str = "", *words: str, kind: str = "serviceTask") -> str:
    return chain(f'<{kind} id="t" {attributes}>{extended(*words)}</{kind}>')


def hints(source: bytes) -> list[Finding]:
    return [each for each in parse.read(source).findings if each.severity == "hint"]


def test_what_only_tunes_another_engine_is_one_hint_a_file() -> None:
    tasks = (f'<userTask id="t{n}" camunda:asyncBefore="true" camunda:exclusive="false"/>' for n in range(30))
    source = file(chain(*tasks)).replace(b'id="p"', b'id="p" camunda:historyTimeToLive="30" camunda:versionTag="a"')
    (steps, tooling) = hints(source)

    assert (steps.rule, tooling.rule) == ("foreign-steps", "foreign-tooling")
    assert "camunda:asyncBefore、camunda:exclusive（60 处）" in steps.message
    assert "camunda:historyTimeToLive、camunda:versionTag（2 处）" in tooling.message


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (task('camunda:class="org.x.Y"'), "foreign-code"),
        (task('flowable:delegateExpression="${bean}"', '<flowable:field name="a"/>'), "foreign-code"),
        (task("", "<camunda:connector/>"), "foreign-code"),
        (task('flowable:type="mail"', '<flowable:field name="to"/>'), "foreign-type"),
        (task('camunda:type="external"'), "foreign-type"),
        (task('camunda:type="external" camunda:topic="${topic}"'), "foreign-expression"),
        (task('camunda:expression="${bean.run()}"'), "foreign-expression"),
        (task('camunda:decisionRef="${which}"', kind="businessRuleTask"), "foreign-expression"),
        (task('camunda:expression="${a}"', kind="sendTask"), "foreign-code"),
        (task('calledElement="q" camunda:calledElementBinding="versionTag"', kind="callActivity"), "call-foreign"),
        (task('calledElement="q"', '<camunda:out source="a"/>', kind="callActivity"), "foreign-mapping"),
    ],
)
def test_what_would_run_foreign_code_is_refused_once(body: str, rule: str) -> None:
    errors = parse.read(file(body)).errors

    assert [(each.rule, each.element) for each in errors] == [(rule, "t")]
    assert errors[0].remedy


TWICE = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"


def parameter(inside: str, kind: str = "userTask", loop: str = "", way: str = "input") -> str:
    word = (
        f'<camunda:inputOutput><camunda:{way}Parameter name="a">{inside}</camunda:{way}Parameter></camunda:inputOutput>'
    )
    return chain(f'<{kind} id="t">{extended(word)}{loop}</{kind}>')


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (parameter('<camunda:script scriptFormat="groovy">1</camunda:script>'), "foreign-expression"),
        (parameter("<camunda:list><camunda:value>${a.b()}</camunda:value></camunda:list>"), "foreign-expression"),
        (parameter("<camunda:list>" * 60 + "</camunda:list>" * 60), "foreign-expression"),
        (parameter("<camunda:what/>"), "foreign-expression"),
        (parameter("1", kind="intermediateThrowEvent"), "foreign-mapping"),
        (
            parameter(
                "1",
                way="output",
                loop=TWICE,
            ),
            "foreign-mapping",
        ),
    ],
)
def test_a_parameter_that_has_no_equal_is_refused(body: str, rule: str) -> None:
    assert [each.rule for each in parse.read(file(body)).errors] == [rule]


def test_a_script_of_feel_may_fill_a_parameter() -> None:
    document = parse.read(file(parameter('<camunda:script scriptFormat="feel">b + 1</camunda:script>')))

    assert document.errors == ()
    assert document.definitions[0].elements["t"].inputs == (("=b + 1", "a"),)


def test_listeners_are_named_and_not_run() -> None:
    words = ('<camunda:taskListener event="create" class="x"/>', "<zeebe:executionListeners/>")
    source = drools(task("", *words, "<drools:onEntry-script/>", kind="userTask"))

    assert {each.message for each in parse.read(source).findings} == {
        f"监听器 {name} 不会执行"
        for name in ("camunda:taskListener", "zeebe:executionListeners", "drools:onEntry-script")
    }


ERROR = '<error id="er" errorCode="E"/>'


def caught(condition: str) -> str:
    stored = '<errorEventDefinition errorRef="er" camunda:errorCodeVariable="code"/>'
    nodes = chain('<userTask id="t"/>', f'<scriptTask id="n"><script>{condition}</script></scriptTask>')
    return f'{nodes}<boundaryEvent id="b" attachedToRef="t">{stored}</boundaryEvent>{flow("b", "n")}'


def test_an_error_code_that_something_reads_must_be_stored_otherwise() -> None:
    assert found(caught("a = code"), ERROR) == [("foreign-stored", "b")]
    assert found(caught("a = 1"), ERROR) == [("foreign-ignored", "b")]


def test_an_error_that_is_not_declared_is_its_own_code() -> None:
    end = '<endEvent id="e"><errorEventDefinition errorRef="BAD"/></endEvent>'
    body = chain('<userTask id="t"/>').replace('<endEvent id="e"/>', end)
    plain = re.sub(rb' xmlns:(camunda|flowable)="[^"]*"', b"", file(body))

    assert parse.read(file(body)).errors == ()
    assert [each.rule for each in parse.read(plain).errors] == ["unknown-reference"]


def test_flows_and_event_subprocesses_may_go_without_an_id() -> None:
    inside = (
        '<startEvent id="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></startEvent>'
    )
    inner = f'<subProcess triggeredByEvent="true">{inside}<endEvent id="z"/>{flow("a", "z")}</subProcess>'
    body = chain('<userTask id="t"/>').replace(' id="s-t"', "") + inner
    document = parse.read(file(body))

    assert document.errors == ()
    assert "event-subprocess-1" in document.definitions[0].elements


def test_only_files_without_a_word_of_ours_call_the_latest_where_nothing_is_said() -> None:
    ours = file(chain('<callActivity id="t" calledElement="q"/>'))
    theirs = ours.replace(f' xmlns:city="{CITY}"'.encode(), b"")

    assert parse.read(ours).definitions[0].elements["t"].binding == Binding("deployment")
    assert parse.read(theirs).definitions[0].elements["t"].binding == Binding("latest")


def test_names_of_messages_are_fixed() -> None:
    assert found(chain('<receiveTask id="t" messageRef="m"/>'), '<message id="m" name="paid-${id}"/>') == [
        ("foreign-expression", "m")
    ]


@pytest.mark.parametrize(
    ("cron", "cycle"),
    [
        ("0 0/5 * * * ?", "R/PT5M"),
        ("0 */5 * * * *", "R/PT5M"),
        ("*/10 * * * * *", "R/PT10S"),
        ("0 * * * * *", "R/PT1M"),
        ("0 0 * * * *", "R/PT1H"),
        ("0 0 0/6 * * ?", "R/PT6H"),
        ("0 0 0 * * ?", "R/P1D"),
        ("*/15 * * * *", "R/PT15M"),
        ("0/5 0/1 * 1/1 * ?", "R/PT5S"),
        ("0 0/20 * 1/1 * ? *", "R/PT20M"),
    ],
)
def test_an_even_cron_cycle_is_an_interval(cron: str, cycle: str) -> None:
    assert to_cycle(cron) == cycle


@pytest.mark.parametrize(
    "cron", ["0 0 9-17 * * MON-FRI", "0 30 8 * * ?", "0 0/7 * * * ?", "0 0 9 * * ?", "0 0 0 1 * ?", "5 0/5 * * * ?"]
)
def test_a_cron_cycle_at_fixed_hours_is_none(cron: str) -> None:
    with pytest.raises(NoCycle):
        to_cycle(cron)


def test_a_work_item_is_refused() -> None:
    errors = parse.read(drools(task('drools:taskName="Log"', kind="task"))).errors

    assert [(each.rule, each.element) for each in errors] == [("foreign-code", "t")]


def test_what_jbpm_assigns_is_a_text_and_names_who_does_a_task() -> None:
    values = {"GroupId": "office", "ActorId": "#{clerk}", "TaskName": "审核 #{number}"}
    inputs = "".join(f'<dataInput id="{name}" name="{name}"/>' for name in values)
    refs = "".join(f"<dataInputRefs>{name}</dataInputRefs>" for name in values)
    moved = "".join(
        f"<dataInputAssociation><targetRef>{name}</targetRef><assignment><from>{value}</from><to>{name}</to></assignment>"
        "</dataInputAssociation>"
        for name, value in values.items()
    )
    inside = f"<ioSpecification>{inputs}<inputSet>{refs}</inputSet><outputSet/></ioSpecification>{moved}"
    source = drools(chain(f'<userTask id="t">{inside}</userTask>'))
    document = parse.read(source)

    assert document.errors == ()
    assert document.definitions[0].elements["t"].assignment == Assignment(groups=("office",), users=("=clerk",))
    assert [text for text in document.tree.itertext() if "审核" in text] == ['"审核 " + string(number)']
    assert convert(convert(source).source).written == ()


def test_a_form_in_the_file_that_is_none_is_told() -> None:
    body = chain('<userTask id="t"/>') + extended('<zeebe:userTaskForm id="f">{</zeebe:userTaskForm>')

    assert ("bad-form", None) in found(body)
