"""社保 SB-001 to SB-007: into the pension of residents, its payment, its end, and the benefit of the unemployed."""

from decimal import Decimal
from typing import Any

from tests.city.city import City
from tests.city.courses import amount, course, ended, letters
from tests.city.matters import Matter
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

IN_PRISON = [{"kind": "收监服刑", "since": "2026-02-01"}]
DEAD: dict[str, Any] = {"GA_death": [{"died_on": "2026-10-15"}]}
OLD: dict[str, Any] = {"age": 76, "account_balance": 50000, "years": 23}
AWAY = [{"benefit": "养老金", "since": "2026-01-01"}]


@story("SB-001", "任一窗口参保登记")
def test_a_resident_joins_the_pension_at_once(city: City) -> None:
    case = applied(city, "SB-001", at="shenhe/nanhu/03", lives="tiexi/beishi/02", grade="1000")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["城乡居民养老保险参保登记凭证"])
    assert case.value("cross_district") is True


@story("SB-001", "本市没有户籍，当场书面告知不予参保")
def test_who_is_not_registered_in_the_city_is_refused_at_the_window_in_writing(city: City) -> None:
    case = applied(city, "SB-001", household_size=4, GA_household=[])
    does(case, "核验并决定", decision="refuse", decision_reason="本市没有户籍记录，不属于参保范围")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["不予参保登记告知书"])


@story("SB-002", "养老金核算到分，按月入册")
def test_a_pension_is_calculated_to_the_cent_and_entered_for_every_month(city: City) -> None:
    case = applied(city, "SB-002", **OLD)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal("615.71"))
    assert case.value("benefit")["from"] == "2026-12"
    assert case.due == "2026-12-02"


@story("SB-002", "在押人员不予发放，释放后复核撤销原决定")
def test_who_is_in_prison_is_paid_no_pension_until_a_review_by_others_says_otherwise(city: City) -> None:
    case = applied(city, "SB-002", **OLD, JY_custody=IN_PRISON)
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **REFUSED}, until="送达")
    does(case, "送达")
    says(case, "review.requested", reason="已经刑满释放，附释放证明")
    does(case, "复核", reconsideration="reversed")
    goes_on(case)

    assert ended(case) == "granted"
    assert letters(case) == ["不予核定待遇决定书", "复核决定书", "城乡居民养老保险待遇核定决定书"]


@story("SB-003", "参保人去世，丧葬补助与余额")
def test_the_end_of_a_pension_gives_the_funeral_grant_and_the_account_to_the_heirs(city: City) -> None:
    case = applied(city, "SB-003", reason="参保人死亡", **OLD, **DEAD)
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, "核实待遇登记": {"payroll_act": "leave"}})

    assert (ended(case), amount(case)) == ("granted", Decimal(2640))
    assert case.value("calculation")["inheritance"] == 50000
    assert letters(case)[-1] == "养老保险注销结算决定书"


@story("SB-003", "死亡后多发的，听取申辩后追缴")
def test_what_was_paid_after_a_death_is_recovered_after_a_hearing(city: City) -> None:
    case = applied(city, "SB-003", reason="参保人死亡", overpaid_months=2, **OLD, **DEAD)
    recover: dict[str, Any] = {
        "settle_kind": "recover",
        "settle_amount": 1231,
        "settle_note": "死亡后两个月多发的养老金",
    }
    verified: dict[str, Any] = {"verify_result": "true", "adverse": True}
    answers = {
        "核实死亡与多发": verified,
        "丧葬补助、余额与多发结算": recover,
        "核实待遇登记": {"payroll_act": "leave"},
    }
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **answers})

    assert "clock stopped: 告知陈述申辩" in case.story()
    assert (ended(case), case.value("settle_kind")) == ("granted", "recover")
    assert "陈述申辩告知" in case.notices


@story("SB-004", "转移接续，等到对方回执")
def test_a_transfer_waits_for_the_other_city_and_is_delivered_with_its_receipt(city: City) -> None:
    case = applied(city, "SB-004", direction="居民转职工", other_city="大连")
    does(case, "受理审查")
    says(case, "sb.transfer.receipt", receipt_result="done", receipt_number="DL-2026-88")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["养老保险关系转移接续告知书"])


