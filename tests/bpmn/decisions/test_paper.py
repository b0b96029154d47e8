"""The designers' page says what is so: its table of hit policies is asked, row by row."""

import re
from pathlib import Path

import pytest

from bpmn.decisions import DecisionError
from bpmn.feel import compile
from tests.bpmn.decisions.tables import table, taken

PAGE = (Path(__file__).parents[3] / "docs" / "dmn.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([A-Z ]+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
POLICIES = ROW.findall(PAGE)
RULES = ["< 10 -> 1", "< 20 -> 2", "< 30 -> 3"]


def test_the_page_has_every_policy() -> None:
    assert len(POLICIES) == 11


@pytest.mark.parametrize("row", POLICIES, ids=lambda row: row[0])
def test_a_policy_gives_what_the_page_says(row: tuple[str, str, str]) -> None:
    policy, *answers = row
    name, _, aggregation = policy.partition(" ") if policy.startswith("COLLECT") else (policy, "", "")
    decision = taken(table(RULES, f'hitPolicy="{name}" aggregation="{aggregation}"', outs="out=3,2,1"))

    for asked, answer in zip((15, 5), answers, strict=True):
        if answer.startswith("错误："):
            with pytest.raises(DecisionError, match=answer.removeprefix("错误：")):
                decision.evaluate({"a": asked})
        else:
            assert decision.evaluate({"a": asked}).output == compile(answer)({})
