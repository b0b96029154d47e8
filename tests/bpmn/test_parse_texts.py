"""Expressions, scripts, loops, words of the city, forms and decisions: what is wrong is told before anything runs."""

import pytest

from bpmn import parse
from tests.bpmn.files import chain, condition, extended, file, flow, marked_line

DECISION = '<city:decision decision="d" result="r"/>'
CALCULATION = '<city:calculation expression="1" result="a"/>'


def user(*words: str) -> str:
    return chain(f'<userTask id="t">{extended(*words)}@</userTask>')


def service(*words: str) -> str:
    return chain(f'<serviceTask id="t">{extended(*words)}@</serviceTask>')


def script(text: str, format: str = "") -> str:
    return chain(f'<scriptTask id="t" scriptFormat="{format}"><script>{text}</script>@</scriptTask>')


def loop(inside: str, kind: str = "multiInstanceLoopCharacteristics", more: str = "") -> str:
    return chain(f'<userTask id="t"><{kind} id="l" {more}>{inside}</{kind}>@</userTask>')


STANDARD = "standardLoopCharacteristics"
COUNT = "<loopCardinality>3</loopCardinality>"
LIST = "<loopDataInputRef>departments</loopDataInputRef>"
TABLE = {
    "bad-expression": loop("<loopCardinality>3 +</loopCardinality>"),
    "foreign-language": loop('<completionCondition language="groovy">x</completionCondition>' + COUNT),
    "script-nothing": chain('<scriptTask id="t"/>@'),
    "bad-script": script("income + 1"),
    "foreign-script": script("import os", "python"),
    "service-nothing": chain('<serviceTask id="t"/>@'),
    "service-two": service(CALCULATION, '<city:job kind="notify"/>'),
    "decision-nothing": chain('<businessRuleTask id="t"/>@'),
    "unknown-decision": chain(f'<businessRuleTask id="t">{extended(DECISION)}@</businessRuleTask>'),
    "loop-nothing": loop(""),
    "loop-both": loop(COUNT + LIST),
    "loop-item": loop(COUNT + '<inputDataItem name="d"/>'),
    "loop-endless": loop("", STANDARD),
    "loop-maximum": loop("", STANDARD, 'loopMaximum="many"'),
    "loop-behaviour": loop(COUNT, more='behavior="Some"'),
    "process-twice": chain(
        f'<userTask id="t"><multiInstanceLoopCharacteristics>{COUNT}</multiInstanceLoopCharacteristics>'
        f'<{STANDARD} loopMaximum="3"/>@</userTask>'
    ),
    "unknown-city": user('<city:magic is="x"/>'),
    "unknown-city-attribute": user('<city:milestone is="x" was="y"/>'),
    "misplaced-city": user('<city:job kind="notify"/>'),
    "stray-city": chain('<userTask id="t"><city:milestone is="x"/>@</userTask>'),
    "repeated-city": user('<city:form key="a"/>', '<city:form key="b"/>'),
    "missing-city-attribute": user('<city:clock is="paused"/>'),
    "bad-city-value": user('<city:timeLimit committed="5 days"/>'),
    "empty-city": user("<city:assignment/>"),
    "limit-mixed": user('<city:timeLimit committed="P1WD" share="0.3"/>'),
    "share-of-nothing": user('<city:timeLimit share="0.3"/>'),
    "unknown-check": user('<city:check name="magic"/>'),
    "foreign-expression": chain('<userTask id="t" camunda:assignee="${bean.find()}"/>@'),
    "foreign-code": chain('<serviceTask id="t" camunda:class="org.x.Y"/>@'),
    "foreign-mapping": chain(
        '<callActivity id="t" calledElement="q"><extensionElements><camunda:in source="a" target="a" local="true"/>'
        "</extensionElements>@</callActivity>"
    ),
    "foreign-type": chain('<serviceTask id="t" flowable:type="mail"/>@'),
    "call-version": chain(
        '<callActivity id="t" calledElement="q">' + extended('<city:call binding="version"/>@') + "</callActivity>"
    ),
    "decision-version": chain(
        '<businessRuleTask id="t">'
        + extended('<city:decision decision="d" result="r" binding="version"/>@')
        + "</businessRuleTask>"
    ),
    "decision-foreign": chain(
        '<businessRuleTask id="t" camunda:decisionRef="d" camunda:resultVariable="r" '
        'camunda:decisionRefBinding="versionTag"/>@'
    ),
    "call-foreign": chain('<callActivity id="t" calledElement="q" camunda:calledElementBinding="version"/>@'),
}


@pytest.mark.parametrize("rule", TABLE)
def test_a_fault_is_told_where_it_is(rule: str) -> None:
    found = [each for each in parse.read(file(TABLE[rule])).errors if each.rule == rule]

    assert {(each.element, each.line) for each in found} == {("t", marked_line(TABLE[rule]))}
    assert all(each.message and each.remedy for each in found)


def test_the_place_in_a_condition_is_told() -> None:
    body = chain('<exclusiveGateway id="g"/>') + flow("g", "s", condition("accepted == true"), id="f")
    found = next(each for each in parse.read(file(body)).errors if each.rule == "bad-expression")

    assert found.element == "f"
    assert "第 10 个字符" in found.message


@pytest.mark.parametrize(
    "value",
    [
        '<city:timeLimit share="1.5"/>',
        '<city:timeLimit committed="P1WD" warnAt="no"/>',
        '<city:timeLimit committed="P0.3WD"/>',
        '<city:clock is="running" reason="x"/>',
        '<city:clock is="paused" reason="x" clocks="none"/>',
        '<city:assignment area="2101"/><city:assignment area="12"/>',
        '<city:assignment differsFrom="gone"/>',
        '<city:assignment assignee="= li +"/>',
        '<city:check name="reason-given" on="start"/>',
    ],
)
def test_values_are_held_against_the_vocabulary(value: str) -> None:
    rules = {each.rule for each in parse.read(file(user(value))).errors}

    assert "bad-city-value" in rules


def test_a_word_must_stand_inside_its_own() -> None:
    body = service('<city:job kind="notify"><city:param name="a" value="b"/></city:job>')

    assert [each.rule for each in parse.read(file(body)).errors] == ["misplaced-city"]


def test_a_city_attribute_on_a_bpmn_element_is_no_word() -> None:
    body = chain('<userTask id="t" city:limit="P5WD"/>')

    assert [each.rule for each in parse.read(file(body)).errors] == ["unknown-city"]


def test_a_process_is_a_case_or_a_ticket() -> None:
    words = extended('<city:item code="MZ-001"/>', "<city:ticket/>")
    (found,) = parse.read(file(words + chain())).errors

    assert (found.rule, found.element) == ("item-and-ticket", "p")


def test_the_title_of_a_case_or_a_ticket_stands_with_it() -> None:
    words = extended('<city:ticket title="工单"/>', '<city:title is="督办"/>')
    (found,) = parse.read(file(words + chain())).errors

    assert found.rule == "title-apart"


def test_forms_and_decisions_beside_are_read_too() -> None:
    beside = {"apply.form": b"{", "rules.dmn": b"<x/>", "notes.txt": b"anything"}
    found = parse.read(file(chain()), beside).errors

    assert {each.rule for each in found} == {"bad-form", "bad-decision"}
    assert all(name in " ".join(each.message for each in found) for name in ("apply.form", "rules.dmn"))
