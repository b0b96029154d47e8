"""Tasks of people: who does them, by when, with which form, under what name."""

from collections.abc import Iterator
from decimal import Decimal

from bpmn.advice.surroundings import Surroundings
from bpmn.findings import Finding, finding
from bpmn.graph import longest
from bpmn.model import Definition
from bpmn.scopes import Scope
from bpmn.times import ZERO
from bpmn.vocabulary import JOB_KINDS
from bpmn.xml import CITY, Node, extension, local, tag, words


def tasks(scope: Scope, definition: Definition) -> Iterator[Finding]:
    for node in scope.of_kind("userTask"):
        element = definition.elements[node.get("id", "")]
        if not element.name:
            yield finding("unnamed-task", node)
        assignment = element.assignment
        if assignment is None or not (assignment.groups or assignment.users or assignment.assignee):
            yield finding("no-assignment", node)
        if definition.limit and not (element.limit or _is_inside_limit(node) or element.pause):
            yield finding("no-limit", node)


def jobs(scope: Scope) -> Iterator[Finding]:
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


def groups(process: Node, known: Surroundings) -> Iterator[Finding]:
    """Names that no post has. Groups by expression are known only when it runs."""
    for word in process.iter(f"{{{CITY}}}assignment") if known.groups is not None else ():
        text = word.get("candidateGroups") or ""
        for group in () if text.startswith("=") else words(text):
            if group not in (known.groups or ()):
                yield finding("unknown-group", word, group=group)


def limits(process: Node) -> Iterator[Finding]:
    """Of a step: a whole case may be one that is done at once, with nothing left to run."""
    whole = extension(process, "timeLimit")
    for word in process.iter(f"{{{CITY}}}timeLimit"):
        for attribute in ("committed", "statutory"):
            text = (word.get(attribute) or "").strip()
            if word is not whole and text.startswith("P") and ZERO.fullmatch(text):
                yield finding("zero-time", word, text=text)


def shares(process: Node, levels: list[Scope], definition: Definition) -> Iterator[Finding]:
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


def names(scope: Scope) -> Iterator[Finding]:
    """What a reader of the drawing misses: the question at a choice, the answer on each way, what a part is about."""
    for gateway in scope.of_kind("exclusiveGateway", "inclusiveGateway"):
        flows = scope.out_of(gateway.get("id", ""))
        if len(flows) > 1 and not gateway.get("name"):
            yield finding("unnamed-gateway", gateway)
        for flow in flows if len(flows) > 1 else ():
            if flow.find(tag("conditionExpression")) is not None and not flow.get("name"):
                yield finding("unnamed-flow", flow)
    for part in scope.of_kind("subProcess", "transaction", "adHocSubProcess", "callActivity"):
        if not part.get("name"):
            yield finding("unnamed-part", part)
