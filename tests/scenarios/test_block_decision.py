"""审核与决定: who reviews, who decides, who may do neither; ways back, and what bars a grant."""

import pytest

from engine.domain.rejections import Forbidden, Invalid
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter
from tests.city.people import Person

REASON = "入户与核对所见和申报不符，依据审核确认办法第九条"
INPUTS = {
    "reviewers": '"MZ:street:reviewer"',
    "review_area": f'substring("{HOME}", 1, 9)',
    "approvers": '"MZ:district:approver"',
    "decide_area": f'substring("{HOME}", 1, 6)',
    "leaders": '"MZ:district:leader"',
    "acted": '["Li"]',
    "bar_reason": "bar_reason",
}
OUTPUTS = (
    "decision",
    "decision_reason",
    "review_opinion",
    "review_reason",
    "reviewed_by",
    "decided_by",
    "decided_on",
)


def sent(city: City, **values: object) -> tuple[Person, Person, Matter]:
    key = calling(city, "decision", INPUTS, OUTPUTS)
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, **values)
    return city.reviewer("Zheng", at="heping/nanhu"), city.approver("Jiang", at="heping"), case


def test_one_reviews_and_another_decides(city: City) -> None:
    reviewer, approver, case = sent(city)
    reviewer.does(case, "审核", review_opinion="grant", review_reason="")
    approver.does(case, "决定", decision="grant", decision_reason="")

    assert (case.outcome, case.story()) == ("办结", ["reviewed", "granted"])
    assert (case.value("decision"), case.value("decided_on")) == ("grant", "2026-11-24")
    assert (case.value("reviewed_by"), case.value("decided_by")) == ("Zheng", "Jiang")


def test_a_refusal_has_a_reason(city: City) -> None:
    reviewer, approver, case = sent(city)
    task = reviewer.claims(case, "审核")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        reviewer.completes(case, task, review_opinion="refuse", review_reason="不符合")
    reviewer.completes(case, task, review_opinion="refuse", review_reason=REASON)
    task = approver.claims(case, "决定")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        approver.completes(case, task, decision="refuse", decision_reason="不符合")
    approver.completes(case, task, decision="refuse", decision_reason=REASON)

    assert (case.value("decision"), case.value("decision_reason")) == ("refuse", REASON)
    assert case.story() == ["reviewed", "refused"]


def test_nobody_who_acted_before_may_review_or_decide(city: City) -> None:
    reviewer, _, case = sent(city)
    li = city.approver("Li", at="heping")
    li = city.reviewer("Li", at="heping/nanhu")
    with pytest.raises(Forbidden):
        li.claims(case, "审核")
    zheng = city.approver("Zheng", at="heping")
    reviewer.does(case, "审核", review_opinion="grant", review_reason="")

    for person in (li, zheng):
        assert "决定" not in person.sees()
        with pytest.raises(Forbidden):
            person.claims(case, "决定")


def test_the_third_way_back_goes_to_the_leader(city: City) -> None:
    reviewer, approver, case = sent(city)
    for _ in range(3):
        reviewer.does(case, "审核", review_opinion="grant", review_reason="")
        approver.does(case, "决定", decision="return", decision_reason=REASON)
    assert case.open_tasks == ["负责人决定"]
    city.person("Jiang", ("MZ:district:leader", "heping"))
    with pytest.raises(Forbidden):
        city.person("Jiang").claims(case, "负责人决定")
    leader = city.person("Song", ("MZ:district:leader", "heping"))
    leader.does(case, "负责人决定", decision="grant", decision_reason="")

    assert (case.value("decision"), case.value("decided_by")) == ("grant", "Song")
    assert case.story() == ["reviewed", "reviewed", "reviewed", "granted"]


