"""A rule that does not know what it needs says nothing: no sum, and least of all that somebody is not eligible."""

import json
import re

import pytest

from bpmn import feel
from tests.rules.calculating import DECISIONS, FOLDER, NOW, parameters
from tests.rules.test_examples import EXAMPLES

BLOCK = (FOLDER.parent / "blocks" / "calculation.bpmn").read_text("utf-8")
ASKED = re.search(r"needs = (\{.*?\})\n", BLOCK)
NEEDS: dict[str, list[str]] = json.loads(ASKED.group(1)) if ASKED else {}
FACTS = {rule: facts for _, rule, facts, _ in reversed(EXAMPLES)}


def given(rule: str, **facts: object) -> object:
    known = parameters(rule[:6], "城市", NOW)
    return feel.plain(DECISIONS[rule].evaluate({"parameters": known, **facts}).output)


def test_the_block_asks_what_every_rule_needs() -> None:
    assert set(NEEDS) == {rule for rule in DECISIONS if rule.startswith("SUB-")}


@pytest.mark.parametrize("rule", sorted(NEEDS))
def test_without_anything_a_rule_gives_nothing(rule: str) -> None:
    assert given(rule) is None


@pytest.mark.parametrize(("rule", "name"), [(rule, name) for rule in sorted(NEEDS) for name in NEEDS[rule]])
def test_without_one_thing_that_it_needs_a_rule_gives_nothing(rule: str, name: str) -> None:
    facts = {known: value for known, value in FACTS.get(rule, {}).items() if known != name}
    assert given(rule, **facts) is None
