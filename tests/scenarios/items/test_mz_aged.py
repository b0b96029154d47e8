"""民政 MZ-012 to MZ-017: what the old are paid, given, assessed and built."""

from decimal import Decimal

import pytest

from engine.domain.rejections import Forbidden
from tests.city.city import City
from tests.city.courses import amount, course, ended, letters
from tests.city.filling import Values
from tests.city.holding import holds
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

AT_93: Values = {"birth_date": "1933-01-01", "household_status": "其他"}
DEAD: Values = {"GA_death": [{"died_on": "2026-09-30"}]}
CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}
FRAIL: Values = {"birth_date": "1951-01-01", "household_status": "低保", "ability": "重度"}
OTHER_WINDOW = "shenhe/nanhu/03"


@story("MZ-012", "高龄津贴按年龄档次发放")
@pytest.mark.parametrize(
    ("born", "status", "yuan"),
    [("1933-01-01", "其他", 100), ("1925-01-01", "其他", 500), ("1941-05-01", "低保", 50), ("1936-11-10", "低保", 100)],
    ids=["T04-2 at 93", "T04-2 at 101", "T04-1", "T04-3 in December"],
)
def test_the_very_old_are_paid_by_their_age(city: City, born: str, status: str, yuan: int) -> None:
    case = applied(city, "MZ-012", birth_date=born, household_status=status)
    steps = goes_on(case)

    assert steps == ["受理审查", "审核", "决定", "送达"]
    assert (ended(case), amount(case)) == ("granted", Decimal(yuan))
    assert (case.due, case.value("benefit")["amount"]) == ("2026-12-01", yuan)


@story("MZ-012", "任一窗口受理，户籍区决定")
def test_any_window_takes_it_in_and_the_home_district_decides(city: City) -> None:
    case = applied(city, "MZ-012", at=OTHER_WINDOW, lives="heping/nanhu/01", **AT_93)
    steps = goes_on(case)

    assert steps == ["受理审查", "流转接收", "审核", "决定", "送达"]
    assert (case.value("cross_district"), case.value("benefit")["amount"]) == (True, 100)


@story("MZ-012", "办理街道退回一次，窗口补齐重送")
def test_the_home_street_sends_it_back_once_and_it_is_mended(city: City) -> None:
    case = applied(city, "MZ-012", at=OTHER_WINDOW, lives="heping/nanhu/01", **AT_93)
    does(case, "受理审查")
    does(case, "流转接收", handover_result="return", handover_code="材料不清晰")
    steps = goes_on(case)

    assert steps == ["补齐后重送", "再次流转接收", "审核", "决定", "送达"]
    assert ended(case) == "granted"


@story("MZ-012", "八十五岁不属低收入，还不能享受")
def test_at_85_and_well_off_there_is_nothing_yet(city: City) -> None:
    case = applied(city, "MZ-012", birth_date="1941-05-01", household_status="其他")
    goes_on(case, until="决定")
    does(case, "决定", decision="grant")
    assert case.open_tasks == ["决定"]
    goes_on(case, answers=REFUSED)

    assert (ended(case), amount(case)) == ("refused", Decimal(0))


@story("MZ-012", "受理的人不得审核")
def test_nobody_reviews_what_he_took_in(city: City) -> None:
    case = applied(city, "MZ-012", **AT_93)
    clerk = does(case, "受理审查")
    with pytest.raises(Forbidden):
        city.person(clerk.id, ("MZ:street:reviewer", "heping/nanhu")).claims(case, "审核")


@story("MZ-013", "老人去世停发，追缴多发的两个月")
def test_an_allowance_ends_with_its_holder_and_two_months_are_recovered(city: City) -> None:
    holds(city, "高龄津贴", 100, rule="SUB-04A")
    case = applied(city, "MZ-013", stop_reason="死亡", last_paid_month="2026-11", **DEAD)
    recover = {"settle_kind": "recover", "settle_amount": 200, "settle_note": "十月、十一月各多发一百元"}
    goes_on(case, answers={**CONFIRMED, "结算": recover})

    assert (ended(case), case.value("settle_amount")) == ("granted", 200)
    assert case.value("benefit")["state"] == "stopped"


