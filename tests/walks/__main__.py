"""Walks a seed again and shrinks what fails: `python -m tests.walks graphs 35`."""

import sys

from tests.walks.graph_random import random_graph
from tests.walks.graph_walk import explained, failure

if __name__ == "__main__":
    number = int(sys.argv[2])
    graph = random_graph(number)
    print(explained(graph) if failure(graph) else f"{graph.written()}\ngoes as it should")
