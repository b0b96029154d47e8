"""Several participants in one file: whether a message flow joins who sends with who waits for the same message.

A pool without a process is whoever listens; a process that is not executable is a drawing, and is left alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bpmn.findings import Finding, finding
from bpmn.scopes import FLOW_NODES, event_definitions, executable
from bpmn.xml import Node, is_bpmn, local, tag

SIDES = {
    "sourceRef": ("发", ("endEvent", "intermediateThrowEvent", "sendTask")),
    "targetRef": ("收", ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")),
}


@dataclass(frozen=True, slots=True)
class Pools:
    """`pools`: participant -> its process, "" for one without. `homes`: node -> the process that it is in.

    `run`: nodes of executable processes. `messages`: id -> name.
    """

    pools: Mapping[str, str]
    homes: Mapping[str, str]
    run: Mapping[str, Node]
    messages: Mapping[str, str]

    def home(self, ref: str) -> str | None:
        """The process of a node or a participant, "" for one without, None for what is not there."""
        return self.homes.get(ref, self.pools.get(ref))

    def messages_at(self, ref: str, kinds: tuple[str, ...]) -> frozenset[str] | None:
        """The names that a node sends or waits for; None where nobody here can say."""
        node = self.run.get(ref)
        if node is None:
            return None
        holders = [node, *event_definitions(node)] if local(node) in kinds else []
        refs = [_plain(holder.get("messageRef")) for holder in holders]
        return frozenset(self.messages.get(ref, ref) for ref in refs if ref)


def bad_pools(root: Node) -> Iterator[Finding]:
    processes = {each.get("id", "") for each in root.iterchildren(tag("process"))}
    pools = _pools(root)
    for participant in root.iter(tag("participant")):
        process = _plain(participant.get("processRef"))
        if process and process not in processes:
            yield finding("pool-nothing", participant, process=process)
    for flow in root.iter(tag("messageFlow")):
        yield from _bad_flow(flow, pools)


def _plain(ref: str | None) -> str:
    """References may carry the prefix of their namespace."""
    return (ref or "").rpartition(":")[2]


def _pools(root: Node) -> Pools:
    nodes = {process.get("id", ""): list(_nodes(process)) for process in root.iterchildren(tag("process"))}
    return Pools(
        {each.get("id", ""): _plain(each.get("processRef")) for each in root.iter(tag("participant"))},
        {node.get("id", ""): process for process, found in nodes.items() for node in found},
        {node.get("id", ""): node for process in executable(root) for node in _nodes(process)},
        {each.get("id", ""): each.get("name") or "" for each in root.iterchildren(tag("message"))},
    )


def _nodes(process: Node) -> Iterator[Node]:
    return (node for node in process.iter("{*}*") if is_bpmn(node) and local(node) in FLOW_NODES)


def _bad_flow(flow: Node, pools: Pools) -> Iterator[Finding]:
    ends = {side: _plain(flow.get(side)) for side in SIDES}
    homes = [pools.home(ref) for ref in ends.values()]
    if None in homes:
        gone = next(ref for ref in ends.values() if pools.home(ref) is None)
        yield finding("message-flow-nowhere", flow, ref=gone or "（没有写）")
    elif homes[0] and homes[0] == homes[1]:
        yield finding("message-flow-inside", flow)
    else:
        yield from _bad_messages(flow, ends, pools)


def _bad_messages(flow: Node, ends: Mapping[str, str], pools: Pools) -> Iterator[Finding]:
    """Both ends and the flow itself name a message, or leave it to the others. A flow that names none only shows."""
    named = _plain(flow.get("messageRef"))
    names = {side: pools.messages_at(ref, SIDES[side][1]) for side, ref in ends.items()}
    known = [found for found in names.values() if found]
    for side, found in names.items():
        if known and found is not None and not found:
            yield finding("message-flow-mute", flow, ref=ends[side], verb=SIDES[side][0])
    if named:
        known.append(frozenset([pools.messages.get(named, named)]))
    if known and not frozenset.intersection(*known):
        written = "、".join("或".join(sorted(found)) for found in known)
        yield finding("message-flow-disagrees", flow, names=written)
