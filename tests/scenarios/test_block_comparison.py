"""信息比对: what the departments know, who judges a hit, who chases an answer; it refuses nobody by itself."""

import pytest

from engine.domain.rejections import Forbidden, Invalid
from tests.city.calling import APPLICANT, HOME, calling, delivered
from tests.city.city import City
from tests.city.matters import Matter
from tests.city.people import Person

REASON = "户籍部门复核：同名同号录入错误，本人到场核验"
DATASETS = ("GA.death", "WJ.death", "MZ.cremation")
INPUTS = {
    "subject": "applicant_id",
    "checks": '["death"]',
    "declared": "{}",
    "stage": '"受理"',
    "chasers": '"MZ:district:verifier"',
    "compare_area": f'substring("{HOME}", 1, 6)',
    "confirmers": '"MZ:street:reviewer"',
    "confirm_area": f'substring("{HOME}", 1, 9)',
    "acted": '["Li"]',
}
OUTPUTS = (
    "verdict",
    "verdicts",
    "hits",
    "blocked",
    "comparison_finding",
    "comparison_reason",
    "compared_by",
)


def compared(city: City, *known: str, dead: bool = False) -> Matter:
    for number, dataset in enumerate(known):
        row = {
            "id_number": APPLICANT["applicant_id"],
            ("cremated_on" if "crem" in dataset else "died_on"): "2026-03-01",
        }
        delivered(city, dataset, *([row] if dead and number == 0 else []))
    key = calling(city, "comparison", INPUTS, OUTPUTS, share="")
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT)


def verifier(city: City) -> Person:
    return city.person("Chu", ("MZ:district:verifier", "heping"))


def chases(city: City, case: Matter, result: str) -> None:
    note = "已电话催办公安户籍窗口，附书面回执"
    verifier(city).does(case, "催办比对或录入回执", chase_result=result, chase_receipt="2026-17", chase_note=note)


def test_who_is_known_to_nobody_as_dead_is_clear(city: City) -> None:
    case = compared(city, *DATASETS)

    assert (case.value("verdict"), case.value("hits"), case.value("blocked")) == ("clear", [], False)
    assert case.value("comparison_finding") is None
    assert case.story() == ["compared"]


@pytest.mark.parametrize(("finding", "verdict", "blocked"), [("confirmed", "hit", True), ("overruled", "clear", False)])
def test_a_hit_is_judged_by_a_person_with_a_reason(city: City, finding: str, verdict: str, blocked: bool) -> None:
    case = compared(city, *DATASETS, dead=True)
    reviewer = city.reviewer("Zheng", at="heping/nanhu")
    task = reviewer.claims(case, "核实疑点")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        reviewer.completes(case, task, comparison_finding=finding, comparison_reason="误报")
    reviewer.completes(case, task, comparison_finding=finding, comparison_reason=REASON)

    assert (case.value("verdict"), case.value("blocked"), case.value("hits")) == (verdict, blocked, ["death"])
    assert (case.value("comparison_finding"), case.value("compared_by")) == (finding, "Zheng")


def test_who_accepted_does_not_judge_the_hit(city: City) -> None:
    case = compared(city, *DATASETS, dead=True)
    li = city.reviewer("Li", at="heping/nanhu")
    with pytest.raises(Forbidden):
        li.claims(case, "核实疑点")


def test_an_unknown_answer_is_chased_and_asked_again(city: City) -> None:
    case = compared(city)
    assert case.open_tasks == ["催办比对或录入回执"]
    for dataset in DATASETS:
        delivered(city, dataset)
    chases(city, case, "again")

    assert (case.outcome, case.value("verdict")) == ("办结", "clear")


@pytest.mark.parametrize(("result", "tasks"), [("clear", []), ("unknown", []), ("hit", ["核实疑点"])])
def test_a_receipt_stands_in_for_the_answer(city: City, result: str, tasks: list[str]) -> None:
    case = compared(city)
    chases(city, case, result)

    assert case.open_tasks == tasks
    if not tasks:
        assert case.value("verdict") == result
        assert ("compared" in case.story()) == (result == "clear")


def test_departments_that_do_not_answer_are_chased_after_ten_working_days(city: City) -> None:
    city.jobs_answer = False
    case = compared(city, *DATASETS)
    city.working_days_pass(10)
    assert case.open_tasks == ["催办比对或录入回执"]
    for dataset in DATASETS:
        delivered(city, dataset)
    city.jobs_answer = True
    city.settle()

    assert (case.outcome, case.value("verdict")) == ("办结", "clear")
    assert "comparison late" in case.story()


def test_a_receipt_ends_the_wait_for_a_late_answer(city: City) -> None:
    city.jobs_answer = False
    case = compared(city, *DATASETS)
    city.working_days_pass(10)
    city.jobs_answer = True  # the paper is kept by a job; the departments' own is withdrawn with it
    chases(city, case, "clear")

    assert case.outcome == "办结"
