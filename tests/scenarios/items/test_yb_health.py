"""医保 YB-001 to YB-008: into the insurance, care elsewhere, what is paid back, and what the poor are helped with."""

from decimal import Decimal
from typing import Any

from tests.city.city import City
from tests.city.courses import amount, course, drawn_by_lot, ended, letters
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

POOR: dict[str, Any] = {
    "status": "低保",
    "household_size": 2,
    "monthly_income": 1200,
    "deposits": 3000,
    "invoices": "P-1,P-2",
}
PAID_ALREADY = [{"invoice": "P-2", "reimbursed": "800"}]


@story("YB-001", "在别区窗口参保")
def test_a_resident_is_insured_where_he_is_registered_from_any_window(city: City) -> None:
    case = applied(city, "YB-001", at="shenhe/beishi/06", lives="heping/beishi/02", pay_year="2027")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["城乡居民医保参保登记凭证"])


@story("YB-001", "没有居住登记，经办人核验后办理")
def test_what_no_department_has_delivered_yet_is_verified_by_the_clerk(city: City) -> None:
    case = applied(city, "YB-001", GA_residence=[])
    assert case.value("verdict") == "hit"
    goes_on(case)

    assert (ended(case), case.value("hits")) == ("granted", ["residence"])


@story("YB-002", "联系电话当场变更")
def test_a_new_telephone_is_entered_at_once(city: City) -> None:
    case = applied(city, "YB-002", what="联系电话")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["医保信息变更凭证"])


@story("YB-002", "公安没有更名，不予变更")
def test_a_name_that_the_police_do_not_know_is_not_changed(city: City) -> None:
    case = applied(city, "YB-002", what="姓名", GA_population=[{"name": "别名", "status": "正常"}])
    does(case, "核验并决定", decision="refuse", decision_reason="公安登记的姓名没有变更，请先到公安办理")
    goes_on(case)

    assert case.value("hits") == ["identity"]
    assert (ended(case), letters(case)) == ("refused", ["不予变更告知书"])


@story("YB-003", "到北京就医备案，抽查属实")
def test_care_in_beijing_is_filed_on_a_pledge_that_is_kept(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "YB-003", destination="北京", care_city="北京", valid_months=6)
    done = goes_on(case)

    assert done == ["核验并决定", "事后抽查核验"]
    assert (ended(case), letters(case)) == ("granted", ["跨省异地就医备案凭证"])


@story("YB-003", "承诺不实，撤销备案")
def test_a_pledge_to_live_elsewhere_that_is_broken_is_revoked(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "YB-003", person_kind="异地长期居住")
    goes_on(case, answers={"事后抽查核验": {"pledge_result": "broken"}})

    assert "pledge broken" in case.story()
    assert letters(case) == ["跨省异地就医备案凭证", "撤销决定书"]


@story("YB-004", "低保家庭住院救助一万五千元")
def test_three_quarters_of_what_a_poor_family_paid_for_a_hospital(city: City) -> None:
    case = applied(city, "YB-004", **POOR, self_paid=20000, already=0)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(15000))
    assert letters(case) == ["医疗救助决定书"]


@story("YB-004", "年度封顶，异议不成立照旧发给")
def test_the_year_has_a_ceiling_and_an_unfounded_objection_changes_nothing(city: City) -> None:
    case = applied(city, "YB-004", **POOR, self_paid=20000, already=20000)
    goes_on(case, until="审核")
    does(case, "审核")
    says(case, "objection.raised")
    does(case, "异议复核", objection_finding="unfounded")
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(10000))
    assert {"objected", "public notice over"} <= set(case.story())


@story("YB-005", "专家认定慢特病，认定期间停钟")
def test_experts_find_a_chronic_illness_while_both_clocks_stand_still(city: City) -> None:
    case = applied(city, "YB-005", disease="糖尿病合并症")
    goes_on(case, until="慢特病专家认定")
    assert case.stopped_for == "指定认定医院慢特病专家认定"
    goes_on(case)

    assert ended(case) == "granted"
    assert letters(case) == ["门诊慢特病待遇凭证", "门诊慢特病病种待遇认定决定书"]


@story("YB-005", "对结论不服，换人复评一次")
def test_who_does_not_agree_with_the_experts_is_seen_once_by_others(city: City) -> None:
    case = applied(city, "YB-005", disease="类风湿关节炎")
    goes_on(case, answers=REFUSED, until="送达")
    does(case, "送达")
    says(case, "reassessment.requested")
    assert case.open_tasks == ["复评（慢特病专家认定）"]
    goes_on(case)

    assert ended(case) == "granted"
    assert course(case).count("delivered") == 2


@story("YB-006", "异地急诊费用由医保报销")
def test_bills_from_elsewhere_are_paid_back_by_the_insurance(city: City) -> None:
    case = applied(city, "YB-006", reason="异地急诊未备案", total=5200, invoices="Q-1")
    does(case, "受理审查")
    says(case, "yb.reimburse.receipt", receipt_result="done", receipt_number="YB-7")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["医疗费用报销结果告知书"])


@story("YB-006", "票据已报销过，核实后由医保不予报销")
def test_a_bill_that_was_paid_once_is_looked_into_and_the_insurance_decides(city: City) -> None:
    case = applied(city, "YB-006", invoices="P-1,P-2", YB_claim=PAID_ALREADY)
    does(case, "受理审查")
    does(case, "核实疑点", comparison_finding="confirmed")
    says(case, "yb.reimburse.receipt", receipt_result="refused", receipt_reason="票据 P-2 已经报销")
    goes_on(case)

    assert (ended(case), case.value("hits")) == ("refused", ["medical"])
    assert letters(case) == ["不予报销告知书"]


@story("YB-007", "特困人员参保全额资助")
def test_the_premium_of_the_destitute_is_paid_for_them(city: City) -> None:
    case = applied(city, "YB-007", status="特困")
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(400))
    assert case.value("benefit")["matter"] == "参保资助"


@story("YB-007", "同一人全市只资助一次")
def test_a_premium_is_not_paid_twice_in_the_city(city: City) -> None:
    case = applied(city, "YB-007", status="低保")
    goes_on(case)
    again = applied(city, "YB-007", at="tiexi/nanhu/02", lives="heping/nanhu/01", status="低保")
    goes_on(again, answers={"核实待遇登记": {"payroll_act": "leave"}})

    assert (amount(case), amount(again)) == (Decimal(240), Decimal(240))
    assert (case.value("payroll"), again.value("payroll")) == ("entered", "excluded")


@story("YB-008", "医保关系转入本市")
def test_an_insurance_follows_who_moves(city: City) -> None:
    case = applied(city, "YB-008", in_or_out="转入本市", other_city="长春")
    does(case, "受理审查")
    says(case, "yb.transfer.receipt", receipt_result="done")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["医保关系转移接续告知书"])


@story("YB-008", "不走了，申请人撤回")
def test_who_stays_after_all_withdraws_the_transfer(city: City) -> None:
    case = applied(city, "YB-008", in_or_out="转出本市")
    does(case, "受理审查")
    says(case, "application.withdrawn")

    assert (ended(case), case.notices) == ("申请人撤回", ["撤回申请"])
