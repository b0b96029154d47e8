"""卫健 WJ-001 to WJ-007: births, what is paid for children, and what is paid to parents of an only child."""

from decimal import Decimal
from typing import Any

from tests.city.city import City
from tests.city.courses import amount, course, drawn_by_lot, ended, letters
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

CHILD: dict[str, Any] = {"birth_certificate": "T210000001", "household_size": 3}


@story("WJ-001", "未婚也可以登记生育")
def test_a_birth_is_registered_without_asking_for_a_marriage(city: City) -> None:
    case = applied(city, "WJ-001", marriage="未婚", child_order=1, stage="孕期")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["生育登记凭证"])


@story("WJ-001", "出生证明已使用过，不予登记")
def test_a_certificate_of_birth_that_was_used_before_is_looked_into(city: City) -> None:
    drawn_by_lot(city)
    used = [{"certificate": "T210000001", "used": "true"}]
    case = applied(city, "WJ-001", stage="生育后", **CHILD, WJ_birth=used)
    does(case, "核验并决定", decision="refuse", decision_reason="出生医学证明已在别处使用，请携原件核对")
    goes_on(case)

    assert (ended(case), case.value("hits")) == ("refused", ["birth"])


@story("WJ-002", "二〇二五年出生的，合计一万零八百元")
def test_a_child_born_in_2025_is_worth_ten_thousand_eight_hundred(city: City) -> None:
    case = applied(city, "WJ-002", **CHILD, birth_year=2025, birth_month=3)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(10800))
    assert letters(case) == ["育儿补贴决定书"]


@story("WJ-002", "一孩一领，父亲再申请登记不上")
def test_one_child_one_subsidy_whichever_parent_applies(city: City) -> None:
    mother = applied(city, "WJ-002", **CHILD, birth_year=2023, birth_month=6, relation="母亲")
    goes_on(mother)
    father = applied(city, "WJ-002", **CHILD, birth_year=2023, birth_month=6, relation="父亲", applicant_name="李四")
    goes_on(father, answers={"核实待遇登记": {"payroll_act": "leave"}})

    assert (amount(mother), mother.value("payroll")) == (Decimal(5400), "entered")
    assert father.value("payroll") == "excluded"


@story("WJ-003", "夫妻双方奖励费半年一百二十元")
def test_both_parents_of_an_only_child_are_paid_for_half_a_year(city: City) -> None:
    case = applied(city, "WJ-003", **CHILD, months_due=6, parents="夫妻双方", marriage="已婚")
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(120))


@story("WJ-003", "单位职工由单位发，不予发放")
def test_who_works_for_a_company_is_paid_by_the_company(city: City) -> None:
    employed = [{"status": "就业", "since": "2020-01-01"}]
    case = applied(city, "WJ-003", **CHILD, RS_employment=employed)
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予奖励费决定书"])


@story("WJ-004", "农村奖扶公示后每年九百六十元")
def test_one_parent_in_the_country_is_paid_for_the_year_after_a_notice(city: City) -> None:
    case = applied(city, "WJ-004", **CHILD, age=62, persons=1)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(960))
    assert "public notice over" in case.story()


@story("WJ-004", "公示异议成立，重新核实后不予")
def test_an_objection_to_a_second_marriage_is_founded_and_the_case_refused(city: City) -> None:
    case = applied(city, "WJ-004", **CHILD, age=60, persons=2)
    goes_on(case, until="审核")
    does(case, "审核")
    says(case, "objection.raised")
    does(case, "异议复核", objection_finding="founded")
    goes_on(case, answers=REFUSED)

    assert (ended(case), amount(case)) == ("refused", Decimal(1920))


@story("WJ-005", "失独家庭不公示，每月发给")
def test_parents_who_lost_their_child_are_paid_without_a_notice(city: City) -> None:
    case = applied(city, "WJ-005", **CHILD, loss="子女死亡", age=55, persons=2)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(1180))
    assert "clock stopped: 公示" not in case.story()
    assert case.due == "2026-12-07"


@story("WJ-005", "伤残核对的是子女的残疾证")
def test_the_child_s_certificate_of_disability_is_compared_and_not_the_parent_s(city: City) -> None:
    case = applied(city, "WJ-005", **CHILD, loss="子女伤残", disability_level=2, age=50, persons=1)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(460))
    assert case.value("hits") == []


@story("WJ-006", "光荣证遗失补办")
def test_a_lost_certificate_of_honour_is_made_again(city: City) -> None:
    case = applied(city, "WJ-006", **CHILD, why="遗失")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["独生子女父母光荣证", "独生子女父母光荣证"])


@story("WJ-006", "照片容缺，五日内补齐")
def test_a_photograph_may_follow_in_five_days(city: City) -> None:
    case = applied(city, "WJ-006", **CHILD)
    does(case, "受理审查", acceptance="provisional", acceptance_reason="电子照片待补，申请人承诺五个工作日内补齐")
    does(case, "审核")
    assert case.open_tasks == ["收齐容缺材料"]
    does(case, "收齐容缺材料", papers_all_in=True)
    goes_on(case)

    assert (ended(case), course(case)[0]) == ("granted", "accepted")


@story("WJ-007", "任一窗口开具家庭身份证明")
def test_a_family_is_certified_at_any_window(city: City) -> None:
    case = applied(city, "WJ-007", **CHILD, at="shenhe/nanhu/02", lives="tiexi/nanhu/01", family_kind="双女家庭")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["计划生育家庭身份证明"])


@story("WJ-007", "户籍成员不符，不予出具")
def test_a_family_that_the_register_does_not_know_gets_a_reason(city: City) -> None:
    case = applied(city, "WJ-007", **CHILD, GA_household=[{"household": "H9", "members": "5", "area": "210103001001"}])
    does(case, "核验并决定", decision="refuse", decision_reason="户籍登记的成员与申报不符，请先到公安核对")
    goes_on(case)

    assert (ended(case), case.value("hits")) == ("refused", ["household"])
