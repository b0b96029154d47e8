"""How the drawing hangs together: ids, known elements, flows, starts and ends, boundaries, gateways."""

from collections import Counter
from collections.abc import Iterator

from bpmn.callables import is_global_task
from bpmn.findings import Finding, finding
from bpmn.scopes import (
    ACTIVITIES,
    FLOW_NODES,
    MOST_NESTED,
    Scope,
    depth,
    event_kinds,
    instantiates,
    is_event_subprocess,
)
from bpmn.xml import Node, is_bpmn, is_city, local, tag, text_of, words

BESIDE_NODES = frozenset(
    words(
        """
        sequenceFlow laneSet association textAnnotation group documentation extensionElements
        incoming outgoing dataObject dataObjectReference dataStoreReference property ioSpecification
        correlationSubscription auditing monitoring supports completionCondition
        multiInstanceLoopCharacteristics standardLoopCharacteristics dataInputAssociation
        dataOutputAssociation resourceRole performer humanPerformer potentialOwner rendering
        """
    )
)
IN_NODES = BESIDE_NODES | frozenset(
    words(
        """
        script conditionExpression activationCondition dataInput dataOutput inputSet outputSet
        eventDefinitionRef messageEventDefinition timerEventDefinition signalEventDefinition
        errorEventDefinition escalationEventDefinition compensateEventDefinition
        conditionalEventDefinition linkEventDefinition cancelEventDefinition
        terminateEventDefinition
        """
    )
)
NOT_RUN = {
    "callChoreography": "流程里不能有编排，请画成任务和消息",
    "choreographyTask": "流程里不能有编排，请画成任务和消息",
    "subChoreography": "流程里不能有编排，请画成任务和消息",
    "implicitThrowEvent": "改用中间抛出事件",
    "event": "写明是开始、中间还是结束事件",
}
CONDITIONAL = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "complexGateway"}


def bad_ids(root: Node) -> Iterator[Finding]:
    """The first element keeps its id, each later one with the same is told."""
    times = Counter(node.get("id") for node in root.iter("{*}*") if is_bpmn(node) and node.get("id"))
    seen: set[str | None] = set()
    for node in root.iter("{*}*"):
        id = node.get("id")
        if id and is_bpmn(node) and times[id] > 1:
            if id in seen:
                yield finding("duplicate-id", node, id=id, times=times[id])
            seen.add(id)


def bad_structure(scope: Scope, all_nodes: frozenset[str]) -> Iterator[Finding]:
    """`all_nodes`: the ids of the flow nodes of the whole process."""
    if depth(scope) == MOST_NESTED + 1:
        yield finding("too-deep", scope.node, most=MOST_NESTED)
    yield from _bad_children(scope)
    yield from _bad_flows(scope, all_nodes)
    yield from _bad_entries(scope)
    yield from _bad_boundaries(scope)
    yield from _bad_gateways(scope)


def _bad_children(scope: Scope) -> Iterator[Finding]:
    for child in scope.node:
        name = local(child)
        if is_bpmn(child) and name in FLOW_NODES:
            if not child.get("id"):
                yield finding("missing-id", child, name=name)
            if child.tag not in _scope_tags():
                yield from _strange_parts(child)
        elif not is_city(child) and (not is_bpmn(child) or name not in BESIDE_NODES | IN_NODES):
            yield _strange(child)


def _scope_tags() -> frozenset[str]:
    return frozenset((tag("subProcess"), tag("transaction"), tag("adHocSubProcess")))


def _strange_parts(node: Node) -> Iterator[Finding]:
    for part in node:
        if not is_city(part) and (not is_bpmn(part) or local(part) not in IN_NODES):
            yield _strange(part)


def _strange(node: Node) -> Finding:
    name = local(node)
    if is_bpmn(node) and name in NOT_RUN:
        return finding("not-run", node, name=name, instead=NOT_RUN[name])
    if name.endswith("EventDefinition"):
        return finding("unknown-event", node, name=name)
    return finding("unknown-element", node, name=f"{node.prefix}:{name}" if node.prefix else name)


