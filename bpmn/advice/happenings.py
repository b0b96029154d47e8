"""Events: declared and not used, thrown and not caught, caught and not thrown; times that have passed or are none."""

from collections.abc import Iterator

from bpmn.advice.choices import constant
from bpmn.advice.surroundings import Surroundings
from bpmn.events import DECLARED, NAMES
from bpmn.findings import Finding, finding
from bpmn.scopes import Scope, event_definitions, is_event_subprocess, kind_of
from bpmn.texts import bare
from bpmn.times import ZERO, read_date
from bpmn.xml import Node, extension, local, tag, text_of

CATCHING = ("boundaryEvent", "startEvent")
THROWING = ("intermediateThrowEvent", "endEvent")
MAY_FAIL = ("callActivity",)
MAY_BRING = ("complexBehaviorDefinition", "dataInputAssociation", "dataOutputAssociation")
MANY = (tag("multiInstanceLoopCharacteristics"),)
BEHAVES = ("noneBehaviorEventRef", "oneBehaviorEventRef")
WAITING = ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")
OVERDUE = "overdue"


def declared(root: Node) -> Iterator[Finding]:
    """Messages, signals, errors and escalations of the file that nothing refers to."""
    used = {node.get(attribute) for attribute, _, _ in DECLARED.values() for node in root.iter("{*}*")}
    used |= {node.get("structureRef") for node in root.iter("{*}*")} | _interfaces(root)
    for kind, (_, name, _) in DECLARED.items():
        for node in root.iterchildren(tag(kind)):
            if node.get("id") not in used:
                yield finding("unused-declaration", node, kind=name, name=node.get("name") or node.get("id"))


def _interfaces(root: Node) -> set[str]:
    """What operations and message flows refer to."""
    refs = {text_of(node) for kind in ("inMessageRef", "outMessageRef", "errorRef") for node in root.iter(tag(kind))}
    return refs | {node.get("messageRef") or "" for node in root.iter(tag("messageFlow"))}


def times(process: Node, known: Surroundings) -> Iterator[Finding]:
    for node in process.iter(tag("timeDate")):
        try:
            if known.today and read_date(text_of(node)).date() < known.today:
                yield finding("time-past", node, text=text_of(node))
        except ValueError:
            continue
    for node in process.iter(tag("timeDuration")):
        if text_of(node).startswith("P") and ZERO.fullmatch(text_of(node)):
            yield finding("zero-time", node, text=text_of(node))


def conditions(process: Node) -> Iterator[Finding]:
    """Conditional events that can never come."""
    for node in process.iter(tag("condition")):
        if constant(bare(text_of(node))) is False:
            yield finding("condition-never", node, text=text_of(node))


def unheard(process: Node, root: Node, known: Surroundings) -> Iterator[Finding]:
    """Messages and signals that nobody in these files waits for, nor a pool outside that a message flow leads to."""
    if known.heard is None:
        return
    names = {
        node.get("id"): node.get("name") for kind in ("message", "signal") for node in root.iterchildren(tag(kind))
    }
    abroad = _abroad(root)
    for node in process.iter(*map(tag, (*THROWING, "sendTask"))):
        if node.get("id") in abroad:
            continue
        definitions = [node] if local(node) == "sendTask" else event_definitions(node)
        for kind in ("message", "signal"):
            for ref in (each.get(f"{kind}Ref") for each in definitions):
                if ref in names and names[ref] not in known.heard:
                    yield finding("unheard", node, kind=NAMES[kind], name=names[ref])


def _abroad(root: Node) -> set[str | None]:
    """Who sends a message to a participant that is drawn without a process."""
    outside = {node.get("id") for node in root.iter(tag("participant")) if not node.get("processRef")}
    return {node.get("sourceRef") for node in root.iter(tag("messageFlow")) if node.get("targetRef") in outside}


def heard(root: Node) -> set[str]:
    """The names of messages and signals that something in the file waits for."""
    found: set[str] = set()
    for kind in ("message", "signal"):
        names = {node.get("id"): node.get("name") or "" for node in root.iterchildren(tag(kind))}
        for node in root.iter(tag(f"{kind}EventDefinition"), tag("receiveTask")):
            event = node if local(node) == "receiveTask" else node.getparent()
            if event is not None and local(event) in WAITING:
                found.add(names.get(node.get(f"{kind}Ref"), ""))
    return found


