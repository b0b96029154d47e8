"""农业农村、城乡建设 NY-001, NY-002, CJ-001, CJ-002: a plot, a family that may fall back, a roof, a lift."""

from decimal import Decimal

from tests.city.city import City
from tests.city.courses import amount, course, drawn_by_lot, ended, letters
from tests.city.filling import Values
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on

PLOT: Values = {"household_size": 4, "plot_area": 180, "build_reason": "无房", "homes_owned": 0, "meeting_agreed": 92}
CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}


@story("NY-001", "两部门都同意，批准宅基地")
def test_a_plot_is_approved_when_both_departments_agree(city: City) -> None:
    case = applied(city, "NY-001", **PLOT)
    steps = goes_on(case)

    assert steps == ["受理审查", "审核", "部门会审", "部门会审", "决定", "送达"]
    assert (ended(case), letters(case)) == ("granted", ["宅基地批准书"])


@story("NY-001", "一个部门否决，不予批准")
def test_one_veto_is_enough(city: City) -> None:
    case = applied(city, "NY-001", **PLOT)
    goes_on(case, until="部门会审")
    does(case, "部门会审", opinion_result="veto", opinion_reason="拟建位置在永久基本农田内，不符合规划")
    assert "部门会审" not in case.open_tasks
    goes_on(case, answers=REFUSED)

    assert (ended(case), case.value("joint_result")) == ("refused", "veto")


@story("NY-001", "涉及农用地先转用，期间停钟")
def test_farmland_is_converted_first_and_the_clocks_wait(city: City) -> None:
    case = applied(city, "NY-001", farmland=True, **PLOT)
    goes_on(case)

    assert ended(case) == "granted"
    assert case.value("conversion_number") is not None


@story("NY-002", "有返贫风险的家庭纳入监测")
def test_a_family_that_may_fall_back_is_watched(city: City) -> None:
    case = applied(city, "NY-002", region="农村", risk="因病")
    goes_on(case)

    assert letters(case) == ["防止返贫监测对象认定书", "监测对象认定决定书"]


@story("NY-002", "经授权核对，查出银行存款")
def test_money_in_the_bank_is_found_where_one_may_look(city: City) -> None:
    rich = [{"institution": "某银行", "amount": "500000"}]
    case = applied(city, "NY-002", region="农村", JR_deposit=rich)
    steps = goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert ("核实疑点" in steps, ended(case)) == (True, "refused")


@story("CJ-001", "危房修缮，据实补助")
def test_a_roof_is_mended_for_what_it_costs(city: City) -> None:
    case = applied(city, "CJ-001", danger_level="C", repair_cost=9500, household_status="低保")
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(9500))


@story("CJ-001", "原址重建，补助到上限")
def test_a_house_is_built_anew_up_to_the_limit(city: City) -> None:
    case = applied(city, "CJ-001", danger_level="D", repair_cost=80000)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(30000))


@story("CJ-001", "区级抽查不合格，退回重新入户")
def test_a_spot_check_that_fails_sends_it_back_to_the_visit(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "CJ-001", danger_level="C", repair_cost=9500)
    steps = goes_on(case, until="区级抽查")
    does(case, "区级抽查", spot_passed=False, spot_reason="房屋已空置两年，现场与申报不符")
    assert ("入户调查" in steps, "入户调查" in case.open_tasks) == (True, True)
    goes_on(case, answers=REFUSED)

    assert ended(case) == "refused"


@story("CJ-002", "加装电梯，四方会审通过")
def test_a_lift_passes_four_departments(city: City) -> None:
    case = applied(city, "CJ-002", building_code="南湖街 1 号楼 2 单元", storeys=6)
    steps = goes_on(case)

    assert steps.count("部门会审") == 4
    assert letters(case) == ["加装电梯联合审查意见书", "联合审查意见书"]


@story("CJ-002", "有业主反对，先居民议事")
def test_an_owner_who_objects_is_talked_to_first(city: City) -> None:
    case = applied(city, "CJ-002", objections=True, building_code="南湖街 1 号楼 2 单元")
    steps = goes_on(case)

    assert any("议事" in step for step in steps)
    assert ended(case) == "granted"


@story("CJ-002", "电梯占消防通道，消防否决")
def test_the_firefighters_veto_a_lift_that_blocks_their_way(city: City) -> None:
    case = applied(city, "CJ-002", building_code="南湖街 1 号楼 2 单元")
    goes_on(case, until="部门会审")
    does(case, "部门会审", opinion_result="veto", opinion_reason="占用消防车登高操作场地，不同意")
    goes_on(case, answers=REFUSED)

    assert (ended(case), course(case).count("joint review over")) == ("refused", 1)
