"""Data associations at deployment: whether each names what is there, and moves something."""

from collections.abc import Iterator, Mapping

from bpmn.findings import Finding, finding
from bpmn.items import PLACEHOLDER, Items, assignments, items, read_data
from bpmn.scopes import ACTIVITIES, event_kinds
from bpmn.stores import SIDES, may_wait, references, variable_of
from bpmn.texts import bare
from bpmn.vocabulary import NAME
from bpmn.xml import Node, extension, local, tag, text_of

ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation")


def bad_data(process: Node) -> Iterator[Finding]:
    known, kept = items(process), references(process)
    for node in process.iter(*map(tag, ASSOCIATIONS)):
        holder = node.getparent()
        if holder is None or not (_carries(holder) or _only_shows(node, holder, kept)):
            yield finding("data-on-event", node)
        else:
            yield from _bad_association(node, known)
            yield from _bad_store(node, holder, kept)
    yield from _bad_objects(process)
    yield from _bad_needs(process, known)


def _carries(holder: Node) -> bool:
    """Only messages and signals bring anything, and take anything along."""
    return local(holder) in ACTIVITIES or bool({"message", "signal"} & set(event_kinds(holder)))


def _only_shows(node: Node, holder: Node, kept: Mapping[str, Node]) -> bool:
    """An arrow at an event that moves nothing, as editors draw it: data is read there, or is written."""
    if _changes(node) or text_of(node.find(tag("targetRef"))) in kept:
        return False
    if local(node) == "dataOutputAssociation":
        return node.find(tag("sourceRef")) is None
    ends = {text_of(each) for each in node.iterchildren(tag("targetRef"))}
    return any(
        each.get("id") in ends and each.get("name") == PLACEHOLDER for each in holder.iterchildren(tag("property"))
    )


def _changes(node: Node) -> bool:
    return node.find(tag("transformation")) is not None or node.find(tag("assignment")) is not None


def _bad_association(node: Node, known: Items) -> Iterator[Finding]:
    ends = [text_of(each) for each in node.iterchildren(tag("sourceRef"), tag("targetRef"))]
    for ref in ends:
        if ref not in known:
            yield finding("data-unknown", node, ref=ref or "（没有写）")
    sources = list(node.iterchildren(tag("sourceRef")))
    changes = _changes(node)
    if len(sources) > 1 and not changes:
        yield finding("data-sources", node, count=len(sources))
    if local(node) == "dataInputAssociation" and not sources and not changes:
        yield finding("data-nothing", node)
    yield from _bad_assignments(node, known)


def _bad_store(node: Node, activity: Node, kept: Mapping[str, Node]) -> Iterator[Finding]:
    """What `stores` could not make a step of."""
    end, way = SIDES[local(node)]
    for ref in map(text_of, node.iterchildren(tag(end))):
        if ref not in kept:
            continue
        if extension(kept[ref], "register") is None:
            yield finding("store-key", node, ref=ref)
        elif not NAME.fullmatch(variable_of(kept[ref])):
            yield finding("store-name", kept[ref], name=variable_of(kept[ref]))
        elif not may_wait(activity, way):
            yield finding("store-not-here", node)


def _bad_assignments(node: Node, known: Items) -> Iterator[Finding]:
    target = known.get(text_of(node.find(tag("targetRef"))))
    for each, (source, path) in zip(node.iterchildren(tag("assignment")), assignments(node, known), strict=True):
        written = bare(text_of(each.find(tag("to"))))
        if not source or path[0] != target or not all(path):
            yield finding("data-assignment", node, text=written, target=target or "")


def _bad_objects(process: Node) -> Iterator[Finding]:
    """Two data objects under one name would be one variable; it matters where an association moves one of them."""
    known = items(process)
    ends = {known.get(text_of(ref)) for ref in process.iter(tag("sourceRef"), tag("targetRef"))}
    seen: dict[str, str] = {}
    for node in process.iter(tag("dataObject")):
        id = node.get("id", "")
        name = known.get(id, "")
        if name in ends and seen.setdefault(name, id) != id:
            yield finding("data-twice", node, name=name)


def _bad_needs(process: Node, known: Items) -> Iterator[Finding]:
    """A timer brings nothing, so it cannot start what needs something at its start."""
    data = read_data(process, known) if process.find(tag("ioSpecification")) is not None else None
    if data is None or not data.input_sets or not all(each.required for each in data.input_sets):
        return
    for start in process.iterchildren(tag("startEvent")):
        if "timer" in event_kinds(start):
            names = "、".join(data.input_sets[0].required)
            yield finding("data-at-timer", start, names=names)
