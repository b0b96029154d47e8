"""A window asks what is known of an applicant: for an item and a purpose, traced, and for nobody without the post."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from api.routes import prefill
from api.sealing import sealing
from bpmn.papers import finding
from bpmn.register import items
from engine.bootstrap import open_engine
from engine.domain.commands import DeployDefinition
from engine.domain.durations import in_city
from engine.engine import Engine
from engine.settings import Settings
from registers.imports import Delivery, take_in
from registers.population import persons, rows
from tests.api.server import BEGIN, COMMUNITY, Person, stamp
from tests.registers.citizens import COMMUNITIES, ROW
from tests.registers.people import JIA, YI

People = Callable[[str], Person]
FORM = {
    "components": [
        {
            "type": "dynamiclist",
            "path": "papers",
            "label": "材料",
            "validate": {"required": True},
            "properties": {"city:rule": "papers", "city:papers": "MZ-014"},
        }
    ]
}
CARD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:city="http://tongban.org/schema/city" id="card_file" targetNamespace="http://tongban.org/tests">
<bpmn:process id="card" name="优待证" isExecutable="true">
<bpmn:startEvent id="start"><bpmn:extensionElements><city:form key="card-application"/></bpmn:extensionElements>
</bpmn:startEvent>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="accept"/>
<bpmn:userTask id="accept" name="受理"><bpmn:extensionElements>
<city:assignment candidateGroups="window:community:clerk"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:sequenceFlow id="f2" sourceRef="accept" targetRef="end"/>
<bpmn:endEvent id="end" name="完成"/>
</bpmn:process></bpmn:definitions>"""
ASKED = {"item": "MZ-014", "subject": JIA, "purpose": "办理优待证"}


@pytest.fixture(scope="module", autouse=True)
def engine(address: str, module_database: str, home: Path) -> Iterator[Engine]:
    opened = open_engine(Settings(home=home), module_database)
    today = in_city(BEGIN).date()
    with opened.store.writing() as connection:
        lent = sealing(opened.store)
        persons.take_in(connection, rows.read([ROW], COMMUNITIES, today), today, lent)
        card = {"id_number": JIA, "kind": "居民身份证", "number": "Z1", "valid": "是", "until": ""}
        take_in(connection, Delivery("SJ.licence", today, [card]), lent.index, BEGIN)
    yield opened
    opened.store.close()


def test_a_window_is_told_fields_and_papers_with_their_sources(person: People) -> None:
    answered = person("clerk").says("/prefill", "ask-1", **ASKED)
    assert answered.status_code == 200
    told = answered.json()
    assert (told["known"], told["struck"], told["of"], told["lookup"]) == (True, 1, 2, "clerk:ask-1")
    by_name = {each["field"]: each for each in told["fields"]}
    assert by_name["applicant_name"]["value"] == "测试甲"
    assert by_name["residence_area"]["source"] == {"register": "area", "title": "人口库", "as_of": "2026-11-24"}
    card, photo = told["papers"]
    assert (card["source"], card["ok"], photo["source"], photo["ok"]) == ("licence", True, "uploaded", False)
    assert card["evidence"] == {"register": "SJ.licence", "as_of": "2026-11-24", "lookup": "clerk:ask-1"}


def test_what_is_told_of_papers_goes_into_the_form_as_it_is(person: People) -> None:
    told = person("clerk").says("/prefill", **ASKED).json()["papers"]
    assert finding(items()["MZ-014"].materials, told, whole=True) is None


def test_a_case_is_started_with_what_was_told_and_carries_it(person: People, engine: Engine) -> None:
    resources = {"card-application.form": json.dumps(FORM).encode()}
    engine.execute(DeployDefinition(name="card.bpmn", source=CARD.encode(), resources=resources, **stamp()))
    told = person("clerk").says("/prefill", **ASKED).json()
    card, photo = told["papers"]
    start = {"key": "card", "area": COMMUNITY}
    lacking = person("clerk").says("/cases", **start, variables={"papers": [card]})
    assert lacking.status_code == 422
    assert "每份材料都要说明来源，还缺：电子照片" in lacking.text
    given = [card, {**photo, "ok": True, "file": "photo.jpg"}]
    case = person("clerk").says("/cases", **start, variables={"papers": given}).json()
    assert person("clerk").get(f"/cases/{case['id']}").json()["variables"]["papers"] == given


def test_who_looks_up_many_is_told_of_in_the_log(person: People) -> None:
    with capture_logs() as lines:
        for _ in range(prefill.MANY + 1):
            assert person("colleague").says("/prefill", **ASKED).status_code == 200
    (warned,) = [line for line in lines if line["event"] == "many persons looked up"]
    assert (warned["by"], warned["count"], warned["log_level"]) == ("colleague", prefill.MANY + 1, "warning")
    assert JIA not in str(lines)


def test_nobody_without_the_post_or_a_purpose_is_told_anything(person: People) -> None:
    for account in ("reviewer", "admin", "auditor"):
        assert person(account).says("/prefill", **ASKED).status_code == 403
    for purpose in ("", "  ", "x"):
        assert person("clerk").says("/prefill", **{**ASKED, "purpose": purpose}).status_code == 422
    assert person("clerk").get("/prefill").status_code == 405


def test_a_wrong_number_or_item_is_told_without_repeating_it(person: People) -> None:
    wrong = person("clerk").says("/prefill", **{**ASKED, "subject": "210199195803120015"})
    assert wrong.status_code == 422
    assert "末位应为 4" in wrong.text
    assert "210199195803120015" not in wrong.text
    assert person("clerk").says("/prefill", **{**ASKED, "item": "MZ-999"}).status_code == 404


def test_an_auditor_sees_who_has_asked_and_for_what(person: People) -> None:
    person("stranger").says("/prefill", "ask-9", **{**ASKED, "subject": YI})
    (kept,) = person("auditor").says("/lookups", subject=YI).json()
    assert (kept["lookup"], kept["account"], kept["item"]) == ("stranger:ask-9", "stranger", "MZ-014")
    assert (kept["purpose"], kept["told"]) == ("办理优待证", [])
    person("clerk").says("/prefill", **ASKED)
    assert COMMUNITY in {each["area"] for each in person("auditor").says("/lookups", subject=JIA).json()}
    assert person("clerk").says("/lookups", subject=JIA).status_code == 403
