"""Says in our words, in the tree, what Zeebe's extension elements say. Its expressions are FEEL already."""

from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.dialects.activities import DOING, put_loop, say
from bpmn.dialects.equivalents import NAME
from bpmn.dialects.parameters import ON_EVENTS, put_pair
from bpmn.dialects.vendors import ZEEBE, zeebe
from bpmn.findings import Finding, finding
from bpmn.scopes import ACTIVITIES
from bpmn.texts import bare
from bpmn.xml import Node, add_extension, extension, extensions, local, tag, words

READ = frozenset(
    words(
        """
        taskDefinition assignmentDefinition calledElement calledDecision ioMapping
        loopCharacteristics formDefinition script userTask versionTag properties subscription
        userTaskForm priorityDefinition modelerTemplate
        """
    )
)
LISTENERS = ("executionListeners", "taskListeners")
HEADERS = "要带给后台的值写成 city:job 的 city:input"
ITEM = "只能是一个变量名：在里面算好，存进这个变量"
IGNORED = "删去它，或用 city: 的写法代替"


def translate_zeebe(node: Node) -> Iterator[Finding]:
    yield from _simple(node)
    yield from _form(node)
    yield from _job(node)
    yield from _call(node)
    _script(node)
    yield from _mapping(node)
    yield from _loop(node)
    for found in extensions(node, ZEEBE):
        if local(found) in LISTENERS:
            yield finding("foreign-listener", node, name=f"zeebe:{local(found)}")
        elif local(found) not in READ:
            instead = HEADERS if local(found) == "taskHeaders" else IGNORED
            yield finding("foreign-ignored", node, name=f"zeebe:{local(found)}", instead=instead)


def _simple(node: Node) -> Iterator[Finding]:
    for name, city, names in WORDS:
        found = zeebe(node, name)
        if found is not None:
            said: Mapping[str, str | None] = {ours: found.get(theirs) for theirs, ours in names}
            yield from say(node, city, said, f"zeebe:{name}")


WAITING = (tag("receiveTask"), tag("sendTask"))
WORDS = (
    (
        "assignmentDefinition",
        "assignment",
        (("assignee", "assignee"), ("candidateGroups", "candidateGroups"), ("candidateUsers", "candidateUsers")),
    ),
    ("calledDecision", "decision", (("decisionId", "decision"), ("resultVariable", "result"))),
)


def _form(node: Node) -> Iterator[Finding]:
    """By its id, or a form that is written in the process: `camunda-forms:bpmn:<id>`."""
    found = zeebe(node, "formDefinition")
    if found is not None:
        key = found.get("formId") or found.get("formKey", "").rpartition(":")[2]
        yield from say(node, "form", {"key": key}, "zeebe:formDefinition")


def _job(node: Node) -> Iterator[Finding]:
    """Where an outside worker does it: a task of ours, but neither an event nor a script of another language."""
    found = zeebe(node, "taskDefinition")
    if found is None:
        return
    kind = found.get("type", "")
    if local(node) not in DOING:
        yield finding("foreign-type", node, name="zeebe:taskDefinition", kind=kind, instead="改画成服务任务")
    elif kind.startswith("="):
        yield finding("foreign-expression", node, where="type", text=kind, why="后台任务的名字要写死")
    else:
        yield from say(node, "job", {"kind": kind, "retries": found.get("retries")}, "zeebe:taskDefinition")


def _call(node: Node) -> Iterator[Finding]:
    """Zeebe passes all variables both ways where nothing else is said."""
    called = zeebe(node, "calledElement")
    if called is None:
        return
    if not node.get("calledElement"):
        node.set("calledElement", called.get("processId", ""))
    mapping = zeebe(node, "ioMapping")
    has_outputs = mapping is not None and any(True for _ in mapping.iterchildren(f"{{{ZEEBE}}}output"))
    binding = called.get("bindingType", "latest")
    gives = called.get("propagateAllParentVariables") != "false"
    takes = called.get("propagateAllChildVariables") != "false" and not has_outputs
    if binding not in ("latest", "deployment"):
        yield finding("call-foreign", node, name=f"zeebe:calledElement bindingType {binding}")
        return
    said = {"binding": binding, "inputs": "all" if gives else None, "outputs": "all" if takes else None}
    yield from say(node, "call", said, "zeebe:calledElement")


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
    if mapping is None:
        return
    if local(node) not in ACTIVITIES:
        yield finding("foreign-mapping", node, name="zeebe:ioMapping", instead=ON_EVENTS)
        return
    for each in mapping.iterchildren(f"{{{ZEEBE}}}input", f"{{{ZEEBE}}}output"):
        put_pair(node if job is None else job, local(each), each.get("source", ""), each.get("target", ""))


def _loop(node: Node) -> Iterator[Finding]:
    many = node.find(tag("multiInstanceLoopCharacteristics"))
    found = None if many is None else zeebe(many, "loopCharacteristics")
    if many is None or found is None:
        return
    for theirs, ours in (("inputCollection", "loopDataInputRef"), ("outputCollection", "loopDataOutputRef")):
        if found.get(theirs) and many.find(tag(ours)) is None:
            put_loop(many, ours, bare(found.get(theirs, "")))
    for theirs, ours in (("inputElement", "inputDataItem"), ("outputElement", "outputDataItem")):
        item = bare(found.get(theirs, ""))
        if item and not NAME.fullmatch(item):
            yield finding("foreign-mapping", node, name=f"zeebe {theirs}“{item}”", instead=ITEM)
        elif item and many.find(tag(ours)) is None:
            put_loop(many, ours, item=item)
