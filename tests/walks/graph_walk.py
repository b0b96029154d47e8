"""Walks through a graph: the engine and the token game side by side, from one event to the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import Any

from engine.domain import moves
from tests.engine.runtime.story import Setting, Story, runtime_of
from tests.walks.game import STUCK, Event, Game, GivenUp, Seen
from tests.walks.graph import Graph, declared, document, drawn
from tests.walks.graph_random import is_drawable, smaller_graphs
from tests.walks.shrink import shrink

STEPS = 25
FIRST: dict[str, Any] = {"p": 0, "q": 0, "r": 0}
Step = tuple[str, str, dict[str, int]]  # event, node, variables


class Pair:
    """The game keeps every marking that the engine may be at."""

    def __init__(self, graph: Graph, setting: Setting):
        self.game, self.values = Game(graph), dict(FIRST)
        self.markings = self.game.begin(self.values)
        self.story = Story(setting=setting, **FIRST)
        self.steps: list[Step] = []
        self.compare()

    def tell(self, event: Event, values: dict[str, int]) -> None:
        self.steps.append((event.kind, event.node, values))
        self.values |= values
        self.markings = set().union(*(self.game.step(one, event, self.values) for one in self.markings))
        self.story.tell(self._move(event, values))
        self.compare()

    def compare(self) -> None:
        expected = {self.game.seen(marking) for marking in self.markings}
        found = seen(self.story, any(one.stopped == STUCK for one in expected))
        assert found in expected, f"after {self.steps}\n  engine {found}\n  game   {expected}"
        self.markings = {marking for marking in self.markings if self.game.seen(marking) == found}

    def _move(self, event: Event, values: dict[str, int]) -> moves.Move:
        fact = self._first(event)
        match event.kind:
            case "complete":
                return moves.Complete(fact.token, fact.task, "li", values)
            case "message":
                return moves.Deliver("message", fact.name, None, fact.token, values)
            case "timer":
                return moves.Fire(fact.token, fact.timer, timedelta(0))
        return moves.Retry(fact.token, values)

    def _first(self, event: Event) -> Any:
        kind = {"complete": "task", "message": "subscription", "timer": "timer", "retry": "incident"}[event.kind]
        return next(fact for fact in self.story.shown.open[kind].values() if fact.element == event.node)


def seen(story: Story, is_stuck: bool) -> Seen:
    """What the engine shows. A stuck one has an incident at any of its joins."""
    if story.over:
        return Seen(over=True)
    rows = {kind: tuple(sorted(fact.element for fact in rows.values())) for kind, rows in story.shown.open.items()}
    stopped = rows["incident"]
    if is_stuck and len(stopped) == 1 and not (rows["task"] or rows["subscription"] or rows["timer"]):
        stopped = STUCK
    return Seen(rows["task"], rows["subscription"], rows["timer"], stopped)


def setting_of(graph: Graph) -> Setting:
    return Setting(runtime=runtime_of(drawn(graph), declarations=declared(graph)))


def walk(graph: Graph, random: Random, setting: Setting | None = None) -> int:
    """Gives the number of steps. A game that grows without end is left in the middle."""
    try:
        pair = Pair(graph, setting or setting_of(graph))
        for _ in range(STEPS):
            events = pair.game.events(min(pair.markings, key=repr))
            if not events:
                break
            wait = {"p": random.randint(0, 1), "q": random.randint(0, 1), "r": random.randint(0, 1)}
            event = random.choice(events)
            pair.tell(event, {} if event.kind == "timer" else wait)
    except GivenUp:
        return STEPS
    return len(pair.steps)


def replay(graph: Graph, steps: Iterable[Step]) -> Pair:
    pair = Pair(graph, setting_of(graph))
    for kind, node, values in steps:
        pair.tell(Event(kind, node), values)
    return pair


def failure(graph: Graph, walks: int = 12) -> str | None:
    """How the engine differs from the game on any of some walks."""
    if not is_drawable(graph):
        return None
    setting = setting_of(graph)
    found = [words for seed in range(walks) if (words := _failure(graph, seed, setting))]
    return min(found, key=len, default=None)


def _failure(graph: Graph, seed: int, setting: Setting) -> str | None:
    try:
        walk(graph, Random(seed), setting)
    except AssertionError as error:
        return str(error)
    return None


def explained(graph: Graph) -> str:
    """The smallest counter-example near `graph`, to be kept as a test."""
    least, words = shrink(graph, smaller_graphs, failure)
    return f"{words}\n{least.written()}\n{document(least)}"
