"""跨区流转: a window of one district takes a case in, the street of another has it within four working hours."""

import pytest

from engine.domain.rejections import Forbidden, Invalid
from tests.city.calling import APPLICANT, calling
from tests.city.city import City
from tests.city.matters import Matter
from tests.city.people import Person
from tests.city.places import code_of

WINDOW, HOME, OTHER = "heping/nanhu/01", "tiexi/beishi/03", "shenhe/nanhu/02"
INPUTS = {
    "item_name": '"高龄津贴"',
    "receivers": '"MZ:street:reviewer"',
    "handling_area": f'"{code_of(HOME)}"',
    "clerks": '"window:community:clerk"',
    "received_area": f'"{code_of(WINDOW)}"',
}
OUTPUTS = ("handling_area", "handover_result", "handover_code", "handover_note", "handed_to")
NOTE = "银行账户信息拍得看不清，请重新扫描"


def sent(city: City) -> tuple[Person, Person, Matter]:
    """The clerk in Heping, the reviewer in Tiexi, and the case."""
    key = calling(city, "handover", INPUTS, OUTPUTS, share="")
    clerk = city.clerk("Li", at=WINDOW)
    return clerk, city.reviewer("Zheng", at="tiexi/beishi"), clerk.applies(key, **APPLICANT)


def test_the_street_where_it_is_handled_receives_it(city: City) -> None:
    _, street, case = sent(city)
    assert street.sees() == ["流转接收"]
    assert city.reviewer("Xu", at="heping/nanhu").sees() == []
    with pytest.raises(Forbidden):
        city.reviewer("Xu", at="heping/nanhu").claims(case, "流转接收")
    street.does(case, "流转接收", handover_result="receive")

    assert (case.outcome, case.story()) == ("办结", ["handed over"])
    assert (case.value("handling_area"), case.value("handed_to")) == (code_of(HOME), "Zheng")


def test_it_is_returned_once_with_a_reason_of_the_list_and_then_no_more(city: City) -> None:
    clerk, street, case = sent(city)
    task = street.claims(case, "流转接收")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        street.completes(case, task, handover_result="return", handover_code="材料不清晰", handover_note="不清")
    with pytest.raises(Invalid, match="退回的原因"):
        street.completes(case, task, handover_result="return", handover_code="太忙", handover_note=NOTE)
    street.completes(case, task, handover_result="return", handover_code="材料不清晰", handover_note=NOTE)
    clerk.does(case, "补齐后重送", mend_note="已重新扫描账户页并核对户名")
    task = street.claims(case, "再次流转接收")
    with pytest.raises(Invalid):
        street.completes(case, task, received_again=False)
    street.completes(case, task, received_again=True)

    assert case.story() == ["sent back to the window", "handed over"]
    assert (case.value("handover_code"), case.value("handover_note")) == ("材料不清晰", NOTE)


def test_a_case_of_another_district_is_sent_on_there(city: City) -> None:
    clerk, street, case = sent(city)
    note = "户籍已于上月迁往沈河区，不在本区办理"
    street.does(case, "流转接收", handover_result="return", handover_code="不属于本办理区", handover_note=note)
    clerk.does(case, "补齐后重送", mend_note="按户籍现址改送沈河区办理", mended_area=code_of(OTHER))
    assert street.sees() == []
    city.reviewer("Chen", at="shenhe/nanhu").does(case, "再次流转接收", received_again=True)

    assert (case.value("handling_area"), case.value("handed_to")) == (code_of(OTHER), "Chen")


def test_who_does_not_receive_in_two_hours_has_received(city: City) -> None:
    _, street, case = sent(city)
    city.hours_pass(5)

    assert (case.outcome, street.sees()) == ("办结", [])
    assert case.story() == ["limit passed: 流转接收", "handed over"]
    assert case.value("handling_area") == code_of(HOME)


def test_a_window_that_does_not_mend_breaks_the_four_hours(city: City) -> None:
    _, street, case = sent(city)
    street.does(case, "流转接收", handover_result="return", handover_code="缺少必要材料", handover_note=NOTE)
    city.working_days_pass(1)

    assert case.open_tasks == ["补齐后重送"]
    assert "limit passed: 补齐后重送" in case.story()
