"""Small nets, explored whole: every marking of the token game with the engine at the same place. Is the net sound?"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random
from typing import Any

from engine.domain import moves
from engine.domain.situation import DefinitionRow, Instance, Situation
from engine.runtime.runtime import Runtime
from tests.engine.runtime.shown import Shown
from tests.engine.runtime.story import BEGIN, CALENDAR, INSTANCE, runtime_of
from tests.walks.game import STUCK, Event, Game, GivenUp, Marking, Seen
from tests.walks.graph import Arc, Graph, Node, declared, drawn
from tests.walks.graph_random import is_drawable, smaller_graphs, with_conditions
from tests.walks.shrink import shrink

KINDS = {"user": 6, "pass": 1, "exclusive": 3, "parallel": 4, "inclusive": 3, "message": 1}
MOST = 80  # markings; a net with more is left in the middle
Place = frozenset[Marking]


@dataclass(frozen=True)
class Engine:
    """The engine at rest, to be taken up again as often as one likes."""

    runtime: Runtime
    snapshot: bytes | None
    shown: Shown
    numbers: int = INSTANCE + 1

    def make(self, move: moves.Move) -> Engine:
        numbers = count(self.numbers)
        row = DefinitionRow(1, "p0", 1, "p0", "process", "digest")
        there = Instance(INSTANCE, 1, "p0", "active", None, "wang", None, True, None, self.snapshot)
        where: dict[str, Any] = {"instance": there} if self.snapshot else {"definition": row}
        ran = self.runtime.advance(Situation(lambda: next(numbers), CALENDAR, **where), [move], BEGIN)
        shown = deepcopy(self.shown)
        for fact in ran.facts:
            shown.see(fact)
        return Engine(self.runtime, ran.snapshot, shown, next(numbers))

    def first(self, kind: str, node: str) -> Any:
        return next(fact for fact in self.shown.open[kind].values() if fact.element == node)


@dataclass
class Explored:
    """`ways`: from each place, where it may go next. `is_whole`: nothing was left out."""

    ways: dict[Place, set[Place]] = field(default_factory=dict)
    over: set[Place] = field(default_factory=set)
    stuck: set[Place] = field(default_factory=set)
    is_whole: bool = True

    @property
    def kind(self) -> str:
        """Sound: from everywhere the end can be reached."""
        if not self.is_whole:
            return "large"
        reaching = set(self.over)
        while more := {place for place, after in self.ways.items() if place not in reaching and after & reaching}:
            reaching |= more
        return "sound" if reaching == set(self.ways) else "unsound"


def random_net(seed: int) -> Graph:
    """With one variable, and nothing that may happen without it being written anew."""
    random = Random(seed)
    while True:
        kinds = random.choices(list(KINDS), list(KINDS.values()), k=random.randint(2, 6))
        nodes = (Node("s", "start"), *(Node(f"{kind[:2]}{n}", kind) for n, kind in enumerate(kinds)), Node("e", "end"))
        graph = with_conditions(random, Graph(nodes, tuple(dict.fromkeys(_arcs(random, nodes)))))
        graph = Graph(graph.nodes, tuple(replace(arc, when=_of_p(arc.when)) for arc in graph.arcs))
        if is_drawable(graph):
            return graph


def _of_p(when: str) -> str:
    return when if when in ("", "default") else f"p{when[1:]}"


def _arcs(random: Random, nodes: tuple[Node, ...]) -> Iterator[Arc]:
    for place, node in enumerate(nodes[1:], 1):
        yield Arc(random.choice(nodes[max(0, place - 3) : place]).id, node.id)
    for place, node in enumerate(nodes[:-1]):
        yield Arc(node.id, random.choice(nodes[place + 1 :]).id)
    for _ in range(random.randint(0, 2)):
        yield Arc(random.choice(nodes[:-1]).id, random.choice(nodes[1:]).id)


def explore(graph: Graph) -> Explored:
    """Goes everywhere, and compares there. AssertionError where the engine is elsewhere."""
    game, found = Game(graph), Explored()
    runtime = runtime_of(drawn(graph), declarations=declared(graph))
    engine = Engine(runtime, None, Shown()).make(moves.Start(INSTANCE, "wang", variables={"p": 0}))
    try:
        first = _compared(game, engine, game.begin({"p": 0}), "at the start")
        _go_on(game, found, [(first, engine)])
    except GivenUp:
        found.is_whole = False
    return found


def _go_on(game: Game, found: Explored, todo: list[tuple[Place, Engine]]) -> None:
    while todo:
        place, engine = todo.pop()
        if place in found.ways:
            continue
        found.ways[place] = set()
        seen = game.seen(min(place))
        if seen.over:
            found.over.add(place)
        elif seen.stopped:
            found.stuck.add(place)
        elif len(found.ways) > MOST:
            found.is_whole = False
            return
        for event in game.events(min(place)) if not seen.stopped else ():
            for value in (0, 1):
                after = set().union(*(game.step(one, event, {"p": value}) for one in place))
                gone = engine.make(_move(engine, event, {"p": value}))
                there = _compared(game, gone, after, f"{sorted(place)}, then {event} with {value}")
                found.ways[place].add(there)
                todo.append((there, gone))


def _move(engine: Engine, event: Event, values: dict[str, int]) -> moves.Move:
    if event.kind == "complete":
        task = engine.first("task", event.node)
        return moves.Complete(task.token, task.task, "li", values)
    waits = engine.first("subscription", event.node)
    return moves.Deliver("message", waits.name, None, waits.token, values)


def _compared(game: Game, engine: Engine, markings: set[Marking], said: str) -> Place:
    rows = {kind: tuple(sorted(each.element for each in rows.values())) for kind, rows in engine.shown.open.items()}
    expected = {game.seen(marking) for marking in markings}
    found = Seen(rows["task"], rows["subscription"], rows["timer"], rows["incident"], engine.shown.ended is not None)
    if any(each.stopped == STUCK for each in expected) and len(found.stopped) == 1:
        found = replace(found, stopped=STUCK)
    assert found in expected, f"{said}\n  engine {found}\n  game   {expected}"
    return frozenset(marking for marking in markings if game.seen(marking) == found)


def failure(graph: Graph) -> str | None:
    if not is_drawable(graph):
        return None
    try:
        explore(graph)
    except AssertionError as error:
        return str(error)
    return None


def explained(graph: Graph) -> str:
    """The smallest counter-example near `graph`, to be kept as a test."""
    least, words = shrink(graph, smaller_graphs, failure)
    return f"{words}\n{least.written()}"
