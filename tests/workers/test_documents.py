"""What the job `document` gives a process, once or twice, with what it was given and without."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from engine.engine import Engine
from engine.store import blobs
from engine.store.facts_json import loads
from registers.documents import templates
from registers.records import Unreachable
from tests.workers.test_handlers import _context
from tests.workers.town import HERE, NOON
from workers.handlers import document
from workers.handlers.contract import BpmnError, Context, Hopeless
from workers.surroundings import surroundings

GIVEN = {
    "template": "准予决定书",
    "applicant_name": "测试甲",
    "item": "最低生活保障",
    "office": "区民政局",
    "decision": "准予确认",
    "handling_area": "210102001001",
    "applicant_phone": "10000000000",
}


@pytest.fixture
def context(engine: Engine) -> Context:
    return replace(_context(engine), blobs=partial(surroundings(engine)._keep, (HERE << 40) + 4))


def kept(engine: Engine, sha256: str) -> Any:
    with engine.store.writing() as connection:
        found = blobs.get(connection, sha256)
    assert found is not None
    return loads(found[0])


def test_a_document_is_numbered_and_keeps_what_its_template_knows(engine: Engine, context: Context) -> None:
    made = document.run(GIVEN, context)
    told = made["document"]
    assert told["number"] == "通办准予〔2026〕210102第000001号"
    assert (told["name"], told["mediaType"], len(told["code"])) == ("准予决定书.pdf", "application/pdf", 12)
    assert made["gaps"] == []
    held = kept(engine, told["sha256"])
    assert (held["number"], held["code"], held["version"]) == (told["number"], told["code"], 1)
    assert set(held["values"]) == {"applicant_name", "item", "office", "decision"}
    assert [file.sha256 for file in context.files] == [told["sha256"]]


def test_the_same_job_again_gives_the_same_document(engine: Engine, context: Context) -> None:
    first = document.run(GIVEN, context)
    again = document.run(GIVEN, replace(context, files=[]))
    assert again == first
    other = document.run(GIVEN, replace(context, job=context.job + 1, files=[]))
    assert other["document"]["number"].endswith("第000002号")


def test_what_was_not_given_is_told(context: Context) -> None:
    given = {name: value for name, value in GIVEN.items() if name not in ("office", "handling_area")}
    made = document.run(given, context)
    assert made["gaps"] == ["office"]
    assert made["document"]["number"] == "通办准予〔2026〕007第000001号"


def test_a_person_stands_in_no_file_name(context: Context) -> None:
    made = document.run({**GIVEN, "title": "关于测试甲的决定"}, context)
    assert made["document"]["name"] == "准予决定书.pdf"
    other = document.run({**GIVEN, "title": "../关于/低保的决定"}, replace(context, job=context.job + 1))
    assert other["document"]["name"] == "关于_低保的决定.pdf"


def test_an_edited_template_is_used_from_its_approval_on(engine: Engine, context: Context) -> None:
    document.run(GIVEN, context)
    text = (document.shipped("准予决定书") or "").replace("符合规定", "符合本市规定")
    with engine.store.writing() as connection:
        draft = templates.write(connection, "准予决定书", text, ("ruiting", NOON))
        templates.approve(connection, "准予决定书", draft.version, ("minghua", NOON))
    later = document.run(GIVEN, replace(context, job=context.job + 1))
    assert kept(engine, later["document"]["sha256"])["version"] == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"template": "没有的"}, "there is none called"),
        ({"template": "../../secret"}, "Expected the name of a template"),
        ({"template": None}, "Expected the name of a template"),
        ({**GIVEN, "amount": "九百"}, r"amount\|金额"),
    ],
)
def test_what_cannot_be_written_waits_for_a_person_and_takes_no_number(
    engine: Engine, context: Context, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(Hopeless, match=said):
        document.run(given, context)
    assert document.run(GIVEN, context)["document"]["number"].endswith("第000001号")


def test_a_plain_text_is_a_plain_file_without_a_number(context: Context) -> None:
    made = document.run({"text": "致{{who}}：{{what}}", "who": "测试甲", "title": "便条"}, context)
    assert made["document"]["name"] == "便条.txt"
    assert made["gaps"] == ["what"]
    assert "number" not in made["document"]


def test_a_register_out_of_reach_is_at_last_an_error_of_the_model(context: Context) -> None:
    def away() -> Any:
        raise Unreachable("the registers are away")

    for is_last, error in ((False, Unreachable), (True, BpmnError)):
        with pytest.raises(error, match="away"):
            document.run(GIVEN, replace(context, registers=away, is_last=is_last))