def codes(root: Node, kind: str) -> dict[str | None, str]:
    """Id of an error or escalation -> its code, else its name or id."""
    return {
        node.get("id"): node.get(f"{kind}Code") or node.get("name") or node.get("id") or ""
        for node in root.iterchildren(tag(kind))
    }


def crossings(levels: list[Scope], root: Node) -> Iterator[Finding]:
    """Errors and escalations: thrown where nothing around catches them, awaited where nothing inside throws them."""
    for kind in ("error", "escalation"):
        known = codes(root, kind)
        for scope in levels:
            for node in scope.of_kind(*THROWING):
                for code in (known.get(ref) for ref in _refs(node, kind)):
                    if code not in (None, OVERDUE) and not _is_caught(scope.node, kind, code, known):
                        yield finding(f"{kind}-uncaught", node, code=code)
            for event, host in _catching(scope):
                for ref in _refs(event, kind):
                    yield from _awaited(event, host, kind, (known.get(ref), known))


def _catching(scope: Scope) -> Iterator[tuple[Node, Node]]:
    """Events that wait for what is thrown inside something: a host, or the level around an event subprocess."""
    for event in scope.of_kind("boundaryEvent"):
        host = scope.nodes.get(event.get("attachedToRef", ""))
        if host is not None:
            yield event, host
    around = scope.node.getparent()
    if is_event_subprocess(scope.node) and around is not None:
        yield from ((event, around) for event in scope.of_kind("startEvent"))


def _refs(node: Node, kind: str) -> list[str | None]:
    """What the definitions of this kind refer to; None for one that takes any."""
    return [each.get(f"{kind}Ref") for each in event_definitions(node) if kind_of(each) == kind]


def _is_caught(level: Node, kind: str, code: str | None, known: dict[str | None, str]) -> bool:
    """By an event subprocess of a level around, at the edge of a subprocess around, or where the file calls it."""
    waiting, seen = [level], {level}
    for at in waiting:
        refs = [ref for each in _catchers(at, level) for ref in _refs(each, kind)]
        if any(ref is None or known.get(ref) == code for ref in refs):
            return True
        outward = [each for each in _outward(at) if each not in seen]
        seen.update(outward)
        waiting += outward
    return False


def _catchers(at: Node, level: Node) -> Iterator[Node]:
    around = at.getparent()
    for edge in () if around is None else around.iterchildren(tag("boundaryEvent")):
        if edge.get("attachedToRef") == at.get("id"):
            yield edge
    for inner in at.iterchildren(tag("subProcess")):
        if is_event_subprocess(inner) and inner is not level:
            yield from inner.iterchildren(tag("startEvent"))


def _outward(at: Node) -> list[Node]:
    """The level around; for a process all that calls it in the file."""
    around = at.getparent()
    if local(at) != "process" or around is None:
        return [] if around is None else [around]
    return [each for each in around.iter(tag("callActivity")) if each.get("calledElement") == at.get("id")]


def _awaited(
    event: Node, host: Node, kind: str, awaited: tuple[str | None, dict[str | None, str]]
) -> Iterator[Finding]:
    """`awaited`: the code that is waited for, None for any, and all codes."""
    code, known = awaited
    if _may_come_from_outside(host, kind) or (kind == "escalation" and code in (None, OVERDUE)):
        return
    thrown = {known.get(ref) for node in host.iter(*map(tag, THROWING)) for ref in _refs(node, kind)}
    if not thrown or (code is not None and code not in thrown):
        yield finding("never-thrown", event, kind=NAMES[kind], code=code or "任何编码")


def _may_come_from_outside(host: Node, kind: str) -> bool:
    """A called process may throw, an instance of many when it is done, and a job may fail with a code."""
    if any(True for _ in host.iter(*map(tag, MAY_BRING))) or any(
        each.get(name) for each in host.iter(*MANY) for name in BEHAVES
    ):
        return True
    for node in host.iter(*map(tag, (*MAY_FAIL, "serviceTask", "sendTask"))):
        is_job = local(node) == "sendTask" or extension(node, "job") is not None
        if local(node) in MAY_FAIL or (kind == "error" and is_job):
            return True
    return False
