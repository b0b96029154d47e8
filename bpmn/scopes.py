"""The levels of a process: itself and each subprocess in it, with their nodes and flows. Walks, judges nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bpmn.xml import Node, is_bpmn, local, tag

TASKS = frozenset(
    ("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask")
)
SUBPROCESSES = frozenset(("subProcess", "transaction", "adHocSubProcess"))
ACTIVITIES = TASKS | SUBPROCESSES | {"callActivity"}
GATEWAYS = frozenset(("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"))
EVENTS = frozenset(("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"))
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
MOST_NESTED = 50  # scopes inside scopes; calls count with them when a process runs
SCOPES = tuple(tag(name) for name in ("process", *sorted(SUBPROCESSES)))


@dataclass(frozen=True, slots=True)
class Scope:
    """One level. `incoming` and `outgoing`: node id -> its flows, in the order of the file."""

    node: Node
    nodes: Mapping[str, Node]
    flows: tuple[Node, ...]
    incoming: Mapping[str, list[Node]] = field(default_factory=dict)
    outgoing: Mapping[str, list[Node]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return local(self.node)

    def into(self, node_id: str) -> list[Node]:
        return self.incoming.get(node_id, [])

    def out_of(self, node_id: str) -> list[Node]:
        return self.outgoing.get(node_id, [])

    def of_kind(self, *kinds: str) -> list[Node]:
        return [node for node in self.nodes.values() if local(node) in kinds]


def scopes(process: Node) -> Iterator[Scope]:
    """The process first, then its subprocesses at any depth."""
    for node in process.iter(*SCOPES):
        yield scope(node)


def scope(node: Node) -> Scope:
    nodes = {child.get("id", ""): child for child in node if is_bpmn(child) and local(child) in FLOW_NODES}
    flows = tuple(node.iterchildren(tag("sequenceFlow")))
    incoming: dict[str, list[Node]] = defaultdict(list)
    outgoing: dict[str, list[Node]] = defaultdict(list)
    for flow in flows:
        outgoing[flow.get("sourceRef", "")].append(flow)
        incoming[flow.get("targetRef", "")].append(flow)
    return Scope(node, nodes, flows, incoming, outgoing)


def depth(scope: Scope) -> int:
    """How many scopes lie around it: none around the process."""
    return sum(1 for _ in scope.node.iterancestors(*SCOPES))


def executable(root: Node) -> list[Node]:
    """The processes that are run; without a word about it, a process is."""
    return [node for node in root.iterchildren(tag("process")) if node.get("isExecutable", "true") in ("true", "1")]


def is_event_subprocess(node: Node) -> bool:
    return node.get("triggeredByEvent") in ("true", "1")


def event_definitions(node: Node) -> list[Node]:
    return [child for child in node if is_bpmn(child) and local(child).endswith("EventDefinition")]


def event_kind(node: Node) -> str:
    """`none`, or what triggers it first: message, timer, signal, error, escalation ..."""
    return next(iter(event_kinds(node)), "none")


def event_kinds(node: Node) -> list[str]:
    """All that triggers it, in the order of the file."""
    return [kind_of(definition) for definition in event_definitions(node)]


def kind_of(definition: Node) -> str:
    return local(definition).removesuffix("EventDefinition")


def instantiates(node: Node) -> bool:
    """Does an instance begin at this task or gateway?"""
    is_such = is_bpmn(node) and local(node) in ("receiveTask", "eventBasedGateway")
    return is_such and node.get("instantiate") in ("true", "1")


def attached(scope: Scope) -> Mapping[str, list[Node]]:
    """Boundary events by the id of the activity they stand on."""
    found: dict[str, list[Node]] = defaultdict(list)
    for event in scope.of_kind("boundaryEvent"):
        found[event.get("attachedToRef", "")].append(event)
    return found
