"""人社 RS-001 to RS-005, RS-007: who is without work, who is hard to place, and the posts that are kept for them."""

from tests.city.city import City
from tests.city.courses import course, drawn_by_lot, ended, letters
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

INSURED = [{"kind": "单位参保", "since": "2024-03-01"}]
FREELANCE = [{"status": "灵活就业", "since": "2025-06-01"}]


@story("RS-001", "任一窗口登记失业，当场拿到凭证")
def test_the_unemployed_register_at_any_window_and_leave_with_the_paper(city: City) -> None:
    case = applied(city, "RS-001", at="shenhe/beishi/02", lives="heping/nanhu/01", leaving_reason="单位解除或裁减")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["失业登记凭证"])
    assert course(case) == ["accepted", "granted", "delivered", "completed", "rated", "archived"]


@story("RS-001", "比对发现单位参保，不予失业登记并书面告知")
def test_who_is_insured_by_an_employer_is_not_registered_as_unemployed(city: City) -> None:
    case = applied(city, "RS-001", SB_insured=INSURED)
    does(case, "核验并决定", decision="refuse")
    goes_on(case)

    assert case.value("hits") == ["social_insurance"]
    assert (ended(case), letters(case)) == ("refused", ["不予失业登记告知书"])


@story("RS-002", "快递员登记灵活就业")
def test_a_courier_registers_his_freelance_work(city: City) -> None:
    case = applied(city, "RS-002", RS_employment=FREELANCE, work_kind="新就业形态")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["灵活就业登记凭证"])


@story("RS-002", "承诺不实，抽查后撤销登记")
def test_a_pledge_of_freelance_work_that_was_untrue_is_revoked(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "RS-002", RS_employment=FREELANCE)
    done = goes_on(case, answers={"事后抽查核验": {"pledge_result": "broken"}})

    assert done == ["核验并决定", "事后抽查核验"]
    assert "pledge broken" in case.story()
    assert letters(case) == ["灵活就业登记凭证", "撤销决定书"]


@story("RS-003", "长期失业人员公示五日后认定")
def test_somebody_hard_to_place_is_recognised_after_five_days_of_notice(city: City) -> None:
    case = applied(city, "RS-003", difficulty="长期失业人员", unemployed_months=14)
    done = goes_on(case)

    assert done == ["受理审查", "社区核实", "审核", "决定", "送达"]
    assert (ended(case), letters(case)) == ("granted", ["就业困难人员认定决定书"])
    assert case.due == "2026-12-10"  # six working days, and the notice from today to 12-01
    assert "clock stopped: 公示" in case.story()


@story("RS-003", "公示有异议且成立，退回社区核实，不予认定")
def test_an_objection_that_is_founded_sends_the_case_back_to_the_community(city: City) -> None:
    case = applied(city, "RS-003", difficulty="大龄失业人员")
    goes_on(case, until="审核")
    does(case, "审核")
    says(case, "objection.raised")
    does(case, "异议复核", objection_finding="founded")
    assert case.open_tasks == ["社区核实"]
    goes_on(case, answers={"社区核实": {"verify_result": "untrue"}, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予认定就业困难人员决定书"])
    assert "objected" in case.story()


@story("RS-004", "一家都没有工作，认定零就业家庭")
def test_a_family_without_any_work_is_recognised(city: City) -> None:
    case = applied(city, "RS-004", household_size=3, able_members=2, registered_members=2)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["零就业家庭认定决定书"])
    assert "public notice over" in case.story()


@story("RS-004", "跨区申请，办理街道退回一次，补齐后认定")
def test_a_family_of_another_district_is_sent_back_once_and_then_recognised(city: City) -> None:
    case = applied(city, "RS-004", at="heping/nanhu/01", lives="tiexi/beishi/03", household_size=2)
    goes_on(case, until="流转接收")
    does(case, "流转接收", handover_result="return", handover_code="材料不清晰")
    does(case, "补齐后重送")
    does(case, "再次流转接收", received_again=True)
    goes_on(case)

    assert (ended(case), case.value("handling_area")[:6]) == ("granted", "210106")
    assert course(case)[:3] == ["accepted", "sent back to the window", "handed over"]


@story("RS-005", "领取就业创业证")
def test_an_employment_certificate_is_made_and_handed_over(city: City) -> None:
    case = applied(city, "RS-005", employment_state="失业")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["就业创业证", "就业创业证"])
    assert case.due == "2026-11-27"


@story("RS-005", "证上有错，作废重制")
def test_a_certificate_with_a_mistake_is_made_again(city: City) -> None:
    case = applied(city, "RS-005")
    goes_on(case, until="核对证照")
    does(case, "核对证照", proof_result="wrong", proof_reason="姓名的第二个字打错，应重制")
    assert case.open_tasks == ["制证"]
    goes_on(case)

    assert ended(case) == "granted"
    assert course(case).count("certificate made") == 1


@story("RS-007", "安置到公益性岗位")
def test_somebody_hard_to_place_gets_a_public_post(city: City) -> None:
    case = applied(city, "RS-007", post_kind="保洁保绿")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["公益性岗位安置决定书"])


@story("RS-007", "不予安置，换人复核，维持原决定")
def test_who_is_refused_a_post_may_ask_once_for_a_review_by_others(city: City) -> None:
    case = applied(city, "RS-007", able_hours=10)
    goes_on(case, answers=REFUSED, until="送达")
    does(case, "送达")
    says(case, "review.requested", reason="本人每周可以工作二十小时")
    does(case, "复核", reconsideration="upheld")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["不予安置决定书", "复核决定书"])
    assert "reconsidered" in case.story()
