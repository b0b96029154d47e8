"""好差评: who is content, who is not, and who says nothing; no clock runs meanwhile."""

import pytest

from engine.domain.rejections import Forbidden
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

INPUTS = {
    "answerers": '"window:street:supervisor"',
    "answer_area": f'substring("{HOME}", 1, 9)',
    "acted": '["Li"]',
}


def delivered(city: City) -> Matter:
    key = calling(city, "rating", INPUTS, ("rating", "rating_comment", "rating_answer"), share="")
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)


def test_who_is_content_says_so(city: City) -> None:
    case = delivered(city)
    assert case.stopped_for == "已办结，等待评价"
    city.resident("张三").says(case, "rating.given", rating=5, rating_comment="很快")

    assert (case.value("rating"), case.value("rating_comment")) == (5, "很快")
    assert case.story()[-1] == "rated"


@pytest.mark.parametrize(("days", "outcome"), [(4, None), (5, "办结")])
def test_silence_ends_after_five_working_days(city: City, days: int, outcome: str | None) -> None:
    case = delivered(city)
    city.working_days_pass(days)

    assert (case.outcome, case.value("rating")) == (outcome, None)


def test_who_is_not_content_gets_an_answer_from_somebody_else(city: City) -> None:
    case = delivered(city)
    city.resident("张三").says(case, "rating.given", rating=1, rating_comment="跑了三趟")
    li = city.person("Li", ("window:street:supervisor", "heping/nanhu"))
    with pytest.raises(Forbidden):
        li.claims(case, "差评核实整改")
    supervisor = city.person("Tao", ("window:street:supervisor", "heping/nanhu"))
    supervisor.does(case, "差评核实整改", rating_answer="已致歉并改为一次告知，材料由系统调取")

    assert case.value("rating_answer").startswith("已致歉")
