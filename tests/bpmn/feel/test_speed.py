"""What a condition costs. The bound is generous, the figure is printed (pytest -s)."""

import timeit
from decimal import Decimal

from bpmn import feel

ROUNDS = 5_000
CONDITIONS = [
    'income < 900 and accepted = true and household_size >= 3 and status in ["a", "b"]',
    'applicant.age >= 60 and applicant.street = "南湖"',
    "income * household_size > 2000 or missing = null",
    'if accepted then "approve" else "refuse"',
]


VARIABLES = {
    "income": Decimal("899.5"),
    "accepted": True,
    "household_size": 3,
    "status": "b",
    "applicant": {"age": 70, "street": "南湖"},
}


def test_a_condition_takes_under_three_microseconds_on_the_mean() -> None:
    taken = [(cost(text), text) for text in CONDITIONS]

    print("".join(f"\n{each:.2f} us  {text}" for each, text in taken))
    assert sum(each for each, _ in taken) / len(taken) < 3


def cost(text: str) -> float:
    """The best of a few, in microseconds an evaluation."""
    condition = feel.compile(text)
    return min(timeit.repeat(lambda: condition(VARIABLES), number=ROUNDS, repeat=5)) / ROUNDS * 1e6
