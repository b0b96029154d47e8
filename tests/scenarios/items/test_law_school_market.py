"""司法 SF, 教育 JE, 市场监管 SC: aid in court, neighbours' quarrels, a place at school, a stall and a shop."""

from typing import Any

from tests.city.city import City
from tests.city.courses import course, drawn_by_lot, ended, letters
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

PUPIL: dict[str, Any] = {"household_size": 3, "wanted_school": "南湖小学", "birth_certificate": "T210000003"}
BARRED = [{"reason": "严重违法失信", "active": "true"}]


@story("SF-001", "讨薪的两日内给予法律援助")
def test_who_claims_his_wages_gets_a_lawyer_in_two_days(city: City) -> None:
    case = applied(city, "SF-001", exempt="追索劳动报酬", help_kind="代理诉讼")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["给予法律援助决定书"])
    assert case.due == "2026-11-26"


@story("SF-001", "十日没有补正，视为撤回")
def test_papers_that_nobody_brings_in_ten_days_are_taken_as_a_withdrawal(city: City) -> None:
    case = applied(city, "SF-001", matter_kind="婚姻家庭")
    does(case, "受理审查", acceptance="supplement", acceptance_reason="缺案件材料，请提交起诉状和证据目录")
    city.working_days_pass(11)

    assert (ended(case), letters(case)) == ("逾期未补正，视为撤回", ["补正告知书"])
    assert course(case)[-1] == "completed"


@story("SF-002", "邻里纠纷调解成功")
def test_two_neighbours_come_to_terms(city: City) -> None:
    case = applied(city, "SF-002", dispute="邻里", willing=True)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["人民调解结果告知书"])


@story("SF-002", "已经起诉的，不予受理")
def test_a_quarrel_that_is_in_court_is_not_taken_in(city: City) -> None:
    case = applied(city, "SF-002", dispute="房屋宅基地")
    does(case, "受理审查", acceptance="refuse", acceptance_reason="对方已经起诉，法院已经立案，不属于调解范围")

    assert (ended(case), letters(case)) == ("不予受理", ["不予受理决定书"])
    assert course(case) == ["not accepted", "completed"]


@story("JE-001", "户籍、房产都符合，录取入学")
def test_a_child_is_given_a_place_by_where_the_family_is_registered_and_lives(city: City) -> None:
    case = applied(city, "JE-001", **PUPIL, stage="小学一年级")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["入学通知书"])
    assert case.value("score") == 100
    assert "public notice over" in case.story()


@story("JE-001", "学区没有住房，不予录取")
def test_a_family_without_a_home_in_the_quarter_goes_elsewhere(city: City) -> None:
    case = applied(city, "JE-001", **PUPIL, stage="小学一年级")
    goes_on(case, until="自然资源房产")
    does(case, "自然资源房产", result_2="unmet", reason_2="学区内没有该监护人的房产登记")
    goes_on(
        case, answers={"录取分类": {"category": "none", "review_opinion": "refuse"}, "决定": {"decision": "refuse"}}
    )

    assert (ended(case), case.value("score")) == ("refused", 70)


@story("JE-002", "困难学生认定，不公示")
def test_a_pupil_in_need_is_recognised_and_nothing_is_put_on_a_board(city: City) -> None:
    case = applied(city, "JE-002", school="南湖小学", school_stage="小学", difficulty="低保")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["家庭经济困难学生认定决定书"])
    assert "clock stopped: 公示" not in case.story()


@story("JE-002", "跨区申请，四小时内流转")
def test_a_pupil_of_another_district_is_handed_over_in_four_hours(city: City) -> None:
    case = applied(city, "JE-002", at="shenhe/nanhu/01", lives="tiexi/nanhu/07", school="铁西小学")
    does(case, "受理审查")
    city.hours_pass(5)
    goes_on(case)

    assert ended(case) == "granted"
    assert "handed over" in case.story()


@story("SC-001", "早餐摊当日备案")
def test_a_stall_for_breakfast_is_filed_the_same_day(city: City) -> None:
    case = applied(city, "SC-001", food="早餐面食", place="南湖早市 12 号位")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["食品摊贩备案回执"])


@story("SC-001", "失信名单上的，不予备案")
def test_who_is_on_the_black_list_may_not_sell_food(city: City) -> None:
    case = applied(city, "SC-001", SC_blacklist=BARRED)
    bad = {"record_result": "bad", "record_reason": "在严重违法失信名单，不得从事食品经营"}
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, "食品摊贩备案": bad})

    assert (ended(case), letters(case)) == ("refused", ["不予备案告知书"])


@story("SC-002", "登记机关核准，窗口送达")
def test_the_register_of_companies_answers_and_the_window_hands_it_over(city: City) -> None:
    case = applied(city, "SC-002", act="设立", trade="家政服务")
    does(case, "受理审查")
    says(case, "sc.registration.receipt", receipt_result="done", receipt_number="92210102MA0000")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["登记帮办结果告知书"])


@story("SC-002", "字号重名，登记机关不予登记")
def test_a_name_that_is_taken_is_refused_by_the_register_of_companies(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "SC-002", act="设立")
    does(case, "受理审查")
    says(case, "sc.registration.receipt", receipt_result="refused", receipt_reason="字号与已登记的重名")
    goes_on(case, answers=REFUSED)

    assert (ended(case), letters(case)) == ("refused", ["登记机关不予登记告知书"])
