"""送达: the letter, and a receipt for it; what did not arrive is sent another way."""

import pytest

from engine.domain.rejections import Invalid
from tests.city.calling import APPLICANT, HOME, calling
from tests.city.city import City
from tests.city.matters import Matter

INPUTS = {
    "item_name": '"最低生活保障"',
    "office": '"和平区民政局"',
    "applicant_name": "applicant_name",
    "decision": "decision",
    "decision_text": '"确认为低保对象"',
    "decision_reason": '"人均收入不低于标准"',
    "document_title": 'if decision = "grant" then "准予决定书" else "不予确认决定书"',
    "deliverers": '"MZ:street:deliverer"',
    "deliver_area": f'substring("{HOME}", 1, 9)',
}


def decided(city: City, decision: str = "refuse") -> Matter:
    city.person("Shen", ("MZ:street:deliverer", "heping/nanhu"))
    key = calling(city, "delivery", INPUTS, ("document", "receipt", "receipt_document", "delivered_by"))
    return city.clerk("Li", at="heping/nanhu/01").applies(key, **APPLICANT, decision=decision)


def handed(**changes: str) -> dict[str, str]:
    told = {"delivery_result": "delivered", "delivery_way": "当面", "delivered_on": "2026-11-24"}
    return {**told, "delivery_signer": "本人", **changes}


def test_the_letter_is_handed_over(city: City) -> None:
    case = decided(city)
    assert case.papers == ["不予确认决定书.pdf"]
    city.person("Shen").does(case, "送达", **handed())

    assert case.value("receipt") == {"on": "2026-11-24", "way": "当面", "signer": "本人", "by": "Shen"}
    assert (case.value("delivered_by"), case.story()) == ("Shen", ["delivered"])
    assert case.papers == ["不予确认决定书.pdf", "送达回证.pdf"]


def test_a_grant_has_a_letter_of_its_own(city: City) -> None:
    case = decided(city, "grant")

    assert case.papers == ["准予决定书.pdf"]


def test_what_did_not_arrive_is_sent_another_way(city: City) -> None:
    case = decided(city)
    task = city.person("Shen").claims(case, "送达")
    with pytest.raises(Invalid, match="理由至少 10 个字"):
        city.person("Shen").completes(case, task, **handed(delivery_result="failed"))
    failed = handed(delivery_result="failed", delivery_note="两次上门无人应答，邻居称外出务工")
    city.person("Shen").completes(case, task, **failed)
    assert (case.open_tasks, case.story()) == (["送达"], [])
    city.person("Shen").does(case, "送达", **handed(delivery_way="邮寄"))

    assert case.value("receipt")["way"] == "邮寄"
