"""MZ-011, 社会救助对象身份证明开具: done at once, at any window."""

import pytest

from engine.domain.rejections import Invalid
from tests.city.city import City
from tests.city.stories import story

SOMEBODY = {
    "applicant_name": "张三",
    "applicant_id": "210199195803120014",
    "applicant_phone": "10000000000",
    "purpose": "就医",
}


@story("MZ-011", "任一窗口当场开具证明")
@pytest.mark.parametrize("window", ["heping/nanhu/01", "heping/beishi/07", "shenhe/beishi/02"])
def test_any_window_issues_the_certificate_at_once(city: City, window: str) -> None:
    clerk = city.clerk("Li", at=window)
    case = clerk.applies("MZ-011", **SOMEBODY)
    clerk.does(case, "核验并决定", category="最低生活保障对象", issue="issue")
    clerk.does(case, "当场交付", handed_over=True)

    assert case.outcome == "办结"
    assert case.story() == ["accepted", "delivered"]
    assert case.papers == ["社会救助对象身份证明.pdf"]


@story("MZ-011", "不是救助对象，书面告知理由")
def test_whoever_is_no_relief_recipient_gets_a_reason_in_writing(city: City) -> None:
    clerk = city.clerk("Li", at="heping/nanhu/01")
    case = clerk.applies("MZ-011", **SOMEBODY)
    task = clerk.claims(case, "核验并决定")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        clerk.completes(case, task, category="不是救助对象", issue="refuse")
    clerk.completes(case, task, category="不是救助对象", issue="refuse", issue_reason="对象库中没有记录，本人也无证件")

    assert case.outcome == "不予开具"
    assert case.papers == ["不予开具告知书.pdf"]


@story("MZ-011", "当天下班没有办完，亮红灯")
def test_at_closing_time_the_promise_is_broken(city: City) -> None:
    clerk = city.clerk("Li", at="heping/nanhu/01")
    case = clerk.applies("MZ-011", **SOMEBODY)
    clerk.does(case, "核验并决定", category="特困人员", issue="issue")
    assert case.own_light == "green"
    city.hours_pass(9)

    assert case.own_light == "red"
    assert "limit passed: the whole" in case.story()
