"""民主评议: five at least, and no relatives."""

import pytest

from engine.domain.rejections import Forbidden, Invalid
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City

NOTE = "五人参加，四人认为与申报一致，一人没有意见"
INPUTS = {"appraisers": '"MZ:community:appraiser"', "appraisal_area": f'"{HOME}"', "acted": '["Zhou"]'}
OUTPUTS = ("appraisal_result", "appraisal_for", "panel", "appraisal_note", "appraised_by")


def panel(count: int, relative: bool = False) -> list[dict[str, object]]:
    return [{"name": f"成员{number}", "relative": relative and number == 0} for number in range(count)]


def test_five_without_relatives_give_an_opinion(city: City) -> None:
    case = city.clerk("Li", at="heping/nanhu/01").applies(calling(city, "appraisal", INPUTS, OUTPUTS), **APPLICANT)
    feng = city.person("Feng", ("MZ:community:appraiser", "heping/nanhu/01"))
    task = feng.claims(case, "民主评议")
    said = {"appraisal_for": 4, "appraisal_result": "true_state", "appraisal_note": NOTE}
    with pytest.raises(Invalid, match="不少于 5 人"):
        feng.completes(case, task, panel=panel(4), **said)
    with pytest.raises(Invalid, match="近亲属"):
        feng.completes(case, task, panel=panel(5, relative=True), **said)
    feng.completes(case, task, panel=panel(5), **said)

    assert (case.value("appraisal_result"), case.value("appraised_by")) == ("true_state", "Feng")
    assert case.story() == ["appraised"]


def test_who_visited_does_not_lead_it(city: City) -> None:
    case = city.clerk("Li", at="heping/nanhu/01").applies(calling(city, "appraisal", INPUTS, OUTPUTS), **APPLICANT)
    zhou = city.person("Zhou", ("MZ:community:appraiser", "heping/nanhu/01"))
    with pytest.raises(Forbidden):
        zhou.claims(case, "民主评议")
