"""Events at deployment: which trigger may stand where, and whether what it refers to is declared."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bpmn.beginnings import bad_beginnings
from bpmn.findings import Finding, finding
from bpmn.scopes import EVENTS, Scope, event_definitions, event_kind, event_kinds, is_event_subprocess, kind_of
from bpmn.several import bad_several
from bpmn.xml import Node, extension, local, tag, text_of

NAMES = {
    "none": "空",
    "message": "消息",
    "signal": "信号",
    "timer": "定时",
    "conditional": "条件",
    "error": "错误",
    "escalation": "升级",
    "compensate": "补偿",
    "link": "链接",
    "cancel": "取消",
    "terminate": "终止",
}
ALLOWED: dict[str, tuple[str, tuple[str, ...]]] = {
    "process": ("流程的开始", ("none", "message", "signal", "timer")),
    "subProcess": ("子流程的开始", ("none",)),
    "eventSubProcess": (
        "事件子流程的开始",
        ("message", "signal", "timer", "conditional", "error", "escalation", "compensate"),
    ),
    "intermediateCatchEvent": ("中间捕获事件上", ("message", "signal", "timer", "conditional", "link")),
    "intermediateThrowEvent": ("中间抛出事件上", ("none", "message", "signal", "escalation", "compensate", "link")),
    "boundaryEvent": (
        "边界上",
        ("message", "signal", "timer", "conditional", "error", "escalation", "cancel", "compensate"),
    ),
    "endEvent": (
        "结束事件上",
        ("none", "message", "signal", "error", "escalation", "compensate", "cancel", "terminate"),
    ),
}
DECLARED = {
    "message": ("messageRef", "消息", "name"),
    "signal": ("signalRef", "信号", "name"),
    "error": ("errorRef", "错误", None),
    "escalation": ("escalationRef", "升级", None),
}
MUST_NAME = ("message", "signal")
MAY_CATCH_ALL = ("boundaryEvent", "startEvent")
SENDING = ("intermediateThrowEvent", "endEvent", "sendTask")
TIME_KINDS = ("timeDate", "timeDuration", "timeCycle")

Declared = Mapping[str, Mapping[str, Node]]


def declarations(root: Node) -> Declared:
    """Messages, signals, errors and escalations of the file, by kind and id."""
    return {kind: {node.get("id", ""): node for node in root.iterchildren(tag(kind))} for kind in DECLARED}


def bad_declarations(root: Node) -> Iterator[Finding]:
    for kind in MUST_NAME:
        for node in root.iterchildren(tag(kind)):
            if not (node.get("name") or "").strip():
                yield finding("unnamed", node, kind=NAMES[kind], ref=node.get("id"))


def bad_events(scope: Scope, declared: Declared) -> Iterator[Finding]:
    for node in scope.nodes.values():
        if local(node) in EVENTS:
            yield from _bad_event(scope, node, declared)
        elif local(node) in ("sendTask", "receiveTask") and extension(node, "job") is None:
            yield from _bad_reference(node, "message", declared)
        yield from _bad_correlation(scope, node)
    yield from bad_beginnings(scope)
    yield from _bad_links(scope)
    yield from _bad_compensation(scope)


def _bad_event(scope: Scope, node: Node, declared: Declared) -> Iterator[Finding]:
    found = event_definitions(node)
    unknown = [each for each in found if kind_of(each) not in NAMES]
    if unknown:
        yield from (finding("unknown-event", node, name=local(each)) for each in unknown)
        return
    if len(found) > 1:
        yield from bad_several(scope, node, NAMES)
    for kind in event_kinds(node) or ["none"]:
        yield from _bad_place(scope, node, kind)
        if kind in ("error", "cancel") and _stays(node):
            yield finding("must-interrupt", node, kind=NAMES[kind])
    for definition in found:
        yield from _bad_definition(scope, definition, declared)


def _position(scope: Scope, node: Node) -> str:
    if local(node) != "startEvent":
        return local(node)
    if scope.kind == "process":
        return "process"
    return "eventSubProcess" if is_event_subprocess(scope.node) else "subProcess"


def _bad_place(scope: Scope, node: Node, kind: str) -> Iterator[Finding]:
    place, allowed = ALLOWED[_position(scope, node)]
    if kind not in allowed:
        names = "、".join(NAMES[each] for each in allowed)
        yield finding("event-not-here", node, kind=NAMES[kind], place=place, allowed=names)
    elif kind == "cancel":
        is_boundary = local(node) == "boundaryEvent"
        host = scope.nodes.get(node.get("attachedToRef", "")) if is_boundary else _transaction_around(scope)
        if host is None or local(host) != "transaction":
            yield finding("cancel-outside", node)
        elif local(node) == "endEvent" and not _catches_cancel(host):
            yield finding("cancel-uncaught", node)


def _transaction_around(scope: Scope) -> Node | None:
    """The nearest one: it may lie around subprocesses of the other kinds."""
    return next((each for each in (scope.node, *scope.node.iterancestors()) if local(each) == "transaction"), None)


def _stays(node: Node) -> bool:
    return any(node.get(name) in ("false", "0") for name in ("cancelActivity", "isInterrupting"))


def _catches_cancel(transaction: Node) -> bool:
    around = transaction.getparent()
    events = () if around is None else around.iterchildren(tag("boundaryEvent"))
    return any(event.get("attachedToRef") == transaction.get("id") for event in events if event_kind(event) == "cancel")


def _bad_definition(scope: Scope, definition: Node, declared: Declared) -> Iterator[Finding]:
    kind = kind_of(definition)
    if kind in DECLARED:
        yield from _bad_reference(definition, kind, declared)
    elif kind == "timer":
        yield from _bad_timer(scope, definition)
    elif kind == "conditional" and not text_of(definition.find(tag("condition"))):
        yield finding("bad-expression", definition, where="条件", why="条件是空的")


def _bad_reference(node: Node, kind: str, declared: Declared) -> Iterator[Finding]:
    attribute, name, _ = DECLARED[kind]
    ref = node.get(attribute)
    if ref is None:
        event = node.getparent()
        catches_all = event is not None and kind not in MUST_NAME and local(event) in MAY_CATCH_ALL
        if not catches_all:
            yield finding("missing-reference", node, kind=name)
    elif ref not in declared[kind]:
        yield finding("unknown-reference", node, kind=name, ref=ref)


def _bad_correlation(scope: Scope, node: Node) -> Iterator[Finding]:
    """Where it would be accepted and do nothing."""
    word = extension(node, "correlation")
    if word is None:
        return
    if local(node) in EVENTS and "message" not in event_kinds(node):
        yield finding("correlation-of-nothing", word)
    elif word.get("ttl") and local(node) not in SENDING:
        yield finding("ttl-when-catching", word)


def _bad_timer(scope: Scope, definition: Node) -> Iterator[Finding]:
    event = definition.getparent()
    times = [child for child in definition if local(child) in TIME_KINDS and text_of(child)]
    if not times:
        yield finding("no-time", definition)
    elif len(times) > 1:
        yield finding("several-times", definition, count=len(times))
    elif local(times[0]) == "timeCycle" and event is not None and not _may_repeat(scope, event):
        yield finding("cycle-not-here", definition)


def _may_repeat(scope: Scope, event: Node) -> bool:
    match local(event):
        case "boundaryEvent":
            return event.get("cancelActivity", "true") in ("false", "0")
        case "startEvent":
            return scope.kind == "process" or event.get("isInterrupting", "true") in ("false", "0")
        case _:
            return False


def _bad_links(scope: Scope) -> Iterator[Finding]:
    links = scope.of_kind("intermediateThrowEvent", "intermediateCatchEvent")
    links = [node for node in links if event_kind(node) == "link"]
    names = {node.get("id"): event_definitions(node)[0].get("name", "") for node in links}
    catchers = Counter(names[node.get("id")] for node in links if local(node) == "intermediateCatchEvent")
    for node in links:
        name = names[node.get("id")]
        if local(node) == "intermediateThrowEvent" and not catchers[name]:
            yield finding("link-missing", node, name=name)
        elif local(node) == "intermediateCatchEvent" and catchers[name] > 1:
            yield finding("link-twice", node, name=name, count=catchers[name])


def _bad_compensation(scope: Scope) -> Iterator[Finding]:
    ties = {tie.get("sourceRef"): tie.get("targetRef", "") for tie in scope.node.iterchildren(tag("association"))}
    for node in scope.nodes.values():
        for definition in event_definitions(node):
            if kind_of(definition) == "compensate":
                yield from _bad_undoing(scope, node, definition.get("activityRef"), ties)
    compensating = [node for node in scope.of_kind("subProcess") if _compensates(node)]
    if len(compensating) > 1:
        yield finding("several-compensating", compensating[1], count=len(compensating))


def _bad_undoing(scope: Scope, node: Node, ref: str | None, ties: Mapping[str | None, str]) -> Iterator[Finding]:
    if local(node) == "boundaryEvent":
        yield from _bad_handler(scope, node, ties.get(node.get("id"), ""))
    elif ref and not _compensable(scope, ref):
        yield finding("unknown-activity", node, ref=ref)


def _bad_handler(scope: Scope, event: Node, id: str) -> Iterator[Finding]:
    if id not in scope.nodes:
        yield finding("no-handler", event)
    elif scope.into(id) or scope.out_of(id):
        yield finding("handler-in-flow", scope.nodes[id], id=id)


def _compensates(node: Node) -> bool:
    starts = node.iterchildren(tag("startEvent")) if is_event_subprocess(node) else ()
    return any(event_kind(start) == "compensate" for start in starts)


def _compensable(scope: Scope, ref: str) -> bool:
    """In this scope, or in those around an event subprocess."""
    node = scope.node
    ids = set(scope.nodes)
    while is_event_subprocess(node) and (around := node.getparent()) is not None:
        ids |= {child.get("id", "") for child in around}
        node = around
    return ref in ids
