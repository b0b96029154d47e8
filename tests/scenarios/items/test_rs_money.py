"""人社 RS-006, RS-008 to RS-013: what is paid to who works for himself or begins, cards, the retired."""

from decimal import Decimal
from typing import Any

from tests.city.city import City
from tests.city.courses import amount, course, ended, letters
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

FREELANCE = [{"status": "灵活就业", "since": "2025-06-01"}]
PAID: dict[str, Any] = {"pension_paid": 880, "medical_paid": 440, "months_claimed": 3, "RS_employment": FREELANCE}
AGENT: dict[str, Any] = {"name": "李四", "relation": "直系亲属", "authority": "书面"}
OWNER = [{"company": "浑河便利店", "role": "经营者", "status": "存续"}]


@story("RS-006", "补三分之二，有单位参保的那个月不补")
def test_two_thirds_of_what_was_paid_but_not_for_the_month_with_an_employer(city: City) -> None:
    case = applied(city, "RS-006", **PAID, unit_months=["第2个月"])
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal("1760.00"))
    assert case.value("payroll") == "entered"
    assert letters(case) == ["灵活就业社会保险补贴决定书"]


@story("RS-006", "正在领失业金，不得同期领社保补贴")
def test_who_is_paid_unemployment_benefit_gets_no_subsidy_for_contributions(city: City) -> None:
    paid = [{"benefit": "失业保险金", "since": "2026-09-01"}]
    case = applied(city, "RS-006", **PAID, SB_benefit=paid)
    does(case, "受理审查")
    does(case, "核实疑点", comparison_finding="confirmed")
    goes_on(case, answers=REFUSED)

    assert (ended(case), case.value("comparison_finding")) == ("refused", "confirmed")
    assert letters(case) == ["不予补贴决定书"]


@story("RS-008", "担保和银行都同意，具备贷款资格")
def test_a_loan_needs_the_guarantor_and_the_bank(city: City) -> None:
    case = applied(city, "RS-008", loan=200000, loan_months=24)
    goes_on(case, until="担保机构审核")
    does(case, "担保机构审核")
    says(case, "loan.credit", credit_result="pass")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["创业担保贷款资格决定书"])


@story("RS-008", "银行不回被催办，后不予授信，不予资格")
def test_a_bank_that_is_silent_is_reminded_and_its_no_is_a_no(city: City) -> None:
    case = applied(city, "RS-008", loan=300000)
    goes_on(case, until="担保机构审核")
    does(case, "担保机构审核")
    city.working_days_pass(6)
    assert case.notices == ["授信催办"]
    says(case, "loan.credit", credit_result="reject", credit_reason="近两年有逾期")
    goes_on(case, answers=REFUSED)

    assert (ended(case), letters(case)) == ("refused", ["不予创业担保贷款资格决定书"])


@story("RS-009", "本人开店是补贴的条件，疑点排除，补五千元")
def test_who_runs_a_shop_is_no_suspect_where_a_shop_is_what_is_paid_for(city: City) -> None:
    case = applied(city, "RS-009", SC_company=OWNER, RS_employment=FREELANCE, running_months=8)
    done = goes_on(case, answers={"核实疑点": {"comparison_finding": "overruled"}})

    assert "核实疑点" in done
    assert (ended(case), amount(case)) == ("granted", Decimal(5000))


@story("RS-009", "以前补过一次，不再补")
def test_a_second_start_is_not_paid_again(city: City) -> None:
    before = [{"benefit": "创业补贴", "since": "2024-02-01"}]
    case = applied(city, "RS-009", RS_benefit=before, RS_employment=FREELANCE)
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予创业补贴决定书"])


@story("RS-010", "困难毕业生一次性补一千元")
def test_a_graduate_of_a_poor_family_is_paid_once(city: City) -> None:
    case = applied(city, "RS-010", difficulty="低保家庭", school="沈阳市第一职业学校")
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(1000))
    assert "entered in the roll" in case.story()


@story("RS-010", "容缺材料逾期没有补齐，不予补贴")
def test_papers_that_were_to_follow_and_did_not_bar_the_grant(city: City) -> None:
    case = applied(city, "RS-010", school="沈阳市第一职业学校")
    does(case, "受理审查", acceptance="provisional", acceptance_reason="困难类别确认单待补，五个工作日内交齐")
    does(case, "审核")
    city.working_days_pass(6)
    goes_on(case, answers=REFUSED)

    assert "papers late" in case.story()
    assert (ended(case), letters(case)) == ("refused", ["不予求职补贴决定书"])


@story("RS-011", "在哪个窗口申领，就在哪里制卡")
def test_a_card_is_made_at_the_window_where_it_was_asked_for(city: City) -> None:
    case = applied(city, "RS-011", at="tiexi/nanhu/04", bank="盛京银行")
    goes_on(case)

    assert (ended(case), case.value("cross_district")) == ("granted", False)
    assert letters(case) == ["社会保障卡", "社会保障卡"]


@story("RS-011", "邮寄退回，重新送达")
def test_a_card_that_nobody_could_receive_is_delivered_again(city: City) -> None:
    case = applied(city, "RS-011", collect="邮寄", post_address="和平区南湖街道 1 号")
    goes_on(case, until="送达")
    does(case, "送达", delivery_result="failed", delivery_way="邮寄", delivery_note="邮件退回，收件人电话无人接听")
    assert case.open_tasks == ["送达"]
    goes_on(case)

    assert (ended(case), course(case).count("delivered")) == ("granted", 1)


@story("RS-012", "女儿代办补换社保卡")
def test_a_daughter_replaces_the_card_of_her_mother(city: City) -> None:
    case = applied(city, "RS-012", by_agent=True, agent=AGENT)
    done = goes_on(case)

    assert done[0] == "核验代办授权"
    assert (ended(case), letters(case)) == ("granted", ["社会保障卡", "社会保障卡补换"])
    assert "agent admitted" in case.story()


@story("RS-012", "代办授权无效，不能办理")
def test_who_has_no_authority_cannot_replace_the_card_of_another(city: City) -> None:
    case = applied(city, "RS-012", by_agent=True, agent=AGENT)
    does(case, "核验代办授权", agency="invalid", agency_reason="授权书没有本人签名，电话核实本人不知情")

    assert (ended(case), case.papers) == ("代办授权无效", [])


@story("RS-013", "企业退休人员由社区接收")
def test_the_retired_of_a_company_are_taken_over_by_their_community(city: City) -> None:
    case = applied(city, "RS-013", former_employer="沈阳机床厂", household_size=2)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["社会化管理服务登记"])


@story("RS-013", "缺档案接收单，补正后受理")
def test_a_file_that_was_missing_is_brought_and_the_clock_stands_still_meanwhile(city: City) -> None:
    case = applied(city, "RS-013")
    does(case, "受理审查", acceptance="supplement", acceptance_reason="缺人事档案接收单，请原单位补开")
    assert (case.open_tasks, case.papers) == ([], ["补正告知书.pdf"])
    city.working_days_pass(3)
    says(case, "supplement.submitted")
    goes_on(case)

    assert ended(case) == "granted"
    assert course(case)[:2] == ["supplement requested", "accepted"]
