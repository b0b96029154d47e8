"""Says in our words, in the tree, what jBPM's and Kogito's files say. There a value that is assigned is a text with
`#{...}` in it, and who does a task is one of its inputs."""

from collections.abc import Iterator

from bpmn.dialects.activities import say
from bpmn.dialects.juel import is_juel, quoted
from bpmn.dialects.texts import translated
from bpmn.dialects.vendors import DROOLS, written
from bpmn.findings import Finding, finding
from bpmn.xml import Node, extension, extensions, is_bpmn, local, split, tag, text_of

FEEL = "http://www.omg.org/spec/FEEL/20140401"
WHO = {"GroupId": "candidateGroups", "ActorId": "candidateUsers"}


def translate_drools(root: Node, process: Node) -> Iterator[Finding]:
    if DROOLS not in root.nsmap.values():
        return
    for node in process.iter(tag("userTask")):
        yield from _assignment(node)
    for node in process.iter(tag("assignment")):
        yield from _value(node)
    for node in process.iter("{*}*"):
        if is_bpmn(node):
            yield from _code(node)


def _assignment(task: Node) -> Iterator[Finding]:
    if extension(task, "assignment") is not None:
        return
    names = {each.get("id"): each.get("name", "") for each in task.iter(tag("dataInput"))}
    said: dict[str, str | None] = {}
    for association in task.iterchildren(tag("dataInputAssociation")):
        name = names.get(text_of(association.find(tag("targetRef"))), "")
        value = text_of(association.find(f"{tag('assignment')}/{tag('from')}"))
        if name in WHO and value:
            said[WHO[name]], found = translated(task, name, value)
            yield from found
    if said:
        actors = ",".join(
            filter(None, map(text_of, task.iterfind(f"{tag('potentialOwner')}//{tag('formalExpression')}")))
        )
        said.setdefault("candidateUsers", actors if not is_juel(actors) else None)
    yield from say(task, "assignment", said, "GroupId")


def _value(assignment: Node) -> Iterator[Finding]:
    source = assignment.find(tag("from"))
    if source is None or source.get("language") or not text_of(source):
        return
    text = text_of(source)
    said, found = translated(source, "赋值", text)
    yield from found
    if said is not None:
        source.text = said.removeprefix("=") if is_juel(text) else quoted(text)
        source.set("language", FEEL)


def _code(node: Node) -> Iterator[Finding]:
    """A work item is named on a plain task, scripts run on entry and exit."""
    for attribute in node.attrib:
        if split(str(attribute)) == (DROOLS, "taskName"):
            yield finding("foreign-code", node, name="drools:taskName")
    for found in extensions(node, DROOLS):
        if local(found).endswith("-script"):
            yield finding("foreign-listener", node, name=written(found))
