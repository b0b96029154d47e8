"""Data stores: an activity that reads from or writes to one gets, in the tree, a step before or behind it that does so.

A data store is a register of the city by its name; `city:register` on its reference says under which key. What is read
or written is the variable of the reference's name.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.scopes import ACTIVITIES, executable
from bpmn.vocabulary import NAME
from bpmn.xml import CITY, Node, add_extension, extension, local, tag, text_of

SIDES = {"dataInputAssociation": ("sourceRef", "read"), "dataOutputAssociation": ("targetRef", "write")}
WORDS = {"read": "读", "write": "写"}


def references(process: Node) -> Mapping[str, Node]:
    """The references to data stores, by id."""
    return {node.get("id", ""): node for node in process.iter(tag("dataStoreReference"))}


def unfold_stores(root: Node) -> None:
    """After this a data store is a variable, and what moves it an ordinary association."""
    for process in executable(root):
        found = references(process)
        accesses = list(_accesses(process, found))
        for number, (activity, ref, way) in enumerate(accesses, 1):
            _insert(activity, found[ref], way, number)


def _accesses(process: Node, found: Mapping[str, Node]) -> Iterator[tuple[Node, str, str]]:
    """(activity, reference, read or write), each once; what cannot be made is left for `associations` to tell."""
    seen: set[tuple[Node, str, str]] = set()
    for association in process.iter(*map(tag, SIDES)):
        activity = association.getparent()
        end, way = SIDES[local(association)]
        for ref in map(text_of, association.iterchildren(tag(end))):
            if activity is None or ref not in found or not _is_clear(found[ref]):
                continue
            if may_wait(activity, way) and (activity, ref, way) not in seen:
                seen.add((activity, ref, way))
                yield activity, ref, way


def _is_clear(reference: Node) -> bool:
    return extension(reference, "register") is not None and bool(NAME.fullmatch(variable_of(reference)))


def may_wait(activity: Node, way: str) -> bool:
    """Can a step of its own stand before or behind it?"""
    if local(activity) not in ACTIVITIES or activity.get("isForCompensation") in ("true", "1"):
        return False
    return way == "write" or not _is_raced_for(activity)


def _is_raced_for(activity: Node) -> bool:
    """Does it stand behind an event gateway, where it must wait itself?"""
    scope = activity.getparent()
    if scope is None:
        return False
    gateways = {gateway.get("id") for gateway in scope.iterchildren(tag("eventBasedGateway"))}
    return bool(gateways) and any(
        flow.get("sourceRef") in gateways and flow.get("targetRef") == activity.get("id")
        for flow in scope.iterchildren(tag("sequenceFlow"))
    )


def _insert(activity: Node, reference: Node, way: str, number: int) -> None:
    scope, id = activity.getparent(), activity.get("id", "")
    if scope is None:
        return
    own = f"{id}.{way}{number}"
    end = "targetRef" if way == "read" else "sourceRef"
    for flow in scope.iterchildren(tag("sequenceFlow")):
        if flow.get(end) == id:
            flow.set(end, own)
    step = _step(activity, reference, way, own)
    if way == "write" and activity.get("default"):
        step.set("default", activity.attrib.pop("default"))
    scope.append(step)
    ends = (own, id) if way == "read" else (id, own)
    etree.SubElement(scope, tag("sequenceFlow"), {"id": f"{own}.flow", "sourceRef": ends[0], "targetRef": ends[1]})


def _step(activity: Node, reference: Node, way: str, id: str) -> Node:
    word = extension(reference, "register")
    register, name = register_of(reference), variable_of(reference)
    label = f"{activity.get('name') or activity.get('id')}：{WORDS[way]}{register}"
    step = etree.Element(tag("serviceTask"), {"id": id, "name": label})
    step.sourceline = activity.sourceline
    job = add_extension(step, "job", kind="register")
    written = register.replace("\\", "\\\\").replace('"', '\\"')
    _pair(job, "input", f'"{way}"', "operation")
    _pair(job, "input", f'"{written}"', "register")
    _pair(job, "input", word.get("key", "") if word is not None else "", "key")
    if way == "write":
        _pair(job, "input", name, "value")
    _pair(job, "output", "value" if way == "read" else name, name)
    return step


def _pair(job: Node, kind: str, source: str, target: str) -> None:
    etree.SubElement(job, f"{{{CITY}}}{kind}", {"source": source, "target": target})


def register_of(reference: Node) -> str:
    """The name of the register: what the word says, else the data store's name, else the reference's."""
    word = extension(reference, "register")
    said = word.get("name") if word is not None else None
    store = (reference.get("dataStoreRef") or "").rpartition(":")[2]
    root = reference.getroottree().getroot()
    named = next((each.get("name") for each in root.iterchildren(tag("dataStore")) if each.get("id") == store), None)
    return said or named or variable_of(reference)


def variable_of(reference: Node) -> str:
    return " ".join(reference.get("name", "").split()) or reference.get("id", "")
