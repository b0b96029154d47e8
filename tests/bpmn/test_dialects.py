"""Files of other vendors: what their words become here, and which are refused or told."""

import pytest

from bpmn import parse
from bpmn.lint import lint
from bpmn.model import Assignment, Binding, Calculation, Correlation, DecisionRef, Element, Job, TimeLimit
from bpmn.xml import tag, text_at
from tests.bpmn.files import chain, condition, extended, file, flow

SUBSCRIPTION = '<zeebe:subscription correlationKey="=request"/>'


def first(task: str, declared: str = "") -> Element:
    document = parse.read(file(chain(task), declared))
    assert document.errors == ()
    return document.definitions[0].elements["t"]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('camunda:candidateGroups="window, street"', Assignment(groups=("window", "street"))),
        ('flowable:candidateUsers="li.ming"', Assignment(users=("li.ming",))),
        ('camunda:assignee="${applicant.clerk}"', Assignment(assignee="=applicant.clerk")),
        ('camunda:candidateGroups="${group}"', Assignment(groups=("=group",))),
        ('camunda:candidateGroups="window,${group}"', Assignment(groups=('=["window", group]',))),
    ],
)
def test_assignments(attributes: str, expected: Assignment) -> None:
    assert first(f'<userTask id="t" {attributes}/>').assignment == expected


def test_owners_of_bpmn_itself() -> None:
    owner = "<potentialOwner><resourceAssignmentExpression><formalExpression>{}</formalExpression>"
    owner += "</resourceAssignmentExpression></potentialOwner>"
    task = f'<userTask id="t">{owner.format("group(a), user(b), c")}</userTask>'

    assert first(task).assignment == Assignment(groups=("a", "c"), users=("b",))


def test_lanes_give_the_default_of_their_tasks() -> None:
    lane = '<laneSet id="ls"><lane id="l">' + extended('<city:assignment candidateGroups="MZ:street:reviewer"/>')
    lane += "<flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef></lane></laneSet>"
    own = extended('<city:assignment candidateGroups="window"/>')
    document = parse.read(file(lane + chain('<userTask id="a"/>', f'<userTask id="b">{own}</userTask>')))
    elements = document.definitions[0].elements

    assert elements["a"].assignment == Assignment(groups=("MZ:street:reviewer",))
    assert elements["b"].assignment == Assignment(groups=("window",))


def test_service_tasks() -> None:
    calculated = first('<serviceTask id="t" camunda:expression="${a + 1}" camunda:resultVariable="b"/>')
    setting = first("""<serviceTask id="t" camunda:expression="${execution.setVariable('b', a + 1)}"/>""")
    outside = '<serviceTask id="t" camunda:type="external" camunda:topic="compare">{}</serviceTask>'
    parameters = '<camunda:inputParameter name="who">${applicant.id}</camunda:inputParameter>'
    job = first(outside.format(extended(f"<camunda:inputOutput>{parameters}</camunda:inputOutput>")))

    assert calculated.calculation == Calculation("=a + 1", "b")
    assert setting.calculation == Calculation("=a + 1", "b")
    assert job.job == Job("compare", inputs=(("=applicant.id", "who"),))


def test_decisions_forms_and_due_dates() -> None:
    element = '<businessRuleTask id="t" camunda:decisionRef="d" camunda:resultVariable="r"/>'
    document = parse.read(file(chain(element)))
    task = first('<userTask id="t" camunda:formKey="camunda-forms:deployment:apply.form" camunda:dueDate="P3D"/>')

    assert document.definitions[0].elements["t"].decision == DecisionRef("d", "r")
    bound = element.replace("/>", ' camunda:decisionRefBinding="version" camunda:decisionRefVersion="3"/>')
    assert first(bound).decision == DecisionRef("d", "r", binding=Binding("version", 3))
    latest = element.replace("/>", ' camunda:decisionRefBinding="latest"/>')
    assert first(latest).decision == DecisionRef("d", "r", binding=Binding("latest"))
    assert task.form == "apply"
    assert task.limit == TimeLimit(committed="P3D")


def test_call_activities() -> None:
    words = '<camunda:in source="a" target="b"/><camunda:in sourceExpression="${c + 1}" target="d"/>'
    words += '<camunda:out source="x" target="y"/>'
    element = first(f'<callActivity id="t" calledElement="q">{extended(words)}</callActivity>')

    assert element.calls == "q"
    assert element.inputs == (("=a", "b"), ("=c + 1", "d"))
    assert element.outputs == (("=x", "y"),)


