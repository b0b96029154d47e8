"""What the walks of `make test` go through, counted: `python -m tests.walks figures`."""

from __future__ import annotations

from collections import Counter
from random import Random

from tests.walks import block_walk, graph_walk, nets
from tests.walks.block_random import random_process
from tests.walks.graph_random import random_graph
from tests.walks.size import PARTS, seeds


def figures(blocks: int, graphs: int, small: int) -> dict[str, Counter[str]]:
    """Steps, and how many models have what in them. The numbers are of processes, graphs and nets."""
    return {"processes": _of_blocks(blocks), "graphs": _of_graphs(graphs), "nets": _of_nets(small)}


def whole(percent: int, each: int) -> int:
    """How many models have this share of the walks, with so many through each."""
    return sum(1 for part in range(PARTS) for _ in seeds(percent // each, part))


def _of_blocks(number: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for seed in range(number):
        process = random_process(seed)
        setting = block_walk.setting_of(process)
        found["steps"] += sum(block_walk.walk(process, Random(walk), setting) for walk in range(2))
        kinds = {block.kind for block in process.all()} | {block.loop for block in process.all() if block.loop}
        guards = [guard for block in process.all() for guard in (*block.guards, *block.events)]
        found.update(kinds | {f"{guard.trigger} guard" for guard in guards})
    return found


def _of_graphs(number: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for seed in range(number):
        graph = random_graph(seed)
        setting = graph_walk.setting_of(graph)
        found["steps"] += sum(graph_walk.walk(graph, Random(walk), setting) for walk in range(4))
        found.update({node.kind for node in graph.nodes})
    return found


def _of_nets(number: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for seed in range(number):
        explored = nets.explore(nets.random_net(seed))
        found[explored.kind] += 1
        found["moves"] += sum(map(len, explored.ways.values()))
        found["stuck places"] += len(explored.stuck)
    return found
