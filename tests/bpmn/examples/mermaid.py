"""A process as a mermaid flowchart, for the documents. Shows shapes, names and conditions, and marks what is meant."""

from collections.abc import Iterator, Mapping

from bpmn.scopes import FLOW_NODES, SUBPROCESSES, event_kind, is_event_subprocess
from bpmn.xml import Node, is_bpmn, local, read_xml, tag, text_of

SHAPES = {
    "startEvent": ('(("', '"))'),
    "endEvent": ('((("', '")))'),
    "intermediateCatchEvent": ('(["', '"])'),
    "intermediateThrowEvent": ('(["', '"])'),
    "boundaryEvent": ('(["', '"])'),
    "callActivity": ('[["', '"]]'),
}
GATES = {
    "exclusiveGateway": "×",
    "parallelGateway": "＋",
    "inclusiveGateway": "○",
    "eventBasedGateway": "◇ 等",
    "complexGateway": "✻",
}
KINDS = {"startEvent": "开始", "endEvent": "结束", "none": "", "message": "消息", "signal": "信号", "timer": "定时"}
KINDS |= {
    "error": "错误",
    "escalation": "升级",
    "compensate": "补偿",
    "link": "链接",
    "cancel": "取消",
    "terminate": "终止",
}
KINDS |= {"conditional": "条件"}
WORKING = {
    "userTask": "👤",
    "scriptTask": "ƒ",
    "serviceTask": "⚙",
    "businessRuleTask": "▦",
    "sendTask": "✉",
    "receiveTask": "✉",
}
LINES = ("sequenceFlow", "association", "messageFlow")
DEEPEST = 5
"""Levels that are drawn; what is in a deeper one is not."""
RED = "stroke:#c00,stroke-width:3px"


def flowchart(source: bytes, marked: str | None) -> str:
    """The drawing of a file; `marked`: the id of the element that a finding names."""
    root = read_xml(source)
    numbers: dict[str, str] = {}
    for node in root.iter("{*}*"):
        if is_bpmn(node) and _depth(node) < DEEPEST and local(node) in (*FLOW_NODES, "usrTask", "choreographyTask"):
            numbers.setdefault(node.get("id", ""), f"n{len(numbers)}")
    lines = ["flowchart LR"]
    processes = list(root.iterchildren(tag("process")))
    for process in processes:
        drawn = [f"  {line}" for line in _nodes(process, numbers)]
        pool = [f'  subgraph {process.get("id")}["{_safe(process.get("name") or "")}"]', *drawn, "  end"]
        lines += pool if len(processes) > 1 else drawn
    flows = [flow for flow in root.iter(*map(tag, LINES)) if _depth(flow) < DEEPEST]
    lines += (f"  {_flow(flow, numbers)}" for flow in flows)
    if marked in numbers:
        lines.append(f"  style {numbers[marked]} {RED}")
    lines += (f"  linkStyle {n} {RED}" for n, flow in enumerate(flows) if marked and flow.get("id") == marked)
    ties = [event for event in root.iter(tag("boundaryEvent")) if event.get("attachedToRef") in numbers]
    lines += (f"  {numbers[event.get('attachedToRef', '')]} -.- {numbers[event.get('id', '')]}" for event in ties)
    return "\n".join(lines)


def _depth(node: Node) -> int:
    return sum(local(around) in SUBPROCESSES for around in node.iterancestors())


def _nodes(scope: Node, numbers: Mapping[str, str]) -> Iterator[str]:
    for node in scope:
        number = numbers.get(node.get("id", ""))
        if not is_bpmn(node) or number is None or node.get("sourceRef"):
            continue
        if local(node) in SUBPROCESSES and _depth(node) + 1 == DEEPEST:
            yield f'{number}["{_label(node)} …"]'
        elif local(node) in SUBPROCESSES:
            yield f'subgraph {number}["{_label(node)}"]'
            yield from (f"  {line}" for line in _nodes(node, numbers))
            yield "end"
        else:
            yield number + _shape(node)


def _shape(node: Node) -> str:
    if local(node) in GATES:
        name = node.get("name")
        return f'{{"{GATES[local(node)]}{" " + _safe(name) if name else ""}"}}'
    opening, closing = SHAPES.get(local(node), ('["', '"]'))
    return f"{opening}{_label(node)}{closing}"


def _label(node: Node) -> str:
    kind = KINDS.get(event_kind(node), event_kind(node)) if local(node).endswith("Event") else ""
    first = kind or KINDS.get(local(node), "") or WORKING.get(local(node), "")
    if is_event_subprocess(node):
        first = "事件子流程"
    name = node.get("name") or ("" if local(node) in KINDS else node.get("id") or "")
    return _safe(" ".join(each for each in (first, name) if each)) or "？"


def _flow(flow: Node, numbers: Mapping[str, str]) -> str:
    source, target = (numbers.get(flow.get(end, ""), f'{end}["？"]') for end in ("sourceRef", "targetRef"))
    label = text_of(flow.find(tag("conditionExpression"))) or flow.get("name") or ""
    if not label and flow.get("id") in _defaults(flow):
        label = "默认"
    if local(flow) == "messageFlow":
        label = "✉"
    arrow = "-->" if local(flow) == "sequenceFlow" else "-.->"
    return f'{source} {arrow}|"{_safe(label)}"| {target}' if label else f"{source} {arrow} {target}"


def _defaults(flow: Node) -> set[str]:
    around = flow.getparent()
    return {each.get("default") or "" for each in around} if around is not None else set()


def _safe(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace('"', "#quot;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
    )