@pytest.mark.parametrize("vendor", ["camunda", "flowable"])
def test_loops(vendor: str) -> None:
    loop = f'<multiInstanceLoopCharacteristics {vendor}:collection="${{units}}" {vendor}:elementVariable="unit">'
    loop += "<completionCondition>${nrOfCompletedInstances == 2}</completionCondition>"
    document = parse.read(file(chain(f'<userTask id="t">{loop}</multiInstanceLoopCharacteristics></userTask>')))
    many = document.tree.find(f".//{tag('multiInstanceLoopCharacteristics')}")

    assert document.errors == ()
    assert many is not None
    assert text_at(many, "loopDataInputRef") == "units"
    assert text_at(many, "completionCondition") == "numberOfCompletedInstances = 2"
    item = many.find(tag("inputDataItem"))
    assert item is not None
    assert item.get("name") == "unit"


def test_texts_are_translated_in_the_tree() -> None:
    body = chain('<exclusiveGateway id="t"/>') + flow("t", "e", condition("${ok == true}"), id="f")
    body = body.replace("<exclusiveGateway", '<exclusiveGateway default="t-e"')
    timer = "<timerEventDefinition><timeDuration>${wait}</timeDuration></timerEventDefinition>"
    timers = f'<intermediateCatchEvent id="c">{timer}</intermediateCatchEvent>'
    document = parse.read(file(body + chain(timers).replace('"s"', '"s1"').replace('"e"', '"e1"')))

    assert [text for text in document.tree.itertext() if text.strip()] == ["ok = true", "=wait"]


@pytest.mark.parametrize(
    ("script", "result"),
    [
        ('<scriptTask id="t" scriptFormat="feel"><script>b = a + 1</script></scriptTask>', "b = a + 1"),
        ('<scriptTask id="t" camunda:resultVariable="b"><script>a + 1</script></scriptTask>', "b = a + 1"),
        ('<scriptTask id="t" camunda:resultVariable="b"><script>${a == 1}</script></scriptTask>', "b = a = 1"),
    ],
)
def test_scripts_that_only_assign_are_taken(script: str, result: str) -> None:
    document = parse.read(file(chain(script)))

    assert document.errors == ()
    assert "".join(map(str, document.tree.itertext())).strip() == result


@pytest.mark.parametrize(
    ("word", "rule"),
    [
        ('<camunda:executionListener class="x" event="start"/>', "foreign-listener"),
        ("<camunda:potentialStarter/>", "foreign-ignored"),
    ],
)
def test_what_is_not_taken_is_told(word: str, rule: str) -> None:
    document = parse.read(file(chain(f'<userTask id="t">{extended(word)}</userTask>')))

    assert document.errors == ()
    assert [(each.rule, each.element) for each in document.findings] == [(rule, "t")]


def test_our_word_goes_before_theirs() -> None:
    own = extended('<city:assignment candidateGroups="window"/>')
    document = parse.read(file(chain(f'<userTask id="t" camunda:candidateGroups="x">{own}</userTask>')))

    assert [each.rule for each in document.findings] == ["foreign-both"]
    assert document.definitions[0].elements["t"].assignment == Assignment(groups=("window",))


def test_zeebe() -> None:
    mapping = '<zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping>'
    kind, called = '<zeebe:taskDefinition type="compare"/>', '<zeebe:calledElement processId="q"/>'
    service = first(f'<serviceTask id="t">{extended(kind, mapping)}</serviceTask>')
    call = first(f'<callActivity id="t">{extended(called)}</callActivity>')
    words = extended('<zeebe:assignmentDefinition assignee="=who" candidateGroups="a"/>')
    user = first(f'<userTask id="t">{words}</userTask>')

    assert service.job == Job("compare", inputs=(("=a", "b"),))
    assert call.calls == "q"
    assert user.assignment == Assignment(groups=("a",), assignee="=who")


def test_zeebe_keeps_the_key_on_the_message() -> None:
    declared = f'<message id="m" name="m">{extended(SUBSCRIPTION)}</message>'
    waiting = '<messageEventDefinition messageRef="m"/>'

    for task in (
        f'<intermediateCatchEvent id="t">{waiting}</intermediateCatchEvent>',
        '<receiveTask id="t" messageRef="m"/>',
    ):
        assert first(task, declared).correlation == Correlation("=request")


def test_starter_groups_are_those_who_may_start() -> None:
    source = file(chain()).replace(b'<process id="p"', b'<process id="p" camunda:candidateStarterGroups="a,b"')
    document = parse.read(source)

    assert document.definitions[0].starters == ("a", "b")
    assert lint(document) == ()
