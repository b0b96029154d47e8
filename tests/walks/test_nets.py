"""Small nets, gone through whole: the engine ends where the game ends, and says that it is stuck where the game is."""

from collections import Counter

import pytest

from tests.walks.nets import explained, explore, random_net
from tests.walks.size import in_parts, seeds

PERCENT = 5  # of all walks; a net is one


@in_parts
@pytest.mark.timeout(1200)
def test_the_engine_is_wherever_the_game_may_be(part: int) -> None:
    kinds: Counter[str] = Counter()
    for number in seeds(PERCENT, part):
        try:
            kinds[explore(random_net(number)).kind] += 1
        except AssertionError:
            pytest.fail(f"net {number}:\n{explained(random_net(number))}")
    assert kinds["sound"], kinds
    assert kinds["unsound"], kinds
