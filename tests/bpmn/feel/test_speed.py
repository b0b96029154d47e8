"""What a condition costs. The bound is generous, the figure is printed (pytest -s)."""

import timeit
from decimal import Decimal

import pytest

from bpmn import feel

ROUNDS = 5_000
CONDITIONS = [
    'income < 900 and accepted = true and household_size >= 3 and status in ["a", "b"]',
    'applicant.age >= 60 and applicant.street = "南湖"',
    "income * household_size > 2000 or missing = null",
    'if accepted then "approve" else "refuse"',
]


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_takes_under_ten_microseconds(text: str) -> None:
    condition = feel.compile(text)
    variables = {
        "income": Decimal("899.5"),
        "accepted": True,
        "household_size": 3,
        "status": "b",
        "applicant": {"age": 70, "street": "南湖"},
    }

    best = min(timeit.repeat(lambda: condition(variables), number=ROUNDS, repeat=5)) / ROUNDS * 1e6

    print(f"\n{best:.2f} us  {text}")
    assert best < 10
