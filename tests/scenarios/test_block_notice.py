"""公示: the days run, the promise stands still, and what is objected is looked into by somebody else."""

import pytest

from engine.domain.rejections import Forbidden
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

REASON = "经复核，该户另有住房一套，与申报不符"
INPUTS = {
    "item_name": '"最低生活保障"',
    "notice_text": '"最低生活保障，三人户，有异议请向街道提出"',
    "board": '"MZ:community:worker"',
    "notice_days": "7",
    "recheckers": '"MZ:street:rechecker"',
    "recheck_area": f'substring("{HOME}", 1, 9)',
    "acted": '["Zheng"]',
}
OUTPUTS = ("noticed_on", "objection_finding", "objection_reason", "objection_checked_by")


def noticed(city: City, **changes: str) -> Matter:
    key = calling(city, "notice", {**INPUTS, **changes}, OUTPUTS, share="")
    for name in ("Chen", "Zheng"):
        city.person(name, ("MZ:street:rechecker", "heping/nanhu"))
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)


def rechecks(city: City, case: Matter, finding: str) -> None:
    city.person("Chen").does(case, "异议复核", objection_finding=finding, objection_reason=REASON)


def test_seven_days_pass_and_nobody_objects(city: City) -> None:
    case = noticed(city)
    assert case.notices == ["最低生活保障公示"]
    city.days_pass(6)
    assert case.stopped_for == "公示"
    city.days_pass(1)

    assert (case.outcome, case.value("objection_finding")) == ("办结", None)
    assert (case.value("noticed_on"), "public notice over" in case.story()) == ("2026-11-24", True)


def test_a_notice_may_run_in_working_days(city: City) -> None:
    case = noticed(city, notice_length='"P5WD"')
    city.days_pass(6)
    assert case.stopped_for == "公示"
    city.days_pass(2)

    assert case.outcome == "办结"


def test_an_objection_with_ground_ends_the_notice(city: City) -> None:
    case = noticed(city)
    city.days_pass(3)
    city.resident("邻居").says(case, "objection.raised")
    rechecks(city, case, "founded")

    assert (case.outcome, case.value("objection_finding")) == ("办结", "founded")
    assert (case.value("objection_reason"), case.value("objection_checked_by")) == (REASON, "Chen")
    assert case.story() == ["clock stopped: 公示", "objected"]


def test_an_objection_without_ground_does_not(city: City) -> None:
    case = noticed(city)
    for neighbour in ("甲", "乙"):
        city.resident(neighbour).says(case, "objection.raised")
    for _ in range(2):
        rechecks(city, case, "unfounded")
    assert case.stopped_for == "公示"
    city.days_pass(7)

    assert (case.outcome, case.value("objection_finding")) == ("办结", "unfounded")


def test_who_reviewed_does_not_look_into_the_objection(city: City) -> None:
    case = noticed(city)
    city.resident("邻居").says(case, "objection.raised")
    with pytest.raises(Forbidden):
        city.person("Zheng").claims(case, "异议复核")
