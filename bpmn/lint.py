"""Advice on a file that would run: what is probably not meant. Errors come from `parse`, warnings from here."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bpmn.callables import is_global_task
from bpmn.findings import Finding, finding, found_at
from bpmn.graph import handlers, longest, origin, reached
from bpmn.model import Definition
from bpmn.names import names_read, names_written, nearest
from bpmn.parse import Document
from bpmn.scopes import Scope, event_definitions, event_kind, executable, is_event_subprocess, scopes
from bpmn.times import read_date
from bpmn.vocabulary import JOB_KINDS
from bpmn.xml import Node, extension, id_of, local, tag, text_of

RECEIVING = ("message", "signal")
CHOICES = ("exclusiveGateway", "eventBasedGateway")


def lint(document: Document, today: date | None = None) -> tuple[Finding, ...]:
    """Warnings in the order of the file. `today`: dates of timers before it are told."""
    found: list[Finding] = []
    for process, definition in zip(executable(document.tree), document.definitions, strict=True):
        levels = list(scopes(process))
        for level in levels:
            found += _shape(level)
            found += _tasks(level, definition)
            found += _jobs(level)
        found += _shares(process, levels, definition)
        found += _names(process, definition)
        found += _starts(process)
        found += _past(process, today)
    found += _forms(document)
    return tuple(sorted(found, key=lambda each: each.line))


def _shape(scope: Scope) -> Iterator[Finding]:
    alive, undoing = reached(scope), frozenset(handlers(scope))
    for id, node in scope.nodes.items():
        if id not in alive and node.get("isForCompensation") not in ("true", "1"):
            yield finding("unreachable", node)
        elif _stops(scope, node) and id not in undoing:
            yield finding("dead-end", node)
    for gateway in scope.of_kind("parallelGateway"):
        yield from _never(scope, gateway)
    for gateway in scope.of_kind("exclusiveGateway", "inclusiveGateway"):
        yield from _defaults(scope, gateway)
    for gateway in scope.of_kind("eventBasedGateway"):
        if len(scope.out_of(gateway.get("id", ""))) == 1:
            yield finding("one-way", gateway, count=1)


def _stops(scope: Scope, node: Node) -> bool:
    """Does the way end here though nothing is drawn that ends it?"""
    id = node.get("id", "")
    is_end = local(node) == "endEvent" or is_event_subprocess(node)
    is_jump = event_kind(node) == "link" and local(node) == "intermediateThrowEvent"
    is_handler = node.get("isForCompensation") in ("true", "1")
    is_alone = scope.kind == "adHocSubProcess" or is_global_task(scope.node)
    return not (scope.out_of(id) or is_end or is_jump or is_handler or is_alone)


def _never(scope: Scope, join: Node) -> Iterator[Finding]:
    flows = scope.into(join.get("id", ""))
    splits = [origin(scope, flow) for flow in flows]
    for split in {node.get("id", ""): node for node in splits if node is not None}.values():
        is_choice = local(split) in CHOICES and len(scope.out_of(split.get("id", ""))) > 1
        if is_choice and splits.count(split) > 1:
            yield finding("join-never", join, count=len(flows), split=split.get("name") or split.get("id"))


def _defaults(scope: Scope, gateway: Node) -> Iterator[Finding]:
    flows = scope.out_of(gateway.get("id", ""))
    default = gateway.get("default")
    conditional = [flow for flow in flows if text_of(flow.find(tag("conditionExpression")))]
    if flows and len(conditional) == len(flows) and not default:
        yield finding("no-default", gateway)
    for flow in conditional:
        if flow.get("id") == default:
            yield finding("default-condition", flow)


def _tasks(scope: Scope, definition: Definition) -> Iterator[Finding]:
    for node in scope.of_kind("userTask"):
        element = definition.elements[node.get("id", "")]
        if not element.name:
            yield finding("unnamed-task", node)
        assignment = element.assignment
        if assignment is None or not (assignment.groups or assignment.users or assignment.assignee):
            yield finding("no-assignment", node)
        if definition.limit and not (element.limit or _is_inside_limit(node) or element.pause):
            yield finding("no-limit", node)


def _jobs(scope: Scope) -> Iterator[Finding]:
    """A kind that nobody here does: an installation may have a worker of its own for it, so it is no error."""
    for node in scope.of_kind("serviceTask"):
        job = extension(node, "job")
        if job is not None and job.get("kind") not in JOB_KINDS:
            yield finding("unknown-job", node, kind=job.get("kind"), known="、".join(JOB_KINDS))


def _is_inside_limit(node: Node) -> bool:
    """Does a subprocess around it have a limit?"""
    around = node.getparent()
    while around is not None and local(around) != "process":
        if extension(around, "timeLimit") is not None or extension(around, "clock") is not None:
            return True
        around = around.getparent()
    return False


def _shares(process: Node, levels: list[Scope], definition: Definition) -> Iterator[Finding]:
    """Branches run at the same time, so the longest way counts. Subprocesses first, from the inside outwards."""
    inside: dict[str, Decimal] = {}

    def weight(id: str) -> Decimal:
        limit = definition.elements[id].limit
        return limit.share if limit is not None and limit.share is not None else inside.get(id, Decimal(0))

    for level in reversed(levels):
        inside[level.node.get("id", "")] = longest(level, weight)
    total = inside.get(process.get("id", ""), Decimal(0))
    if total > 1:
        yield finding("shares-over", process, total=total)


def _names(process: Node, definition: Definition) -> Iterator[Finding]:
    """A name like a written one is a slip. One that nothing writes is told where all that comes in is known."""
    written = names_written(process, definition)
    is_closed = _is_closed(process, definition)
    told: set[tuple[str | None, str]] = set()
    for node, where, name in names_read(process):
        key = (id_of(node), name)
        if name in written or key in told:
            continue
        told.add(key)
        like = nearest(name, written)
        if not (like or is_closed):
            continue
        hint = f"是不是 {like}" if like else "在表单里加上它，或在前面的脚本里写入"
        yield finding("unknown-name", node, where=where, name=name, hint=hint)


def _is_closed(process: Node, definition: Definition) -> bool:
    """Does every variable come through a form of the start, none by a message or a call from outside?"""
    starts = [each for each in definition.elements.values() if each.kind == "startEvent"]
    has_forms = any(start.form in definition.forms for start in starts)
    receives = any(local(node) == "receiveTask" for node in process.iter("{*}*"))
    receives = receives or any(True for kind in RECEIVING for _ in process.iter(tag(f"{kind}EventDefinition")))
    return has_forms and not receives


def _starts(process: Node) -> Iterator[Finding]:
    starts = [node for node in process.iterchildren(tag("startEvent")) if not event_definitions(node)]
    if len(starts) > 1:
        yield finding("many-starts", process, count=len(starts))


def _past(process: Node, today: date | None) -> Iterator[Finding]:
    for node in process.iter(tag("timeDate")):
        try:
            if today and read_date(text_of(node)).date() < today:
                yield finding("time-past", node, text=text_of(node))
        except ValueError:
            continue


def _forms(document: Document) -> Iterator[Finding]:
    used: set[str] = set()
    for definition in document.definitions:
        for element in definition.elements.values():
            if element.form and element.form not in definition.forms:
                yield found_at("missing-form", element.id, element.line, form=element.form)
            used.add(element.form or "")
    for stem, form in document.beside.forms.items():
        if stem not in used and form.id not in used:
            yield found_at("unused-form", None, 0, form=stem)
