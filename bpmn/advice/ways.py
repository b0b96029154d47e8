"""The ways through a level: what nothing leads to, where it stops, joins that wait in vain, rounds without a rest."""

from collections.abc import Iterator

from bpmn.advice.rounds import endless
from bpmn.callables import is_global_task
from bpmn.findings import Finding, finding
from bpmn.graph import handlers, reached
from bpmn.scopes import Scope, event_definitions, event_kind, is_event_subprocess
from bpmn.soundness import Budget, Trouble, troubles
from bpmn.xml import Node, local, tag


def ways(scope: Scope, budget: Budget) -> Iterator[Finding]:
    alive, undoing = reached(scope), frozenset(handlers(scope))
    for id, node in scope.nodes.items():
        if id not in alive and not is_handler(node):
            yield finding("unreachable", node)
        elif _stops(scope, node) and id not in undoing:
            yield finding("dead-end", node)
    for gateway in scope.of_kind("eventBasedGateway"):
        if len(scope.out_of(gateway.get("id", ""))) == 1:
            yield finding("one-way", gateway, count=1)
    yield from _handlers(scope)
    yield from (_told(scope, trouble) for trouble in troubles(scope, budget))
    yield from endless(scope)


def is_handler(node: Node) -> bool:
    """Is it done only to undo another?"""
    return node.get("isForCompensation") in ("true", "1")


def _stops(scope: Scope, node: Node) -> bool:
    """Does the way end here though nothing is drawn that ends it?"""
    id = node.get("id", "")
    is_end = local(node) == "endEvent" or is_event_subprocess(node)
    is_jump = event_kind(node) == "link" and local(node) == "intermediateThrowEvent"
    is_alone = scope.kind == "adHocSubProcess" or is_global_task(scope.node)
    return not (scope.out_of(id) or is_end or is_jump or is_handler(node) or is_alone)


def _handlers(scope: Scope) -> Iterator[Finding]:
    tied = frozenset(handlers(scope).values())
    for id, node in scope.nodes.items():
        if is_handler(node) and id not in tied and not is_event_subprocess(node):
            yield finding("handler-loose", node)


def _told(scope: Scope, trouble: Trouble) -> Finding:
    node = scope.nodes[trouble.element]
    count = len(scope.into(trouble.element))
    split = _name(scope, trouble.split)
    match trouble.kind:
        case "never":
            why = f"但前面的 {split} 只会走一路" if split else "但它们不会都到"
            return finding("join-never", node, count=count, why=why)
        case "stuck":
            return finding("join-stuck", node, count=count, missing=_name(scope, trouble.missing))
        case _:
            return finding("join-doubled", node, where=_where(scope, trouble.split))


def _where(scope: Scope, split: str) -> str:
    node = scope.nodes.get(split)
    if node is not None and local(node) == "boundaryEvent":
        return f"不中断的 {_name(scope, split)} 引出的路和主路"
    return f"{_name(scope, split)} 之后同时走的几路" if split else "同时走的几路"


def _name(scope: Scope, id: str) -> str:
    node = scope.nodes.get(id)
    return (node.get("name") or id) if node is not None else id


def starts(process: Node) -> Iterator[Finding]:
    found = [node for node in process.iterchildren(tag("startEvent")) if not event_definitions(node)]
    if len(found) > 1:
        yield finding("many-starts", process, count=len(found))
