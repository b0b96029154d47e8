"""Walks a seed again and shrinks what fails: `python -m tests.walks graph 35`, `python -m tests.walks process 35`.

`python -m tests.walks figures` tells what all of them go through.
"""

import sys

from tests.walks import block_walk, graph_walk, nets, test_blocks, test_graphs, test_nets
from tests.walks.block_random import random_process
from tests.walks.figures import figures, whole
from tests.walks.graph_random import random_graph


def again(kind: str, number: int) -> str:
    match kind:
        case "graph":
            graph = random_graph(number)
            return graph_walk.explained(graph) if graph_walk.failure(graph) else graph.written()
        case "net":
            net = nets.random_net(number)
            return nets.explained(net) if nets.failure(net) else f"{net.written()}\n{nets.explore(net).kind}"
    process = random_process(number)
    return block_walk.explained(process) if block_walk.failure(process) else process.written()


def told() -> str:
    processes, graphs = (whole(each.PERCENT, each.EACH) for each in (test_blocks, test_graphs))
    found = figures(processes, graphs, whole(test_nets.PERCENT, 1))
    return "\n".join(f"{name}: {dict(counted.most_common())}" for name, counted in found.items())


if __name__ == "__main__":
    print(told() if sys.argv[1] == "figures" else again(sys.argv[1], int(sys.argv[2])))
