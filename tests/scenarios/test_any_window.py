"""Any window, one result: whoever takes the case in, the district where it belongs handles it, in the same way."""

import pytest

from engine.domain.rejections import Forbidden
from tests.city.city import City
from tests.city.filling import number
from tests.city.windows import applied, does, goes_on, says

HOME = "tiexi/beishi/03"
OLD = {"birth_date": "1935-03-12", "applicant_id": number("1935-03-12")}
WINDOWS = [HOME, "tiexi/nanhu/01", "heping/nanhu/01", "shenhe/beishi/02"]


@pytest.mark.parametrize("window", WINDOWS)
def test_every_window_leads_to_the_same_unit_papers_limit_and_decision(city: City, window: str) -> None:
    case = applied(city, "MZ-012", at=window, lives=HOME, **OLD)
    crosses = not window.startswith("tiexi")
    done = goes_on(case, until="送达")

    assert done == ["受理审查", *(["流转接收"] if crosses else []), "审核", "决定"]
    assert (case.value("cross_district"), case.value("handling_area")) == (crosses, "210106005003")
    assert (case.due, case.value("decision"), str(case.value("calculation")["amount"])) == (
        "2026-12-01",
        "grant",
        "100",
    )
    assert [paper["name"] for paper in case.value("papers")] == ["高龄津贴申请表", "社保卡银行账户信息"]


def test_people_of_the_other_district_see_it_do_it_and_read_its_papers(city: City) -> None:
    case = applied(city, "MZ-012", at="heping/nanhu/01", lives=HOME, **OLD)
    does(case, "受理审查")
    here, there = city.reviewer("Xu", at="heping/nanhu"), city.reviewer("Zheng", at="tiexi/beishi")
    assert (here.sees(), there.sees()) == ([], ["流转接收"])
    there.does(case, "流转接收", handover_result="receive")
    assert (here.sees(), there.sees()) == ([], ["审核"])
    with pytest.raises(Forbidden):
        here.claims(case, "审核")
    there.does(case, "审核", review_opinion="grant")
    city.approver("Jiang", at="tiexi").does(case, "决定", decision="grant")

    assert case.open_tasks == ["送达"]
    assert city.clerk("Li", at="heping/nanhu/01").sees() == ["送达"], "the window that took it in hands it over"
    assert case.papers == ["受理通知书.pdf", "核算表.pdf", "高龄津贴决定书.pdf"]
    does(case, "送达")
    says(case, "rating.given", rating=5, rating_comment="不用跑两个区")

    assert case.outcome == "办结"
    assert str(case.value("document")["number"]).count("210106") == 1, "it is numbered where it was decided"


def test_the_other_district_does_not_send_the_applicant_away(city: City) -> None:
    case = applied(city, "MZ-012", at="heping/nanhu/01", lives=HOME, **OLD)
    does(case, "受理审查")
    note = "银行账户信息拍得看不清，请重新扫描"
    does(case, "流转接收", handover_result="return", handover_code="材料不清晰", handover_note=note)
    assert case.open_tasks == ["补齐后重送"]
    does(case, "补齐后重送", mend_note="已重新扫描账户页并核对户名")
    does(case, "再次流转接收", received_again=True)
    goes_on(case)

    assert case.value("decision") == "grant"
    assert [line for line in case.story() if "window" in line or "handed" in line] == [
        "sent back to the window",
        "handed over",
    ]
