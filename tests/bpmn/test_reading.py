"""What a file says becomes the model: the words of the city, elements at all depths, forms beside the file."""

import json
from decimal import Decimal

from bpmn import parse
from bpmn.model import (
    Assignment,
    Calculation,
    Check,
    ClockPause,
    Correlation,
    DecisionRef,
    Definition,
    Element,
    Job,
    TimeLimit,
)
from tests.bpmn.files import chain, definitions, extended, file

FORM = json.dumps(
    {
        "id": "apply-form",
        "components": [{"type": "textfield", "key": "id_no", "properties": {"city:personal": "true"}}],
    }
).encode()
DMN = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
<decision id="standard" name="standard"><literalExpression><text>650</text></literalExpression></decision>
</definitions>"""
ITEM = extended(
    '<city:item code="MZ-001" title="= applicant.name" area="applicant.street" subject="id_no"/>',
    '<city:timeLimit committed="P10WD" statutory="P30WD"/>',
    '<city:personal variables="phone, address"/>',
)


def read(body: str, beside: dict[str, bytes] | None = None) -> Definition:
    document = parse.read(file(body, '<message id="m" name="m"/>'), beside)
    assert document.errors == ()
    return document.definitions[0]


def task(*words: str, kind: str = "userTask", more: str = "") -> Element:
    body = ITEM + chain(f'<{kind} id="t" name="审核" {more}>{extended(*words)}</{kind}>')
    return read(body, {"rules.dmn": DMN}).elements["t"]


def test_a_process_is_a_case_of_an_item() -> None:
    found = read(ITEM + chain())

    assert (found.key, found.kind, found.item, found.title) == ("p", "case", "MZ-001", "= applicant.name")
    assert (found.area, found.subject) == ("=applicant.street", "id_no")
    assert found.limit == TimeLimit("P10WD", "P30WD")
    assert found.personal == {"phone", "address"}
    assert found.is_clocked


def test_a_ticket_and_a_plain_process() -> None:
    ticket = read(extended('<city:ticket area="210102"/>') + chain())

    assert (ticket.kind, ticket.area, ticket.item) == ("ticket", "210102", None)
    plain = read(extended("<city:title is='= \"督办：\" + matter'/>") + chain())
    assert (plain.kind, plain.title) == ("process", '= "督办：" + matter')
    assert read(chain()).title is None


def test_the_words_on_a_user_task() -> None:
    found = task(
        '<city:assignment candidateGroups="MZ:street:reviewer, x" area="applicant.street" differsFrom="s"/>',
        '<city:timeLimit share="0.3" warnAt="25%"/>',
        '<city:check name="reason-given"><city:param name="field" value="opinion"/></city:check>',
        '<city:check name="papers-complete" on="complete"/>',
        '<city:milestone is="reviewed"/>',
        '<city:clock is="paused" reason="补正" clocks="committed"/>',
        '<city:form key="apply"/>',
    )

    assert found.assignment == Assignment(
        groups=("MZ:street:reviewer", "x"), area="=applicant.street", differs_from=("s",)
    )
    assert found.limit == TimeLimit(share=Decimal("0.3"), warn_share=Decimal("0.25"))
    assert found.checks == (Check("reason-given", (("field", "opinion"),)), Check("papers-complete"))
    assert found.milestones == ("reviewed",)
    assert found.pause == ClockPause("补正", "committed")
    assert (found.form, found.name, found.kind, found.line) == ("apply", "审核", "userTask", 5)


def test_the_words_on_automatic_tasks() -> None:
    job = '<city:job kind="compare" retries="5" backoff="PT1M"><city:input source="id_no" target="who"/>{}</city:job>'
    asked = task(job.format('<city:output source="verdict" target="income_check"/>'), kind="serviceTask")
    calculated = task('<city:calculation expression="= a + 1" result="b"/>', kind="serviceTask")
    decided = task('<city:decision decision="standard" result="line"/>', kind="businessRuleTask")

    assert asked.job == Job("compare", (("=id_no", "who"),), (("=verdict", "income_check"),), 5, "PT1M")
    assert calculated.calculation == Calculation("= a + 1", "b")
    assert decided.decision == DecisionRef("standard", "line")


def test_the_words_on_calls_and_messages() -> None:
    words = '<city:input source="case.id" target="about"/>', '<city:output source="outcome" target="verdict"/>'
    call = task(*words, kind="callActivity", more='calledElement="supervision"')
    catch = task('<city:correlation key="requestId" ttl="PT1H"/>', kind="sendTask", more='messageRef="m"')

    assert (call.calls, call.inputs, call.outputs) == (
        "supervision",
        (("=case.id", "about"),),
        (("=outcome", "verdict"),),
    )
    assert catch.correlation == Correlation("=requestId", "PT1H")


def test_who_may_start_stands_on_the_start_event() -> None:
    words = extended('<city:assignment candidateGroups="window:community:clerk"/>', '<city:form key="apply"/>')
    body = chain().replace('<startEvent id="s"/>', f'<startEvent id="s">{words}</startEvent>')
    found = read(body, {"apply.form": FORM})

    assert found.starters == ("window:community:clerk",)
    assert found.forms["apply"].id == "apply-form"
    assert found.personal == {"id_no"}


def test_forms_are_found_by_file_and_by_id() -> None:
    for key in ("apply", "apply-form"):
        word = f'<city:form key="{key}"/>'
        body = chain(f'<userTask id="t">{extended(word)}</userTask>')
        assert list(read(body, {"forms/apply.form": FORM}).forms) == [key]


def test_elements_of_all_depths_are_there() -> None:
    deep = chain('<task id="deep"/>')
    inner = f'<subProcess id="in">{deep}</subProcess>'
    body = f'<startEvent id="begin"/><subProcess id="out"><startEvent id="o"/>{inner}</subProcess>'
    elements = read(body).elements

    assert {"begin", "out", "o", "in", "s", "deep", "e"} == set(elements)


def test_each_executable_process_is_a_definition() -> None:
    processes = '<process id="a"><startEvent id="s"/></process><process id="b" isExecutable="false"/>'
    found = parse.read(definitions(processes))

    assert [each.key for each in found.definitions] == ["a"]


def test_what_it_calls_is_listed_once() -> None:
    calls = [f'<callActivity id="c{number}" calledElement="supervision"/>' for number in range(3)]

    assert read(chain(*calls)).calls == ("supervision",)
