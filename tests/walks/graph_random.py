"""Random graphs, and of a graph all that are a little smaller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.walks.graph import RESTING, Arc, Graph, Node

KINDS = {
    "user": 8,
    "pass": 2,
    "exclusive": 4,
    "parallel": 4,
    "inclusive": 4,
    "complex": 1.5,
    "event": 1,
    "message": 1,
    "condition": 1,
    "timer": 1,
    "end": 2,
    "terminate": 0.3,
    "error": 0.3,
}
CONDITIONS = ("p=1", "q=1", "r=1", "p>0", "q>0", "r>0")
ENDS = ("end", "terminate", "error")
CONDITIONAL = ("user", "pass", "exclusive", "inclusive", "complex")
GUIDED = ("exclusive", "inclusive")
"""Gateways of which every outgoing flow, if there are several, says when it is taken."""


def random_graph(seed: int) -> Graph:
    """Connected from its start; every cycle has a node at which a token rests."""
    random = Random(seed)
    while True:
        graph = _drawn_at_random(random)
        if not _spins(graph):
            return graph


def _drawn_at_random(random: Random) -> Graph:
    size = random.randint(3, 11)
    kinds = random.choices(list(KINDS), list(KINDS.values()), k=size)
    nodes = [Node("s", "start"), *(Node(f"{kind[:2]}{n}", kind) for n, kind in enumerate(kinds))]
    nodes += [node for host in list(nodes) if host.kind == "user" for node in _guards(random, host)]
    raced: list[Node] = []
    arcs: list[Arc] = []
    for node in nodes:
        if node.kind == "event":
            behind = [
                Node(f"{kind[0]}_{node.id}{n}", kind)
                for n, kind in enumerate(random.choices(("message", "timer"), k=2))
            ]
            arcs += [Arc(node.id, each.id) for each in behind]
            raced += behind
    arcs += _arcs_at_random(random, nodes, raced)
    graph = Graph((*nodes, *raced), tuple(dict.fromkeys(arcs)))
    return with_numbers(with_conditions(random, graph), random)


def _guards(random: Random, host: Node) -> Iterator[Node]:
    for n in range(random.choice((0, 0, 0, 1, 2))):
        trigger = random.choice(("message", "timer"))
        yield Node(f"b{n}_{host.id}", "boundary", host.id, trigger, random.random() < 0.5)


def _arcs_at_random(random: Random, nodes: list[Node], raced: list[Node]) -> Iterator[Arc]:
    """A way from the start to every node, a way on from most, and some more to and fro."""
    enterable = [node for node in nodes if node.kind not in ("start", "boundary")]
    leaving = [node for node in nodes if node.kind not in (*ENDS, "event")]
    reached = [nodes[0]]
    for node in enterable:
        from_here = [each for each in reached if each.kind not in (*ENDS, "event")]
        yield Arc(random.choice(from_here[-4:]).id, node.id)
        reached += [node, *(each for each in nodes if each.host == node.id)]
        reached += [each for each in raced if each.id.endswith(node.id + each.id[-1])]
    for node in [*leaving, *raced]:
        if random.random() < 0.8:
            yield Arc(node.id, random.choice(enterable).id)
    for _ in range(random.randint(0, len(nodes) // 2)):
        yield Arc(random.choice(leaving).id, random.choice(enterable).id)


def with_conditions(random: Random, graph: Graph) -> Graph:
    """Where a choice is, conditions, and mostly a default."""
    arcs = list(graph.arcs)
    for node in graph.nodes:
        outgoing = graph.out[node.id]
        if node.kind not in CONDITIONAL or len(outgoing) < 2:
            continue
        if node.kind not in GUIDED and random.random() < 0.6:
            continue
        for n in outgoing:
            arcs[n] = replace(arcs[n], when=random.choice(CONDITIONS))
        if random.random() < 0.85:
            arcs[outgoing[-1]] = replace(arcs[outgoing[-1]], when="default")
        elif node.kind not in GUIDED:
            arcs[outgoing[-1]] = replace(arcs[outgoing[-1]], when="")
    return Graph(graph.nodes, tuple(arcs))


def with_numbers(graph: Graph, random: Random) -> Graph:
    """How many a complex gateway waits for, and what a condition asks."""
    nodes = []
    for node in graph.nodes:
        if node.kind == "complex":
            node = replace(node, number=random.randint(1, max(1, len(graph.into[node.id]))))
        elif node.kind == "condition":
            node = replace(node, trigger=random.choice(CONDITIONS))
        nodes.append(node)
    return Graph(tuple(nodes), graph.arcs)


def _spins(graph: Graph) -> bool:
    """Is there a cycle on which nothing ever rests?"""
    state: dict[str, int] = {}

    def visit(id: str) -> bool:
        state[id] = 1
        for n in graph.out[id]:
            after = graph.arcs[n].target
            if graph.by_id[after].kind in RESTING or state.get(after) == 2:
                continue
            if state.get(after) == 1 or visit(after):
                return True
        state[id] = 2
        return False

    return any(node.id not in state and visit(node.id) for node in graph.nodes)


def smaller_graphs(graph: Graph) -> Iterator[Graph]:
    """Without a node, with its flows tied together; without a flow; with simpler words."""
    for node in graph.nodes:
        if node.kind != "start":
            yield from _without_node(graph, node)
    for n in range(len(graph.arcs)):
        yield _tidy(graph.nodes, graph.arcs[:n] + graph.arcs[n + 1 :])
    for n, node in enumerate(graph.nodes):
        for kind in ("pass", "user"):
            if node.kind not in (kind, "start", "boundary", "pass") and not graph.boundaries[node.id]:
                yield _tidy((*graph.nodes[:n], Node(node.id, kind), *graph.nodes[n + 1 :]), graph.arcs)


def _without_node(graph: Graph, node: Node) -> Iterator[Graph]:
    nodes = tuple(each for each in graph.nodes if node.id not in (each.id, each.host))
    gone = {each.id for each in graph.nodes} - {each.id for each in nodes}
    kept = [arc for arc in graph.arcs if arc.source not in gone and arc.target not in gone]
    before = [arc for arc in graph.arcs if arc.target == node.id and arc.source not in gone]
    after = [graph.arcs[n].target for n in graph.out[node.id] if graph.arcs[n].target not in gone]
    tied = [replace(arc, target=target) for arc in before for target in after]
    yield _tidy(nodes, tuple(dict.fromkeys([*kept, *tied])))
    if tied:
        yield _tidy(nodes, tuple(kept))


def _tidy(nodes: tuple[Node, ...], arcs: tuple[Arc, ...]) -> Graph:
    """Only what can be reached, and no word on a flow that is the only one."""
    graph = Graph(nodes, arcs)
    reached, todo = {graph.start.id}, [graph.start.id]
    while todo:
        for after in graph.after(todo.pop()):
            if after not in reached:
                reached.add(after)
                todo.append(after)
    kept = tuple(node for node in nodes if node.id in reached)
    left = Graph(kept, tuple(arc for arc in arcs if arc.source in reached))
    plain = [
        replace(arc, when="")
        if len(left.out[arc.source]) < 2 or left.by_id[arc.source].kind not in CONDITIONAL
        else arc
        for arc in left.arcs
    ]
    return Graph(kept, tuple(plain))


def is_drawable(graph: Graph) -> bool:
    """Would it be accepted at deployment, and does it come to rest?"""
    return not _spins(graph) and all(_is_right(graph, node) for node in graph.nodes)


def _is_right(graph: Graph, node: Node) -> bool:
    outgoing = [graph.arcs[n] for n in graph.out[node.id]]
    behind = [graph.by_id[arc.target] for arc in outgoing]
    if node.kind == "event":
        return bool(behind) and all(
            each.kind in ("message", "timer") and len(graph.into[each.id]) == 1 for each in behind
        )
    if node.kind in GUIDED and len(outgoing) > 1 and any(not arc.when for arc in outgoing):
        return False
    if node.kind in ENDS and outgoing:
        return False
    return node.kind not in ("start", "boundary") or not graph.into[node.id]
