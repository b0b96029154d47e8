"""卫健 WJ-008 to WJ-011: all that a birth needs at once, a death at home, the family doctor, the guardians."""

from decimal import Decimal
from typing import Any

from tests.city.city import City
from tests.city.courses import amount, course, ended, letters
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on

BABY: dict[str, Any] = {"birth_certificate": "T210000002", "household_size": 3, "marriage": "已婚"}
WARD: dict[str, Any] = {"disability_level": 2, "household_size": 2}
BRANCHES = ["医保参保", "人社社保卡", "卫健预防接种建档"]


@story("WJ-008", "先落户，其余三项同时办，全部办结")
def test_a_birth_is_registered_insured_and_vaccinated_by_one_application(city: City) -> None:
    case = applied(city, "WJ-008", **BABY)
    goes_on(case, until="公安落户")
    assert case.open_tasks == ["公安落户"]
    does(case, "公安落户")
    assert case.open_tasks == sorted(BRANCHES)
    goes_on(case)

    assert (ended(case), case.value("outcome")) == ("granted", "全部办结")


@story("WJ-008", "社保卡没有办成，不影响其他，部分办结")
def test_what_one_department_cannot_do_stops_none_of_the_others(city: City) -> None:
    case = applied(city, "WJ-008", **BABY)
    goes_on(case, until="公安落户")
    does(case, "公安落户")
    does(case, "人社社保卡", result_3="failed", reason_3="制卡库停机，一周后补制")
    goes_on(case)

    assert (ended(case), case.value("outcome")) == ("granted", "部分办结")
    assert case.value("failed_parts") == ["人社社保卡"]


@story("WJ-009", "家中死亡一日内出具证明")
def test_a_death_at_home_is_certified_in_a_day(city: City) -> None:
    case = applied(city, "WJ-009", place="家中", died_on="2026-11-23")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["死亡医学证明办理结果"])
    assert case.due == "2026-11-25"


@story("WJ-009", "已开具过死亡证明，不再出具")
def test_a_death_that_is_certified_already_is_not_certified_again(city: City) -> None:
    case = applied(city, "WJ-009", WJ_death=[{"died_on": "2026-11-20"}])
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予出具告知书"])


@story("WJ-010", "在居住地签约家庭医生")
def test_a_family_signs_with_a_doctor_where_it_lives(city: City) -> None:
    case = applied(city, "WJ-010", at="heping/nanhu/01", lives="shenhe/nanhu/04", package="老年人包", team="三台子团队")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["家庭医生签约凭证"])


@story("WJ-010", "没有居住登记，暂不签约")
def test_who_is_not_registered_where_he_lives_signs_with_no_doctor_yet(city: City) -> None:
    case = applied(city, "WJ-010", GA_residence=[])
    does(case, "核验并签约", decision="refuse", decision_reason="没有居住登记，请先办居住登记再签约")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["不能签约告知书"])
    assert not any(line.startswith("limit passed") for line in case.story())


@story("WJ-011", "监护人按季补贴，不公示")
def test_a_guardian_is_paid_for_the_quarter_and_nothing_is_put_on_a_board(city: City) -> None:
    case = applied(city, "WJ-011", **WARD)
    goes_on(case)

    assert (ended(case), amount(case)) == ("granted", Decimal(600))
    assert "public notice over" not in course(case)


@story("WJ-011", "被监护人没有残疾证，核实后不予")
def test_a_ward_without_a_certificate_is_looked_into_and_the_guardian_refused(city: City) -> None:
    case = applied(city, "WJ-011", **WARD, CL_disability=[])
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予监护补贴决定书"])
