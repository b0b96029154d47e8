"""交通 JT, 数据 SJ, 公积金 GJ, 自然资源 ZR, 税务 SW: the bus, water and heat, savings, homes."""

from typing import Any

from tests.city.city import City
from tests.city.courses import course, ended, letters
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

METER: dict[str, Any] = {"provider": "GD", "utility_account": "电-1", "old_owner": "李四"}


@story("JT-001", "七十岁老人领乘车优待卡")
def test_who_is_seventy_rides_for_nothing(city: City) -> None:
    case = applied(city, "JT-001", holder="65 周岁以上老年人", age=70)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["乘车优待卡", "乘车优待卡"])


@story("JT-001", "残疾等级与证不符，核实后不予")
def test_a_certificate_of_another_degree_is_looked_into(city: City) -> None:
    level = [{"number": "C1", "level": "4", "valid": "true"}]
    case = applied(city, "JT-001", holder="残疾人", age=40, disability_level=2, CL_disability=level)
    does(case, "受理审查")
    assert case.open_tasks == ["核实疑点"]
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予发放乘车优待卡告知书"])


@story("SJ-001", "水电气热一次过户")
def test_water_power_gas_and_heat_change_hands_at_once(city: City) -> None:
    case = applied(city, "SJ-001", **METER, accounts_wanted=["供电", "供水", "燃气", "供热"])
    done = goes_on(case)

    assert {"供热", "供电", "水务", "燃气"} <= set(done)
    assert (ended(case), case.value("outcome")) == ("granted", "全部办结")


@story("SJ-001", "燃气欠费，其余照办，部分办结")
def test_a_gas_bill_that_is_open_holds_up_the_gas_alone(city: City) -> None:
    case = applied(city, "SJ-001", **METER)
    goes_on(case, until="燃气")
    does(case, "燃气", result_3="failed", reason_3="原户主欠燃气费，结清后再过户")
    goes_on(case)

    assert (case.value("outcome"), case.value("failed_parts")) == ("部分办结", ["燃气"])


@story("GJ-001", "租房提取公积金")
def test_savings_for_a_home_are_paid_out_by_the_fund(city: City) -> None:
    case = applied(city, "GJ-001", reason="租房", amount_wanted=18000, monthly_income=6000)
    does(case, "受理审查")
    says(case, "gj.withdrawal.receipt", receipt_result="done", receipt_number="GJ-31")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["公积金提取结果告知书"])


@story("GJ-001", "中心逾期没有回执，催办并升级")
def test_a_fund_that_does_not_answer_in_a_day_is_reported_upwards(city: City) -> None:
    case = applied(city, "GJ-001", reason="离退休", amount_wanted=90000)
    does(case, "受理审查")
    city.working_days_pass(2)
    assert case.notices == ["回执催办", "回执逾期"]
    says(case, "gj.withdrawal.receipt", receipt_result="done")
    goes_on(case)

    assert (ended(case), "escalated" in case.story()) == ("granted", True)


@story("ZR-001", "任一窗口打印住房信息")
def test_what_one_owns_is_printed_at_any_window(city: City) -> None:
    case = applied(city, "ZR-001", at="shenhe/beishi/03", purpose="申请保障性住房", own_homes=0)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["个人住房信息查询结果"])


@story("ZR-001", "自报与登记不符，不予出具")
def test_more_homes_than_one_says_are_shown_to_the_clerk(city: City) -> None:
    case = applied(city, "ZR-001", own_homes=0, ZR_property=[{"property": "H1", "area_m2": "80"}])
    assert case.value("hits") == ["property"]
    does(case, "核验并决定", decision="refuse", decision_reason="登记有一套住房，与自报不符，请核对后再查")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["不予查询告知书"])


@story("SW-001", "当场开具缴费证明")
def test_contributions_are_proved_while_one_waits(city: City) -> None:
    case = applied(city, "SW-001", insurance="城乡居民医疗保险", from_year=2024, to_year=2026)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["城乡居民社保费缴费证明"])
    assert course(case) == ["accepted", "granted", "delivered", "completed", "rated", "archived"]


@story("SW-001", "没有缴费记录，差评得到答复")
def test_who_never_paid_gets_no_proof_and_may_rate_it_badly(city: City) -> None:
    case = applied(city, "SW-001")
    does(case, "核验并决定", decision="refuse", decision_reason="征收系统没有缴费记录，请核对参保地")
    says(case, "rating.given", rating=2, rating_comment="跑了两趟")
    does(case, "差评核实整改", rating_answer="已电话说明，并代为核对参保地")
    goes_on(case)

    assert (ended(case), case.value("rating")) == ("refused", 2)
