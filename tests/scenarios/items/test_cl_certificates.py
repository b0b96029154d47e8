"""残联 CL-001 to CL-006: the certificate of the disabled: assessed, changed, renewed, replaced, moved, ended."""

from tests.city.city import City
from tests.city.courses import course, ended, letters
from tests.city.filling import Values
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

DEAD: Values = {"GA_death": [{"died_on": "2026-10-15"}]}
CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}
RATED: Values = {"残疾评定": {"rated_kind": "肢体", "rated_level": 2}}


@story("CL-001", "医院评定残疾等级，公示不写姓名")
def test_a_hospital_assesses_and_the_notice_says_no_name(city: City) -> None:
    case = applied(city, "CL-001", claimed_kind="肢体")
    steps = goes_on(case, answers=RATED)

    assert steps == ["受理审查", "残疾评定", "审核", "决定", "制证", "核对证照", "送达"]
    assert letters(case) == ["残疾人证", "残疾人证准予决定书"]
    assert "clock stopped: 公示" in case.story()


@story("CL-001", "评定不够残疾标准，不发证")
def test_who_is_not_disabled_gets_no_certificate(city: City) -> None:
    case = applied(city, "CL-001", claimed_kind="听力")
    goes_on(case, answers={"残疾评定": {"rated_kind": "不构成残疾", "rated_level": 0}, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予发证决定书"])


@story("CL-001", "儿子凭授权替父亲申请")
def test_a_son_applies_for_his_father_with_authority(city: City) -> None:
    agent = {"name": "张小三", "relation": "直系亲属", "authority": "书面"}
    case = applied(city, "CL-001", by_agent=True, agent=agent)
    does(case, "核验代办授权", authority_kind="书面", agency="valid")
    goes_on(case, answers=RATED)

    assert (course(case)[0], ended(case)) == ("agent admitted", "granted")


@story("CL-002", "重新评定，等级变更写进证件")
def test_a_new_level_is_written_into_the_certificate(city: City) -> None:
    case = applied(city, "CL-002", change_kind="等级", disability_level=3)
    goes_on(case, answers=RATED)

    assert (ended(case), case.value("rated_level")) == ("granted", 2)
    assert letters(case) == ["残疾人证", "残疾类别等级变更决定书"]


@story("CL-002", "对评定等级不服，复评一次")
def test_a_worse_level_is_disputed_and_assessed_once_more(city: City) -> None:
    case = applied(city, "CL-002", disability_level=1)
    goes_on(case, answers=RATED, until="送达")
    does(case, "送达")
    says(case, "reassessment.requested")
    does(case, "复评（残疾评定）", rated_kind="肢体", rated_level=1)
    goes_on(case)

    assert case.value("rated_level") == 1


@story("CL-003", "六个工作日内换证")
def test_a_certificate_is_renewed_within_six_days(city: City) -> None:
    case = applied(city, "CL-003", renew_reason="到期")
    goes_on(case)

    assert (ended(case), case.due) == ("granted", "2026-12-02")
    assert letters(case) == ["残疾人证", "残疾人证换领决定书"]


@story("CL-003", "已注销的证不予换领")
def test_a_certificate_that_was_cancelled_is_not_renewed(city: City) -> None:
    cancelled = [{"number": "C1", "level": "1", "valid": "false"}]
    case = applied(city, "CL-003", disability_level=1, CL_disability=cancelled)
    goes_on(case, answers={**CONFIRMED, **REFUSED})

    assert (ended(case), letters(case)) == ("refused", ["不予换领决定书"])


@story("CL-004", "证件遗失，补发")
def test_a_lost_certificate_is_replaced(city: City) -> None:
    case = applied(city, "CL-004", lost_how="遗失")
    goes_on(case)

    assert letters(case) == ["残疾人证", "残疾人证补办决定书"]


@story("CL-004", "遗失的证找到了，撤回申请")
def test_what_was_lost_is_found_and_the_application_taken_back(city: City) -> None:
    case = applied(city, "CL-004")
    goes_on(case, until="审核")
    says(case, "application.withdrawn")

    assert ended(case) == "申请人撤回"


@story("CL-005", "残疾人证随户籍迁移")
def test_a_certificate_moves_with_its_holder(city: City) -> None:
    case = applied(city, "CL-005", at="shenhe/nanhu/03", lives="heping/nanhu/01", move_kind="市内跨区")
    steps = goes_on(case)

    assert steps == ["受理审查", "流转接收", "审核", "决定", "送达"]
    assert (ended(case), case.due) == ("granted", "2026-11-30")


@story("CL-005", "登记库查不到迁移，不予受理")
def test_a_move_that_is_not_in_the_register_is_not_accepted(city: City) -> None:
    case = applied(city, "CL-005")
    does(case, "受理审查", acceptance="refuse", acceptance_reason="户籍尚未迁入，待迁入后再申请")

    assert (ended(case), course(case)[0]) == ("不予受理", "not accepted")


@story("CL-006", "持证人去世，证件注销")
def test_a_certificate_ends_with_its_holder(city: City) -> None:
    case = applied(city, "CL-006", stop_reason="死亡", **DEAD)
    goes_on(case, answers=CONFIRMED)

    assert (ended(case), letters(case)) == ("granted", ["残疾人证注销决定书"])


@story("CL-006", "拟注销的，先听陈述申辩")
def test_who_is_said_to_be_well_is_heard_first(city: City) -> None:
    case = applied(city, "CL-006", stop_reason="康复，不再构成残疾")
    does(case, "受理审查")
    does(case, "核实", verify_result="true", adverse=True)
    city.working_days_pass(3)
    goes_on(case, answers=REFUSED)

    assert ("clock stopped: 告知陈述申辩" in case.story(), ended(case)) == (True, "refused")
