"""民政 MZ-002 to MZ-007: the minimum living allowance that changes and ends, the destitute, help in an emergency."""

from decimal import Decimal

from tests.city.city import City
from tests.city.courses import amount, course, ended, letters
from tests.city.filling import Values
from tests.city.holding import APPLICANT, holds
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

FOUR: Values = {"household_size": 4, "monthly_income": 1000, "region": "农村", "aged_or_minor_members": 2}
DEAD: Values = {"GA_death": [{"died_on": "2026-10-15"}]}
CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}
ALONE: Values = {"household_size": 1, "birth_date": "1950-01-01", "self_care": "半自理"}
ILL: Values = {"household_size": 3, "out_of_pocket": 40000, "cause": "重大疾病"}


@story("MZ-002", "添了孩子，低保金次月起调高")
def test_a_child_is_born_and_the_allowance_is_raised_from_the_next_month(city: City) -> None:
    holds(city, "低保", 1720, of=APPLICANT)
    case = applied(city, "MZ-002", change_kind="人口增加", current_amount=1720, **FOUR)
    steps = goes_on(case)

    assert steps == ["受理审查", "核实", "决定", "结算", "送达"]
    assert (ended(case), amount(case)) == ("granted", Decimal(2276))
    assert (case.value("benefit")["amount"], case.value("benefit")["from"]) == (2276, "2026-01")
    assert letters(case) == ["最低生活保障待遇调整决定书"]


@story("MZ-002", "调低的，决定前听取陈述")
def test_who_is_worse_off_by_a_change_is_heard_before_it_is_decided(city: City) -> None:
    holds(city, "低保", 1800, of=APPLICANT)
    case = applied(city, "MZ-002", change_kind="收入增加", household_size=3, monthly_income=1500, current_amount=1800)
    does(case, "受理审查")
    does(case, "核实", verify_result="true", adverse=True)
    assert case.stopped_for == "告知陈述申辩"
    says(case, "statement.made", statement="收入只多一个月，请按实际计算")
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(1200))
    assert case.value("statement") == "收入只多一个月，请按实际计算"


@story("MZ-003", "收入已够，主动退出低保")
def test_a_family_that_earns_enough_gives_its_allowance_back(city: City) -> None:
    holds(city, "低保", 1380)
    case = applied(
        city, "MZ-003", stop_reason="收入超过标准", household_size=3, monthly_income=5400, current_amount=1380
    )
    goes_on(case)

    assert (ended(case), case.value("benefit")["state"]) == ("granted", "stopped")
    assert letters(case) == ["停止最低生活保障待遇决定书"]


@story("MZ-003", "去世后多发的，核算追缴")
def test_what_was_paid_after_a_death_is_counted_for_recovery(city: City) -> None:
    holds(city, "低保", 900)
    case = applied(city, "MZ-003", stop_reason="家庭成员死亡", **DEAD)
    recover = {"settle_kind": "recover", "settle_amount": 900, "settle_note": "十一月多发一个月的低保金"}
    goes_on(case, answers={**CONFIRMED, "结算": recover})

    assert (ended(case), case.value("settle_kind"), case.value("settle_amount")) == ("granted", "recover", 900)


@story("MZ-004", "无依无靠的老人纳入特困供养")
def test_an_old_man_without_family_is_kept_by_the_city(city: City) -> None:
    case = applied(city, "MZ-004", kin_of_staff=True, **ALONE)
    steps = goes_on(case)

    assert steps == ["受理审查", "入户调查", "第二调查人签字", "审核", "区级抽查", "决定", "送达"]
    assert (ended(case), amount(case), case.value("benefit")["from"]) == ("granted", Decimal(1860), "2027-01")
    assert "clock stopped: 公示" in case.story()


@story("MZ-004", "邻居异议成立，再次入户")
def test_a_neighbour_s_objection_leads_to_a_second_visit(city: City) -> None:
    case = applied(city, "MZ-004", **ALONE)
    goes_on(case, until="审核")
    does(case, "审核")
    says(case, "objection.raised")
    does(case, "异议复核", objection_finding="founded")
    assert "入户调查" in case.open_tasks
    goes_on(case, answers=REFUSED)

    assert (ended(case), letters(case)) == ("refused", ["不予特困供养决定书"])
    assert course(case).count("visited") == 2


@story("MZ-005", "供养对象去世，终止供养")
def test_the_dead_are_kept_no_longer(city: City) -> None:
    holds(city, "特困", 1860, rule="SUB-02")
    case = applied(city, "MZ-005", stop_reason="死亡", **DEAD)
    goes_on(case, answers=CONFIRMED)

    assert (ended(case), case.value("benefit")["state"]) == ("granted", "stopped")
    assert letters(case) == ["终止救助供养决定书"]


@story("MZ-005", "终止理由不成立，不予终止")
def test_an_end_that_is_not_proved_is_refused(city: City) -> None:
    holds(city, "特困", 1860, rule="SUB-02")
    case = applied(city, "MZ-005", stop_reason="财产收入不符合")
    goes_on(case, answers=REFUSED)

    assert (ended(case), letters(case)) == ("refused", ["不予终止决定书"])


@story("MZ-006", "大病支出型困难，临时救助")
def test_an_illness_that_costs_a_year_s_standard_is_helped_once(city: City) -> None:
    case = applied(city, "MZ-006", **ILL)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(8100))
    assert case.value("calculation")["authority"] == "district"
    assert case.due == "2026-12-10"


@story("MZ-006", "同一事由一年内不重复救助")
def test_the_same_cause_is_not_helped_twice_in_a_year(city: City) -> None:
    case = applied(city, "MZ-006", months_since_same_cause=8, **ILL)
    goes_on(case, answers=REFUSED)

    assert (ended(case), case.value("calculation")["code"]) == ("refused", "DUPLICATE_CAUSE")
    assert "enrolled" not in course(case)


@story("MZ-007", "房屋失火，当日先救助，材料后补")
def test_two_whose_house_burned_get_help_the_same_day_and_papers_come_later(city: City) -> None:
    case = applied(city, "MZ-007", affected=2, aid_months=1, emergency="火灾")
    steps = goes_on(case)

    assert steps == ["街道核实", "决定", "送达", "补齐申请材料", "区级备案"]
    assert (ended(case), amount(case)) == ("granted", Decimal(1800))


@story("MZ-007", "先行救助后查不符，评估追缴")
def test_help_that_turns_out_wrong_is_weighed_for_recovery(city: City) -> None:
    case = applied(city, "MZ-007", affected=1, aid_months=1)
    bad = {"record_result": "bad", "record_note": "核对发现本人有稳定收入，不属于急难"}
    goes_on(case, answers={"区级备案": bad, "追缴评估": {"recover_result": "recover"}})

    assert (case.outcome, case.value("recover_result")) == ("办结", "recover")
