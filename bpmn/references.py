"""Event definitions at the top of a file, which events refer to: each is set in where it is referred to."""

from collections.abc import Iterator
from copy import deepcopy

from bpmn.findings import Finding, finding
from bpmn.xml import Node, is_bpmn, local, tag, text_of


def shared_definitions(root: Node) -> dict[str, Node]:
    """By id."""
    found = (node for node in root if is_bpmn(node) and local(node).endswith("EventDefinition"))
    return {node.get("id", ""): node for node in found}


def resolve(root: Node) -> Iterator[Finding]:
    """Puts a copy in the place of each reference, so that an event says all itself. A finding for each that leads
    nowhere; it stays."""
    shared = shared_definitions(root)
    for reference in list(root.iter(tag("eventDefinitionRef"))):
        name = text_of(reference).rpartition(":")[2]
        event = reference.getparent()
        if name not in shared or event is None:
            yield finding("unknown-event-definition", reference, ref=name)
            continue
        copied = deepcopy(shared[name])
        del copied.attrib["id"]
        copied.tail = reference.tail
        event.replace(reference, copied)