@story("MZ-013", "系统差错引起的停发，作废")
def test_a_stop_by_mistake_of_the_platform_is_made_void(city: City) -> None:
    holds(city, "高龄津贴", 100, rule="SUB-04A")
    case = applied(city, "MZ-013", stop_reason="迁出本市")
    goes_on(case, until="核实")
    says(case, "case.void")
    does(case, "提出作废", void_reason="平台把同名的两个人合到了一件里")
    does(case, "监督岗批准作废", void_decision="approve", void_note="查实，冻结旧件，另行发起")

    assert (ended(case), course(case)[-2:]) == ("作废", ["voided", "completed"])


@story("MZ-014", "优待证一人制、一人核")
def test_a_pass_for_the_old_is_made_by_one_and_checked_by_another(city: City) -> None:
    case = applied(city, "MZ-014", birth_date="1955-01-01")
    steps = goes_on(case)

    assert steps == ["受理审查", "审核", "决定", "制证", "核对证照", "送达"]
    assert letters(case) == ["老年人优待证", "老年人优待证准予决定书"]
    assert case.due == "2026-11-27"


@story("MZ-014", "优待证有错字，重制")
def test_a_pass_with_a_wrong_word_is_made_again(city: City) -> None:
    case = applied(city, "MZ-014")
    goes_on(case, until="核对证照")
    does(case, "核对证照", proof_result="wrong", proof_reason="出生日期印错，应为一九五八年")
    steps = goes_on(case)

    assert steps == ["制证", "核对证照", "送达"]
    assert course(case).count("certificate made") == 1


@story("MZ-015", "失能老人两项补贴就高享受")
def test_the_frail_get_the_higher_of_two(city: City) -> None:
    case = applied(city, "MZ-015", care_allowance=120, **FRAIL)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(300))
    assert case.value("calculation")["stops"] == ["护理补贴"]


@story("MZ-015", "已特困供养的，不重复补贴")
def test_who_is_kept_by_the_city_already_gets_no_second_allowance(city: City) -> None:
    away = [{"benefit": "特困", "since": "2026-01-01"}]
    case = applied(city, "MZ-015", MZ_benefit=away, **{**FRAIL, "household_status": "特困"})
    goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert (ended(case), amount(case)) == ("refused", Decimal(0))


@story("MZ-016", "能力评估停两钟，出评估结论")
def test_an_assessment_stops_both_clocks_and_ends_in_a_report(city: City) -> None:
    case = applied(city, "MZ-016")
    does(case, "受理审查")
    assert case.stopped_for == "指定评估机构能力评估"
    does(case, "能力评估", ability_level="重度失能", ability_score=15)
    goes_on(case)

    assert letters(case) == ["老年人能力评估报告", "老年人能力评估结论告知书"]


@story("MZ-016", "对评估不服，换人复评")
def test_who_disagrees_is_assessed_once_more_by_others(city: City) -> None:
    case = applied(city, "MZ-016")
    goes_on(case, until="送达")
    does(case, "送达")
    says(case, "reassessment.requested")
    does(case, "复评（能力评估）", ability_level="中度失能")
    goes_on(case)

    assert case.value("ability_level") == "中度失能"


@story("MZ-017", "公示五日后适老化改造卫生间")
def test_a_bathroom_is_rebuilt_after_five_days_of_notice(city: City) -> None:
    case = applied(city, "MZ-017", budget=3000)
    steps = goes_on(case)

    assert steps == ["受理审查", "社区核实", "审核", "决定", "送达"]
    assert ("clock stopped: 公示" in case.story(), letters(case)) == (True, ["适老化改造决定书"])


@story("MZ-017", "异议不成立，公示照旧")
def test_an_objection_without_ground_changes_nothing(city: City) -> None:
    case = applied(city, "MZ-017", budget=3000)
    goes_on(case, until="审核")
    does(case, "审核")
    says(case, "objection.raised")
    does(case, "异议复核", objection_finding="unfounded")
    goes_on(case)

    assert (ended(case), case.value("objection_finding")) == ("granted", "unfounded")
