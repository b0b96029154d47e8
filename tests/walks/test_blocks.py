"""Random block-structured processes: after each step what is open is what the course says, up to a proper end."""

from random import Random

import pytest

from tests.walks.block_random import random_process
from tests.walks.block_walk import explained, is_deployable, setting_of, walk
from tests.walks.blocks import is_fair
from tests.walks.size import in_parts, seeds

PERCENT, EACH = 40, 2  # of all walks; walks through one process


@in_parts
@pytest.mark.timeout(1200)
def test_every_process_goes_as_its_course_says(part: int) -> None:
    for number in seeds(PERCENT // EACH, part):
        process = random_process(number)
        setting = setting_of(process)
        for seed in range(EACH):
            try:
                walk(process, Random(seed), setting)
            except AssertionError:
                pytest.fail(f"process {number}, walk {seed}:\n{explained(process)}")


def test_what_is_walked_would_be_deployed() -> None:
    processes = [random_process(number) for number in range(60)]
    assert [number for number, process in enumerate(processes) if not is_deployable(process)] == []
    assert [number for number, process in enumerate(processes) if not is_fair(process)] == []
