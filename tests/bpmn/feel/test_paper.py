"""The designers' page: names every function, and its examples compile."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bpmn import feel
from bpmn.feel.builtins import BUILTINS, SPECIAL

PAGE = (Path(__file__).parents[3] / "docs" / "feel.md").read_text(encoding="utf-8")
EXAMPLES = [
    text
    for line in PAGE.split("## 一眼看懂")[1].split("脚本任务")[0].splitlines()
    for text in re.findall(r"`([^`]+)`", line)
]


@pytest.mark.parametrize("name", [*BUILTINS, *SPECIAL])
def test_every_function_is_on_the_page(name: str) -> None:
    assert f"`{name}(" in PAGE


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_are_expressions(text: str) -> None:
    feel.compile(text)({"$now": datetime(2026, 1, 31, tzinfo=UTC)})


def test_the_script_on_the_page_runs() -> None:
    script = PAGE.split("```")[1]

    assert feel.compile_script(script).run({"income": 1600, "household_size": 2})["补贴"] == 600
