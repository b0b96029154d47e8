"""Plays the tokens of a reduced net in every order and every choice, up to a bound. Reports what it met on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from bpmn.soundness.net import Edge, Gate, Net
from bpmn.soundness.trouble import Trouble

MOST_STATES = 4_000
MOST_IN_A_FILE = 20_000
MOST_GATES = 2_000
MOST_WITH_INCLUSIVE = 300
"""Where an inclusive join has to be asked what can still come."""
MOST_NAMED = 200
"""Gates of a net in which the split behind a trouble is looked for."""
MOST_WAYS = 6
"""Of an inclusive split with more ways out only single ways, pairs and all are tried."""
Marking = frozenset[Edge]


class Doubled(Exception):
    """Two tokens come through one merge."""

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self.gate = gate


@dataclass(slots=True)
class Budget:
    """States that may still be looked at, over all levels of a file."""

    left: int = MOST_IN_A_FILE


def play(net: Net, budget: Budget) -> list[Trouble]:
    """What was met. That a join never fires is said only when every state was seen."""
    gates = net.gates.values()
    is_plain = all(len(gate.outs) < 2 and gate.kind not in ("and", "or") for gate in gates)
    most = MOST_WITH_INCLUSIVE if any(gate.kind == "or" for gate in gates) else MOST_GATES
    if is_plain or len(net.gates) > most:
        return []
    game = Game(net, min(MOST_STATES, budget.left))
    found = game.played()
    budget.left -= game.states
    return found


class Game:
    """`fired`: the joins that fired in some state; `stuck`: join -> the ways in that brought nothing."""

    def __init__(self, net: Net, most: int = MOST_STATES) -> None:
        self.net = net
        self.most = most
        self.states = 0
        self.fired: set[Gate] = set()
        self.stuck: dict[Gate, Edge] = {}
        self.doubled: dict[Gate, None] = {}
        self.is_cut = False
        self.ways: dict[tuple[Edge, Gate], frozenset[Gate]] = {}

    def played(self) -> list[Trouble]:
        is_whole = self._explored()
        found = [Trouble("doubled", gate.element, parting(self.net, gate, ("and", "or"))) for gate in self.doubled]
        for gate, missing in self.stuck.items():
            is_never = is_whole and gate not in self.fired and gate.kind == "and"
            split = parting(self.net, gate, ("xor",)) if is_never else ""
            found.append(Trouble("never" if is_never else "stuck", gate.element, split, missing.label))
        return found

    def _explored(self) -> bool:
        """Were all states seen, none of them left for a doubled token?"""
        start = self.net.gates[min(self.net.gates)]
        waiting = [frozenset(choice) for choice in choices(start)]
        seen: set[Marking] = set(waiting)
        while waiting:
            self.states = len(seen)
            if self.states > self.most:
                return False
            marking = waiting.pop()
            for after in self._after(marking):
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
        return not self.is_cut

    def _after(self, marking: Marking) -> list[Marking]:
        found: list[Marking] = []
        gates = sorted({edge.target for edge in marking}, key=lambda gate: gate.number)
        for gate in gates:
            try:
                found += self._fired(gate, marking)
            except Doubled as error:
                self._note_doubled(error.gate)
                return []
        if marking and not found:
            self._note_stuck(gates, marking)
        return found

    def _fired(self, gate: Gate, marking: Marking) -> list[Marking]:
        held = [edge for edge in gate.ins if edge in marking]
        if gate.kind == "stop":
            return [frozenset()]
        if gate.kind == "end":
            return [marking.difference(held)]
        if gate.kind == "xor" and len(held) > 1:
            raise Doubled(gate)
        if gate.kind == "and" and len(held) < len(gate.ins):
            return []
        if gate.kind == "or" and self._waits(gate, held, marking):
            return []
        self.fired.add(gate)
        rest = marking.difference(held)
        return [_with(rest, choice) for choice in choices(gate)]

    def _waits(self, gate: Gate, held: list[Edge], marking: Marking) -> bool:
        """An inclusive join waits for a token that can come to an empty way in, and to none that holds one."""
        empty = [edge for edge in gate.ins if edge not in held]
        for edge in marking.difference(held):
            reach = self._reach(edge, gate)
            if any(each.source in reach for each in empty) and not any(each.source in reach for each in held):
                return True
        return False

    def _reach(self, edge: Edge, without: Gate) -> frozenset[Gate]:
        """The gates that a token on this edge can come to before the join itself."""
        if edge.target is without:
            return frozenset()
        key = edge, without
        if key not in self.ways:
            self.ways[key] = frozenset(_reached(edge.target, without))
        return self.ways[key]

    def _note_doubled(self, gate: Gate) -> None:
        """A second token before a parallel join is left there in the end."""
        self.is_cut = True
        if gate.kind == "and" and len(gate.ins) > 1:
            self.stuck.setdefault(gate, gate.ins[0])
        if gate.kind == "xor" and gate.works and len(gate.ins) > 1:
            self.doubled[gate] = None

    def _note_stuck(self, gates: list[Gate], marking: Marking) -> None:
        for gate in gates:
            missing = next((edge for edge in gate.ins if edge not in marking), None)
            if missing is not None:
                self.stuck.setdefault(gate, missing)


def _with(marking: Marking, choice: tuple[Edge, ...]) -> Marking:
    for edge in choice:
        if edge in marking:
            raise Doubled(edge.target if edge.target.kind == "and" else edge.source)
    return marking.union(choice)


def choices(gate: Gate) -> list[tuple[Edge, ...]]:
    """The ways out that get a token together."""
    outs = tuple(gate.outs)
    if gate.kind == "and" or len(outs) == 1:
        return [outs]
    if gate.kind == "xor":
        return [(edge,) for edge in outs]
    sizes = range(1, len(outs) + 1) if len(outs) <= MOST_WAYS else (1, 2, len(outs))
    return [choice for size in sizes for choice in combinations(outs, size)]


def _reached(gate: Gate, without: Gate) -> set[Gate]:
    seen: set[Gate] = set()
    waiting = [gate]
    while waiting:
        at = waiting.pop()
        if at not in seen and at is not without:
            seen.add(at)
            waiting += [edge.target for edge in at.outs]
    return seen


def parting(net: Net, gate: Gate, kinds: tuple[str, ...]) -> str:
    """The element nearest before the gate where ways part that come together at it; empty where there is none."""
    for split in _before(gate) if len(net.gates) <= MOST_NAMED else ():
        if split.kind in kinds and len(split.outs) > 1 and split.element and _comes_twice(split, gate):
            return split.element
    return ""


def _comes_twice(split: Gate, gate: Gate) -> bool:
    reach = [_reached(edge.target, gate) if edge.target is not gate else {split} for edge in split.outs]
    entered = [edge for edge in gate.ins if sum(edge.source in each for each in reach)]
    return len(entered) > 1 and sum(bool(each & {edge.source for edge in gate.ins}) for each in reach) > 1


def _before(gate: Gate) -> Iterator[Gate]:
    seen, waiting = {gate}, [gate]
    for at in waiting:
        for edge in at.ins:
            if edge.source not in seen:
                seen.add(edge.source)
                waiting.append(edge.source)
                yield edge.source
