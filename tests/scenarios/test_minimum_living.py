"""MZ-001, 最低生活保障审核确认: the straight way from the window to delivery, and who decides what on it."""

import pytest

from engine.domain.rejections import Forbidden, Invalid
from tests.city.city import City
from tests.city.relief import REASON, office
from tests.city.stories import story


@story("MZ-001", "一家三口低保，金额照规则")
def test_a_family_gets_what_the_rule_says(city: City) -> None:
    people = office(city)
    case = people.accepted()
    assert case.due == "2026-12-08"
    people.visits(case)
    people.reviews(case)
    assert (case.own_light, case.stopped_for) == ("stopped", "公示")
    city.days_pass(7)
    assert case.stopped_for is None
    people.spot_checks(case)
    people.decides(case)
    people.delivers(case)

    assert case.outcome == "办结，次月起发"
    assert (case.value("monthly_amount"), case.value("first_month")) == (1380, "2027-01-01")
    assert case.papers == ["最低生活保障确认决定书.pdf"]
    assert case.story() == [
        "accepted",
        "visited",
        "calculated",
        "clock stopped: 公示",
        "public notice over",
        "clock runs",
        "granted",
        "delivered",
    ]


@story("MZ-001", "家庭情况不同，金额随之不同")
@pytest.mark.parametrize(
    ("rule", "household", "amount"),
    [
        ("T01-1", {}, 1380),
        (
            "T01-2",
            {"household_size": 1, "monthly_income": 650, "severe_members": 0, "aged_or_minor_members": 1},
            340,
        ),
        ("T01-3", {"household_size": 2, "monthly_income": 1900, "severe_members": 0}, 0),
        (
            "T01-4",
            {
                "region": "农村",
                "household_size": 4,
                "monthly_income": 1000,
                "severe_members": 0,
                "aged_or_minor_members": 2,
            },
            2276,
        ),
        ("T01-6", {"excluded_income": 600, "severe_members": 0}, 1800),
    ],
)
def test_the_amount_follows_from_the_household(
    city: City, rule: str, household: dict[str, object], amount: int
) -> None:
    people = office(city)
    case = people.accepted(**household)
    people.visits(case)

    assert case.value("monthly_amount") == amount
    assert case.value("calculation")["version"] == "SY-TEST-2026"


@story("MZ-001", "区民政局不予，写明理由")
def test_the_district_refuses_and_says_why(city: City) -> None:
    people = office(city)
    case = people.reviewed()
    city.days_pass(7)
    people.spot_checks(case)
    task = people.approver.claims(case, "审批确认")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        people.approver.completes(case, task, decision="refuse", decision_reason="不符合")
    people.approver.completes(case, task, decision="refuse", decision_reason=REASON)
    people.delivers(case)

    assert case.outcome == "不予确认"
    assert case.papers == ["不予确认决定书.pdf"]
    assert "refused" in case.story()
    assert "granted" not in case.story()


@story("MZ-001", "收入高于标准，不能准予")
def test_a_family_above_the_standard_cannot_be_granted(city: City) -> None:
    people = office(city)
    case = people.accepted(household_size=2, monthly_income=1900, severe_members=0)
    people.visits(case)
    people.reviews(case, opinion="refuse")
    assert case.open_tasks == ["审批确认"]
    people.decides(case, decision="grant")
    people.delivers(case)

    assert case.outcome == "不予确认"


@story("MZ-001", "受理、审核、审批不得同一人")
def test_nobody_reviews_or_approves_what_he_has_accepted(city: City) -> None:
    people = office(city)
    li = city.reviewer("Li", at="heping/nanhu")
    li = city.approver("Li", at="heping")
    case = people.accepted()
    people.visits(case)

    assert "街道初审" not in li.sees()
    with pytest.raises(Forbidden, match="Li did a step"):
        li.claims(case, "街道初审")
    people.reviews(case)
    city.days_pass(7)
    people.spot_checks(case)
    with pytest.raises(Forbidden, match="Li did a step"):
        li.claims(case, "审批确认")


@story("MZ-001", "入户不少于两人")
def test_a_visit_takes_two(city: City) -> None:
    people = office(city)
    case = people.accepted()
    found = "三口之家，一人重度残疾，家中无贵重财产"
    people.visitor.does(case, "入户调查", visited_on="2026-11-25", visit_finding=found, photos=3)

    assert "第二调查人签字" not in people.visitor.sees()
    with pytest.raises(Forbidden, match="Zhou did a step"):
        people.visitor.claims(case, "第二调查人签字")


@story("MZ-001", "别的街道看不到这一件")
def test_another_street_does_not_see_the_case(city: City) -> None:
    people = office(city)
    people.accepted()

    assert city.person("Han", ("MZ:street:visitor", "heping/beishi")).sees() == []
    assert city.person("Yang", ("MZ:street:visitor", "heping/nanhu")).sees() == ["入户调查"]


@story("MZ-001", "不属受理范围，窗口不予受理")
def test_an_application_that_is_none_is_refused_at_the_window(city: City) -> None:
    people = office(city)
    with pytest.raises(Invalid, match="身份号码末位应为 4"):
        people.applied(applicant_id="210199195803120015")
    with pytest.raises(Invalid, match="须勾选"):
        people.applied(authorised=False)
    case = people.applied()
    people.clerk.does(case, "申请受理", acceptance="refuse", acceptance_reason="户籍不在本市，应向户籍地申请")

    assert case.outcome == "不予受理"
    assert case.papers == ["不予受理通知书.pdf"]
