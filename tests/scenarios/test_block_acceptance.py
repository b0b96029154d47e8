"""受理: accept, supplement once, accept with papers to come, refuse; each with its paper, on the spot."""

import pytest

from engine.domain.rejections import Invalid
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter
from tests.city.people import Person

MISSING = "缺少刚性支出佐证材料：医院收费票据"
INPUTS = {
    "item_name": '"最低生活保障"',
    "office": '"南湖社区服务窗口"',
    "clerks": '"window:community:clerk"',
    "leaders": '"MZ:street:leader"',
    "received_area": f'"{HOME}"',
    "applicant_name": "applicant_name",
    "promise": '"受理之日起 10 个工作日内"',
    "provisional_allowed": "provisional_allowed",
}
OUTPUTS = ("acceptance", "acceptance_reason", "accepted_by", "accepted_on", "document")


def applied(city: City, share: str = "", **values: object) -> tuple[Person, Matter]:
    clerk = city.clerk("Li", at="heping/nanhu/01")
    key = calling(city, "acceptance", INPUTS, OUTPUTS, share=share)
    return clerk, clerk.applies(key, **APPLICANT, **values)


def supplement(clerk: Person, case: Matter) -> None:
    clerk.does(case, "受理审查", acceptance="supplement", acceptance_reason=MISSING)


def test_what_is_complete_is_accepted_on_the_spot_and_the_clock_runs(city: City) -> None:
    clerk, case = applied(city)
    clerk.does(case, "受理审查", acceptance="accept")

    assert (case.outcome, case.due, case.papers) == ("办结", "2026-12-08", ["受理通知书.pdf"])
    assert case.story() == ["accepted"]
    assert (case.value("acceptance"), case.value("accepted_by")) == ("accept", "Li")
    assert case.value("accepted_on") == "2026-11-24"
    assert case.value("document")["name"] == "受理通知书.pdf"


def test_a_supplement_is_asked_for_once_and_stops_both_clocks(city: City) -> None:
    clerk, case = applied(city)
    supplement(clerk, case)
    assert (case.papers, case.open_tasks) == (["补正告知书.pdf"], [])
    city.working_days_pass(9)
    city.resident("张三").says(case, "supplement.submitted")
    clerk.does(case, "受理审查", acceptance="accept")

    assert case.value("acceptance") == "accept"
    assert case.value("accepted_on") == "2026-12-07"
    assert case.story() == ["supplement requested", "accepted"]


def test_the_share_of_the_block_stands_still_while_papers_are_awaited(city: City) -> None:
    clerk, case = applied(city, share="0.2")
    [task] = city.seen.tasks(case.id)
    assert (str(task["due_at"].date()), task["light"]) == ("2026-11-26", "green")
    supplement(clerk, case)
    city.working_days_pass(5)
    city.resident("张三").says(case, "supplement.submitted")
    [task] = city.seen.tasks(case.id)
    assert (str(task["due_at"].date()), task["light"]) == ("2026-12-04", "green"), (
        "after the close of office, it counts for the next day"
    )
    assert clerk.sees() == ["受理审查"]
    city.working_days_pass(3)

    assert (case.light, case.story()) == ("red", ["supplement requested", "limit passed: 环节"])


def test_who_brings_nothing_within_ten_working_days_has_withdrawn(city: City) -> None:
    clerk, case = applied(city)
    supplement(clerk, case)
    city.working_days_pass(10)

    assert (case.value("acceptance"), case.value("accepted_on")) == ("withdrawn", None)
    assert case.story() == ["supplement requested", "withdrawn"]


@pytest.mark.parametrize(("consent", "then"), [(True, []), (False, ["受理审查"])])
def test_a_second_supplement_needs_the_leader(city: City, consent: bool, then: list[str]) -> None:
    clerk, case = applied(city)
    supplement(clerk, case)
    city.resident("张三").says(case, "supplement.submitted")
    supplement(clerk, case)
    leader = city.person("Qian", ("MZ:street:leader", "heping/nanhu"))
    leader.does(case, "批准再次补正", consent=consent)

    assert case.open_tasks == then


def test_minor_papers_may_come_later_where_the_item_allows_it(city: City) -> None:
    clerk, case = applied(city, provisional_allowed=True)
    clerk.does(case, "受理审查", acceptance="provisional", acceptance_reason=MISSING)

    assert (case.value("acceptance"), case.papers) == ("provisional", ["受理通知书.pdf"])
    assert case.story() == ["accepted"]


def test_without_such_a_list_nothing_may_come_later(city: City) -> None:
    clerk, case = applied(city)
    clerk.does(case, "受理审查", acceptance="provisional", acceptance_reason=MISSING)

    assert (case.open_tasks, case.story()) == (["受理审查"], [])


def test_a_refusal_has_a_reason_and_a_paper(city: City) -> None:
    clerk, case = applied(city)
    task = clerk.claims(case, "受理审查")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        clerk.completes(case, task, acceptance="refuse", acceptance_reason="不行")
    clerk.completes(case, task, acceptance="refuse", acceptance_reason="户籍不在本市，应向户籍地申请")

    assert (case.value("acceptance"), case.papers) == ("refuse", ["不予受理决定书.pdf"])
    assert case.story() == ["not accepted"]


def test_another_window_does_not_see_it(city: City) -> None:
    applied(city)

    assert city.clerk("Ma", at="heping/beishi/07").sees() == []
