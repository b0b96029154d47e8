"""代办: somebody comes for another, with authority, and the other is told."""

import pytest

from engine.domain.rejections import Invalid
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

AGENT = {"name": "李四", "relation": "子女", "authority": "电子签"}
INPUTS = {
    "item_name": '"高龄津贴"',
    "agent": "agent",
    "applicant_phone": "applicant_phone",
    "clerks": '"window:community:clerk"',
    "received_area": f'"{HOME}"',
}
OUTPUTS = ("agency", "agency_reason", "agency_checked_by")


def applied(city: City, agent: dict[str, str] | None) -> Matter:
    key = calling(city, "agency", INPUTS, OUTPUTS)
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, agent=agent)


def test_who_comes_himself_passes_at_once(city: City) -> None:
    case = applied(city, None)

    assert (case.outcome, case.value("agency"), case.notices) == ("办结", "none", [])


def test_the_authority_is_looked_at_and_the_person_is_told(city: City) -> None:
    case = applied(city, AGENT)
    city.clerk("Li", at="heping/nanhu/01").does(case, "核验代办授权", authority_kind="电子签", agency="valid")

    assert (case.value("agency"), case.value("agency_checked_by")) == ("valid", "Li")
    assert (case.notices, case.story()) == (["代办告知"], ["agent admitted"])


def test_without_authority_nobody_acts_for_another(city: City) -> None:
    case = applied(city, AGENT)
    clerk = city.clerk("Li", at="heping/nanhu/01")
    task = clerk.claims(case, "核验代办授权")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        clerk.completes(case, task, authority_kind="书面", agency="invalid")
    reason = "授权书没有本人签字，也联系不上本人"
    clerk.completes(case, task, authority_kind="书面", agency="invalid", agency_reason=reason)

    assert (case.value("agency"), case.notices, case.story()) == ("invalid", [], [])
