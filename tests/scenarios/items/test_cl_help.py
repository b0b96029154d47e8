"""残联 CL-007 to CL-010: rehabilitation of children, devices, fuel, homes without barriers."""

from decimal import Decimal

from tests.city.city import City
from tests.city.courses import amount, course, drawn_by_lot, ended, letters
from tests.city.filling import Values
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}
PAID = [{"invoice": "F2026-1", "reimbursed": "800"}]


@story("CL-007", "听障儿童康复训练，儿童不公示")
def test_a_deaf_child_is_trained_and_its_name_stands_on_no_board(city: City) -> None:
    case = applied(city, "CL-007", rehab_kind="人工耳蜗", months=10)
    steps = goes_on(case)

    assert steps == ["受理审查", "社区核实", "审核", "决定", "送达"]
    assert ("clock stopped: 公示" not in case.story(), letters(case)) == (True, ["残疾儿童康复救助决定书"])


@story("CL-007", "比对发现费用已报销")
def test_a_bill_that_was_paid_already_is_found(city: City) -> None:
    case = applied(city, "CL-007", invoices=["F2026-1"], YB_claim=PAID)
    steps = goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert ("核实疑点" in steps, ended(case)) == (True, "refused")


@story("CL-008", "适配轮椅")
def test_a_wheelchair_is_fitted(city: City) -> None:
    case = applied(city, "CL-008", device="轮椅", subsidy_asked=1200)
    goes_on(case)

    assert (ended(case), case.due) == ("granted", "2026-12-03")


@story("CL-008", "使用年限内不重复适配")
def test_one_wheelchair_in_its_time_is_enough(city: City) -> None:
    case = applied(city, "CL-008", CL_benefit=[{"benefit": "辅具补贴", "since": "2026-01-01"}])
    goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予适配补贴决定书"])


@story("CL-009", "机动轮椅车燃油补贴，一年一次")
def test_the_fuel_of_a_wheelchair_is_paid_once_a_year(city: City) -> None:
    case = applied(city, "CL-009", cars=1, fuel_year=2026)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(260))
    assert (case.value("benefit")["amount"], case.value("benefit")["until"]) == (260, "2027-01")


@story("CL-009", "区里退回街道重审，最后不予")
def test_the_district_sends_it_back_to_the_street_which_then_refuses(city: City) -> None:
    case = applied(city, "CL-009", cars=1)
    goes_on(case, until="决定")
    does(case, "决定", decision="return")
    assert case.open_tasks == ["审核"]
    goes_on(case, answers=REFUSED)

    assert (ended(case), course(case).count("reviewed")) == ("refused", 2)


@story("CL-010", "公示后修建无障碍坡道")
def test_a_ramp_is_built_after_a_notice(city: City) -> None:
    case = applied(city, "CL-010", works=["坡道"], budget=5000)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["无障碍改造决定书"])


@story("CL-010", "产权人同意书只作承诺，事后抽查")
def test_the_consent_of_the_owner_was_only_promised(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "CL-010", budget=5000)
    steps = goes_on(case, answers={"事后抽查核验": {"pledge_result": "kept"}})

    assert ("事后抽查核验" in steps, "pledge broken" in course(case)) == (True, False)


@story("CL-010", "差评核实整改")
def test_a_bad_mark_is_answered(city: City) -> None:
    case = applied(city, "CL-010", budget=5000)
    goes_on(case, until="送达")
    does(case, "送达")
    says(case, "rating.given", rating=1, rating_comment="等了太久")
    does(case, "差评核实整改", rating_answer="已致歉并说明公示期，改为提前告知进度")
    goes_on(case)

    assert (case.value("rating"), case.outcome) == (1, "办结")
