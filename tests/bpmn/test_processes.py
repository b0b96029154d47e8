"""Every process of the city and of the bench is read without an error, and keeps to the register of items."""

from pathlib import Path

import pytest

from bpmn import parse
from bpmn.lint import lint
from bpmn.register import disagreements

ROOT = Path(__file__).parents[2]
PROCESSES = sorted((ROOT / "bpmn" / "processes").rglob("*.bpmn"))
FOREIGN = [ROOT / "tongban" / "bench" / name for name in ("approval.bpmn", "straight.bpmn")]
SHARED = ("unused-form",)
"""A folder holds the forms of several processes."""


def read(path: Path) -> parse.Document:
    beside = {each.name: each.read_bytes() for each in path.parent.iterdir() if each.suffix in (".form", ".dmn")}
    return parse.read(path.read_bytes(), beside)


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.name)
def test_a_process_of_the_city_is_clean(path: Path) -> None:
    document = read(path)

    assert document.findings == ()
    assert [each for each in lint(document) if each.rule not in SHARED] == []
    assert [each for definition in document.definitions for each in disagreements(definition)] == []


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.name)
def test_a_foreign_file_deploys_unchanged(path: Path) -> None:
    assert read(path).errors == ()
