"""比对说明: the applicant asks which departments were asked what, and gets a document; figures count the same rows."""

from datetime import timedelta

from registers import comparisons, explaining, findings
from tests.city.calling import APPLICANT, deployed
from tests.city.city import City
from tests.scenarios.test_block_comparison import DATASETS, REASON, compared

EXPLAINING = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:city="http://tongban.org/schema/city"
    targetNamespace="http://tongban.org/tests">
  <process id="explaining" name="说明" isExecutable="true">
    <extensionElements>
      <city:item code="MZ-001" title="办件" subject="applicant_id"/>
      <city:personal variables="applicant_name, applicant_id, applicant_phone, comparisons"/>
    </extensionElements>
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="compare"/>
    <serviceTask id="compare"><extensionElements><city:job kind="compare">
      <city:input source="applicant_id" target="subject"/><city:input source='["death", "prison"]' target="checks"/>
      <city:input source='"审核"' target="stage"/></city:job></extensionElements></serviceTask>
    <sequenceFlow id="f2" sourceRef="compare" targetRef="explain"/>
    <serviceTask id="explain"><extensionElements><city:job kind="compare">
      <city:input source='"explain"' target="act"/><city:input source="applicant_id" target="subject"/>
      <city:output source="comparisons" target="comparisons"/>
    </city:job></extensionElements></serviceTask>
    <sequenceFlow id="f3" sourceRef="explain" targetRef="issue"/>
    <serviceTask id="issue"><extensionElements><city:job kind="document">
      <city:input source='"比对说明"' target="template"/>
      <city:input source="{name: applicant_name}" target="applicant"/>
      <city:input source='"最低生活保障"' target="item"/><city:input source='"南湖街道"' target="office"/>
      <city:input source="comparisons" target="comparisons"/><city:output source="gaps" target="gaps"/>
    </city:job></extensionElements></serviceTask>
    <sequenceFlow id="f4" sourceRef="issue" targetRef="end"/><endEvent id="end" name="办结"/>
  </process>
</definitions>"""


def test_the_applicant_gets_a_document_of_what_was_asked(city: City) -> None:
    key = deployed(city, "explaining", EXPLAINING)
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)
    assert (case.outcome, case.papers, case.value("gaps")) == ("办结", ["信息比对情况说明.pdf"], [])
    assert set(case.value("comparisons")) == {"sealed", "digest"}  # it tells of himself, so it is his own
    with city.engine.store.writing() as connection:
        told = explaining.lines(comparisons.of_case(connection, case.id), opened=True)
    assert [(one.check, one.source, one.stage, one.outcome) for one in told] == [
        ("死亡比对", "各部门共享的数据", "审核", "查不清"),
        ("服刑在押比对", "各部门共享的数据", "审核", "查不清"),
    ]
    assert APPLICANT["applicant_id"] not in str(told)


def test_what_was_asked_and_found_is_counted(city: City) -> None:
    case = compared(city, *DATASETS, dead=True)
    reviewer = city.reviewer("Zheng", at="heping/nanhu")
    reviewer.does(case, "核实疑点", comparison_finding="confirmed", comparison_reason=REASON)
    compared(city)
    with city.engine.store.writing() as connection:
        day = timedelta(days=1)
        (count,) = findings.counts(connection, [case.id >> 40], city.now - day, city.now + day)
    assert (count.name, count.asked, count.answered, count.hits) == ("death", 2, 2, 2)
    assert (count.confirmed, count.overruled, count.late) == (1, 0, 0)


def test_data_of_before_the_holidays_are_as_fresh_as_the_working_days_say(city: City) -> None:
    """T+1: on the first working day after a long holiday the data of the last one before it still count."""
    calendar = city.engine.store.calendar(102)
    friday, monday = city.now.date().replace(month=9, day=30), city.now.date().replace(month=10, day=8)
    assert calendar.working_days_between(friday, monday) == 1
    assert calendar.working_days_between(monday, friday) == -1
