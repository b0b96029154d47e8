"""Departments that are asked themselves, in a case: what they answer at once, by calling back, too late, or never."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from registers import comparisons, explaining
from registers.comparisons import Comparison, Told
from tests.city.calling import APPLICANT, HOME, calling, delivered, deployed
from tests.city.city import City
from tests.city.matters import Matter
from tests.departments import SECRET, Department, Says, running
from tests.scenarios.test_block_comparison import INPUTS, OUTPUTS, REASON, chases

BOTH = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:city="http://tongban.org/schema/city"
    targetNamespace="http://tongban.org/tests">
  <process id="relief" name="救助" isExecutable="true">
    <extensionElements>
      <city:item code="MZ-001" title="救助" subject="applicant_id"/>
      <city:timeLimit committed="P30WD" statutory="P40WD"/>
      <city:personal variables="applicant_name, applicant_id, applicant_phone"/>
    </extensionElements>
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="compare"/>
    <callActivity id="compare" name="比对" calledElement="block_comparison"><extensionElements>{compare}
      <city:output source="verdict" target="verdict"/></extensionElements></callActivity>
    <sequenceFlow id="f2" sourceRef="compare" targetRef="decide"/>
    <callActivity id="decide" name="决定" calledElement="block_decision"><extensionElements>{decide}
      <city:output source="decision" target="decision"/></extensionElements></callActivity>
    <sequenceFlow id="f3" sourceRef="decide" targetRef="end"/>
    <endEvent id="end" name="办结"/>
  </process>
</definitions>"""
DECIDE = {
    "approvers": "&quot;MZ:district:approver&quot;",
    "decide_area": f"&quot;{HOME[:6]}&quot;",
    "leaders": "&quot;MZ:district:leader&quot;",
    "bar_reason": "if verdict = &quot;unknown&quot; then &quot;待比对&quot; else null",
}


@pytest.fixture
def police(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Department]:
    """The police are asked about deaths themselves; health and the crematoria have delivered."""
    with running(Department(today=city.now.date())) as department:
        file = tmp_path / "connectors.csv"
        file.write_text(f"provider,name,url,key,checks\nGA,公安局,{department.url},ga-1,death\n", encoding="utf-8")
        monkeypatch.setenv("TONGBAN_CONNECTORS", str(file))
        monkeypatch.setenv("TONGBAN_CONNECTOR_KEY_GA_1", SECRET)
        for dataset in ("WJ.death", "MZ.cremation"):
            delivered(city, dataset)
        yield department


def applies(city: City) -> Matter:
    return city.clerk("Li", at="heping/nanhu/01").applies(calling(city, "comparison", INPUTS, OUTPUTS, ""), **APPLICANT)


def kept(city: City, case: Matter) -> list[Comparison]:
    with city.engine.store.writing() as connection:
        return comparisons.of_case(connection, case.id)


def calls(city: City, case: Matter, verdict: str, words: str = "已核对人口库") -> int:
    """The police post their answer; gives how many were taken."""
    row = next(row for row in kept(city, case) if row.source == "GA")
    told = Told("death", "GA", verdict, words, city.now.date(), True, evidence_ref="GA-7")  # type: ignore[arg-type]
    with city.engine.store.writing() as connection:
        taken = comparisons.answer(connection, row.job, [told], city.now, settled=False)
    city.settle()
    return taken


def explanation(city: City, case: Matter) -> str:
    return explaining.text(explaining.lines(kept(city, case), opened=True))