def _bad_flows(scope: Scope, all_nodes: frozenset[str]) -> Iterator[Finding]:
    for flow in scope.flows:
        if not flow.get("id"):
            yield finding("missing-id", flow, name="sequenceFlow")
        for attribute, end in (("sourceRef", "起点"), ("targetRef", "终点")):
            id = flow.get(attribute, "")
            if id not in scope.nodes:
                rule = "flow-crosses" if id in all_nodes else "dangling-flow"
                yield finding(rule, flow, end=end, id=id or "（没有写）")
        source = scope.nodes.get(flow.get("sourceRef", ""))
        has_condition = flow.find(tag("conditionExpression")) is not None
        if source is not None and has_condition and local(source) not in CONDITIONAL:
            yield finding("condition-ignored", flow, source=source.get("id"))
    yield from _bad_defaults(scope)


def _bad_defaults(scope: Scope) -> Iterator[Finding]:
    for id, node in scope.nodes.items():
        default = node.get("default")
        if default and default not in {flow.get("id") for flow in scope.out_of(id)}:
            yield finding("default-elsewhere", node, flow=default)


def _bad_entries(scope: Scope) -> Iterator[Finding]:
    starts = scope.of_kind("startEvent")
    for start in starts:
        if scope.into(start.get("id", "")):
            yield finding("start-entered", start)
    for end in scope.of_kind("endEvent"):
        if scope.out_of(end.get("id", "")):
            yield finding("end-left", end)
    if scope.kind == "process":
        if not (starts or is_global_task(scope.node) or any(map(instantiates, scope.nodes.values()))):
            yield finding("no-start", scope.node)
    elif is_event_subprocess(scope.node) and not starts:
        yield finding("event-subprocess-start", scope.node)
    elif len(starts) > 1 and scope.kind != "adHocSubProcess":
        yield finding("several-starts", scope.node, count=len(starts))
    elif not starts and not any(_is_free(scope, node) for node in scope.nodes.values()):
        yield finding("nothing-inside", scope.node)


def _is_free(scope: Scope, node: Node) -> bool:
    """May it begin without an incoming flow?"""
    is_handler = node.get("isForCompensation") in ("true", "1")
    is_waiting = local(node) == "boundaryEvent" or is_event_subprocess(node)
    return not (scope.into(node.get("id", "")) or is_handler or is_waiting)


def _bad_boundaries(scope: Scope) -> Iterator[Finding]:
    for event in scope.of_kind("boundaryEvent"):
        host = scope.nodes.get(event.get("attachedToRef", ""))
        if host is None or local(host) not in ACTIVITIES or is_event_subprocess(host):
            yield finding("boundary-on-nothing", event, id=event.get("attachedToRef") or "没有写")
        if scope.into(event.get("id", "")):
            yield finding("boundary-entered", event)


def _bad_gateways(scope: Scope) -> Iterator[Finding]:
    for gateway in scope.of_kind("exclusiveGateway", "inclusiveGateway", "complexGateway"):
        flows = scope.out_of(gateway.get("id", ""))
        for flow in flows if len(flows) > 1 and local(gateway) != "complexGateway" else ():
            is_default = flow.get("id") == gateway.get("default")
            if not text_of(flow.find(tag("conditionExpression"))) and not is_default:
                yield finding("flow-without-condition", flow, gateway=gateway.get("name") or gateway.get("id"))
    for gateway in scope.of_kind("complexGateway"):
        joins = len(scope.into(gateway.get("id", ""))) > 1
        if joins and not text_of(gateway.find(tag("activationCondition"))):
            yield finding("no-activation", gateway)
    for gateway in scope.of_kind("eventBasedGateway"):
        flows = scope.out_of(gateway.get("id", ""))
        if not flows:
            yield finding("gateway-dead", gateway)
        for flow in flows:
            target = scope.nodes.get(flow.get("targetRef", ""))
            if target is not None and not _waits(target):
                yield finding("event-gateway-target", flow, target=local(target))


def _waits(node: Node) -> bool:
    is_event = local(node) == "intermediateCatchEvent" and "link" not in event_kinds(node)
    return is_event or local(node) == "receiveTask"


def bad_lanes(process: Node, all_nodes: frozenset[str]) -> Iterator[Finding]:
    for reference in process.iter(tag("flowNodeRef")):
        if text_of(reference) not in all_nodes:
            yield finding("unknown-lane-node", reference, id=text_of(reference))
