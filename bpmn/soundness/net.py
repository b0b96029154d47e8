"""A level as a net: gates that join or split tokens, with edges between. Knows how each element passes tokens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from bpmn.graph import entries, links, reached, successors, walked
from bpmn.scopes import (
    ACTIVITIES,
    GATEWAYS,
    Scope,
    attached,
    event_kind,
    event_kinds,
    instantiates,
    is_event_subprocess,
)
from bpmn.xml import Node, local, tag

JOINS = {"parallelGateway": "and", "inclusiveGateway": "or"}
SPLITS = {"parallelGateway": "and", "inclusiveGateway": "or", "complexGateway": "or"}
CHOICES = ("exclusiveGateway", "eventBasedGateway")
ENDING_ALL = ("terminate", "error", "cancel")


@dataclass(slots=True, eq=False)
class Edge:
    """`label`: the element that the flow into the next gate comes from."""

    source: "Gate"
    target: "Gate"
    label: str


@dataclass(slots=True, eq=False)
class Gate:
    """`kind`: xor, and, or; end and stop take tokens. It has several ways in or several ways out, never both.

    `works`: is anything done or awaited here or behind it, so that a second token is one too many?
    """

    number: int
    kind: str
    element: str
    works: bool = False
    ins: list[Edge] = field(default_factory=list)
    outs: list[Edge] = field(default_factory=list)


@dataclass(slots=True)
class Net:
    gates: dict[int, Gate]
    numbers: Iterator[int]

    def gate(self, kind: str, element: str) -> Gate:
        made = Gate(next(self.numbers), kind, element)
        self.gates[made.number] = made
        return made

    def tie(self, source: Gate, target: Gate, label: str) -> Edge:
        edge = Edge(source, target, label)
        source.outs.append(edge)
        target.ins.append(edge)
        return edge


def net_of(scope: Scope, *, beside: bool = True) -> Net | None:
    """The net of what can be reached; None where a complex gateway decides by an expression when it goes on.

    `beside`: with the tokens that boundary events add which do not interrupt.
    """
    alive = reached(scope)
    nodes = {id: scope.nodes[id] for id in scope.nodes if id in alive and _takes_part(scope.nodes[id])}
    if any(local(node) == "complexGateway" and len(scope.into(id)) > 1 for id, node in nodes.items()):
        return None
    net = Net({}, count())
    has_start = any(local(node) == "startEvent" or instantiates(node) for node in nodes.values())
    start, end, stop = net.gate("xor" if has_start else "and", ""), net.gate("end", ""), net.gate("stop", "")
    joins = {id: net.gate(JOINS.get(local(node), "xor"), id) for id, node in nodes.items()}
    for id in _working(scope, nodes):
        joins[id].works = True
    for id in entries(scope):
        if id in joins:
            net.tie(start, joins[id], "")
    builder = _Builder(scope, net, joins, end, stop, _jumps(scope), _edges(scope, beside))
    for id, node in nodes.items():
        builder.leave(id, node)
    return net


def _takes_part(node: Node) -> bool:
    return not is_event_subprocess(node) and node.get("isForCompensation") not in ("true", "1")


def _working(scope: Scope, nodes: Mapping[str, Node]) -> set[str]:
    """The nodes that do something or wait for several tokens, or that such a node can follow."""
    before: dict[str, list[str]] = {id: [] for id in nodes}
    for source, targets in successors(scope).items():
        for target in targets:
            if source in before and target in before:
                before[target].append(source)
    return set(walked([id for id, node in nodes.items() if _does_something(node) or _waits(scope, node)], before))


def _edges(scope: Scope, beside: bool) -> dict[str, list[Node]]:
    """Host -> the boundary events that are to be played."""
    return {id: [each for each in events if beside or interrupts(each)] for id, events in attached(scope).items()}


def interrupts(event: Node) -> bool:
    return event.get("cancelActivity", "true") not in ("false", "0")


def _waits(scope: Scope, node: Node) -> bool:
    return local(node) in JOINS and len(scope.into(node.get("id", ""))) > 1


def _does_something(node: Node) -> bool:
    is_event = local(node) not in GATEWAYS and event_kind(node) not in ("none", "terminate", "link")
    return local(node) in ACTIVITIES or (is_event and local(node) != "boundaryEvent")


def _jumps(scope: Scope) -> dict[str, list[str]]:
    """Link throw events -> the catch events of the same name."""
    catchers = links(scope, "intermediateCatchEvent")
    throwers = links(scope, "intermediateThrowEvent")
    return {id: catchers.get(name, []) for name, ids in throwers.items() for id in ids}


@dataclass(frozen=True, slots=True)
class _Builder:
    scope: Scope
    net: Net
    joins: dict[str, Gate]
    end: Gate
    stop: Gate
    jumps: dict[str, list[str]]
    boundaries: Mapping[str, list[Node]]

    def leave(self, id: str, node: Node) -> None:
        """Ties what comes out of the node to what follows: boundary events first, then its flows."""
        at = self._interrupted(self._beside(self.joins[id], id), id)
        flows = [flow for flow in self.scope.out_of(id) if flow.get("targetRef") in self.joins]
        targets = self.jumps.get(id, [])
        if not flows and not targets:
            is_last = local(node) == "endEvent" and any(kind in ENDING_ALL for kind in event_kinds(node))
            self.net.tie(at, self.stop if is_last else self.end, id)
        elif targets:
            self._split(at, "xor", id, [self.joins[each] for each in targets if each in self.joins])
        else:
            self._flows(at, id, node, flows)

    def _flows(self, at: Gate, id: str, node: Node, flows: list[Node]) -> None:
        targets = [self.joins[flow.get("targetRef", "")] for flow in flows]
        if local(node) in CHOICES or local(node) in SPLITS:
            kind = "and" if node.get("eventGatewayType") == "Parallel" else SPLITS.get(local(node), "xor")
            self._split(at, kind, id, targets)
            return
        bound = [_is_conditional(flow, node) for flow in flows]
        if all(bound):
            self._split(at, "or", id, targets)
            return
        maybe = [
            self._maybe(target, id) if is_bound else target for target, is_bound in zip(targets, bound, strict=True)
        ]
        self._split(at, "and", id, maybe)

    def _maybe(self, target: Gate, id: str) -> Gate:
        """A gate that lets the token go on or takes it."""
        gate = self.net.gate("xor", id)
        self._split(gate, "xor", id, [target, self.end])
        return gate

    def _split(self, at: Gate, kind: str, id: str, targets: list[Gate]) -> None:
        gate = at
        if len(targets) > 1:
            gate = self.net.gate(kind, id)
            self.net.tie(at, gate, id)
        for target in targets:
            self.net.tie(gate, target, id)

    def _beside(self, at: Gate, id: str) -> Gate:
        """Boundary events that do not interrupt: a token more, or none."""
        events = [each for each in self._events(id) if not interrupts(each)]
        if not events:
            return at
        both = self.net.gate("and", id)
        self.net.tie(at, both, id)
        for event in events:
            self.net.tie(both, self._maybe(self.joins[event.get("id", "")], id), id)
        onward = self.net.gate("xor", id)
        self.net.tie(both, onward, id)
        return onward

    def _interrupted(self, at: Gate, id: str) -> Gate:
        events = [each for each in self._events(id) if interrupts(each)]
        if not events:
            return at
        either = self.net.gate("xor", id)
        self.net.tie(at, either, id)
        for event in events:
            self.net.tie(either, self.joins[event.get("id", "")], id)
        onward = self.net.gate("xor", id)
        self.net.tie(either, onward, id)
        return onward

    def _events(self, id: str) -> list[Node]:
        events = self.boundaries.get(id, [])
        return [each for each in events if event_kind(each) != "compensate" and each.get("id") in self.joins]


def _is_conditional(flow: Node, node: Node) -> bool:
    return flow.find(tag("conditionExpression")) is not None or flow.get("id") == node.get("default")
