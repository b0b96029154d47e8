"""审核: who gives his opinion, with a reason where it is against; it decides nothing."""

import pytest

from engine.domain.rejections import Forbidden, Invalid
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter
from tests.city.people import Person

REASON = "入户与核对所见和申报不符，依据审核确认办法第九条"
INPUTS = {
    "reviewers": '"MZ:street:reviewer"',
    "review_area": f'substring("{HOME}", 1, 9)',
    "acted": '["Li"]',
    "bar_reason": "bar_reason",
}
OUTPUTS = ("review_opinion", "review_reason", "reviewed_by")


def sent(city: City, **values: object) -> tuple[Person, Matter]:
    key = calling(city, "opinion", INPUTS, OUTPUTS)
    case = city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, **values)
    return city.reviewer("Zheng", at="heping/nanhu"), case


def test_an_opinion_is_given_and_nothing_is_decided(city: City) -> None:
    reviewer, case = sent(city)
    reviewer.does(case, "审核", review_opinion="grant", review_reason="")

    assert (case.outcome, case.story()) == ("办结", ["reviewed"])
    assert (case.value("review_opinion"), case.value("reviewed_by")) == ("grant", "Zheng")


def test_an_opinion_against_it_has_a_reason(city: City) -> None:
    reviewer, case = sent(city)
    task = reviewer.claims(case, "审核")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        reviewer.completes(case, task, review_opinion="refuse", review_reason="不符合")
    reviewer.completes(case, task, review_opinion="refuse", review_reason=REASON)

    assert (case.value("review_opinion"), case.value("review_reason")) == ("refuse", REASON)


def test_whoever_took_the_case_in_does_not_review_it(city: City) -> None:
    _, case = sent(city)
    li = city.reviewer("Li", at="heping/nanhu")

    assert "审核" not in li.sees()
    with pytest.raises(Forbidden):
        li.claims(case, "审核")
