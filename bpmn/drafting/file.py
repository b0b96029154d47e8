"""Writes a draft as a BPMN file with diagram data, ready to be opened in any modeler. Knows XML and no layout."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from bpmn.drafting.draft import Draft, Flow, Step
from bpmn.drafting.layout import Box, Page, Point, laid_out

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:city="http://tongban.org/schema/city" """


def written(draft: Draft) -> bytes:
    """The file; its process can be run."""
    page = laid_out(draft)
    key = quoteattr(f"{draft.id}_definitions")
    lines = [f'{HEAD}id={key} targetNamespace="http://tongban.org/processes">']
    lines += [f"  {line}" for line in draft.declarations.splitlines() if line.strip()]
    lines.append(f'  <bpmn:process id={quoteattr(draft.id)} name={quoteattr(draft.name)} isExecutable="true">')
    lines += _indented(_process(draft), 4)
    lines.append("  </bpmn:process>")
    lines += _indented(_diagram(draft, page), 2)
    return ("\n".join([*lines, "</bpmn:definitions>"]) + "\n").encode()


def _indented(lines: Iterator[str], depth: int) -> Iterator[str]:
    return (f"{' ' * depth}{line}" for line in lines)


def _process(draft: Draft) -> Iterator[str]:
    yield from _words(draft.words)
    if draft.lanes:
        yield f"<bpmn:laneSet id={quoteattr(f'{draft.id}_lanes')}>"
        for lane in draft.lanes:
            yield f"  <bpmn:lane id={quoteattr(lane.id)} name={quoteattr(lane.name)}>"
            yield from _indented(_words(lane.words), 4)
            standing = (step.id for step in draft.steps if step.lane == lane.id)
            yield from (f"    <bpmn:flowNodeRef>{escape(id)}</bpmn:flowNodeRef>" for id in standing)
            yield "  </bpmn:lane>"
        yield "</bpmn:laneSet>"
    yield from _inside(draft)


def _inside(draft: Draft) -> Iterator[str]:
    for step in draft.steps:
        yield from _step(draft, step)
    for flow in draft.flows:
        yield from _flow(flow)


def _step(draft: Draft, step: Step) -> Iterator[str]:
    attributes = {"id": step.id, "name": step.name, **step.attributes}
    if step.on:
        attributes["attachedToRef"] = step.on
    default = next((flow.id for flow in draft.flows if flow.source == step.id and flow.default), "")
    if default:
        attributes["default"] = default
    said = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value)
    yield f"<bpmn:{step.kind} {said}>"
    yield from _indented(_words(step.words), 2)
    yield from (f"  <bpmn:incoming>{escape(flow.id)}</bpmn:incoming>" for flow in draft.flows if flow.target == step.id)
    yield from (f"  <bpmn:outgoing>{escape(flow.id)}</bpmn:outgoing>" for flow in draft.flows if flow.source == step.id)
    yield from _indented(iter(line for line in step.parts.splitlines() if line.strip()), 2)
    if step.inside is not None:
        yield from _indented(_inside(step.inside), 2)
    yield f"</bpmn:{step.kind}>"


def _flow(flow: Flow) -> Iterator[str]:
    name = f" name={quoteattr(flow.name)}" if flow.name else ""
    opening = f"<bpmn:sequenceFlow id={quoteattr(flow.id)}{name}"
    ends = f"sourceRef={quoteattr(flow.source)} targetRef={quoteattr(flow.target)}"
    if not flow.condition:
        yield f"{opening} {ends}/>"
        return
    yield f"{opening} {ends}>"
    kind = 'xsi:type="bpmn:tFormalExpression"'
    yield f"  <bpmn:conditionExpression {kind}>{escape(flow.condition)}</bpmn:conditionExpression>"
    yield "</bpmn:sequenceFlow>"


def _words(words: str) -> Iterator[str]:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    if lines:
        yield "<bpmn:extensionElements>"
        yield from (f"  {line}" for line in lines)
        yield "</bpmn:extensionElements>"


def _diagram(draft: Draft, page: Page) -> Iterator[str]:
    yield f"<bpmndi:BPMNDiagram id={quoteattr(f'{draft.id}_diagram')}>"
    yield f"  <bpmndi:BPMNPlane id={quoteattr(f'{draft.id}_plane')} bpmnElement={quoteattr(draft.id)}>"
    for id, box in page.boxes.items():
        yield from _indented(_shape(id, box, _flags(draft, id)), 4)
    for id, way in page.ways.items():
        yield from _indented(_edge(id, way), 4)
    yield "  </bpmndi:BPMNPlane>"
    yield "</bpmndi:BPMNDiagram>"


def _flags(draft: Draft, id: str) -> str:
    if any(lane.id == id for lane in draft.lanes):
        return ' isHorizontal="true"'
    step = next((step for step in _all(draft) if step.id == id), None)
    if step is None or not (step.inside or step.kind == "exclusiveGateway"):
        return ""
    return ' isExpanded="true"' if step.inside else ' isMarkerVisible="true"'


def _all(draft: Draft) -> Iterator[Step]:
    for step in draft.steps:
        yield step
        if step.inside is not None:
            yield from _all(step.inside)


def _shape(id: str, box: Box, flags: str) -> Iterator[str]:
    yield f"<bpmndi:BPMNShape id={quoteattr(f'{id}_di')} bpmnElement={quoteattr(id)}{flags}>"
    yield f'  <dc:Bounds x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"/>'
    yield "</bpmndi:BPMNShape>"


def _edge(id: str, way: list[Point]) -> Iterator[str]:
    yield f"<bpmndi:BPMNEdge id={quoteattr(f'{id}_di')} bpmnElement={quoteattr(id)}>"
    yield from (f'  <di:waypoint x="{x}" y="{y}"/>' for x, y in way)
    yield "</bpmndi:BPMNEdge>"
