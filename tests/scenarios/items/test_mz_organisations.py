"""民政 MZ-024 to MZ-027: organisations that are recorded, changed and registered."""

from tests.city.city import City
from tests.city.courses import course, drawn_by_lot, ended, letters
from tests.city.filling import Values
from tests.city.stories import story
from tests.city.windows import REFUSED, applied, does, goes_on, says

BLACK = [{"reason": "活动异常", "active": "true"}]
CONFIRMED: Values = {"核实疑点": {"comparison_finding": "confirmed"}}


@story("MZ-024", "社区合唱队在街道备案")
def test_a_choir_is_recorded_by_the_street(city: City) -> None:
    case = applied(city, "MZ-024", org_title="南湖邻里合唱队", members_count=12)
    steps = goes_on(case)

    assert (steps, ended(case), case.due) == (["受理审查", "备案", "送达"], "granted", "2026-11-27")
    assert letters(case) == ["社区社会组织备案通知书"]


@story("MZ-024", "备案后抽查")
def test_a_record_is_looked_at_afterwards(city: City) -> None:
    drawn_by_lot(city)
    case = applied(city, "MZ-024", org_title="南湖邻里合唱队", members_count=12)
    steps = goes_on(case)

    assert ("事后抽查核验" in steps, ended(case)) == (True, "granted")


@story("MZ-024", "失信组织负责人，不予备案")
def test_who_runs_a_listed_organisation_is_not_recorded(city: City) -> None:
    case = applied(city, "MZ-024", org_title="某某互助会", MZ_blacklist=BLACK)
    bad = {"record_result": "bad", "record_reason": "负责人在活动异常名单，三年内不得任负责人"}
    goes_on(case, answers={**CONFIRMED, "备案": bad})

    assert (ended(case), letters(case)[0]) == ("refused", "不予备案告知书")


@story("MZ-025", "负责人变更备案")
def test_a_new_leader_is_recorded(city: City) -> None:
    case = applied(city, "MZ-025", request_kind="变更", change_item="负责人")
    steps = goes_on(case)

    assert (steps, ended(case)) == (["受理审查", "核实", "决定", "送达"], "granted")
    assert case.due == "2026-12-01"


@story("MZ-025", "注销未经多数表决，不予备案")
def test_a_dissolution_without_a_majority_is_refused(city: City) -> None:
    case = applied(city, "MZ-025", request_kind="注销", change_item="无", present=10, agreed=3)
    goes_on(case, answers=REFUSED)

    assert (ended(case), letters(case)) == ("refused", ["不予备案告知书"])


@story("MZ-026", "现场核查后登记社会团体")
def test_an_association_is_registered_after_a_look_at_its_rooms(city: City) -> None:
    case = applied(city, "MZ-026", org_title="和平区摄影协会", person_members=60)
    steps = goes_on(case)

    assert steps[:3] == ["名称预查", "业务主管单位意见", "受理审查"]
    assert steps[3:6] == ["审核", "现场核查", "集体会商"]
    assert letters(case) == ["社会团体法人登记证书", "社会团体准予登记决定书"]
    assert ("clock stopped: 现场核查" in case.story(), case.due) == (True, "2026-12-15")


@story("MZ-026", "名称重复，受理前告知，不计时")
def test_a_name_that_is_taken_is_told_before_any_clock_runs(city: City) -> None:
    case = applied(city, "MZ-026", org_title="和平区摄影协会")
    bad = {"name_check_result": "bad", "name_check_note": "与已登记的社会团体同名，请另拟名称"}
    does(case, "名称预查", **bad)

    assert case.outcome is not None
    assert "accepted" not in course(case)


@story("MZ-027", "民办幼儿园登记")
def test_a_private_kindergarten_is_registered(city: City) -> None:
    case = applied(city, "MZ-027", org_title="南湖社区养老服务中心", trade="养老")
    goes_on(case)

    assert (ended(case), letters(case)[0]) == ("granted", "民办非企业单位登记证书")


@story("MZ-027", "不予登记，复核后改为准予")
def test_a_registration_that_is_refused_may_be_reviewed_and_granted_after_all(city: City) -> None:
    case = applied(city, "MZ-027", org_title="南湖社区养老服务中心")
    goes_on(case, answers=REFUSED, until="送达")
    does(case, "送达")
    says(case, "review.requested")
    does(case, "复核", reconsideration="reversed")
    goes_on(case)

    assert letters(case)[:2] == ["不予登记决定书", "复核决定书"]
    assert ended(case) == "granted"
