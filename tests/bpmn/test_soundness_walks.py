"""Random unstructured drawings: what the reduction leaves says the same as playing every move of the whole drawing."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bpmn import parse
from bpmn.graph import circles, successors
from bpmn.scopes import Scope, executable, scope
from bpmn.soundness import troubles
from bpmn.soundness.game import Game
from bpmn.soundness.net import net_of
from tests.bpmn.test_soundness import drawing

SEEDS = st.integers(0, 1_000_000)


def tangled(seed: int) -> str:
    """A task between start and end; then, a few times, two places are cut open and tied by a new way."""
    random = Random(seed)
    flows = [("s", "t0"), ("t0", "e")]
    for n in range(1, 2 * random.randint(2, 5), 2):
        place, other = random.randrange(len(flows)), random.randrange(len(flows))
        split, join, task = f"{random.choice('XP')}{n}", f"{random.choice('XP')}{n + 1}", f"t{n}"
        before, after = flows[place]
        if place == other:
            flows[place] = before, split
            flows += [(split, join), (join, after)]
        else:
            source, target = flows[other]
            flows[place], flows[other] = (before, split), (source, join)
            flows += [(split, after), (join, target)]
        flows += [(split, task), (task, join)]
    return " ".join(f"{source}>{target}" for source, target in flows)


def level(seed: int) -> Scope:
    (process,) = executable(parse.read(drawing(tangled(seed))).tree)
    return scope(process)


def played(drawn: Scope) -> Game:
    net = net_of(drawn)
    assert net is not None
    return Game(net)


def is_round(drawn: Scope) -> bool:
    return any(True for _ in circles(successors(drawn), frozenset(drawn.nodes)))


@given(SEEDS)
def test_the_reduction_raises_no_alarm_where_no_move_does(seed: int) -> None:
    drawn = level(seed)
    game = played(drawn)
    is_sound = not game.played() and not game.is_cut

    assert not (is_sound and troubles(drawn))


@given(SEEDS)
def test_without_rounds_the_reduction_misses_nothing(seed: int) -> None:
    drawn = level(seed)

    assert is_round(drawn) or bool(played(drawn).played()) == bool(troubles(drawn))
