"""公安 GA-001 to GA-007: to live here, to let a flat, to die, and to keep a dog."""

from tests.city.city import City
from tests.city.courses import course, drawn_by_lot, ended, letters
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

LATELY = [{"address": "210102004001", "since": "2026-10-20"}]
DEAD = [{"died_on": "2026-11-20"}]


@story("GA-001", "住满半年领取居住证")
def test_who_has_lived_here_for_half_a_year_gets_a_permit(city: City) -> None:
    case = applied(city, "GA-001", ground="合法稳定住所", lived_since="2024-03-01")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["居住证", "居住证"])
    assert case.due == "2026-12-01"


@story("GA-001", "上月才来，不满半年，不予发放")
def test_who_came_last_month_gets_none_yet(city: City) -> None:
    case = applied(city, "GA-001", lived_since="2026-10-20", GA_residence=LATELY)
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}, **REFUSED})

    assert (ended(case), case.value("decision_reason") is not None) == ("refused", True)
    assert letters(case) == ["不予发放居住证决定书"]


@story("GA-002", "居住证当场签注")
def test_a_permit_is_prolonged_while_one_waits(city: City) -> None:
    case = applied(city, "GA-002", at="tiexi/beishi/01", moved="没有变化")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["居住证签注凭证"])


@story("GA-002", "住址不符，先办居住登记")
def test_who_moved_away_is_told_to_register_anew(city: City) -> None:
    case = applied(city, "GA-002", GA_residence=[{"address": "210103001001", "since": "2020-01-01"}])
    does(case, "核验并决定", decision="refuse", decision_reason="居住登记地址与申报不符，请先办居住登记")
    goes_on(case)

    assert (ended(case), case.value("hits")) == ("refused", ["residence"])


@story("GA-003", "务工人员登记居住")
def test_a_worker_registers_where_he_stays(city: City) -> None:
    case = applied(city, "GA-003", dwelling="租房", why="务工经商")
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["居住登记凭证"])


@story("GA-003", "比对不明，由经办人核验")
def test_departments_out_of_reach_leave_the_matter_to_the_clerk(city: City) -> None:
    case = applied(city, "GA-003", GA_population=[])
    assert case.value("verdict") == "unknown"
    goes_on(case)

    assert ended(case) == "granted"


@story("GA-004", "出租房屋一日内登记")
def test_a_let_flat_is_filed_in_a_day(city: City) -> None:
    case = applied(city, "GA-004", rooms=2, tenants=3, own_homes=2)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["出租房屋登记备案回执"])
    assert case.due == "2026-11-25"


@story("GA-004", "治安承诺不实，抽查后撤销")
def test_a_pledge_of_safety_that_was_untrue_is_found_by_a_spot_check(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "GA-004", own_homes=1)
    done = goes_on(case, answers={"事后抽查核验": {"pledge_result": "broken"}})

    assert "事后抽查核验" in done
    assert letters(case) == ["出租房屋登记备案回执", "撤销决定书"]


@story("GA-005", "凭死亡信息注销户口")
def test_a_death_is_struck_off_the_register_on_the_proof_of_it(city: City) -> None:
    case = applied(city, "GA-005", died_on="2026-11-20", WJ_death=DEAD)
    goes_on(case, answers={"核实疑点": {"comparison_finding": "confirmed"}})

    assert (ended(case), letters(case)) == ("granted", ["死亡注销户口凭证"])
    assert case.value("hits") == ["death"]


@story("GA-005", "重复录入，监督岗批准作废")
def test_a_file_opened_by_mistake_is_voided_by_the_supervisors(city: City) -> None:
    case = applied(city, "GA-005", WJ_death=DEAD)
    does(case, "受理审查")
    says(case, "case.void")
    does(case, "提出作废", void_reason="重复录入，同一死者已有在办件")
    does(case, "监督岗批准作废", void_decision="approve")

    assert ended(case) == "作废"
    assert "voided" in case.story()


@story("GA-006", "小型犬登记发牌")
def test_a_small_dog_is_registered(city: City) -> None:
    case = applied(city, "GA-006", breed="小型犬", dogs=0)
    goes_on(case)

    assert (ended(case), letters(case)) == ("granted", ["养犬登记证", "养犬登记证"])


@story("GA-006", "已作决定，不能撤回")
def test_who_withdraws_after_the_decision_is_told_that_it_is_too_late(city: City) -> None:
    case = applied(city, "GA-006")
    goes_on(case, until="制证")
    says(case, "application.withdrawn")
    assert case.notices == ["撤回申请"]
    goes_on(case)

    assert ended(case) == "granted"
    assert "withdrawn" not in course(case)


@story("GA-007", "免疫有记录，免打扰年检")
def test_a_dog_whose_vaccination_the_data_know_is_checked_without_its_owner(city: City) -> None:
    case = applied(city, "GA-007", what="年检")
    assert goes_on(case) == []

    assert (ended(case), letters(case)) == ("granted", ["养犬登记年检结果"])


@story("GA-007", "搬了家，到窗口年检没有通过")
def test_an_owner_who_moved_brings_the_dog_to_the_window(city: City) -> None:
    case = applied(city, "GA-007", GA_residence=[])
    assert (case.open_tasks, case.notices) == (["年检核验"], ["资格认证通知"])
    does(case, "年检核验", certify_result="failed", certify_reason="免疫证明已经过期，补种后再来")
    goes_on(case)

    assert (ended(case), letters(case)) == ("refused", ["年检未通过告知书"])
