"""收件: where a case belongs, what nobody knows the window puts right, and who may not apply twice."""

import pytest

from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.filling import number
from tests.city.matters import Matter
from tests.city.windows import applied as applies
from tests.city.windows import says

WINDOW = "heping/nanhu/01"
THERE = "210106005003"
INPUTS = {
    "item_name": '"取暖救助"',
    "rule": '"household"',
    "subject": "applicant_id",
    "declared_area": "declared",
    "received_area": f'"{HOME}"',
    "clerks": '"window:community:clerk"',
    "matter": "matter",
    "per": "per",
    "applicant_name": "applicant_name",
}
OUTPUTS = ("handling_area", "cross_district", "street_office", "district_office", "open_case")


def applied(city: City, **values: object) -> Matter:
    key = calling(city, "intake", INPUTS, OUTPUTS)
    return city.clerk("Li", at=WINDOW).applies(key, **{**APPLICANT, "declared": THERE, **values})


def test_what_nobody_recorded_is_where_it_was_declared(city: City) -> None:
    case = applied(city)

    assert (case.outcome, case.story(), case.papers) == ("办结", [], [])
    assert (case.value("handling_area"), case.value("cross_district")) == (THERE, True)
    assert (case.value("open_case"), case.value("district_office")) == (None, "铁西区民政局")


@pytest.mark.parametrize("declared", [None, "210106005999"])
def test_what_nobody_knows_the_window_puts_right(city: City, declared: str | None) -> None:
    case = applied(city, declared=declared)
    clerk = city.clerk("Li", at=WINDOW)
    assert clerk.sees() == ["更正所在社区"]
    clerk.does(case, "更正所在社区", declared_area="210106005888")
    assert case.open_tasks == ["更正所在社区"], "there is no such community either"
    clerk.does(case, "更正所在社区", declared_area=HOME)

    assert (case.outcome, case.value("handling_area"), case.value("cross_district")) == ("办结", HOME, False)


@pytest.mark.parametrize(("item", "matter", "per"), [("MZ-010", "取暖救助", None), ("MZ-012", "高龄津贴", "person")])
def test_who_has_one_open_is_told_of_it(city: City, item: str, matter: str, per: str | None) -> None:
    first = applies(city, item, at=WINDOW, applicant_id=APPLICANT["applicant_id"])
    second = applied(city, matter=matter, per=per)
    other = applied(city, matter=matter, per=per, applicant_id=number("1960-05-06", 3))

    assert (second.story(), second.papers) == (["not accepted"], ["不予受理决定书.pdf"])
    assert f"已有一件在办：办件 {first.id}" in second.value("open_case")
    assert APPLICANT["applicant_id"] not in second.value("open_case")
    assert (other.story(), other.value("open_case")) == ([], None)


def test_who_applies_twice_for_an_item_hears_of_the_first_until_that_is_over(city: City) -> None:
    first = applies(city, "MZ-010", at=WINDOW)
    second = applies(city, "MZ-010", at="tiexi/nanhu/01", lives=WINDOW)
    assert (second.outcome, second.papers) == ("已有一件在办，不予受理", ["不予受理决定书.pdf"])
    says(first, "application.withdrawn")
    assert first.outcome == "申请人撤回"
    assert applies(city, "MZ-010", at=WINDOW).open_tasks == ["受理审查"]
