"""The designers' page: names every function as it is called, and every example on it gives what it says."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bpmn import feel
from bpmn.feel.builtins import BUILTINS
from bpmn.feel.builtins.signature import Builtin

PAGE = (Path(__file__).parents[3] / "docs" / "feel.md").read_text(encoding="utf-8")
EXAMPLES = [
    text
    for line in PAGE.split("## 一眼看懂")[1].split("脚本任务")[0].splitlines()
    for text in re.findall(r"`([^`]+)`", line)
]
ROWS = re.findall(
    r"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$", PAGE.split("## 函数")[1].split("## 与标准的差别")[0], re.MULTILINE
)
DIFFERENCES = re.findall(
    r"^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", PAGE.split("## 与标准的差别")[1].split("## 上限")[0], re.MULTILINE
)
SPECIAL = ["now()", "today()", "is defined(value)"]
NOW = datetime(2026, 1, 31, 8, 30, tzinfo=timezone(timedelta(hours=8)))


def written(name: str, builtin: Builtin) -> str:
    """The signature as the page writes it: optional ones with ?, those that take many with …"""
    many = "…" if builtin.spread else ""
    return f"{name}({', '.join(one.name + ('?' if one.optional else many) for one in builtin.parameters)})"


def test_the_page_lists_exactly_the_functions_there_are() -> None:
    there = [written(name, builtin) for name, some in BUILTINS.items() for builtin in some]

    assert sorted(signature for signature, _, _ in ROWS) == sorted([*there, *SPECIAL])


@pytest.mark.parametrize(("signature", "example", "result"), ROWS, ids=[row[0] for row in ROWS])
def test_an_example_gives_what_the_page_says(signature: str, example: str, result: str) -> None:
    value = feel.compile(example)({"$now": NOW})
    expected = feel.compile(result)({})

    assert (value, type(value) is bool) == (expected, type(expected) is bool)
    assert example.startswith(signature.partition("(")[0] + "(")


@pytest.mark.parametrize(("example", "result"), DIFFERENCES)
def test_what_differs_from_the_standard_is_as_the_page_says(example: str, result: str) -> None:
    assert feel.compile(example)({}) == feel.compile(result)({})


def test_the_page_tells_all_the_differences() -> None:
    assert len(DIFFERENCES) == 7


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_are_expressions(text: str) -> None:
    feel.compile(text)({"$now": NOW})


def test_the_script_on_the_page_runs() -> None:
    script = PAGE.split("```")[1]

    assert feel.compile_script(script).run({"income": 1600, "household_size": 2})["补贴"] == 600
