"""Random graphs without any structure: after each step the engine is where the token game of the standard may be."""

from random import Random

import pytest

from tests.walks.graph_random import random_graph
from tests.walks.graph_walk import explained, setting_of, walk
from tests.walks.size import in_parts, seeds

PERCENT, EACH = 40, 4  # of all walks; walks through one graph


@in_parts
@pytest.mark.timeout(1200)
def test_every_graph_goes_as_the_token_game_says(part: int) -> None:
    for number in seeds(PERCENT // EACH, part):
        graph = random_graph(number)
        setting = setting_of(graph)
        for seed in range(EACH):
            try:
                walk(graph, Random(seed), setting)
            except AssertionError:
                pytest.fail(f"graph {number}, walk {seed}:\n{explained(graph)}")
