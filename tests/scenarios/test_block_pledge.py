"""告知承诺抽查: a pledge stands in for a paper, and some are looked into within thirty days."""

import pytest

from engine.domain.rejections import Forbidden
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

REASON = "经核实申请人已于去年再婚，承诺与登记不符"
INPUTS = {
    "item_name": '"低保边缘家庭认定"',
    "pledges": '["无婚姻登记证明"]',
    "sampled": "sampled",
    "checkers": '"MZ:street:inspector"',
    "check_area": f'substring("{HOME}", 1, 9)',
    "leaders": '"MZ:street:leader"',
    "acted": '["Li"]',
}


def pledged(city: City, sampled: bool) -> Matter:
    for name in ("Li", "Wei"):
        city.person(name, ("MZ:street:inspector", "heping/nanhu"))
    key = calling(city, "pledge", INPUTS, ("pledge_result", "pledge_reason", "pledge_checked_by"), share="")
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, sampled=sampled)


def test_what_is_not_sampled_passes(city: City) -> None:
    case = pledged(city, sampled=False)

    assert (case.outcome, case.value("pledge_result")) == ("办结", "unsampled")


@pytest.mark.parametrize(("result", "story"), [("kept", []), ("broken", ["pledge broken"])])
def test_another_looks_into_it(city: City, result: str, story: list[str]) -> None:
    case = pledged(city, sampled=True)
    with pytest.raises(Forbidden):
        city.person("Li").claims(case, "事后抽查核验")
    city.person("Wei").does(case, "事后抽查核验", pledge_result=result, pledge_reason=REASON)

    assert (case.value("pledge_result"), case.value("pledge_checked_by")) == (result, "Wei")
    assert [line for line in case.story() if "clock" not in line] == story


def test_after_thirty_days_the_leader_is_told(city: City) -> None:
    case = pledged(city, sampled=True)
    city.days_pass(30)

    assert (case.open_tasks, case.notices) == (["事后抽查核验"], ["抽查逾期"])
