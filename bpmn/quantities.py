"""How many tokens an activity takes to begin and gives when it is done (`startQuantity`, `completionQuantity`)."""

import re
from collections.abc import Iterator

from bpmn.findings import Finding, finding
from bpmn.scopes import ACTIVITIES, Scope, is_event_subprocess
from bpmn.xml import Node, local

NUMBER = re.compile(r"[1-9][0-9]{0,3}")
ATTRIBUTES = ("startQuantity", "completionQuantity")


def quantity(node: Node, attribute: str) -> int:
    """1 without a word, and where it is no number."""
    written = node.get(attribute, "1")
    return int(written) if NUMBER.fullmatch(written) else 1


def bad_quantities(scope: Scope) -> Iterator[Finding]:
    for node in scope.of_kind(*sorted(ACTIVITIES)):
        for attribute in ATTRIBUTES:
            if not NUMBER.fullmatch(node.get(attribute, "1")):
                yield finding("bad-number", node, where=attribute, text=node.get(attribute))
        if quantity(node, "startQuantity") > 1 and not _can_gather(scope, node):
            yield finding("quantity-of-nothing", node, name="startQuantity", lack="进来的连线")
        if quantity(node, "completionQuantity") > 1 and not scope.out_of(node.get("id", "")):
            yield finding("quantity-of-nothing", node, name="completionQuantity", lack="出去的连线")


def _can_gather(scope: Scope, node: Node) -> bool:
    """Do tokens come to it by flows, each on its own? Behind an event gateway it is the event that comes."""
    flows = scope.into(node.get("id", ""))
    sources = [scope.nodes.get(flow.get("sourceRef", "")) for flow in flows]
    races = any(source is not None and local(source) == "eventBasedGateway" for source in sources)
    return bool(flows) and not races and not is_event_subprocess(node)
