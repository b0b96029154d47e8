"""In one database no two things are locked under the same number."""

from engine.store import locks
from registers.migrations import LOCK


def test_every_lock_has_a_number_of_its_own() -> None:
    numbers = [number for name, number in vars(locks).items() if name.isupper()]
    assert len(numbers) == 4
    assert len({*numbers, LOCK}) == 5
