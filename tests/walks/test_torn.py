"""Random processes in which much is undone and torn: alike in memory and through bytes, and nothing undone twice."""

from collections import Counter
from random import Random

import pytest

from engine.domain import moves
from engine.domain.facts import ElementsPassed
from engine.domain.rejections import Invalid
from tests.engine.runtime.drawing import document
from tests.engine.runtime.eventful import DECLARED
from tests.engine.runtime.story import Story, check
from tests.engine.runtime.walking import possible
from tests.walks.size import in_parts, seeds
from tests.walks.torn import torn

PERCENT = 5  # of all walks
STEPS = 100


@in_parts
@pytest.mark.timeout(1200)
def test_what_is_undone_was_done_and_all_comes_to_an_end(part: int) -> None:
    for seed in seeds(PERCENT, part):
        drawn = torn(seed)
        story = Story(drawn, declarations=DECLARED, bad=False)
        walk(story, Random(seed))
        assert story.over, seed
        assert undone_too_often(story, drawn) == [], seed


def test_what_is_walked_would_be_deployed() -> None:
    for seed in range(200):
        try:
            check(document(torn(seed), declarations=DECLARED))
        except Invalid as refused:
            pytest.fail(f"{seed}: {refused.findings}")


def walk(story: Story, random: Random) -> None:
    for _ in range(STEPS):
        if story.over:
            return
        choices = possible(story, {}, random)
        assert choices, "it waits for nothing, and is not over"
        story.tell(decided(random.choice(choices), random))
    story.tell(moves.Cancel("撤回", "wang"))


def decided(move: moves.Move, random: Random) -> moves.Move:
    if isinstance(move, moves.Complete):
        return moves.Complete(move.token, move.task, move.by, {"bad": random.random() < 0.5})
    return move


def undone_too_often(story: Story, drawn: str) -> list[str]:
    """Handlers that were passed more often than what they undo; some do their work twice each time."""
    passed = Counter(name for fact in story.all(ElementsPassed) for name in fact.elements)
    undone = [name.removeprefix("undo_") for name in passed if name.startswith("undo_")]
    twice = [name for name in undone if f'id="undo_{name}" isForCompensation="true"><multiInstance' in drawn]
    return [name for name in undone if passed[f"undo_{name}"] > passed[name] * (1 + (name in twice))]
