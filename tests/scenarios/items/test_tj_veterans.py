"""退役军人 TJ-001 to TJ-006: passes, files, old soldiers in the country, families of conscripts, illness and need."""

from decimal import Decimal

from tests.city.city import City
from tests.city.courses import amount, course, ended, letters
from tests.city.filling import Values
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}
SOLDIER: Values = {"veteran_category": "退役士兵"}
ILL: Values = {"household_size": 3, "out_of_pocket": 40000, "cause": "重大疾病", **SOLDIER}


@story("TJ-001", "老兵领取优待证")
def test_an_old_soldier_gets_his_pass(city: City) -> None:
    case = applied(city, "TJ-001", **SOLDIER)
    steps = goes_on(case)

    assert steps == ["受理审查", "审核", "决定", "制证", "核对证照", "送达"]
    assert letters(case) == ["退役军人优待证", "优待证准予决定书"]


@story("TJ-001", "服刑人员不发优待证")
def test_who_is_in_prison_gets_no_pass(city: City) -> None:
    case = applied(city, "TJ-001", JY_custody=[{"kind": "收监服刑", "since": "2026-02-01"}], **SOLDIER)
    goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予发证决定书"])


@story("TJ-002", "退役士兵返乡建档")
def test_a_soldier_who_comes_home_is_put_on_file(city: City) -> None:
    case = applied(city, "TJ-002", **SOLDIER)
    steps = goes_on(case)

    assert (steps, ended(case), case.due) == (["受理审查", "备案", "送达"], "granted", "2026-11-25")


@story("TJ-002", "不在退役名单，书面告知")
def test_who_is_on_no_list_of_those_who_come_home_is_told_so(city: City) -> None:
    case = applied(city, "TJ-002", TJ_veteran=[], **SOLDIER)
    bad = {"record_result": "bad", "record_reason": "接收安置名册里没有本人，请先到安置部门核实"}
    goes_on(case, answers={**CONFIRMED, "备案": bad})

    assert (ended(case), letters(case)[0]) == ("refused", "不予建档告知书")


@story("TJ-003", "按服役年限计发")
def test_each_year_of_service_counts(city: City) -> None:
    case = applied(city, "TJ-003", service_years=3, birth_date="1960-01-01", **SOLDIER)
    goes_on(case)

    assert (ended(case), amount(case), case.value("benefit")["amount"]) == ("granted", Decimal(195), 195)
    assert "clock stopped: 公示" in case.story()


@story("TJ-003", "邻居反映另有待遇，核实异议")
def test_a_neighbour_knows_of_another_pension(city: City) -> None:
    case = applied(city, "TJ-003", service_years=3, birth_date="1960-01-01", **SOLDIER)
    goes_on(case, until="审核")
    does(case, "审核")
    says(case, "objection.raised")
    does(case, "异议复核", objection_finding="founded", objection_reason="查实已领取城镇职工养老金")
    goes_on(case, answers=REFUSED)

    assert (ended(case), "objected" in course(case)) == ("refused", True)


@story("TJ-004", "义务兵家庭优待金按年发放")
def test_the_family_of_a_conscript_is_paid_for_the_year(city: City) -> None:
    case = applied(city, "TJ-004", service_year="第一年")
    goes_on(case)

    assert (ended(case), amount(case), case.due) == ("granted", Decimal(25000), "2026-12-08")


@story("TJ-004", "同一年度不重复发放")
def test_the_same_year_is_not_paid_twice(city: City) -> None:
    case = applied(city, "TJ-004", TJ_benefit=[{"benefit": "义务兵优待金", "since": "2026-09-01"}])
    goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予优待金决定书"])


@story("TJ-005", "医疗自付部分补助")
def test_the_rest_of_a_bill_is_helped_with(city: City) -> None:
    case = applied(city, "TJ-005", total_cost=20000, insured_paid=15000, subsidy_asked=3000, **SOLDIER)
    steps = goes_on(case)

    assert steps == ["受理审查", "社区核实", "审核", "决定", "送达"]
    assert letters(case) == ["优抚对象医疗补助决定书"]


@story("TJ-005", "后补的票据，决定前等齐")
def test_a_bill_that_comes_later_is_waited_for_before_the_decision(city: City) -> None:
    case = applied(city, "TJ-005", **SOLDIER)
    does(case, "受理审查", acceptance="provisional", acceptance_reason="出院结算单还没有打印，三日内补来")
    does(case, "社区核实")
    does(case, "审核")
    assert case.open_tasks == ["收齐容缺材料"]
    goes_on(case)

    assert ended(case) == "granted"


@story("TJ-006", "困难退役军人援助到年度上限")
def test_a_soldier_in_need_is_helped_up_to_the_limit_of_the_year(city: City) -> None:
    case = applied(city, "TJ-006", **ILL)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(8100))
    assert case.value("calculation")["authority"] == "district"


@story("TJ-006", "两人入户意见不一，提请民主评议")
def test_what_two_visitors_see_differently_is_put_to_the_neighbours(city: City) -> None:
    case = applied(city, "TJ-006", **ILL)
    goes_on(case, until="第二调查人签字")
    does(case, "第二调查人签字", second_signed=False, second_note="所见与申报不符，家中有营运货车一辆")
    does(case, "民主评议", appraisal_result="not_true", appraisal_for=1)
    goes_on(case, answers=REFUSED)

    assert (ended(case), "appraised" in course(case)) == ("refused", True)
