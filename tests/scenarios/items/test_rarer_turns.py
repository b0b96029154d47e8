"""Rarer turns: papers asked for twice, a void refused, a receipt in place of data, a department that is silent."""

from tests.city.city import City
from tests.city.courses import course, ended
from tests.city.stories import story
from tests.city.windows import applied, does, goes_on, says


@story("SB-006", "再次要求补正，由负责人批准")
def test_papers_are_asked_for_a_second_time_only_with_a_leader_s_leave(city: City) -> None:
    case = applied(city, "SB-006", years=3)
    does(case, "受理审查", acceptance="supplement", acceptance_reason="缺银行账户信息，请补交")
    says(case, "supplement.submitted")
    does(case, "受理审查", acceptance="supplement", acceptance_reason="新发现解除合同日期不清，请补证明")
    does(case, "批准再次补正", consent=True)
    says(case, "supplement.submitted")
    goes_on(case)

    assert ended(case) == "granted"
    assert course(case).count("supplement requested") == 2


@story("GA-006", "没有差错的，监督岗不批准作废")
def test_a_case_without_a_mistake_is_not_voided(city: City) -> None:
    case = applied(city, "GA-006")
    does(case, "受理审查")
    says(case, "case.void")
    does(case, "提出作废", void_reason="申请人说不想要了，怕影响指标")
    does(case, "监督岗批准作废", void_decision="refuse", void_note="不是系统差错，可由本人撤回")
    goes_on(case)

    assert ended(case) == "granted"
    assert "voided" not in course(case)


@story("SF-002", "数据查不到，凭户籍窗口的回执办理")
def test_a_written_receipt_stands_in_for_data_that_nobody_has(city: City) -> None:
    case = applied(city, "SF-002", GA_population=[])
    does(case, "受理审查")
    assert case.stopped_for == "外部比对未返回，附回执"
    does(case, "催办比对或录入回执", chase_result="clear", chase_receipt="户籍回执 2026-17")
    goes_on(case)

    assert (ended(case), case.value("verdict")) == ("granted", "clear")


@story("FC-002", "一个部门跨年没有答复，只催办不视为同意")
def test_a_department_that_is_silent_over_the_new_year_has_not_agreed(city: City) -> None:
    case = applied(city, "FC-002", household_size=3, status="低保", rent=1200)
    goes_on(case, until="部门会审")
    for _ in range(4):
        does(case, "部门会审")
    city.working_days_pass(28)
    assert (str(city.now.date()), case.open_tasks, case.own_light) == ("2027-01-04", ["部门会审"], "red")
    assert "会审逾期" in case.notices
    goes_on(case)

    assert ended(case) == "granted"
    assert case.value("benefit")["from"] == "2027-02"  # the month after the decision
