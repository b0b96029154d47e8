"""MZ-001, 最低生活保障审核确认: supplements, objections, late comparisons, ways back and the wish to withdraw."""

import pytest

from engine.domain.rejections import WrongState
from tests.city.city import City
from tests.city.relief import REASON, office
from tests.city.stories import story

MISSING = "缺少刚性支出佐证材料：医院收费票据"


@story("MZ-001", "补正停两钟，剩余时长不变")
def test_a_supplement_stops_both_clocks_and_what_was_left_is_left(city: City) -> None:
    people = office(city)
    case = people.accepted()
    people.visits(case)
    city.working_days_pass(2)
    people.reviewer.does(case, "街道初审", hits_judged=True, review_opinion="supplement", review_reason=MISSING)
    people.street_leader.does(case, "批准受理后补正", consent=True)
    assert (case.own_light, case.stopped_for, case.due) == ("stopped", "等待申请人补正", "2026-12-08")
    city.working_days_pass(4)
    city.resident("张三").says(case, "supplement.submitted")

    assert (case.own_light, case.stopped_for, case.due) == ("green", None, "2026-12-15")
    assert case.open_tasks == ["街道初审"]


@story("MZ-001", "逾期未补正，视为撤回")
def test_who_does_not_supplement_in_time_has_withdrawn(city: City) -> None:
    people = office(city)
    case = people.applied()
    people.clerk.does(case, "申请受理", acceptance="supplement", acceptance_reason=MISSING)
    assert case.papers == ["补正告知书.pdf"]
    city.working_days_pass(10)

    assert case.outcome == "视为撤回"
    assert case.story() == ["supplement requested", "withdrawn"]


@story("MZ-001", "再次补正须街道批准")
def test_a_second_supplement_needs_the_consent_of_the_street(city: City) -> None:
    people = office(city)
    case = people.applied()
    for _ in range(2):
        people.clerk.does(case, "申请受理", acceptance="supplement", acceptance_reason=MISSING)
        if case.open_tasks == []:
            city.resident("张三").says(case, "supplement.submitted")
    assert case.open_tasks == ["批准再次补正"]
    people.street_leader.does(case, "批准再次补正", consent=False)

    assert case.open_tasks == ["申请受理"]


@story("MZ-001", "公示异议成立，退回入户")
def test_an_objection_in_the_notice_leads_back_to_the_visit(city: City) -> None:
    people = office(city)
    case = people.reviewed()
    city.days_pass(3)
    city.resident("邻居").says(case, "objection.raised")
    assert (case.open_tasks, case.stopped_for) == (["异议复核"], "公示")
    people.rechecker.does(case, "异议复核", objection_upheld=True, objection_finding=REASON)

    assert (case.open_tasks, case.stopped_for) == (["入户调查"], None)
    people.visits(case)
    people.reviews(case)
    assert case.stopped_for == "公示"


@story("MZ-001", "公示异议不成立，公示照旧")
def test_an_objection_without_ground_does_not_end_the_notice(city: City) -> None:
    people = office(city)
    case = people.reviewed()
    for neighbour in ("甲", "乙"):
        city.resident(neighbour).says(case, "objection.raised")
    assert case.open_tasks == ["异议复核", "异议复核"]
    for _ in range(2):
        people.rechecker.does(case, "异议复核", objection_upheld=False, objection_finding=REASON)
    city.days_pass(7)

    assert case.open_tasks == ["区级抽查"]
    assert case.story().count("objected") == 2


@story("MZ-001", "有争议的，社区民主评议")
def test_a_disputed_case_is_appraised_by_the_community(city: City) -> None:
    people = office(city)
    case = people.accepted()
    people.visits(case, disputed=True)
    assert case.open_tasks == ["民主评议"]
    people.appraiser.does(
        case,
        "民主评议",
        appraisers=7,
        appraisal_for=6,
        kin_withdrew=True,
        appraisal_result="true_state",
        appraisal_note="七人参加，六人认为与申报一致",
    )

    assert case.open_tasks == ["街道初审"]
    assert "appraised" in case.story()


@story("MZ-001", "核对逾期，只停承诺钟")
def test_a_comparison_that_is_late_stops_the_promise_only(city: City) -> None:
    people = office(city)
    city.jobs_answer = False
    case = people.accepted()
    people.visits(case)
    city.working_days_pass(10)

    assert (case.open_tasks, case.stopped_for) == (["催办核对或录入回执"], "外部核对超时，附回执")
    city.jobs_answer = True
    city.settle()
    assert (case.open_tasks, case.stopped_for) == (["街道初审"], None)
    assert "comparison late" in case.story()


@story("MZ-001", "部门始终不答，凭回执办理")
def test_a_receipt_stands_in_for_departments_that_never_answer(city: City) -> None:
    people = office(city)
    city.jobs_answer = False
    case = people.accepted()
    people.visits(case)
    city.working_days_pass(10)
    people.verifier.does(
        case,
        "催办核对或录入回执",
        comparison="unknown",
        comparison_receipt="HD-2026-0031",
        comparison_note="金融资产查询通道中断，已取得书面回执",
    )

    assert case.value("comparison") == "unknown"
    assert case.open_tasks == ["街道初审"]


@story("MZ-001", "区级抽查有问题，退回")
def test_a_spot_check_that_finds_something_leads_back(city: City) -> None:
    people = office(city)
    case = people.reviewed(kin_of_staff=True)
    city.days_pass(7)
    assert case.value("spot_check") == {"way": "入户", "why": "近亲属件"}
    people.spot_checks(case, passed=False)

    assert case.open_tasks == ["入户调查"]


@story("MZ-001", "决定前撤回")
def test_an_applicant_withdraws_before_the_decision(city: City) -> None:
    people = office(city)
    case = people.reviewed()
    city.resident("张三").says(case, "application.withdrawn")

    assert case.outcome == "申请人撤回"
    assert case.open_tasks == []
    assert case.story()[-1] == "withdrawn"


@story("MZ-001", "决定以后不能撤回")
def test_after_the_decision_nobody_withdraws(city: City) -> None:
    people = office(city)
    case = people.reviewed()
    city.days_pass(7)
    people.spot_checks(case)
    people.decides(case)
    city.resident("张三").says(case, "application.withdrawn")

    assert case.open_tasks == ["公布与送达"]
    people.delivers(case)
    assert case.outcome == "办结，次月起发"
    with pytest.raises(WrongState, match="completed"):
        city.resident("张三").says(case, "application.withdrawn")


@story("MZ-001", "次年放假未定，到期日标为暂定")
def test_a_year_without_a_decree_gives_a_provisional_date(city: City) -> None:
    people = office(city)
    city.working_days_pass(24)
    case = people.accepted()

    assert case.is_provisional
