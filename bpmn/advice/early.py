"""Variables read before anything has written them: on every way to the reader, or on some.

Said only of processes whose variables all come through forms, so that nothing can have come in from outside.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.advice.passage import Passage, passage_of
from bpmn.advice.variables import is_closed
from bpmn.findings import Finding, finding
from bpmn.model import Definition, Element
from bpmn.names import names_in, script_names, targets_of
from bpmn.scopes import Scope, is_event_subprocess
from bpmn.texts import bare
from bpmn.xml import CITY, Node, extension, local, tag, text_of

LOOPS = (tag("multiInstanceLoopCharacteristics"), tag("standardLoopCharacteristics"))
GUARD = ("null", "is defined", "get or else")


@dataclass(frozen=True, slots=True)
class Read:
    """`at`: the node where it is read; `is_after`: in the conditions behind it, once it has written."""

    node: Node
    at: str
    name: str
    is_after: bool = False


def early(process: Node, definition: Definition, levels: list[Scope]) -> Iterator[Finding]:
    if not _is_known(process, definition):
        return
    written = {
        id: _written(definition.elements[id], node, definition) for level in levels for id, node in level.nodes.items()
    }
    passage = passage_of(levels, written)
    told: set[tuple[str, str]] = set()
    for read in _reads(levels):
        if (read.at, read.name) in told or read.name not in passage.names:
            continue
        told.add((read.at, read.name))
        yield from _judged(read, passage)


def _is_known(process: Node, definition: Definition) -> bool:
    """Does every task of people have its form, every job its outputs, and is nothing handed over another way?"""
    for element in definition.elements.values():
        is_task = element.kind in ("userTask", "manualTask")
        if (is_task and element.form not in definition.forms) or (element.job and not element.job.outputs):
            return False
    data = any(True for _ in process.iter(tag("dataInputAssociation"), tag("dataOutputAssociation")))
    return is_closed(process, definition) and not data and definition.kind != "process"


def _written(element: Element, node: Node, definition: Definition) -> frozenset[str]:
    form = definition.forms.get(element.form or "")
    found = {field.key for field in form.fields} if form else set()
    found |= targets_of(text_of(node.find(tag("script"))))
    if element.calculation and element.calculation.result:
        found.add(element.calculation.result)
    if element.decision:
        found.add(element.decision.result)
    found |= {name for _, name in (element.job.outputs if element.job else ())}
    found |= {name for _, name in element.outputs}
    for loop in node.iterchildren(*LOOPS):
        found |= {each.get("name") or "" for each in loop.iterchildren(tag("inputDataItem"), tag("outputDataItem"))}
        found |= {bare(text_of(each)) for each in loop.iterchildren(tag("loopDataOutputRef"))}
    return frozenset(name.partition(".")[0] for name in found if name)


def _reads(levels: list[Scope]) -> Iterator[Read]:
    """Where it is plain when a text is read: conditions, scripts, calculations, what goes into jobs and calls."""
    for level in levels:
        if is_event_subprocess(level.node):
            continue
        for flow in level.flows:
            condition = flow.find(tag("conditionExpression"))
            for name in _unguarded(text_of(condition)):
                yield Read(flow, flow.get("sourceRef", ""), name, is_after=True)
        for id, node in level.nodes.items():
            if not any(True for _ in node.iterchildren(*LOOPS)):
                names = {name for text in _texts(node) for name in _unguarded(text)}
                names |= _script_names(text_of(node.find(tag("script"))))
                yield from (Read(node, id, name) for name in sorted(names))


def _texts(node: Node) -> Iterator[str]:
    calculation = extension(node, "calculation")
    if calculation is not None:
        yield calculation.get("expression") or ""
    if local(node) in ("serviceTask", "callActivity"):
        holder = node.find(tag("extensionElements"))
        for word in holder.iter(f"{{{CITY}}}input") if holder is not None else ():
            yield word.get("source") or ""


def _unguarded(text: str) -> list[str]:
    """What the text reads, unless it allows for nothing being there."""
    return [] if any(word in text for word in GUARD) else sorted(names_in(bare(text)))


def _script_names(text: str) -> frozenset[str]:
    return frozenset() if any(word in text for word in GUARD) else script_names(text)


def _judged(read: Read, passage: Passage) -> Iterator[Finding]:
    if passage.may(read.at, read.name, after=read.is_after):
        if not passage.must(read.at, read.name, after=read.is_after):
            yield finding("read-unsure", read.node, name=read.name)
    elif not passage.beside(read.at, read.name):
        yield finding("read-early", read.node, name=read.name)
