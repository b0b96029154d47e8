"""From a process in the tree to its Definition: elements of all depths, forms, lanes, who may start it."""

from collections.abc import Mapping

from bpmn.extensions import area, read_assignment, read_element, read_limit
from bpmn.items import items, read_data
from bpmn.model import Assignment, Definition, Element, Form, InputOutput
from bpmn.owners import lane_group
from bpmn.resources import Beside
from bpmn.scopes import Scope, attached, event_definitions, kind_of, scopes
from bpmn.xml import Node, extension, extensions, local, tag, text_of, words

OVERDUE = "overdue"


def read_definition(process: Node, beside: Beside) -> Definition:
    """What could be understood, also of a process with errors."""
    elements = _elements(process)
    forms = _forms(elements, beside)
    about = extension(process, "item")
    is_item = about is not None
    about = about if is_item else extension(process, "ticket")
    return Definition(
        key=process.get("id", ""),
        name=process.get("name", "").strip() or process.get("id", ""),
        kind="case" if is_item else "process" if about is None else "ticket",
        item=about.get("code") if about is not None else None,
        title=_title(process) if about is None else about.get("title"),
        area=area(about.get("area")) if about is not None else None,
        limit=read_limit(process),
        starters=_starters(process),
        elements=elements,
        forms=forms,
        personal=_personal(process, forms),
        subject=about.get("subject") if about is not None else None,
        data=_data(process),
        calls=tuple(dict.fromkeys(each.calls for each in elements.values() if each.calls)),
    )


def _title(process: Node) -> str | None:
    title = extension(process, "title")
    return None if title is None else title.get("is")


def _elements(process: Node) -> dict[str, Element]:
    lanes: Mapping[str, Assignment] = _lanes(process)
    known = items(process)
    found: dict[str, Element] = {}
    for scope in scopes(process):
        overdue = _overdue_hosts(scope)
        around = lanes.get(scope.node.get("id", ""))  # what a subprocess lies in, all in it does
        if around is not None:
            lanes = {**dict.fromkeys(scope.nodes, around), **lanes}
        for id, node in scope.nodes.items():
            found[id] = read_element(node, lanes, known, id in overdue)
    return found


def _data(process: Node) -> InputOutput | None:
    """Of the process as what is called; its properties are variables like any other."""
    specified = process.find(tag("ioSpecification")) is not None
    return read_data(process, items(process)) if specified else None


def _lanes(process: Node) -> dict[str, Assignment]:
    """Node id -> the assignment of its lane, the innermost that has one."""
    found: dict[str, Assignment] = {}
    for lane in process.iter(tag("lane")):
        assignment = read_assignment(lane) or lane_group(lane)
        if assignment is not None:
            found |= {text_of(ref): assignment for ref in lane.iter(tag("flowNodeRef"))}
    return found


def _overdue_hosts(scope: Scope) -> frozenset[str]:
    """Activities with a boundary escalation that catches "overdue": the code, or the name where there is no code."""
    return frozenset(host for host, events in attached(scope).items() if any(map(_catches_overdue, events)))


def _catches_overdue(event: Node) -> bool:
    thrown = [each for each in event_definitions(event) if kind_of(each) == "escalation"]
    return any(_is_overdue(each.get("escalationRef"), event.getroottree().getroot()) for each in thrown)


def _is_overdue(ref: str | None, root: Node) -> bool:
    for declared in root.iterchildren(tag("escalation")):
        if declared.get("id") == ref:
            return OVERDUE in (declared.get("escalationCode") or declared.get("name"), ref)
    return ref is None


def _forms(elements: Mapping[str, Element], beside: Beside) -> dict[str, Form]:
    """The forms that its elements ask for, under the key they use."""
    keys = dict.fromkeys(each.form for each in elements.values() if each.form)
    found = {key: beside.form(key) for key in keys if key}
    return {key: form for key, form in found.items() if form is not None}


def _personal(process: Node, forms: Mapping[str, Form]) -> frozenset[str]:
    declared = {
        name for word in extensions(process) if local(word) == "personal" for name in words(word.get("variables"))
    }
    return frozenset(declared | {field.key for form in forms.values() for field in form.fields if field.personal})


def _starters(process: Node) -> tuple[str, ...]:
    """The groups that may start it: those on its start events."""
    found = [read_assignment(start) for start in process.iterchildren(tag("startEvent"))]
    return tuple(dict.fromkeys(group for each in found if each for group in each.groups))
