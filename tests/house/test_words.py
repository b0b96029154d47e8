"""What the papers name is there: files, facts, commands; and every decision record says context, decision and cost."""

import re
from pathlib import Path

import pytest

from engine.domain import commands, moves
from engine.domain.facts import KINDS
from tests.house.sources import ROOT

DOCS = ROOT / "docs"
NAMING = (DOCS / "architecture.md", DOCS / "glossary.md")
RECORDS = sorted((DOCS / "decisions").glob("*.md"))
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(api|bpmn|engine|registers|tests|tongban|workers)/[\w./-]*")
KIND = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+")
OF_THE_RUNTIME = {"Process", "SubProcess"}
KNOWN = {*KINDS, *commands.__all__, *moves.__dict__, *OF_THE_RUNTIME, "BpmnError"}


def quoted(path: Path) -> list[str]:
    return QUOTED.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("paper", NAMING, ids=lambda path: path.stem)
def test_every_file_that_is_named_is_there(paper: Path) -> None:
    named = [text for text in quoted(paper) if FILE.fullmatch(text)]
    gone = [text for text in named if not (ROOT / text).exists() and not (ROOT / f"{text}.py").exists()]
    assert gone == []


@pytest.mark.parametrize("paper", NAMING, ids=lambda path: path.stem)
def test_every_fact_and_command_that_is_named_is_there(paper: Path) -> None:
    assert [text for text in quoted(paper) if KIND.fullmatch(text) and text not in KNOWN] == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem[:4])
def test_a_record_says_context_decision_and_cost(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert [
        part for part in ("# " + record.stem[:4], "**Context.**", "**Decision.**", "**Cost.**") if part not in text
    ] == []


def test_no_two_records_have_one_number() -> None:
    numbers = [record.stem[:4] for record in RECORDS]
    assert sorted(set(numbers)) == numbers
