"""Each rule is told of its bad drawing, and not of the same drawing put right."""

import pytest

from bpmn.findings import Finding
from bpmn.rules import ERROR, HINT, RULES, SUBJECTS, WARNING
from tests.bpmn.examples import EXAMPLES
from tests.bpmn.examples.paper import FOLDER, pages, told

GRAVITY = (HINT, WARNING, ERROR)


def graver(found: list[Finding], rule: str) -> set[str]:
    """The rules among the findings that are as grave as this one, or graver."""
    least = GRAVITY.index(RULES[rule][0])
    return {each.rule for each in found if GRAVITY.index(each.severity) >= least}


def test_no_rule_is_without_an_example() -> None:
    """A new rule needs a drawing that it is told of, and that drawing put right: tests/bpmn/examples/."""
    assert set(RULES) == set(EXAMPLES)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_bad_drawing_is_told_by_its_rule_and_no_other(rule: str) -> None:
    example = EXAMPLES[rule]

    assert graver(told(example.bad, example), rule) == {rule}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_good_drawing_is_not_told(rule: str) -> None:
    example = EXAMPLES[rule]

    assert graver(told(example.good, example), rule) == set()


@pytest.mark.parametrize("page", ["README.md", *(f"{name}.md" for name in SUBJECTS)])
def test_the_documents_on_rules_are_up_to_date(page: str) -> None:
    is_new = (FOLDER / page).read_text("utf-8") == pages()[page]
    assert is_new, f"docs/rules/{page} is older than the rules and examples: run `make rules`"
