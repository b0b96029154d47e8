"""Says in our words, in the tree, what other vendors' attributes say of tasks, call activities and loops."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.dialects.juel import is_juel
from bpmn.dialects.texts import translated
from bpmn.dialects.vendors import elements, word, written
from bpmn.findings import Finding, finding
from bpmn.times import check_duration
from bpmn.xml import CITY, Node, add_extension, extension, local, tag, text_of

ITEMS = re.compile(r"(?:[^,{]|\{[^}]*\})+")
ASSIGNED = ("candidateGroups", "candidateUsers", "assignee")
IMPLEMENTED = ("serviceTask", "businessRuleTask", "sendTask")


def translate_activity(node: Node) -> Iterator[Finding]:
    yield from _assignment(node)
    yield from _form(node)
    yield from _due(node)
    match local(node):
        case "serviceTask":
            yield from _service(node)
        case "businessRuleTask":
            yield from _decision(node)
        case "callActivity":
            yield from _mappings(node)
    yield from _parameters(node)
    yield from _loop(node)


def say(node: Node, name: str, said: Mapping[str, str | None], by: str) -> Iterator[Finding]:
    """Puts `<city:name>` with what is said, unless the designer has put one himself."""
    attributes = {key: text for key, text in said.items() if text}
    if not attributes:
        return
    if extension(node, name) is not None:
        yield finding("foreign-both", node, name=by, city=name)
    else:
        add_extension(node, name, **attributes)


def _assignment(node: Node) -> Iterator[Finding]:
    said: dict[str, str | None] = {}
    for name in ASSIGNED:
        text, found = _names(node, name)
        yield from found
        said[name] = text
    yield from say(node, "assignment", said, "candidateGroups")
    for formal in node.iter(tag("formalExpression")):
        if is_juel(text_of(formal)):
            formal.text, found = translated(formal, "办理人", text_of(formal))
            yield from found


def _names(node: Node, name: str) -> tuple[str | None, list[Finding]]:
    """A list of names; with `${...}` among them one expression that gives the list."""
    text = word(node, name)
    if not text or not is_juel(text):
        return text, []
    parts = [translated(node, name, item.strip()) for item in ITEMS.findall(text) if item.strip()]
    found = [each for _, some in parts for each in some]
    if len(parts) == 1:
        return parts[0][0], found
    items = (part[1:] if part.startswith("=") else f'"{part}"' for part, _ in parts)
    return f"=[{', '.join(items)}]", found


def _form(node: Node) -> Iterator[Finding]:
    key = word(node, "formKey", "formRef")
    if key:
        name = key.rpartition(":")[2].rpartition("/")[2]
        yield from say(node, "form", {"key": name.removesuffix(".html").removesuffix(".form")}, "formKey")
    for found in elements(node, "formData", "formProperty"):
        yield finding("foreign-form", node, name=written(found))


def _due(node: Node) -> Iterator[Finding]:
    for name in ("dueDate", "followUpDate"):
        text = word(node, name)
        if not text:
            continue
        try:
            check_duration(text)
        except ValueError:
            yield finding("foreign-due", node, name=name, text=text)
        else:
            if name == "dueDate":
                yield from say(node, "timeLimit", {"committed": text}, name)


def _service(node: Node) -> Iterator[Finding]:
    expression, topic = word(node, "expression"), word(node, "topic")
    if topic:
        yield from say(node, "job", {"kind": topic}, "topic")
    elif expression:
        text, found = translated(node, "表达式", expression)
        yield from found
        result = word(node, "resultVariable", "resultVariableName")
        yield from say(node, "calculation", {"expression": text, "result": result}, "expression")


def _decision(node: Node) -> Iterator[Finding]:
    decision = word(node, "decisionRef")
    if decision:
        result = word(node, "resultVariable") or decision
        yield from say(node, "decision", {"decision": decision, "result": result}, "decisionRef")


def _mappings(node: Node) -> Iterator[Finding]:
    for found in elements(node, "in", "out"):
        source, target = found.get("source") or found.get("sourceExpression"), found.get("target")
        if source and target:
            text, wrong = translated(node, written(found), source)
            yield from wrong
            add_extension(node, "input" if local(found) == "in" else "output", source=text, target=target)
        elif found.get("businessKey"):
            yield finding("foreign-ignored", node, name=f"{written(found)} businessKey", instead="办件号由平台给出")
        else:
            yield finding("foreign-mapping", node, name=f"{written(found)} variables")


def _parameters(node: Node) -> Iterator[Finding]:
    """`inputOutput`: on a job and a call it is a mapping; elsewhere variables are shared, so it has no meaning."""
    job = extension(node, "job")
    holder = job if job is not None else node
    for block in elements(node, "inputOutput"):
        for each in block:
            is_plain = not len(each) and local(each) in ("inputParameter", "outputParameter")
            if not is_plain or (job is None and local(node) != "callActivity"):
                yield finding("foreign-mapping", node, name=f"{written(block)} {each.get('name', '')}".strip())
                continue
            yield from _parameter(node, holder, each)


def _parameter(node: Node, holder: Node, each: Node) -> Iterator[Finding]:
    name = "input" if local(each) == "inputParameter" else "output"
    text, found = translated(node, f"{name} {each.get('name')}", text_of(each))
    yield from found
    source = text if text.startswith("=") else f'="{text}"'
    if holder is node:
        add_extension(node, name, source=source, target=each.get("name", ""))
    else:
        etree.SubElement(holder, f"{{{CITY}}}{name}", {"source": source, "target": each.get("name", "")})


def _loop(node: Node) -> Iterator[Finding]:
    many = node.find(tag("multiInstanceLoopCharacteristics"))
    if many is None:
        return
    collection = word(many, "collection")
    if collection and many.find(tag("loopDataInputRef")) is None:
        text, found = translated(many, "collection", collection)
        yield from found
        put_loop(many, "loopDataInputRef", text.removeprefix("="))
    variable = word(many, "elementVariable")
    if variable and many.find(tag("inputDataItem")) is None:
        put_loop(many, "inputDataItem", item=variable)


def put_loop(many: Node, kind: str, text: str | None = None, item: str | None = None) -> None:
    made = etree.SubElement(many, tag(kind), {"name": item} if item else {})
    made.text = text
