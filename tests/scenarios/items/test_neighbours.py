"""ZG-001, FL-001, SG-001, YJ-001, CG-001: workers, women, volunteers, the winter after a flood, rubble."""

from decimal import Decimal

from tests.city.city import City
from tests.city.courses import amount, course, ended, letters
from tests.city.filling import Values
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}
WORKER: Values = {"household_size": 3, "out_of_pocket": 40000, "cause": "本人大病"}


@story("ZG-001", "困难职工帮扶到上限")
def test_a_worker_in_need_is_helped_up_to_the_limit_of_the_union(city: City) -> None:
    case = applied(city, "ZG-001", **WORKER)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(8000))
    assert letters(case) == ["困难职工帮扶决定书"]


@story("ZG-001", "核对查出未申报车辆")
def test_a_car_that_was_not_told_is_found(city: City) -> None:
    car = [{"plate": "辽A00000", "kind": "小型轿车", "essential": "false"}]
    case = applied(city, "ZG-001", JJ_vehicle=car, **WORKER)
    steps = goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert ("核实疑点" in steps, ended(case)) == (True, "refused")


@story("FL-001", "患病妇女一次性救助")
def test_a_woman_who_is_ill_is_helped_once_in_her_life(city: City) -> None:
    case = applied(city, "FL-001", household_status="低保")
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(10000))
    assert "clock stopped: 公示" not in case.story()


@story("FL-001", "已救助过的，不再救助")
def test_not_a_second_time(city: City) -> None:
    case = applied(city, "FL-001", helped_before=True)
    goes_on(case, answers=REFUSED)

    assert (ended(case), letters(case)) == ("refused", ["不予两癌救助决定书"])


@story("SG-001", "任一窗口当场开具志愿服务证明")
def test_hours_of_service_are_certified_at_any_window_at_once(city: City) -> None:
    case = applied(city, "SG-001", at="shenhe/nanhu/03", hours=120, use="升学")
    steps = goes_on(case)

    assert (steps, letters(case)) == (["核验并决定"], ["志愿服务记录证明"])
    assert case.due == "2026-11-24"


@story("SG-001", "没有记录的时长，不予证明")
def test_hours_that_are_in_no_record_are_not_certified(city: City) -> None:
    case = applied(city, "SG-001", hours=999)
    does(case, "核验并决定", decision="refuse", decision_reason="系统记录只有一百二十小时，与申报不符")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["不予开具告知书"])


@story("YJ-001", "四口之家受灾，冬春救助")
def test_four_who_lost_their_harvest_are_helped_through_the_winter(city: City) -> None:
    case = applied(city, "YJ-001", affected=4, household_size=4)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(1200))
    assert course(case)[:3] == ["accepted", "visited", "calculated"]


@story("YJ-001", "家中无人，改日再访")
def test_nobody_at_home_is_visited_again(city: City) -> None:
    case = applied(city, "YJ-001", affected=4, household_size=4)
    does(case, "受理审查")
    does(case, "入户调查", visit_result="absent")
    assert "入户调查" in case.open_tasks
    goes_on(case)

    assert ended(case) == "granted"


@story("CG-001", "建筑垃圾按约定日期清运")
def test_rubble_is_collected_on_the_day_that_was_agreed(city: City) -> None:
    case = applied(city, "CG-001", waste_bags=30, pick_up_on="2026-11-27")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["装修垃圾清运登记单"])


@story("CG-001", "朋友代办要有授权")
def test_a_friend_may_register_it_only_with_authority(city: City) -> None:
    agent = {"name": "王五", "relation": "其他受托人", "authority": "书面"}
    case = applied(city, "CG-001", by_agent=True, agent=agent)
    does(case, "核验代办授权", authority_kind="书面", agency="invalid")

    assert case.outcome == "代办授权无效"


@story("CG-001", "服务不满意，差评得到答复")
def test_who_was_served_badly_is_answered(city: City) -> None:
    case = applied(city, "CG-001")
    does(case, "核验并决定")
    says(case, "rating.given", rating=2, rating_comment="约的日期没有来")
    does(case, "差评核实整改", rating_answer="已联系清运单位当日补运并致歉")
    goes_on(case)

    assert (case.value("rating"), case.outcome) == (2, "办结")
