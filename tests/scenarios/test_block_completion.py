"""容缺补齐: papers that may come later come within five working days, beside the rest."""

import pytest

from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

INPUTS = {"acceptance": "acceptance", "clerks": '"window:community:clerk"', "received_area": f'"{HOME}"'}


def accepted(city: City, acceptance: str) -> Matter:
    key = calling(city, "completion", INPUTS, ("papers_completed", "completed_by"), share="")
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, acceptance=acceptance)


def test_what_was_complete_passes_at_once(city: City) -> None:
    case = accepted(city, "accept")

    assert (case.outcome, case.value("papers_completed")) == ("办结", True)


def test_the_papers_come_in_time(city: City) -> None:
    case = accepted(city, "provisional")
    city.working_days_pass(4)
    city.clerk("Li", at="heping/nanhu/01").does(case, "收齐容缺材料", papers_all_in=True)

    assert (case.value("papers_completed"), case.value("completed_by")) == (True, "Li")


@pytest.mark.parametrize(("days", "story"), [(4, []), (5, ["papers late"])])
def test_after_five_working_days_they_are_late(city: City, days: int, story: list[str]) -> None:
    case = accepted(city, "provisional")
    city.working_days_pass(days)

    assert case.story() == story
    assert case.value("papers_completed") is (False if story else None)
