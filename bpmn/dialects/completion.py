"""Writes out, in the tree, what other vendors' files may leave out: ids of flows, declared errors, plain references."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bpmn.dialects.vendors import VENDORS
from bpmn.scopes import is_event_subprocess
from bpmn.xml import Node, is_bpmn, tag

REFERENCES = ("messageRef", "signalRef", "errorRef", "escalationRef", "calledElement", "attachedToRef", "activityRef")


def complete(root: Node, process: Node) -> None:
    ids = {node.get("id") for node in _standard(root)}
    _event_subprocess_ids(process, ids)
    _flow_ids(process, ids)
    _references(process, ids)
    if not frozenset(root.nsmap.values()).isdisjoint(VENDORS):
        _errors(root, process, ids)


def _standard(node: Node) -> Iterator[Node]:
    return (each for each in node.iter("{*}*") if is_bpmn(each))


def _flow_ids(process: Node, ids: set[str | None]) -> None:
    """The standard lets a flow go without an id; each gets one from its ends, the same at every reading."""
    times: Counter[str] = Counter()
    for flow in process.iter(tag("sequenceFlow")):
        if flow.get("id"):
            continue
        name = f"{flow.get('sourceRef', '')}-{flow.get('targetRef', '')}"
        made = name
        while made in ids:
            times[name] += 1
            made = f"{name}-{times[name] + 1}"
        flow.set("id", made)
        ids.add(made)


def _event_subprocess_ids(process: Node, ids: set[str | None]) -> None:
    """Nothing refers to them, so the other engines let them go without."""
    number = 0
    for node in process.iter(tag("subProcess")):
        if node.get("id") or not is_event_subprocess(node):
            continue
        number += 1
        while f"event-subprocess-{number}" in ids:
            number += 1
        node.set("id", f"event-subprocess-{number}")


def _references(process: Node, ids: set[str | None]) -> None:
    """References may carry a namespace prefix; all that is run stands in this file."""
    for node in _standard(process):
        for attribute in REFERENCES:
            ref = node.get(attribute, "")
            plain = ref.rpartition(":")[2]
            if plain != ref and ref not in ids and plain in ids:
                node.set(attribute, plain)


def _errors(root: Node, process: Node, ids: set[str | None]) -> None:
    """Where nothing of that id is declared, Camunda and Flowable take the reference itself for the code."""
    for node in process.iter(tag("errorEventDefinition")):
        ref = (node.get("errorRef") or "").strip()
        if ref and ref not in ids:
            made = etree.Element(tag("error"), {"id": ref, "errorCode": ref})
            made.tail = process.tail
            process.addprevious(made)
            ids.add(ref)
