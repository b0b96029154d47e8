"""决定: who decides and who may not, what bars a grant, and the ways back to the review."""

import pytest

from engine.domain.rejections import Forbidden, Invalid
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter
from tests.city.people import Person

REASON = "入户与核对所见和申报不符，依据审核确认办法第九条"
INPUTS = {
    "approvers": '"MZ:district:approver"',
    "decide_area": f'substring("{HOME}", 1, 6)',
    "leaders": '"MZ:district:leader"',
    "acted": '["Li", "Zheng"]',
    "bar_reason": "bar_reason",
    "returned": "returned",
}
OUTPUTS = ("decision", "decision_reason", "decided_by", "decided_on", "returns")


def sent(city: City, **values: object) -> tuple[Person, Matter]:
    """The approver and the case; Li took it in, Zheng reviewed it."""
    key = calling(city, "decision", INPUTS, OUTPUTS)
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, **values)
    return city.approver("Jiang", at="heping"), case


def leader(city: City) -> Person:
    return city.person("Song", ("MZ:district:leader", "heping"))


def test_a_person_decides(city: City) -> None:
    approver, case = sent(city)
    approver.does(case, "决定", decision="grant", decision_reason="")

    assert (case.outcome, case.story()) == ("办结", ["granted"])
    assert (case.value("decision"), case.value("decided_on")) == ("grant", "2026-11-24")
    assert (case.value("decided_by"), case.value("returns")) == ("Jiang", 0)


def test_a_refusal_has_a_reason(city: City) -> None:
    approver, case = sent(city)
    task = approver.claims(case, "决定")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        approver.completes(case, task, decision="refuse", decision_reason="不符合")
    approver.completes(case, task, decision="refuse", decision_reason=REASON)

    assert (case.value("decision"), case.value("decision_reason")) == ("refuse", REASON)
    assert case.story() == ["refused"]


@pytest.mark.parametrize("acted", ["Li", "Zheng"])
def test_nobody_who_acted_before_may_decide(city: City, acted: str) -> None:
    _, case = sent(city)
    person = city.approver(acted, at="heping")

    assert "决定" not in person.sees()
    with pytest.raises(Forbidden):
        person.claims(case, "决定")


def test_it_may_go_back_to_the_review(city: City) -> None:
    approver, case = sent(city, returned=1)
    approver.does(case, "决定", decision="return", decision_reason=REASON)

    assert (case.outcome, case.story()) == ("办结", [])
    assert (case.value("decision"), case.value("returns"), case.value("decided_on")) == ("return", 2, None)


def test_the_third_way_back_goes_to_the_leader(city: City) -> None:
    approver, case = sent(city, returned=2)
    approver.does(case, "决定", decision="return", decision_reason=REASON)
    assert case.open_tasks == ["负责人决定"]
    with pytest.raises(Forbidden):
        city.person("Jiang", ("MZ:district:leader", "heping")).claims(case, "负责人决定")
    leader(city).does(case, "负责人决定", decision="grant", decision_reason="")

    assert (case.value("decision"), case.value("decided_by")) == ("grant", "Song")
    assert case.story() == ["granted"]


@pytest.mark.parametrize("decides", ["approver", "leader"])
def test_what_bars_a_grant_leaves_only_a_refusal(city: City, decides: str) -> None:
    person, case = sent(city, bar_reason="收入核对还没有结果", returned=2)
    step = "决定"
    if decides == "leader":
        person.does(case, "决定", decision="return", decision_reason=REASON)
        person, step = leader(city), "负责人决定"
    person.does(case, step, decision="grant", decision_reason="")
    assert case.open_tasks == [step]
    person.does(case, step, decision="refuse", decision_reason=REASON)

    assert (case.value("decision"), case.story()) == ("refuse", ["refused"])


def test_the_block_has_its_share_of_the_promise_and_its_task_shows_it(city: City) -> None:
    approver, case = sent(city)
    [task] = city.seen.tasks(case.id)
    assert (str(task["due_at"].date()), case.light) == ("2026-12-01", "green")
    city.working_days_pass(4)
    assert (case.light, case.story()) == ("yellow", [])
    approver.claims(case, "决定")
    city.working_days_pass(1)

    assert (case.light, case.own_light) == ("red", "green")
    assert case.story() == ["limit passed: 环节"]


def test_within_gives_the_step_a_limit_of_its_own(city: City) -> None:
    key = calling(city, "decision", {**INPUTS, "decide_within": '"P1WD"'}, OUTPUTS)
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)
    city.working_days_pass(1)

    assert (case.light, case.story()) == ("red", ["limit passed: 决定"])


@pytest.mark.parametrize(("source", "lost"), [("licence", ["家庭收支与财产申报表"]), ("paper", None)])
def test_who_decides_sees_which_papers_nobody_brought_hold_no_more(city: City, source: str, lost: object) -> None:
    key = calling(city, "decision", {**INPUTS, "papers": "papers", "subject": "applicant_id"}, (*OUTPUTS, "lost"))
    papers = [{"name": "家庭收支与财产申报表", "source": source, "ok": True}]
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, papers=papers)
    city.approver("Jiang", at="heping").does(case, "决定", decision="return", decision_reason=REASON)

    assert (case.value("lost"), case.value("decision")) == (lost, "return")
