"""Which variables have been written when a token comes to a node, on some way there and on every way: data flow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bpmn.graph import entries, successors
from bpmn.scopes import ACTIVITIES, SUBPROCESSES, Scope, attached, event_kind, is_event_subprocess
from bpmn.xml import local

IN, OUT = "in:", "out:"
Sets = dict[str, int]
"""Point -> the variables written there, as bits. Each node has a point before its work and one behind it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`bits`: variable -> its bit. `following`: point -> points. `apart`: written where no way leads, at any time."""

    bits: Mapping[str, int]
    some: Mapping[str, int]
    every: Mapping[str, int]
    following: Mapping[str, list[str]]
    writers: Mapping[str, frozenset[str]]
    apart: int
    is_parallel: bool

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.bits)

    def may(self, id: str, name: str, *, after: bool) -> bool:
        point = (OUT if after else IN) + id
        return bool((self.some.get(point, -1) | self.apart) & self.bits[name])

    def must(self, id: str, name: str, *, after: bool) -> bool:
        point = (OUT if after else IN) + id
        return bool((self.every.get(point, -1) | self.apart) & self.bits[name])

    def beside(self, id: str, name: str) -> bool:
        """Might a branch beside this one write it? No, where every writer comes later."""
        if not self.is_parallel:
            return False
        later, waiting = set[str](), [OUT + id]
        while waiting:
            point = waiting.pop()
            if point not in later:
                later.add(point)
                waiting += self.following.get(point, [])
        return not all(writer == id or IN + writer in later for writer in self.writers[name])


def passage_of(levels: list[Scope], written: Mapping[str, frozenset[str]]) -> Passage:
    """`written`: node -> the variables that are written when it is done."""
    names = sorted(frozenset[str]().union(*written.values()))
    bits = {name: 1 << place for place, name in enumerate(names)}
    gained = {OUT + id: sum(bits[name] for name in names) for id, names in written.items()}
    following = _points(levels)
    before = _turned(following)
    joins = {IN + gateway.get("id", "") for level in levels for gateway in level.of_kind("parallelGateway")}
    joins |= {OUT + level.node.get("id", "") for level in levels if _splits(level)}
    roots = [IN + id for id in entries(levels[0])]
    apart = sum({bits[name] for id in _apart(levels) for name in written.get(id, ())})
    writers = {name: frozenset(id for id, names in written.items() if name in names) for name in names}
    some = _spread(following, before, gained, roots)
    every = _settled(_Flow(following, before, gained, frozenset(joins)), roots, sum(bits.values()))
    return Passage(bits, some, every, following, writers, apart, any(map(_splits, levels)))


def _points(levels: list[Scope]) -> dict[str, list[str]]:
    """Before a node, behind it, before the next; into a subprocess and out of it; from a host to its boundary."""
    found: dict[str, list[str]] = {}
    for level in levels:
        edges = attached(level)
        hosts = {event.get("id") for events in edges.values() for event in events}
        for id, targets in successors(level).items():
            node = level.nodes[id]
            is_whole = local(node) in SUBPROCESSES and not is_event_subprocess(node)
            found.setdefault(IN + id, []).extend([] if is_whole else [OUT + id])
            found[IN + id] += [IN + event.get("id", "") for event in edges.get(id, [])]
            found.setdefault(OUT + id, []).extend(IN + each for each in targets if each not in hosts)
        if level is not levels[0] and not is_event_subprocess(level.node):
            id = level.node.get("id", "")
            found.setdefault(IN + id, []).extend(IN + each for each in entries(level))
            for last in level.nodes:
                if not level.out_of(last) and not is_event_subprocess(level.nodes[last]):
                    found.setdefault(OUT + last, []).append(OUT + id)
    return found


def _apart(levels: list[Scope]) -> Iterator[str]:
    """Nodes of event subprocesses, at any depth: they come when they come."""
    for level in levels:
        around = [level.node, *level.node.iterancestors()]
        if any(is_event_subprocess(node) for node in around):
            yield from level.nodes


def _splits(level: Scope) -> bool:
    """Can several tokens be in it at once?"""
    kinds = ("parallelGateway", "inclusiveGateway", "complexGateway")
    if level.kind == "adHocSubProcess" or level.of_kind(*kinds):
        return True
    if any(len(level.out_of(id)) > 1 for id, node in level.nodes.items() if local(node) in ACTIVITIES):
        return True
    beside = (event for event in level.of_kind("boundaryEvent") if event.get("cancelActivity") in ("false", "0"))
    return any(event_kind(event) != "compensate" for event in beside)


def _turned(following: Mapping[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {point: [] for point in following}
    for point, targets in following.items():
        for target in targets:
            found.setdefault(target, []).append(point)
    return found


def _spread(
    following: Mapping[str, list[str]], before: Mapping[str, list[str]], gained: Sets, roots: list[str]
) -> Sets:
    """What some way has written."""
    found = {point: gained.get(point, 0) for point in roots}
    waiting = list(roots)
    while waiting:
        point = waiting.pop()
        for target in following.get(point, []):
            value = found.get(target, 0) | found[point] | gained.get(target, 0)
            if target not in found or found[target] != value:
                found[target] = value
                waiting.append(target)
    return found


@dataclass(frozen=True, slots=True)
class _Flow:
    following: Mapping[str, list[str]]
    before: Mapping[str, list[str]]
    gained: Sets
    joins: frozenset[str]


def _settled(flow: _Flow, roots: list[str], all: int) -> Sets:
    """What every way has written. Begins with everything at once and takes away; a parallel join adds its branches."""
    found = dict.fromkeys(flow.before, all)
    first = frozenset(roots)
    waiting = dict.fromkeys(roots)
    seen: set[str] = set()
    while waiting:
        point = next(iter(waiting))
        del waiting[point]
        values = [found[each] for each in flow.before.get(point, []) if each in seen]
        value = 0 if point in first else _met(values, point in flow.joins, all)
        value |= flow.gained.get(point, 0)
        if point not in seen or value != found[point]:
            seen.add(point)
            found[point] = value
            waiting |= dict.fromkeys(flow.following.get(point, []))
    return {point: found[point] for point in seen}


def _met(values: list[int], is_join: bool, all: int) -> int:
    total = 0 if is_join else all
    for value in values:
        total = total | value if is_join else total & value
    return total
