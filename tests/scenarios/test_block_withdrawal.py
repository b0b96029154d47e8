"""撤回: until the decision who applied may withdraw, and the whole case ends; afterwards he is told: too late.

A called process cannot end its caller: the two event subprocesses here are the part that every item draws itself.
"""

import pytest

from tests.city.calling import APPLICANT, deployed
from tests.city.city import City
from tests.city.matters import Matter

ITEM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:city="http://tongban.org/schema/city"
    targetNamespace="http://tongban.org/tests">
  <message id="withdrawal" name="application.withdrawn"/>
  <error id="withdrawn" name="准予撤回" errorCode="application.withdrawn"/>
  <process id="case_of_withdrawal" name="办件" isExecutable="true">
    <extensionElements>
      <city:item code="MZ-001" title="办件" subject="applicant_id"/>
      <city:personal variables="applicant_name, applicant_id, applicant_phone"/>
    </extensionElements>
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
    <userTask id="work" name="办理">
      <extensionElements><city:assignment candidateGroups="window:community:clerk"/></extensionElements>
    </userTask>
    <sequenceFlow id="f2" sourceRef="work" targetRef="end"/>
    <endEvent id="end" name="办结"/>
    <subProcess id="withdrawing" name="申请人要求撤回" triggeredByEvent="true">
      <startEvent id="asked" isInterrupting="false">
        <messageEventDefinition id="m" messageRef="withdrawal"/>
      </startEvent>
      <sequenceFlow id="w1" sourceRef="asked" targetRef="call"/>
      <callActivity id="call" name="撤回" calledElement="block_withdrawal">
        <extensionElements>
          <city:input source='"最低生活保障"' target="item_name"/>
          <city:input source="applicant_phone" target="applicant_phone"/>
          <city:input source="decision != null" target="decided"/>
          <city:output source="withdrawal" target="withdrawal"/>
        </extensionElements>
      </callActivity>
      <sequenceFlow id="w2" sourceRef="call" targetRef="gw"/>
      <exclusiveGateway id="gw" name="准予撤回吗" default="w4"/>
      <sequenceFlow id="w3" name="准予" sourceRef="gw" targetRef="taken">
        <conditionExpression>withdrawal = "taken"</conditionExpression>
      </sequenceFlow>
      <sequenceFlow id="w4" name="不准" sourceRef="gw" targetRef="goes_on"/>
      <endEvent id="taken"><errorEventDefinition id="e1" errorRef="withdrawn"/></endEvent>
      <endEvent id="goes_on"/>
    </subProcess>
    <subProcess id="closing" name="撤回办结" triggeredByEvent="true">
      <startEvent id="caught"><errorEventDefinition id="e2" errorRef="withdrawn"/></startEvent>
      <sequenceFlow id="c1" sourceRef="caught" targetRef="end_withdrawn"/>
      <endEvent id="end_withdrawn" name="申请人撤回"/>
    </subProcess>
  </process>
</definitions>"""


def withdrawn(city: City, decision: str | None) -> Matter:
    deployed(city, "case_of_withdrawal", ITEM)
    clerk = city.clerk("Li", at="heping/nanhu/01")
    case = clerk.applies("case_of_withdrawal", **APPLICANT, decision=decision)
    city.resident("张三").says(case, "application.withdrawn")
    return case


@pytest.mark.parametrize(
    ("decision", "outcome", "tasks", "story"),
    [(None, "申请人撤回", [], ["withdrawn"]), ("grant", None, ["办理"], [])],
)
def test_until_the_decision_an_application_may_be_withdrawn(
    city: City, decision: str | None, outcome: str | None, tasks: list[str], story: list[str]
) -> None:
    case = withdrawn(city, decision)

    assert (case.outcome, case.open_tasks, case.story()) == (outcome, tasks, story)
    assert case.notices == ["撤回申请"]
