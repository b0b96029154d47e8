"""Tables at random: every hit policy gives what a few lines of Python give, and clashes name the same rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bpmn import decisions
from bpmn.decisions import Decision, DecisionError
from tests.bpmn.decisions.tables import decision, file, table


@dataclass(frozen=True)
class Drawn:
    """A rule: between low and high of a, one of the words for b (none: any), and its two outputs."""

    low: int
    high: int
    words: tuple[str, ...]
    grade: int
    pay: int

    def holds(self, a: int, b: str) -> bool:
        return self.low <= a <= self.high and (not self.words or b in self.words)

    def written(self) -> str:
        words = ", ".join(f'"{word}"' for word in self.words) or "-"
        return f"[{self.low}..{self.high}] | {words} -> {self.grade} | {self.pay}"


WORDS = some.sampled_from(["x", "y", "z"])
RULES = some.lists(
    some.builds(
        lambda low, size, words, grade, pay: Drawn(low, low + size, tuple(sorted(words)), grade, pay),
        some.integers(0, 9),
        some.integers(0, 6),
        some.sets(WORDS, max_size=2),
        some.sampled_from([3, 1, 2]),
        some.integers(0, 1),
    ),
    max_size=6,
)
RANKS = (2, 3, 1)


def made(rules: Sequence[Drawn], policy: str) -> Decision:
    ranks = ",".join(map(str, RANKS))
    logic = table([rule.written() for rule in rules], f'hitPolicy="{policy}"', "a | b", f"grade={ranks} | pay=1,0")
    return decisions.read(file(decision(logic)))["d"]


def outputs(hits: Sequence[Drawn]) -> list[dict[str, int]]:
    return [{"grade": hit.grade, "pay": hit.pay} for hit in hits]


def by_rank(hits: Sequence[Drawn]) -> list[dict[str, int]]:
    return outputs(sorted(hits, key=lambda hit: (RANKS.index(hit.grade), 1 - hit.pay)))


def first_of(found: list[Any]) -> Any:
    return found[0] if found else None


EXPECTED: dict[str, Callable[[Sequence[Drawn]], Any]] = {
    "UNIQUE": lambda hits: "clash" if len(hits) > 1 else first_of(outputs(hits)),
    "ANY": lambda hits: "clash" if any(one != outputs(hits)[0] for one in outputs(hits)) else first_of(outputs(hits)),
    "FIRST": lambda hits: first_of(outputs(hits)),
    "PRIORITY": lambda hits: first_of(by_rank(hits)),
    "OUTPUT ORDER": by_rank,
    "RULE ORDER": outputs,
    "COLLECT": outputs,
}


@pytest.mark.parametrize("policy", EXPECTED)
@settings(max_examples=60, deadline=None)
@given(rules=RULES, a=some.integers(0, 15), b=WORDS)
def test_a_table_gives_what_a_few_lines_give(policy: str, rules: list[Drawn], a: int, b: str) -> None:
    numbers = [number for number, rule in enumerate(rules, 1) if rule.holds(a, b)]
    hits = [rule for rule in rules if rule.holds(a, b)]
    expected = EXPECTED[policy](hits)

    if expected == "clash":
        with pytest.raises(DecisionError) as caught:
            made(rules, policy).evaluate({"a": a, "b": b})
        assert set(caught.value.rules) <= set(numbers)
        assert len(caught.value.rules) > 1
    else:
        result = made(rules, policy).evaluate({"a": a, "b": b})
        assert result.output == expected
        assert list(result.matched_rules) == (numbers[:1] if policy == "FIRST" else numbers)
