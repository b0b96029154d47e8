"""并联会审: all departments at once, one veto ends it, and silence is no consent."""

import pytest

from engine.domain.rejections import Invalid
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

REASON = "名下另有住房一套，不符合住房困难条件"
DEPARTMENTS = (
    '[{name: "民政", group: "MZ:district:reviewer"}, {name: "自然资源", group: "ZR:district:reviewer"},'
    ' {name: "公安", group: "GA:district:reviewer"}]'
)
INPUTS = {
    "item_name": '"公租房"',
    "departments": DEPARTMENTS,
    "joint_area": f'substring("{HOME}", 1, 6)',
    "acted": '["Li"]',
}


def sent(city: City) -> Matter:
    key = calling(city, "joint_review", INPUTS, ("joint_result", "opinions", "vetoed_by"))
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)


def says(city: City, case: Matter, department: str, result: str, reason: str = "") -> None:
    person = city.person(f"of {department}", (f"{department}:district:reviewer", "heping"))
    person.does(case, "部门会审", opinion_result=result, opinion_reason=reason)


def test_all_agree(city: City) -> None:
    case = sent(city)
    for department in ("GA", "MZ", "ZR"):
        says(city, case, department, "agree")

    assert (case.value("joint_result"), case.value("vetoed_by")) == ("agree", [])
    assert [opinion["department"] for opinion in case.value("opinions")] == ["民政", "自然资源", "公安"]
    assert case.story() == ["joint review over"]


def test_one_veto_ends_it(city: City) -> None:
    case = sent(city)
    says(city, case, "MZ", "agree")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        says(city, case, "ZR", "veto")
    city.person("of ZR").completes(
        case, case.task("部门会审", city.person("of ZR")), opinion_result="veto", opinion_reason=REASON
    )

    assert (case.value("joint_result"), case.value("vetoed_by")) == ("veto", ["自然资源"])
    assert case.open_tasks == []


def test_silence_is_reminded_and_is_no_consent(city: City) -> None:
    case = sent(city)
    says(city, case, "MZ", "agree")
    city.working_days_pass(4)

    assert case.open_tasks == ["部门会审", "部门会审"]
    assert case.notices == ["会审逾期", "会审逾期"]
    assert case.value("joint_result") is None
