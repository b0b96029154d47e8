"""Rounds that never rest: a way round of automatic steps on which nothing changes what decides about leaving it."""

from collections.abc import Iterator

from bpmn.findings import Finding, finding
from bpmn.graph import circles, successors
from bpmn.names import names_in, targets_of
from bpmn.scopes import Scope, event_kind
from bpmn.texts import bare
from bpmn.xml import Node, extension, local, tag, text_of

AUTOMATIC = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "scriptTask", "businessRuleTask", "task")


def endless(scope: Scope) -> Iterator[Finding]:
    """At the first element of each such round, in the order of the file."""
    members = frozenset(id for id, node in scope.nodes.items() if _is_automatic(node))
    for group in circles(successors(scope), members):
        asked, written = _asked(scope, group), _written(scope, group)
        if not asked & written:
            first = next(id for id in scope.nodes if id in group)
            why = f"决定离开的 {'、'.join(sorted(asked))} 在圈里没有改变" if asked else "也没有条件可以离开"
            yield finding("endless-round", scope.nodes[first], why=why)


def _is_automatic(node: Node) -> bool:
    if node.find(tag("multiInstanceLoopCharacteristics")) is not None:
        return False
    match local(node):
        case "serviceTask":
            return extension(node, "calculation") is not None
        case "intermediateThrowEvent":
            return event_kind(node) in ("none", "message", "signal", "link", "escalation")
        case kind:
            return kind in AUTOMATIC


def _asked(scope: Scope, group: frozenset[str]) -> frozenset[str]:
    """The variables that conditions on the round ask for."""
    texts = [text_of(flow.find(tag("conditionExpression"))) for id in group for flow in scope.out_of(id)]
    return frozenset[str]().union(*(names_in(bare(text)) for text in texts if text))


def _written(scope: Scope, group: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for id in group:
        node = scope.nodes[id]
        found |= targets_of(text_of(node.find(tag("script"))))
        for word in ("calculation", "decision"):
            said = extension(node, word)
            found.add((said.get("result") or "").partition(".")[0] if said is not None else "")
    return found