@pytest.mark.parametrize("decided", ["leader", "approver"])
def test_what_bars_a_grant_leaves_only_a_refusal(city: City, decided: str) -> None:
    reviewer, approver, case = sent(city, bar_reason="收入核对还没有结果")
    person, step = approver, "决定"
    for _ in range(3 if decided == "leader" else 0):
        reviewer.does(case, "审核", review_opinion="grant", review_reason="")
        approver.does(case, "决定", decision="return", decision_reason=REASON)
        person, step = city.person("Song", ("MZ:district:leader", "heping")), "负责人决定"
    if decided == "approver":
        reviewer.does(case, "审核", review_opinion="grant", review_reason="")
    person.does(case, step, decision="grant", decision_reason="")
    assert case.open_tasks == [step]
    person.does(case, step, decision="refuse", decision_reason=REASON)

    assert case.value("decision") == "refuse"
    assert "granted" not in case.story()


def test_the_block_has_its_share_of_the_promise_and_each_step_its_own_limit(city: City) -> None:
    _, _, case = sent(city)
    city.working_days_pass(1)
    assert (case.light, case.story()) == ("red", ["limit passed: 审核"])
    city.working_days_pass(4)

    assert case.story() == ["limit passed: 审核", "limit passed: the whole"]


NOTICE = {
    "item_name": '"高龄津贴"',
    "notice_text": "notice_text",
    "notice_days": "7",
    "board": '"MZ:community:worker"',
    "recheckers": '"MZ:street:rechecker"',
    "recheck_area": f'substring("{HOME}", 1, 9)',
}


def told(city: City, **values: object) -> tuple[Person, Person, Matter]:
    outputs = (*OUTPUTS, "noticed_on", "objection_finding", "objection_reason")
    key = calling(city, "decision", {**INPUTS, **NOTICE}, outputs)
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, notice_text="南湖街道一户拟准予", **values)
    reviewer, approver = city.reviewer("Zheng", at="heping/nanhu"), city.approver("Jiang", at="heping")
    reviewer.does(case, "审核", review_opinion="grant", review_reason="")
    return reviewer, approver, case


def test_what_is_to_be_granted_is_told_to_all_before_the_decision(city: City) -> None:
    reviewer, approver, case = told(city)
    assert (case.open_tasks, case.stopped_for) == ([], "公示")
    city.days_pass(7)
    approver.does(case, "决定", decision="return", decision_reason=REASON)
    reviewer.does(case, "审核", review_opinion="grant", review_reason="")
    assert case.open_tasks == ["决定"], "what was told once is not told again"
    approver.does(case, "决定", decision="grant", decision_reason="")

    seen = ["reviewed", "clock stopped: 公示", "public notice over", "clock runs", "reviewed", "granted"]
    assert case.story() == seen
    assert (case.value("noticed_on"), case.value("objection_finding")) == ("2026-11-24", None)


def test_an_objection_that_holds_leaves_no_decision(city: City) -> None:
    _, _, case = told(city)
    city.resident("邻居").says(case, "objection.raised")
    zheng = city.person("Zheng", ("MZ:street:rechecker", "heping/nanhu"))
    with pytest.raises(Forbidden):
        zheng.claims(case, "异议复核")
    rechecker = city.person("Chen", ("MZ:street:rechecker", "heping/nanhu"))
    rechecker.does(case, "异议复核", objection_finding="founded", objection_reason="家中另有一辆营运车辆，未申报")

    assert (case.outcome, case.value("decision"), case.value("objection_finding")) == ("办结", "again", "founded")
    assert (case.value("decided_by"), case.value("objection_reason")) == (None, "家中另有一辆营运车辆，未申报")


def test_what_is_not_to_be_granted_is_told_to_nobody(city: City) -> None:
    outputs = (*OUTPUTS, "noticed_on")
    key = calling(city, "decision", {**INPUTS, **NOTICE}, outputs)
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, notice_text="南湖街道一户拟准予")
    reviewer = city.reviewer("Zheng", at="heping/nanhu")
    reviewer.does(case, "审核", review_opinion="refuse", review_reason=REASON)

    assert (case.open_tasks, case.notices) == (["决定"], [])