def test_a_hit_of_a_department_is_judged_by_a_person_and_the_applicant_may_ask_why(
    city: City, police: Department
) -> None:
    police.script = [Says("hit")]
    case = applies(city)
    assert case.open_tasks == ["核实疑点"]
    city.reviewer("Zheng", at="heping/nanhu").does(
        case, "核实疑点", comparison_finding="overruled", comparison_reason=REASON
    )
    assert (case.outcome, case.value("verdict")) == ("办结", "clear")
    hit, shared = kept(city, case)
    assert (hit.verdict, hit.finding, hit.found_by, hit.finding_reason) == ("hit", "overruled", "Zheng", REASON)
    assert (shared.source, shared.verdict, shared.finding) == ("shared", "agree", None)
    told = explanation(city, case)
    assert "为“受理”查死亡比对,来源:GA。" in told
    assert (
        "结果:有不符。数据时点:2026-11-24。说明:有不符。依据:GA-2026-0001。人工核实:误报,已排除(Zheng,2026-11-24 "
        in told
    )
    assert REASON in told
    assert APPLICANT["applicant_id"] not in told


def test_a_department_that_calls_back_lets_the_case_go_on(city: City, police: Department) -> None:
    police.script = [Says(code=202)]
    case = applies(city)
    assert (case.open_tasks, case.outcome) == ([], None)
    city.hours_pass(1)
    assert calls(city, case, "agree") == 1
    assert (case.outcome, case.value("verdict")) == ("办结", "clear")
    assert len(police.heard) == 1


def test_an_answer_that_comes_twice_is_taken_once(city: City, police: Department) -> None:
    police.script = [Says(code=202)]
    case = applies(city)
    assert calls(city, case, "agree") == 1
    assert calls(city, case, "agree") == 0
    assert calls(city, case, "hit") == 0
    assert (case.outcome, case.value("verdict")) == ("办结", "clear")
    assert city.seen.about(case.id) == []


def test_a_department_that_is_down_is_asked_again_by_the_clock(city: City, police: Department) -> None:
    police.script = [Says(code=503), Says(code=503), Says(code=503), Says()]
    case = applies(city)
    assert (case.open_tasks, case.outcome) == ([], None)
    city.minutes_pass(2)
    assert (case.outcome, case.value("verdict")) == ("办结", "clear")


def test_nonsense_stays_unknown_and_is_chased_with_the_promised_clock_stopped(city: City, police: Department) -> None:
    police.script = [Says("maybe"), Says()]
    case = applies(city)
    assert case.open_tasks == ["催办比对或录入回执"]
    assert case.stopped_for == "外部比对未返回，附回执"
    assert "Expected a status of hit, clear, unknown or error, but found 'maybe'" in explanation(city, case)
    chases(city, case, "again")
    assert (case.outcome, case.value("verdict")) == ("办结", "clear")


def test_a_case_that_is_not_compared_is_never_granted_and_a_late_hit_reaches_a_person(
    city: City, police: Department
) -> None:
    police.script = [Says(code=202)]
    compare = "".join(
        f'<city:input source="{text.replace(chr(34), "&quot;")}" target="{to}"/>' for to, text in INPUTS.items()
    )
    decide = "".join(f'<city:input source="{text}" target="{to}"/>' for to, text in DECIDE.items())
    key = deployed(city, "relief", BOTH.format(compare=compare, decide=decide))
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)
    city.working_days_pass(10)
    assert case.story() == ["comparison late", "clock stopped: 外部比对未返回，附回执"]
    chases(city, case, "unknown")
    assert case.value("verdict") == "unknown"
    reviewer, approver = city.reviewer("Zheng", at="heping/nanhu"), city.approver("Jiang", at="heping")
    approver.does(case, "决定", decision="grant", decision_reason="")
    assert (case.open_tasks, case.outcome) == (["决定"], None)

    assert calls(city, case, "hit", "有死亡注销记录") == 1
    (late,) = (Matter(city, id) for id in city.seen.about(case.id))
    assert late.open_tasks == ["核实迟到的比对"]
    reviewer.does(late, "核实迟到的比对", comparison_finding="confirmed", comparison_reason=REASON)
    assert late.outcome == "属实"
    asked = next(row for row in kept(city, case) if row.source == "GA")
    assert (asked.late, asked.finding, asked.found_by) == (True, "confirmed", "Zheng")
    assert next(row for row in kept(city, case) if row.source == "receipt").verdict == "unknown"
    approver.does(case, "决定", decision="refuse", decision_reason=REASON)
    assert case.value("decision") == "refuse"
