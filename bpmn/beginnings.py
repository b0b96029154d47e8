"""Receive tasks and event gateways with which an instance begins: where they may stand, and what may begin it."""

from collections.abc import Iterator

from bpmn.findings import Finding, finding
from bpmn.scopes import Scope, event_kinds, instantiates
from bpmn.several import has_key
from bpmn.xml import Node, local, tag

MAY_BEGIN = ("message", "signal", "timer")
LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


def bad_beginnings(scope: Scope) -> Iterator[Finding]:
    for node in scope.of_kind("receiveTask", "eventBasedGateway"):
        if instantiates(node):
            yield from _bad_beginning(scope, node)
        elif is_parallel_gateway(node):
            yield finding("parallel-gateway-inside", node)


def is_parallel_gateway(node: Node) -> bool:
    return local(node) == "eventBasedGateway" and node.get("eventGatewayType") == "Parallel"


def _bad_beginning(scope: Scope, node: Node) -> Iterator[Finding]:
    if scope.kind != "process" or scope.into(node.get("id", "")):
        yield finding("begins-inside", node)
    for name in LOOPS:
        for loop in node.iterchildren(tag(name)):
            yield finding("begins-often", loop)
    for flow in scope.out_of(node.get("id", "")) if local(node) == "eventBasedGateway" else ():
        target = scope.nodes.get(flow.get("targetRef", ""))
        if target is not None:
            yield from _bad_target(scope, target, is_parallel_gateway(node))


def _bad_target(scope: Scope, target: Node, parallel: bool) -> Iterator[Finding]:
    kinds = ["message"] if local(target) == "receiveTask" else event_kinds(target)
    if any(kind not in (("message",) if parallel else MAY_BEGIN) for kind in kinds) or (parallel and len(kinds) > 1):
        yield finding("begins-by-nothing", target, allowed="消息" if parallel else "消息、信号或定时")
    elif parallel and not has_key(scope, target):
        yield finding("keyless-together", target)
