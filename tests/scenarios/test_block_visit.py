"""入户调查: two different persons, neither of whom took the application."""

import pytest

from engine.domain.rejections import Forbidden
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

FOUND = "三口之家，一人重度残疾，家中无贵重财产"
INPUTS = {"visitors": '"MZ:street:visitor"', "visit_area": f'substring("{HOME}", 1, 9)', "acted": '["Li"]'}
OUTPUTS = ("visited_by", "visit_result", "visit_finding", "disputed")


def to_visit(city: City) -> Matter:
    key = calling(city, "visit", INPUTS, OUTPUTS)
    for name in ("Li", "Zhou", "Wu"):
        city.person(name, ("MZ:street:visitor", "heping/nanhu"))
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)


def visits(city: City, case: Matter, result: str = "consistent") -> None:
    values = {"visited_on": "2026-11-24", "visit_finding": FOUND, "photos": 3, "visit_result": result}
    city.person("Zhou").does(case, "入户调查", **values)


@pytest.mark.parametrize(
    ("result", "signed", "disputed"),
    [("consistent", True, False), ("inconsistent", True, True), ("consistent", False, True)],
)
def test_one_visits_and_another_signs(city: City, result: str, signed: bool, disputed: bool) -> None:
    case = to_visit(city)
    visits(city, case, result)
    city.person("Wu").does(case, "第二调查人签字", second_signed=signed)

    assert (case.value("visited_by"), case.value("visit_result")) == (["Zhou", "Wu"], result)
    assert case.value("disputed") is disputed
    assert case.story() == ["visited"]


def test_nobody_visits_alone_and_not_who_accepted(city: City) -> None:
    case = to_visit(city)
    with pytest.raises(Forbidden):
        city.person("Li").claims(case, "入户调查")
    visits(city, case)
    for name in ("Zhou", "Li"):
        with pytest.raises(Forbidden):
            city.person(name).claims(case, "第二调查人签字")


def test_who_was_not_at_home_is_visited_again(city: City) -> None:
    case = to_visit(city)
    visits(city, case, "absent")

    assert (case.open_tasks, case.story()) == (["入户调查"], [])
