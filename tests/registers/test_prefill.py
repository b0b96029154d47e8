"""What a window need not ask: fields from the registers with their sources, papers that nobody brings, the trace."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from bpmn.papers import SOURCES
from bpmn.papers import STRUCK as STRUCK_ON_FORMS
from bpmn.register import items
from registers import benefits, catalogue
from registers.imports import Delivery, take_in
from registers.prefill import lookups
from registers.prefill.answering import Answer, Asked, answer
from registers.prefill.facts import OWN
from registers.prefill.filling import Item
from registers.prefill.lookups import Lookup
from registers.prefill.papers import STRUCK
from registers.prefill.sources import ladder, rows
from tests.registers.citizens import HEPING, NANHU, ROW, SEALING, SPOUSE, XIJIE, deliver, lay_out
from tests.registers.people import JIA, TODAY, YI, index

Connection = psycopg.Connection[Any]
NOW = datetime(2026, 3, 4, 1, tzinfo=UTC)
PAPERS = [(code, paper) for code, item in items().items() for paper in item.materials]


def ask(city: Connection, code: str, number: str = JIA, request: str = "r1", later: int = 0) -> Answer:
    item = items()[code]
    lookup = Lookup(request, "clerk", NOW, code, "申请受理", HEPING, ())
    wanted = Item(item.code, item.checks, item.materials)
    return answer(city, Asked(index(number), wanted, TODAY + timedelta(days=later), lookup), SEALING)


def give(city: Connection, dataset: str, **fields: str) -> None:
    take_in(city, Delivery(dataset, TODAY, [{"id_number": JIA, **fields}]), index, NOW)


def fields(found: Answer) -> dict[str, Any]:
    return {each.field: each.value for each in found.fields}


def papers(found: Answer) -> dict[str, tuple[str, bool]]:
    return {paper.name: (paper.source, paper.ok) for paper in found.papers}


@pytest.mark.parametrize(("code", "paper"), PAPERS)
def test_every_paper_of_every_item_has_a_source(code: str, paper: str) -> None:
    assert ladder(code, paper)


def test_the_table_of_sources_names_what_there_is() -> None:
    used = {source for code, paper in PAPERS for source in ladder(code, paper)}
    assert {source.kind for source in used} <= set(SOURCES)
    assert set(STRUCK) == STRUCK_ON_FORMS
    for row in rows("paper_sources.csv"):
        dataset = catalogue.datasets().get(row["dataset"])
        names = {field.name for field in dataset.fields} if dataset else set()
        assert dataset or not row["dataset"] or row["dataset"] in (f"{OWN}household", f"{OWN}benefit")
        assert all(part.partition("=")[0] in names for part in row["where"].split(";") if part)
        assert row["source"] in ("licence", "shared") or not row["dataset"]
        assert (row["source"], row["dataset"], row["note"]) in {(each.kind, each.dataset, each.note) for each in used}


def test_fields_are_told_with_their_sources(city: Connection) -> None:
    lay_out(city)
    deliver(city, {**ROW, "property_areas": XIJIE}, SPOUSE)
    found = ask(city, "MZ-001")
    assert fields(found) == {
        "applicant_name": "测试甲",
        "applicant_phone": "10000000000",
        "applicant_address": "测试路 1 号",
        "household_area": HEPING,
        "residence_area": NANHU,
        "property_area": XIJIE,
        "household_number": "HK1",
        "household_size": 2,
        "household_members": [
            {"name": "测试甲", "relation": "户主", "id_number": "210199********0014"},
            {"name": "测试乙", "relation": "配偶", "id_number": "210199********0036"},
        ],
    }
    assert {(each.title, each.as_of) for each in found.fields} == {("人口库", TODAY)}
    assert found.known


def test_an_item_is_told_only_what_it_needs(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW, SPOUSE)
    assert "household_members" not in fields(ask(city, "MZ-014"))
    assert "property_area" not in fields(ask(city, "MZ-014"))


def test_existing_benefits_and_the_end_of_the_account_are_told(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW)
    grant = benefits.Grant(
        person=index(JIA),
        household=None,
        matter="低保",
        area=HEPING,
        rule="SUB-01",
        amount=Decimal("650.50"),
        from_month=TODAY.replace(day=1),
        until=None,
        calculation=None,
    )
    benefits.grant(city, grant, benefits.Signed(5, 4, "approver", NOW))
    give(city, "RS.card", bank="测试银行", tail="6200000000001234", active="是")
    found = ask(city, "MZ-018")
    assert fields(found)["benefits"] == [{"matter": "低保", "amount": Decimal("650.50"), "state": "in_payment"}]
    assert fields(found)["bank_account_tail"] == "1234"
    assert papers(found) == {"两项补贴申请表": ("uploaded", False), "社保卡银行账户信息": ("shared", True)}
    assert papers(ask(city, "RS-010"))["困难类别确认单"] == ("shared", True)


def test_a_licence_goes_before_shared_data_and_shared_data_before_an_upload(city: Connection) -> None:
    lay_out(city)
    assert papers(ask(city, "MZ-014")) == {"本人身份证件": ("uploaded", False), "电子照片": ("uploaded", False)}
    give(city, "GA.population", name="测试甲", status="正常")
    assert papers(ask(city, "MZ-014"))["本人身份证件"] == ("shared", True)
    give(city, "SJ.licence", kind="居民身份证", number="Z1", valid="是", until="2030-01-01")
    (card, _) = ask(city, "MZ-014").papers
    assert (card.source, card.ok, card.reason) == ("licence", True, "居民身份证：有效电子证照，免交")
    assert card.evidence is not None
    assert (card.evidence.register, card.evidence.as_of) == ("SJ.licence", TODAY)


@pytest.mark.parametrize(
    "changed", [{"valid": "否"}, {"until": "2026-03-03"}, {"kind": "居住证"}], ids=["withdrawn", "over", "another"]
)
def test_a_licence_that_does_not_hold_strikes_nothing(city: Connection, changed: dict[str, str]) -> None:
    give(city, "SJ.licence", **{"kind": "居民身份证", "number": "Z1", "valid": "是", "until": "2030-01-01", **changed})
    assert papers(ask(city, "MZ-014"))["本人身份证件"] == ("uploaded", False)


def test_stale_data_strike_nothing_and_that_is_said(city: Connection) -> None:
    give(city, "SJ.licence", kind="居民身份证", number="Z1", valid="是", until="")
    give(city, "GA.population", name="测试甲", status="正常")
    (card, _) = ask(city, "MZ-014", later=30).papers
    assert (card.source, card.ok) == ("uploaded", False)
    assert card.reason == "数据未到或已过时：电子证照库、人口基本信息，请申请人提供"


def test_originals_stay_originals_and_what_officials_write_is_asked_of_nobody() -> None:
    assert [source.kind for source in ladder("YB-006", "费用清单")] == ["paper"]
    assert [source.kind for source in ladder("MZ-017", "入户评估表")] == ["struck"]


def test_somebody_unknown_is_told_nothing_of(city: Connection) -> None:
    found = ask(city, "MZ-001", YI)
    assert (found.known, fields(found)) == (False, {})


def test_every_asking_is_kept_with_what_was_told(city: Connection) -> None:
    lay_out(city)
    deliver(city, ROW)
    give(city, "GA.population", name="测试甲", status="正常")
    for request in ("r1", "r1", "r2"):
        ask(city, "MZ-014", request=request)
    kept = lookups.of(city, index(JIA))
    assert [each.request for each in kept] == ["r1", "r2"]
    assert (kept[0].account, kept[0].item, kept[0].purpose, kept[0].area) == ("clerk", "MZ-014", "申请受理", HEPING)
    assert "applicant_name" in kept[0].told
    assert "本人身份证件" in kept[0].told
    assert "测试甲" not in str(kept)
    assert lookups.of(city, index(YI)) == []
