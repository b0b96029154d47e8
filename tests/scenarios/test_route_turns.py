"""What is peculiar to a route: who is asked again, who waits for whom, what goes on when one part fails."""

from engine.domain.commands import SendMessage
from tests.city.city import City
from tests.city.filling import HOME, number
from tests.city.holding import APPLICANT, holds
from tests.city.matters import Matter
from tests.city.places import code_of
from tests.city.windows import applied, does, goes_on, says

MANY = 60  # applications, of which one in ten is drawn by the second in which it comes
WHY = "核实所见和申报不符，依据有关办法第九条"


def test_emergency_relief_comes_first_and_a_bad_check_afterwards_is_weighed(city: City) -> None:
    case = applied(city, "MZ-007", affected=2, aid_months=1)
    done = goes_on(case, until="补齐申请材料")
    assert done == ["街道核实", "决定", "送达"]
    assert "completed" in case.story(), "the relief is given; what follows is done with the clocks stopped"
    done = goes_on(case, answers={"区级备案": {"record_result": "bad", "record_note": WHY}})

    assert done == ["补齐申请材料", "区级备案", "追缴评估"]
    assert case.value("recover_result") == "recover"


def test_whoever_doubts_an_assessment_is_assessed_once_more_by_another(city: City) -> None:
    case = applied(city, "MZ-016")
    goes_on(case, until="送达")
    does(case, "送达")
    first = case.value("assessed_by")
    says(case, "reassessment.requested")
    assert [name for name in case.open_tasks if name.startswith("复评")] == case.open_tasks
    goes_on(case, until="送达")
    does(case, "送达")

    assert case.value("reassessed_by") not in (None, first)
    assert (case.open_tasks, case.stopped_for) == ([], "已办结，等待评价"), "a second time is not asked for"


def test_a_house_of_one_matter_is_not_held_up_by_one_part_that_fails(city: City) -> None:
    case = applied(city, "WJ-008")
    goes_on(case, until="公安落户")
    does(case, "公安落户")
    assert sorted(case.open_tasks) == ["人社社保卡", "医保参保", "卫健预防接种建档"]
    goes_on(case, answers={"医保参保": {"result_2": "failed", "reason_2": "户主名下还有一份未结清的参保"}})

    assert (case.value("decision"), case.value("outcome")) == ("grant", "部分办结")
    assert case.value("failed_parts") == ["医保参保"]


def test_without_a_registration_of_birth_nothing_else_is_begun(city: City) -> None:
    case = applied(city, "WJ-008")
    goes_on(case, until="公安落户")
    does(case, "公安落户", result_1="failed", reason_1="出生医学证明已被另一户占用，须先核查")

    assert (case.open_tasks, case.value("decision"), case.value("outcome")) == (["送达"], "refuse", "未办成")


def test_a_loan_waits_for_the_bank_which_is_reminded_and_may_say_no(city: City) -> None:
    case = applied(city, "RS-008")
    goes_on(case, until="担保机构审核")
    does(case, "担保机构审核")
    city.working_days_pass(5)
    assert case.notices[-1] == "授信催办"
    city.person("bank", ("window:community:clerk", "heping/nanhu/01")).says(case, "loan.credit", credit_result="reject")
    goes_on(case, until="决定")
    does(case, "决定", decision="grant")
    assert case.open_tasks == ["决定"], "nobody may grant what the bank has refused"
    does(case, "决定", decision="refuse")

    assert case.value("decision") == "refuse"


def test_what_another_system_does_is_awaited_and_sent_again_by_hand(city: City) -> None:
    case = applied(city, "SB-004")
    goes_on(case, until="受理审查")
    does(case, "受理审查")
    city.working_days_pass(5)
    assert ("回执催办" in case.notices, "回执逾期" in case.notices) == (True, True)
    says(case, "sb.transfer.receipt", receipt_result="unavailable")
    does(case, "离线包重推")
    says(case, "sb.transfer.receipt", receipt_result="done", receipt_number="转移2026001")
    goes_on(case)

    assert (case.value("decision"), case.value("receipt_number")) == ("grant", "转移2026001")


def test_whoever_does_not_certify_in_time_is_suspended_and_paid_on_later(city: City) -> None:
    holds(city, "养老金", 300, of=APPLICANT, rule="SUB-09")
    case = applied(city, "SB-005", JY_custody=[{"kind": "收监服刑", "since": "2026-10-01"}], way="窗口当面")
    assert (case.open_tasks, case.notices) == (["资格认证"], ["资格认证通知"])
    city.days_pass(31)
    assert (case.open_tasks, case.value("benefit")["state"]) == (["补认证"], "suspended")
    does(case, "补认证")

    assert (case.value("decision"), case.value("benefit")["state"]) == ("grant", "in_payment")


def test_a_refusal_may_be_looked_at_again_and_turned(city: City) -> None:
    case = applied(city, "CL-003")
    goes_on(case, until="送达", answers={"决定": {"decision": "refuse"}})
    does(case, "送达")
    says(case, "review.requested")
    does(case, "复核", reconsideration="reversed", reconsideration_reason=WHY)
    done = goes_on(case)

    assert done == ["制证", "核对证照", "送达"]
    assert case.value("decision") == "grant"


def test_papers_that_come_later_are_awaited_before_the_decision(city: City) -> None:
    case = applied(city, "RS-005")
    does(case, "受理审查", acceptance="provisional", acceptance_reason="近期电子照片五个工作日内补交")
    does(case, "审核")
    assert case.open_tasks == ["收齐容缺材料"]
    done = goes_on(case)

    assert done[:2] == ["收齐容缺材料", "决定"]


def test_the_news_of_a_death_stops_a_benefit_through_a_case_of_its_own(city: City) -> None:
    living = applied(city, "MZ-012", birth_date="1935-03-12", applicant_id=number("1935-03-12"))
    goes_on(living)
    city.has("MZ-013")
    news = {"benefit_id": str(living.value("benefit")["id"]), "trigger": "death", "handling_area": code_of(HOME)}
    order = city.order("heping", city.clerk("Li", at=HOME).actor)
    city.engine.execute(SendMessage(**order, name="benefit.stop.高龄津贴", key=news["benefit_id"], variables=news))
    city.settle()
    stop = next(Matter(city, row["id"]) for row in city.seen.active() if row["key"] == "MZ-013")

    assert (stop.open_tasks, stop.value("trigger")) == (["调取待遇档案"], "death")


def test_farmland_is_converted_before_the_township_decides_and_the_clock_stands_still(city: City) -> None:
    case = applied(city, "NY-001", farmland=True)
    goes_on(case, until="农用地转办")
    assert (case.open_tasks, case.stopped_for) == (["农用地转办"], "农用地转用审批")
    goes_on(case, until="送达")

    assert (case.value("decision"), case.value("joint_result")) == ("grant", "agree")


def test_a_name_that_is_taken_is_told_before_anything_is_accepted(city: City) -> None:
    case = applied(city, "MZ-026")
    does(case, "名称预查", name_check_result="bad", name_check_note="与已登记的社会团体同名，请另拟名称")

    assert (case.outcome, case.value("accepted_on")) == ("名称预查未通过", None)


def test_what_was_pledged_and_is_not_true_is_revoked(city: City) -> None:
    case = next(each for each in (applied(city, "SC-001") for _ in range(MANY)) if each.value("sampled"))
    done = goes_on(case, answers={"事后抽查核验": {"pledge_result": "broken", "pledge_reason": WHY}})

    assert done[-1] == "事后抽查核验"
    assert "撤销决定书.pdf" in case.papers
