"""民政 MZ-018 to MZ-023: the disabled, children without parents, funerals."""

from decimal import Decimal

from tests.city.city import City
from tests.city.courses import amount, course, drawn_by_lot, ended, letters
from tests.city.filling import Values
from tests.city.holding import APPLICANT, holds
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on

POOR: Values = {"household_status": "低保", "disability_level": 1}
FUNERAL: Values = {"cost_transport": 350, "cost_cold": 160, "cost_cremation": 260, "cost_urn": 0}
IN_PRISON = [{"kind": "收监服刑", "since": "2026-02-01"}]
CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}


@story("MZ-018", "两项补贴只享一项")
def test_a_living_allowance_takes_of_the_two_only_the_one(city: City) -> None:
    case = applied(city, "MZ-018", **POOR)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(240))
    assert case.value("benefit")["amount"] == 120
    assert letters(case) == ["困难残疾人生活补贴决定书"]


@story("MZ-018", "服刑期间不予发放")
def test_in_prison_the_allowance_is_refused(city: City) -> None:
    case = applied(city, "MZ-018", JY_custody=IN_PRISON, **POOR)
    goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予生活补贴决定书"])


@story("MZ-019", "护理补贴不看收入，不公示")
def test_a_care_allowance_needs_no_poverty_and_no_notice(city: City) -> None:
    case = applied(city, "MZ-019", household_status="其他", disability_level=1)
    steps = goes_on(case)

    assert (steps, case.value("benefit")["amount"]) == (["受理审查", "审核", "决定", "送达"], 120)
    assert "clock stopped: 公示" not in case.story()


@story("MZ-019", "残疾等级不符，人工核实为误报")
def test_a_certificate_of_another_level_is_a_mistake_that_a_person_clears_up(city: City) -> None:
    other = [{"number": "C1", "level": "1", "valid": "true"}]
    case = applied(city, "MZ-019", household_status="其他", disability_level=2, CL_disability=other)
    goes_on(case, answers={"核实疑点": {"comparison_finding": "overruled"}})

    assert (ended(case), case.value("benefit")["amount"]) == ("granted", 100)


@story("MZ-020", "集中供养孤儿，发到本人账户")
def test_an_orphan_in_a_home_is_paid_into_its_own_account(city: City) -> None:
    case = applied(city, "MZ-020", orphan_kind="集中", child_birth_date="2015-06-01")
    steps = goes_on(case)

    assert steps == ["受理审查", "社区核实", "审核", "决定", "送达"]
    assert (ended(case), amount(case), case.due) == ("granted", Decimal(2400), "2026-12-08")
    assert "clock stopped: 公示" not in case.story()


@story("MZ-020", "成年且不在校，不再享受")
def test_of_age_and_not_at_school_is_an_orphan_no_longer(city: City) -> None:
    case = applied(city, "MZ-020", orphan_kind="散居", child_birth_date="2008-11-20")
    goes_on(case, answers=REFUSED)

    assert (ended(case), amount(case)) == ("refused", Decimal(0))


@story("MZ-021", "事实无人抚养儿童，补差发放")
def test_a_child_whom_nobody_keeps_is_paid_the_difference(city: City) -> None:
    case = applied(city, "MZ-021", child_birth_date="2015-06-01", minimum_living=400)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(1500))


@story("MZ-021", "社区核实不属实，不予认定")
def test_what_the_community_does_not_find_so_is_refused(city: City) -> None:
    case = applied(city, "MZ-021", child_birth_date="2015-06-01")
    does(case, "受理审查")
    does(case, "社区核实", verify_result="untrue", verify_finding="母亲每月回来照护，并非失联")
    goes_on(case, answers=REFUSED)

    assert (ended(case), case.value("verify_result")) == ("refused", "untrue")


@story("MZ-022", "困境儿童次日建档，不公示")
def test_a_child_is_written_down_the_next_day_and_no_list_of_it_is_shown(city: City) -> None:
    case = applied(city, "MZ-022", child_kind="困境儿童")
    steps = goes_on(case)

    assert (steps, ended(case), case.due) == (["受理审查", "备案", "送达"], "granted", "2026-11-25")


@story("MZ-022", "建档材料未补齐，逾期视为撤回")
def test_a_record_that_lacks_something_is_sent_back_for_it_and_lapses(city: City) -> None:
    case = applied(city, "MZ-022")
    does(case, "受理审查", acceptance="supplement", acceptance_reason="缺少监护人照护情况的说明，请补一份")
    assert course(case) == ["supplement requested"]
    city.working_days_pass(10)

    assert case.outcome == "逾期未补正，视为撤回"
    assert case.papers[0] == "补正告知书.pdf"


@story("MZ-023", "殡葬费用逐项减免")
def test_a_funeral_is_paid_back_item_by_item(city: City) -> None:
    case = applied(city, "MZ-023", **FUNERAL)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(720))
    assert case.value("benefit")["until"] == "2027-01"


@story("MZ-023", "承诺不实，撤销并追缴")
def test_a_promise_that_was_not_kept_is_taken_back_with_the_money(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "MZ-023", **FUNERAL)
    goes_on(case, answers={"事后抽查核验": {"pledge_result": "broken", "pledge_reason": "经办人与逝者没有所称的关系"}})

    assert "pledge broken" in course(case)
    assert "撤销决定书" in letters(case)
    assert (case.value("benefit")["state"], case.value("recovered")) == ("stopped", 0)


@story("MZ-018", "同一人同一事项不得重复入册")
def test_nobody_is_entered_twice_for_the_same(city: City) -> None:
    holds(city, "困难残疾人生活补贴", 120, of=APPLICANT, rule="SUB-05")
    case = applied(city, "MZ-018", **POOR)
    goes_on(case, answers={"核实待遇登记": {"payroll_act": "leave"}})

    assert case.value("payroll") == "excluded"
