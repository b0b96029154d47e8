"""房产 FC-002 to FC-006: help with the rent, who still needs it, who leaves, and the owners of a house together."""

from decimal import Decimal
from typing import Any

from tests.city.city import City
from tests.city.courses import amount, ended, letters
from tests.city.holding import APPLICANT, holds
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

FAMILY: dict[str, Any] = {"household_size": 3, "status": "低保", "own_area": 0, "rent": 1200, "monthly_income": 1500}
TWO_HOMES = [{"property": "H1", "area_m2": "80"}, {"property": "H2", "area_m2": "60"}]
OWING = [{"account": "热-1", "owner": "张三", "arrears": "860", "idle_months": "0"}]


@story("FC-002", "五部门同意，每月发给租赁补贴")
def test_five_departments_agree_and_the_rent_is_helped_with_every_month(city: City) -> None:
    case = applied(city, "FC-002", **FAMILY)
    done = goes_on(case)

    assert done.count("部门会审") == 5
    assert (ended(case), amount(case)) == ("granted", Decimal(960))
    assert case.value("benefit")["from"] == "2027-01"  # the notice carried the decision into December


@story("FC-002", "一个部门否决，不予补贴")
def test_one_veto_refuses_it_whatever_was_calculated(city: City) -> None:
    case = applied(city, "FC-002", **FAMILY)
    goes_on(case, until="部门会审")
    does(case, "部门会审", opinion_result="veto", opinion_reason="收入核对超过保障标准，不符合条件")
    goes_on(case, answers=REFUSED)

    assert (ended(case), case.value("joint_result")) == ("refused", "veto")
    assert letters(case) == ["不予租赁补贴决定书"]


@story("FC-003", "没有变化，免打扰复核")
def test_a_family_in_which_nothing_changed_keeps_its_help_untroubled(city: City) -> None:
    holds(city, "租赁补贴", 960, of=APPLICANT, rule="SUB-14")
    case = applied(city, "FC-003", **FAMILY, kind="租赁补贴")
    done = goes_on(case)

    assert (done, ended(case)) == ([], "granted")


@story("FC-003", "名下两套住房，不再保障")
def test_who_has_bought_two_homes_is_asked_to_the_window_and_does_not_pass(city: City) -> None:
    case = applied(city, "FC-003", **FAMILY, ZR_property=TWO_HOMES)
    assert (case.value("hits"), case.notices) == (["property"], ["资格认证通知"])
    does(case, "资格复核", certify_result="failed", certify_reason="名下有两套住房，不再符合保障条件")
    goes_on(case, answers={"核实待遇登记": {"payroll_act": "leave"}})

    assert (ended(case), letters(case)) == ("refused", ["不再符合保障资格告知书"])


@story("FC-004", "主动退出，退还押金")
def test_who_leaves_gets_the_deposit_back(city: City) -> None:
    case = applied(city, "FC-004", reason="主动退出", deposit_paid=2000, provider="FC", utility_account="热-1")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["公租房退出决定书"])


@story("FC-004", "转租转借，听取申辩后决定")
def test_who_let_the_flat_to_others_is_heard_before_it_is_taken_back(city: City) -> None:
    case = applied(city, "FC-004", reason="转租转借", provider="FC", utility_account="热-1", FC_account=OWING)
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}}, until="核实退出情形")
    does(case, "核实退出情形", verify_result="true", adverse=True, unpaid=860)
    assert case.stopped_for == "告知陈述申辩"
    says(case, "statement.made", statement="只是亲戚暂住，愿意结清热费")
    goes_on(case)

    assert "陈述申辩告知" in case.notices
    assert case.value("statement") == "只是亲戚暂住，愿意结清热费"


@story("FC-005", "业主委员会备案，编号公开")
def test_an_elected_committee_of_owners_is_filed_with_a_number(city: City) -> None:
    case = applied(city, "FC-005", estate="浑南花园", owners=300, turnout_owners=220, for_owners=180, seats=7)
    goes_on(case, answers={"备案审查": {"record_result": "ok", "record_number": "YWH-2026-18"}})

    assert (ended(case), letters(case)) == ("granted", ["业主委员会备案回执"])
    assert case.value("record_number") == "YWH-2026-18"


@story("FC-005", "参加表决不足，不予备案")
def test_a_committee_elected_by_too_few_is_not_filed(city: City) -> None:
    case = applied(city, "FC-005", owners=300, turnout_owners=90, for_owners=80)
    goes_on(case, answers={"备案审查": {"record_result": "bad", "record_reason": "参加表决的不足三分之二，决议无效"}})

    assert (ended(case), letters(case)) == ("refused", ["不予备案告知书"])


@story("FC-006", "屋面漏雨，动用维修资金")
def test_a_leaking_roof_is_mended_from_the_fund(city: City) -> None:
    case = applied(city, "FC-006", part="屋面防水", budget=120000, owners=48, for_owners=40)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["维修资金使用审核决定书"])
    assert case.due == "2026-12-03"


@story("FC-006", "签字不实，不同意使用")
def test_signatures_that_nobody_gave_keep_the_fund_closed(city: City) -> None:
    case = applied(city, "FC-006", part="电梯", budget=300000)
    seen = {"verify_result": "untrue", "signs_checked": "有出入", "verify_finding": "电话回访二十户，六户没有签过字"}
    goes_on(case, answers={"社区核实": seen, **REFUSED})

    assert (ended(case), case.value("signs_checked")) == ("refused", "有出入")
