"""The rarer turns of a case, each walked by some item: what is brought twice, asked again, sent elsewhere, too late."""

from tests.city.city import City
from tests.city.courses import course, ended, letters
from tests.city.filling import Values, filled
from tests.city.holding import APPLICANT, holds
from tests.city.places import code_of
from tests.city.windows import applied, does, goes_on, says

POOR: Values = {"household_status": "低保", "disability_level": 1}
LACKS = "缺少监护人照护情况的说明，请补一份"
RETURNED: Values = {"handover_result": "return", "handover_code": "不属于本办理区"}


def test_what_was_lacking_is_brought_and_a_second_request_needs_the_leader(city: City) -> None:
    case = applied(city, "MZ-022")
    does(case, "受理审查", acceptance="supplement", acceptance_reason=LACKS)
    says(case, "supplement.submitted")
    does(case, "受理审查", acceptance="supplement", acceptance_reason=LACKS)
    does(case, "批准再次补正", consent=True)
    says(case, "supplement.submitted")
    goes_on(case)

    assert (ended(case), course(case).count("supplement requested")) == ("granted", 2)


def test_a_leader_who_does_not_consent_lets_the_window_decide_on_what_is_there(city: City) -> None:
    case = applied(city, "MZ-022")
    does(case, "受理审查", acceptance="supplement", acceptance_reason=LACKS)
    says(case, "supplement.submitted")
    does(case, "受理审查", acceptance="supplement", acceptance_reason=LACKS)
    does(case, "批准再次补正", consent=False)
    steps = goes_on(case)

    assert (steps[0], ended(case)) == ("受理审查", "granted")


def test_a_department_that_says_nothing_is_chased_and_answers(city: City) -> None:
    case = city.clerk("Li", at="heping/nanhu/01").applies("CL-004", **filled("CL-004"))
    does(case, "受理审查")
    assert "催办比对或录入回执" in case.open_tasks
    steps = goes_on(case, answers={"催办比对或录入回执": {"chase_result": "clear", "chase_receipt": "2026-17"}})

    assert (steps.count("催办比对或录入回执"), ended(case)) == (2, "granted")


def test_what_stays_unknown_is_never_granted(city: City) -> None:
    case = city.clerk("Li", at="heping/nanhu/01").applies("CL-004", **filled("CL-004"))
    does(case, "受理审查")
    goes_on(case, until="决定", answers={"催办比对或录入回执": {"chase_result": "unknown"}})
    does(case, "决定", decision="grant")
    assert case.open_tasks == ["决定"]
    does(case, "决定", decision="refuse")
    goes_on(case)

    assert ended(case) == "refused"


def test_the_third_way_back_goes_to_the_leader_of_the_department(city: City) -> None:
    case = applied(city, "CL-005")
    for _ in range(3):
        goes_on(case, until="决定")
        does(case, "决定", decision="return")
    does(case, "负责人决定")
    goes_on(case)

    assert (ended(case), course(case).count("reviewed")) == ("granted", 3)


def test_a_letter_that_did_not_arrive_is_sent_by_another_way(city: City) -> None:
    case = applied(city, "CL-003")
    goes_on(case, until="送达")
    does(case, "送达", delivery_result="failed", delivery_way="邮寄", delivery_note="查无此人，邮件已经退回窗口")
    assert case.open_tasks == ["送达"]
    goes_on(case)

    assert course(case).count("delivered") == 1


def test_who_says_nothing_of_the_service_is_not_waited_for_longer_than_five_days(city: City) -> None:
    case = applied(city, "CL-005")
    goes_on(case, until="送达")
    does(case, "送达")
    city.working_days_pass(5)

    assert (case.outcome, case.value("rating")) == ("办结", None)


def test_what_is_decided_cannot_be_withdrawn(city: City) -> None:
    case = applied(city, "CL-005")
    goes_on(case, until="送达")
    says(case, "application.withdrawn")
    assert case.open_tasks == ["送达"]
    goes_on(case)

    assert (ended(case), "withdrawn" in course(case)) == ("granted", False)


def test_a_fault_that_is_none_makes_nothing_void(city: City) -> None:
    case = applied(city, "CL-004")
    goes_on(case, until="审核")
    says(case, "case.void")
    does(case, "提出作废", void_reason="怀疑平台把两件合成了一件")
    does(case, "监督岗批准作废", void_decision="refuse", void_note="查过日志，是同一件，没有差错")
    goes_on(case)

    assert (ended(case), "voided" in course(case)) == ("granted", False)


def test_a_case_that_came_to_the_wrong_district_is_sent_to_the_right_one(city: City) -> None:
    case = applied(city, "CL-003", at="shenhe/nanhu/03", lives="heping/nanhu/01")
    does(case, "受理审查")
    does(case, "流转接收", handover_note="户籍已迁往铁西区，应由铁西办理", **RETURNED)
    does(case, "补齐后重送", mended_area=code_of("tiexi/nanhu/02"))
    does(case, "再次流转接收")
    goes_on(case)

    assert (ended(case), case.value("handling_area")) == ("granted", code_of("tiexi/nanhu/02"))


def test_an_entry_that_is_refused_may_be_tried_again_before_it_is_left(city: City) -> None:
    holds(city, "困难残疾人生活补贴", 120, of=APPLICANT, rule="SUB-05")
    case = applied(city, "MZ-018", **POOR)
    goes_on(case, until="核实待遇登记")
    does(case, "核实待遇登记", payroll_act="again", payroll_reason="另一份据称已停，重新登记一次")
    assert case.open_tasks == ["核实待遇登记"]
    goes_on(case, answers={"核实待遇登记": {"payroll_act": "leave"}})

    assert case.value("payroll") == "excluded"


def test_departments_that_say_nothing_are_reminded_and_never_taken_to_agree(city: City) -> None:
    case = applied(city, "CJ-002", building_code="南湖街 1 号楼 2 单元")
    goes_on(case, until="部门会审")
    city.working_days_pass(4)

    assert case.open_tasks == ["部门会审"] * 4
    assert any("催" in title or "会审" in title for title in case.notices)


def test_sixty_working_days_from_now_end_in_a_year_whose_holidays_are_not_decreed(city: City) -> None:
    """Monday to Friday are counted until they are, and the date says that it may move."""
    case = applied(city, "MZ-026", org_title="和平区摄影协会")
    goes_on(case, until="审核")

    assert str(case.row["statutory_at"].date()) == "2027-02-16"
    assert (case.due, case.is_provisional) == ("2026-12-15", True)
    assert letters(case) == []
