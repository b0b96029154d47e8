"""Random processes full of limits, pauses, jobs and events: in memory and through bytes alike, to a clean end."""

from random import Random

import pytest

from tests.engine.runtime.eventful import DECLARED, eventful
from tests.engine.runtime.story import Story
from tests.engine.runtime.walking import walk
from tests.walks.size import in_parts, seeds

PERCENT = 10  # of all walks


@in_parts
@pytest.mark.timeout(1200)
def test_events_come_alike_in_memory_and_through_bytes(part: int) -> None:
    for seed in seeds(PERCENT, part):
        story = Story(eventful(seed), declarations=DECLARED)
        walk(story, {}, Random(seed))
        assert story.over, seed
