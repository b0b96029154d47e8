"""Walks a seed again and shrinks what fails: `python -m tests.walks graph 35`, `python -m tests.walks process 35`."""

import sys

from tests.walks import block_walk, graph_walk
from tests.walks.block_random import random_process
from tests.walks.graph_random import random_graph


def again(kind: str, number: int) -> str:
    if kind == "graph":
        graph = random_graph(number)
        return graph_walk.explained(graph) if graph_walk.failure(graph) else f"{graph.written()}\ngoes as it should"
    process = random_process(number)
    return block_walk.explained(process) if block_walk.failure(process) else f"{process.written()}\ngoes as it should"


if __name__ == "__main__":
    print(again(sys.argv[1], int(sys.argv[2])))
