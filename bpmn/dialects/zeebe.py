"""Says in our words, in the tree, what Zeebe's extension elements say. Its expressions are FEEL already."""

from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.dialects.activities import put_loop, say
from bpmn.dialects.vendors import ZEEBE, zeebe
from bpmn.findings import Finding, finding
from bpmn.texts import bare
from bpmn.xml import CITY, Node, add_extension, extension, extensions, local, tag, words

READ = frozenset(
    words(
        """
        taskDefinition assignmentDefinition calledElement calledDecision ioMapping
        loopCharacteristics formDefinition script userTask versionTag properties taskHeaders
        subscription
        """
    )
)


def translate_zeebe(node: Node) -> Iterator[Finding]:
    yield from _simple(node)
    called = zeebe(node, "calledElement")
    if called is not None and not node.get("calledElement"):
        node.set("calledElement", called.get("processId", ""))
    _script(node)
    yield from _mapping(node)
    _loop(node)
    for found in extensions(node, ZEEBE):
        if local(found) == "taskHeaders" or local(found) not in READ:
            instead = "要带给后台的值写成 city:job 的 city:input"
            yield finding("foreign-ignored", node, name=f"zeebe:{local(found)}", instead=instead)


def _simple(node: Node) -> Iterator[Finding]:
    for name, city, names in WORDS:
        found = zeebe(node, name)
        if found is not None:
            said: Mapping[str, str | None] = {ours: found.get(theirs) for theirs, ours in names}
            yield from say(node, city, said, f"zeebe:{name}")


WAITING = (tag("receiveTask"), tag("sendTask"))
WORDS = (
    ("taskDefinition", "job", (("type", "kind"), ("retries", "retries"))),
    (
        "assignmentDefinition",
        "assignment",
        (("assignee", "assignee"), ("candidateGroups", "candidateGroups"), ("candidateUsers", "candidateUsers")),
    ),
    ("calledDecision", "decision", (("decisionId", "decision"), ("resultVariable", "result"))),
    ("formDefinition", "form", (("formId", "key"),)),
)


def translate_subscriptions(process: Node) -> None:
    """Zeebe keeps the key on the message; here it stands on who waits for it."""
    root = process.getroottree().getroot()
    subscriptions = {message.get("id"): zeebe(message, "subscription") for message in root.iterchildren(tag("message"))}
    for node in process.iter(*WAITING, tag("messageEventDefinition")):
        holder = node.getparent() if local(node) == "messageEventDefinition" else node
        found = subscriptions.get(node.get("messageRef"))
        key = found.get("correlationKey") if found is not None else None
        if key and holder is not None and extension(holder, "correlation") is None:
            add_extension(holder, "correlation", key=key)


def _script(node: Node) -> None:
    found = zeebe(node, "script")
    if found is None or local(node) != "scriptTask" or node.find(tag("script")) is not None:
        return
    made = etree.SubElement(node, tag("script"))
    made.text = f"{found.get('resultVariable', '')} = {bare(found.get('expression', ''))}"


def _mapping(node: Node) -> Iterator[Finding]:
    mapping, job = zeebe(node, "ioMapping"), extension(node, "job")
    for each in mapping if mapping is not None else ():
        attributes = {"source": each.get("source", ""), "target": each.get("target", "")}
        if job is not None:
            etree.SubElement(job, f"{{{CITY}}}{local(each)}", attributes)
        elif local(node) == "callActivity":
            add_extension(node, local(each), **attributes)
        else:
            yield finding("foreign-mapping", node, name=f"zeebe:{local(each)} {attributes['target']}")


def _loop(node: Node) -> None:
    many = node.find(tag("multiInstanceLoopCharacteristics"))
    found = None if many is None else zeebe(many, "loopCharacteristics")
    if many is None or found is None:
        return
    for theirs, ours in (("inputCollection", "loopDataInputRef"), ("outputCollection", "loopDataOutputRef")):
        if found.get(theirs):
            put_loop(many, ours, bare(found.get(theirs, "")))
    for theirs, ours in (("inputElement", "inputDataItem"), ("outputElement", "outputDataItem")):
        if found.get(theirs):
            put_loop(many, ours, item=bare(found.get(theirs, "")))
