"""The library and the register of items say the same: each row has its file, and each file keeps to its row."""

import re
from functools import cache
from pathlib import Path

import pytest

from bpmn.model import Definition
from bpmn.parse import read
from bpmn.register import disagreements, items, missing
from registers import catalogue

ROOT = Path(__file__).parents[2] / "bpmn" / "processes" / "items"
FILES = sorted(ROOT.rglob("*.bpmn"))
COMPARED_BY_PEOPLE = ("FC-001",)
"""Whose departments look into their own records, each in a step of its own."""


def path_of(code: str) -> Path:
    return ROOT / items()[code].department / f"{code}.bpmn"


@cache
def definition_of(code: str) -> Definition:
    path = path_of(code)
    beside = {each.name: each.read_bytes() for each in path.parent.iterdir() if each.suffix in (".form", ".dmn")}
    return read(path.read_bytes(), beside).definitions[0]


def said_in(code: str) -> str:
    """The words in which the file says what it does and by what law."""
    return path_of(code).read_text("utf-8").partition("<bpmn:documentation>")[2].partition("</bpmn:doc")[0]


INTAKE = "block_intake"


def given(code: str, target: str) -> list[str]:
    """What calls and jobs are given under this name. Taking in has a rule of its own: where a case belongs."""
    found = []
    for element in definition_of(code).elements.values():
        if element.calls == INTAKE:
            continue
        inputs = (*element.inputs, *(element.job.inputs if element.job else ()))
        found += [source for source, name in inputs if name == target]
    return found


def test_every_file_is_that_of_a_row_and_every_row_has_its_file() -> None:
    assert sorted(path.stem for path in FILES) == sorted(items())
    assert list(missing([definition_of(code) for code in items()])) == []


@pytest.mark.parametrize("code", items())
def test_a_file_has_the_name_the_limits_and_the_law_of_its_row(code: str) -> None:
    item, definition = items()[code], definition_of(code)

    assert (definition.key, definition.item, definition.name) == (code, code, item.name)
    assert list(disagreements(definition)) == []
    assert item.route in said_in(code)
    assert item.legal_basis in said_in(code)
    assert definition.subject == "applicant_id"


@pytest.mark.parametrize("code", items())
def test_an_item_asks_for_the_papers_of_its_row(code: str) -> None:
    forms = definition_of(code).forms.values()

    assert [field.options for form in forms for field in form.fields if field.rule == "papers"] == [
        items()[code].materials
    ]


@pytest.mark.parametrize("code", [code for code in items() if code not in COMPARED_BY_PEOPLE])
def test_an_item_asks_the_departments_for_the_checks_of_its_row_and_no_other(code: str) -> None:
    named = {name for source in given(code, "checks") for name in re.findall(r'"(\w+)"', source)}

    assert named & set(catalogue.checks()) == set(items()[code].checks)


@pytest.mark.parametrize("code", [code for code, item in items().items() if item.subsidy_rule])
def test_an_item_that_pays_says_by_which_rule_and_reckons_by_no_other(code: str) -> None:
    rule = items()[code].subsidy_rule or ""

    assert rule in said_in(code)
    assert [source for source in given(code, "rule") if not source.strip("= ").startswith(f'"{rule}')] == []


@pytest.mark.parametrize("code", items())
def test_any_window_may_take_an_item_in(code: str) -> None:
    starts = [one for one in definition_of(code).elements.values() if one.kind == "startEvent" and one.form]

    assert [one.assignment.groups for one in starts if one.assignment] == [("window:community:clerk",)]
