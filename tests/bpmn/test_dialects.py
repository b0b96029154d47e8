"""Files of other vendors: what their words become here, and which are refused or told."""

from typing import Any

import pytest

from bpmn import feel, parse
from bpmn.dialects.juel import JuelError, text_to_feel
from bpmn.lint import lint
from bpmn.model import Assignment, Calculation, Correlation, DecisionRef, Element, Job, TimeLimit
from bpmn.xml import tag, text_at
from tests.bpmn.files import chain, condition, extended, file, flow

SUBSCRIPTION = '<zeebe:subscription correlationKey="=request"/>'
SAME: list[tuple[str, str, dict[str, Any], object]] = [
    ("${accepted == true}", "accepted = true", {"accepted": True}, True),
    ("${income < 900}", "income < 900", {"income": 650}, True),
    ("#{income + 1}", "income + 1", {"income": 1}, 2),
    ("${a lt b and c le d}", "a < b and c <= d", {"a": 1, "b": 2, "c": 2, "d": 2}, True),
    ("${a gt b or c ge d}", "a > b or c >= d", {"a": 1, "b": 2, "c": 2, "d": 2}, True),
    ("${a eq 'x' || b ne 'y'}", 'a = "x" or b != "y"', {"a": "z", "b": "y"}, False),
    ("${a && !b}", "a and not(b = true)", {"a": True, "b": None}, True),
    ("${!(a == 1)}", "not(a = 1)", {"a": 2}, True),
    ("${!(a < 1)}", "not((a < 1) = true)", {"a": None}, True),
    ("${empty x}", 'list contains([null, "", [], {}], x)', {"x": ""}, True),
    ("${not empty x}", 'not(list contains([null, "", [], {}], x))', {"x": [1]}, True),
    ("${a ? 1 : 2}", "if a then 1 else 2", {"a": False}, 2),
    ("${(a ? 1 : 2) + 1}", "(if a then 1 else 2) + 1", {"a": True}, 2),
    ("${a - (b - c)}", "a - (b - c)", {"a": 9, "b": 5, "c": 1}, 5),
    ("${a - b - c}", "a - b - c", {"a": 9, "b": 5, "c": 1}, 3),
    ("${(a + b) * -c}", "(a + b) * -c", {"a": 1, "b": 2, "c": 3}, -9),
    ("${a % 3 == 1}", "modulo(a, 3) = 1", {"a": 7}, True),
    ("${a div 2}", "a / 2", {"a": 8}, 4),
    ("${people[0].name}", "people[1].name", {"people": [{"name": "x"}]}, "x"),
    ("${person['name']}", "person.name", {"person": {"name": "x"}}, "x"),
    ("${a > b == true}", "(a > b) = true", {"a": 2, "b": 1}, True),
    ("${for == 1}", "`for` = 1", {"for": 1}, True),
    ("${'it\\'s'}", '"it\'s"', {}, "it's"),
    ("group_${area}", '"group_" + string(area)', {"area": 210102}, "group_210102"),
    ("${a}-${b}", 'string(a) + "-" + string(b)', {"a": "x", "b": "y"}, "x-y"),
    ("${1.5e2}", "1.5e2", {}, 150),
]


@pytest.mark.parametrize(("juel", "expected", "variables", "value"), SAME)
def test_juel_is_said_in_feel(juel: str, expected: str, variables: dict[str, Any], value: object) -> None:
    text = text_to_feel(juel)

    assert text == expected
    assert feel.compile(text)(variables) == value


@pytest.mark.parametrize(
    "juel",
    [
        "${execution.getVariable('x')}",
        "${fn:length(x)}",
        "${bean.check(1)}",
        "${run()}",
        "${a b}",
        "${(a}",
        "${a +}",
        "${}",
        "${a",
        "${x[y]}",
        "${x[1.5]}",
        "${a = 1}",
        "${a;b}",
        "${{}}",
        "${" + "(" * 5000 + "}",
        "${" + "!" * 5000 + "a}",
        "${" + "a ? b : " * 5000 + "c}",
        "${" + "a" * 30000 + "}",
    ],
)
def test_what_has_no_equal_is_refused(juel: str) -> None:
    with pytest.raises(JuelError):
        text_to_feel(juel)


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
    outside = '<serviceTask id="t" camunda:type="external" camunda:topic="compare">{}</serviceTask>'
    parameters = '<camunda:inputParameter name="who">${applicant.id}</camunda:inputParameter>'
    job = first(outside.format(extended(f"<camunda:inputOutput>{parameters}</camunda:inputOutput>")))

    assert calculated.calculation == Calculation("=a + 1", "b")
    assert job.job == Job("compare", inputs=(("=applicant.id", "who"),))


def test_decisions_forms_and_due_dates() -> None:
    element = '<businessRuleTask id="t" camunda:decisionRef="d" camunda:resultVariable="r"/>'
    document = parse.read(file(chain(element)))
    task = first('<userTask id="t" camunda:formKey="camunda-forms:deployment:apply.form" camunda:dueDate="P3D"/>')

    assert document.definitions[0].elements["t"].decision == DecisionRef("d", "r")
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
    assert text_at(many, "completionCondition") == "nrOfCompletedInstances = 2"
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
        ('<scriptTask id="t" scriptFormat="groovy"><script>b = a + 1</script></scriptTask>', "b = a + 1"),
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
        ("<camunda:formData/>", "foreign-form"),
        ("<camunda:failedJobRetryTimeCycle/>", "foreign-ignored"),
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