@story("SB-004", "对方逾期被催办，系统不可用改送离线包")
def test_a_late_answer_is_chased_and_a_platform_that_is_down_gets_the_papers_by_hand(city: City) -> None:
    case = applied(city, "SB-004")
    does(case, "受理审查")
    city.working_days_pass(6)
    assert case.notices == ["回执催办", "回执逾期"]
    says(case, "sb.transfer.receipt", receipt_result="unavailable")
    does(case, "离线包重推", offline_sent=True)
    says(case, "sb.transfer.receipt", receipt_result="refused", receipt_reason="原参保地没有缴费记录")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["不能转移告知书"])
    assert "escalated" in case.story()


@story("SB-005", "数据比对免打扰认证")
def test_who_lives_and_is_seen_by_the_data_is_certified_without_being_troubled(city: City) -> None:
    case = applied(city, "SB-005", SB_benefit=AWAY)
    done = goes_on(case)

    assert (done, ended(case)) == ([], "granted")
    assert course(case)[:3] == ["accepted", "granted", "delivered"]


@story("SB-005", "三十日没有认证暂停，补认证后恢复")
def test_who_does_not_certify_in_thirty_days_is_suspended_and_resumed_when_he_does(city: City) -> None:
    pension = applied(city, "SB-002", **OLD)
    goes_on(pension)
    case = applied(city, "SB-005", GA_population=[], SB_benefit=AWAY)
    assert case.open_tasks == ["资格认证"]
    city.days_pass(31)
    assert case.open_tasks == ["补认证"]
    goes_on(case, answers={"补认证": {"certify_result": "passed", "certify_way": "home"}})

    assert ended(case) == "granted"
    assert case.value("benefit")["state"] == "in_payment"


@story("SB-005", "认证不通过转停发核实，待遇还没有查到也不误")
def test_who_fails_while_in_payment_is_looked_into_before_anything_is_stopped(city: City) -> None:
    city.has("SB-003")
    case = applied(city, "SB-005", GA_population=[], SB_benefit=AWAY)
    does(case, "资格认证", certify_result="failed", certify_way="home", certify_reason="上门核实，本人已经不在本市居住")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["资格认证未通过告知书"])
    looked_into = [row["id"] for row in city.seen.active() if row["key"] == "SB-003"]
    assert [Matter(city, id).open_tasks for id in looked_into] == [["调取待遇档案"]]


@story("SB-006", "缴费四年，领十二个月失业金")
def test_twelve_months_of_benefit_for_four_years_of_contributions(city: City) -> None:
    case = applied(city, "SB-006", years=4)
    goes_on(case)

    assert (ended(case), amount(case), case.value("calculation")["months"]) == ("granted", Decimal(1890), 12)
    assert (case.value("benefit")["from"], case.value("benefit")["until"]) == ("2026-12", "2027-12")


@story("SB-006", "决定退回三次，由负责人决定")
def test_a_decision_returned_three_times_goes_to_the_leader(city: City) -> None:
    case = applied(city, "SB-006", years=7)
    for _ in range(3):
        goes_on(case, until="决定")
        does(case, "决定", decision="return", decision_reason="缴费年限与系统不符，请再核一次")
    assert case.open_tasks == ["负责人决定"]
    goes_on(case)

    assert (ended(case), case.value("calculation")["months"]) == ("granted", 16)


@story("SB-007", "任一窗口打印权益记录")
def test_a_record_of_contributions_is_printed_at_any_window(city: City) -> None:
    case = applied(city, "SB-007", at="tiexi/nanhu/05", kind="养老保险", from_year=2015, to_year=2026)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["社会保险个人权益记录单"])


@story("SB-007", "差评由别人核实整改")
def test_a_bad_rating_is_answered_by_somebody_else(city: City) -> None:
    case = applied(city, "SB-007")
    does(case, "核验并决定")
    says(case, "rating.given", rating=1, rating_comment="等了一个小时")
    answerer = does(case, "差评核实整改", rating_answer="已向本人致歉，上午增开一个窗口")
    goes_on(case)

    assert (case.value("rating"), answerer.posts[0][0]) == (1, "window:street:leader")
    assert case.value("rating_answer").startswith("已向本人致歉")
