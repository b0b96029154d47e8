"""Says in our words, in the tree, what other vendors' attributes say of tasks and loops."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.dialects.forms import has_fields
from bpmn.dialects.juel import is_juel
from bpmn.dialects.texts import translated
from bpmn.dialects.vendors import elements, word
from bpmn.findings import Finding, finding
from bpmn.times import check_duration
from bpmn.xml import Node, add_extension, extension, local, tag, text_of

OWNER = re.compile(r"(user|group)\((.*)\)", re.DOTALL)
ITEMS = re.compile(r"(?:[^,{]|\{[^}]*\})+")
ASSIGNED = ("candidateGroups", "candidateUsers", "assignee")
HUMAN = ("userTask", "manualTask")
FORMED = ("startEvent", *HUMAN)
OUTSIDE = ("external", "external-worker")
DOING = ("serviceTask", "sendTask", "businessRuleTask")
LATER = re.compile(r"[$#]\{\s*dateTime\(\)\.plus(Years|Months|Weeks|Days|Hours|Minutes)\((\d+)\)(?:\.toDate\(\))?\s*\}")
SETTING = re.compile(r"""[$#]\{\s*execution\.setVariable\(\s*['"](\w+)['"]\s*,(.*)\)\s*\}""", re.DOTALL)
"""An expression that only writes a variable."""
RETRIED = re.compile(r"R(\d{1,2})/(P.+)")


def translate_activity(node: Node) -> Iterator[Finding]:
    if local(node) in HUMAN:
        yield from _assignment(node)
    if local(node) in FORMED:
        yield from _form(node)
    yield from _due(node)
    yield from say(node, "initiator", {"variable": word(node, "initiator")}, "initiator")
    if local(node) in DOING:
        yield from _work(node)
    if local(node) == "businessRuleTask":
        yield from _decision(node)
    yield from _loop(node)


def say(node: Node, name: str, said: Mapping[str, str | None], by: str) -> Iterator[Finding]:
    """Puts `<city:name>` with what is said, unless the designer has put one himself; told where he says otherwise."""
    attributes = {key: text for key, text in said.items() if text}
    own = extension(node, name)
    if not attributes:
        return
    if own is None:
        add_extension(node, name, **attributes)
    elif any(own.get(key) != text for key, text in attributes.items()):
        yield finding("foreign-both", node, name=by, city=name)


def _assignment(node: Node) -> Iterator[Finding]:
    said: dict[str, str | None] = {}
    for name in ASSIGNED:
        text, found = _names(node, name)
        yield from found
        said[name] = text
    yield from say(node, "assignment", said, "candidateGroups")
    for formal in node.iter(tag("formalExpression")):
        yield from _owner(formal)


def _owner(formal: Node) -> Iterator[Finding]:
    """`user(${clerk}), group(window)`: what stands in the brackets is said in FEEL."""
    text = text_of(formal)
    if not is_juel(text):
        return
    said: list[str] = []
    for part in ITEMS.findall(text):
        kind = OWNER.fullmatch(part.strip())
        inner, found = translated(formal, "办理人", kind[2] if kind else part.strip())
        yield from found
        if inner is None:
            return
        said.append(f"{kind[1]}({inner})" if kind else inner)
    formal.text = ", ".join(said)


def _names(node: Node, name: str) -> tuple[str | None, list[Finding]]:
    """A list of names; with `${...}` among them one expression that gives the list."""
    text = word(node, name)
    if not text or not is_juel(text):
        return text, []
    parts = [translated(node, name, item.strip()) for item in ITEMS.findall(text) if item.strip()]
    found = [each for _, some in parts for each in some]
    texts = [part for part, _ in parts if part is not None]
    if len(texts) < len(parts):
        return None, found
    if len(parts) == 1:
        return texts[0], found
    items = (part[1:] if part.startswith("=") else f'"{part}"' for part in texts)
    return f"=[{', '.join(items)}]", found


def _form(node: Node) -> Iterator[Finding]:
    key = word(node, "formKey", "formRef")
    if key and not is_juel(key):
        name = key.partition("?")[0].rpartition(":")[2].rpartition("/")[2]
        for ending in (".html", ".json", ".form"):
            name = name.removesuffix(ending)
        yield from say(node, "form", {"key": name}, "formKey")
    elif key:
        yield finding("foreign-expression", node, where="formKey", text=key, why="表单要写死")
    elif has_fields(node) and node.get("id"):
        yield from say(node, "form", {"key": node.get("id")}, "formData")


def _due(node: Node) -> Iterator[Finding]:
    """A length is a time limit. A moment is none: limits run from when the task is opened."""
    for name in ("dueDate", "followUpDate"):
        text = word(node, name)
        if not text:
            continue
        length = _length(text)
        if length is None or name == "followUpDate":
            yield finding("foreign-due", node, name=name, text=text)
        else:
            yield from say(node, "timeLimit", {"committed": length}, name)


def _length(text: str) -> str | None:
    later = LATER.fullmatch(text)
    if later is not None:
        unit, number = later[1], later[2]
        return f"PT{number}{unit[0]}" if unit in ("Hours", "Minutes") else f"P{number}{unit[0]}"
    try:
        check_duration(text)
    except ValueError:
        return None
    return text


def _work(node: Node) -> Iterator[Finding]:
    """An outside worker's topic is a job; an expression with a result is a calculation."""
    expression, topic = word(node, "expression"), word(node, "topic")
    if topic and word(node, "type") in (*OUTSIDE, None):
        yield from _topic(node, topic)
    elif expression and local(node) == "serviceTask":
        result = word(node, "resultVariable", "resultVariableName")
        setting = SETTING.fullmatch(expression)
        if setting is not None:
            result, expression = setting[1], f"${{{setting[2]}}}"
        text, found = translated(node, "表达式", expression)
        yield from found
        said = {"expression": text, "result": result}
        if text is not None:
            yield from say(node, "calculation", said, "expression")
    elif expression:
        yield finding("foreign-code", node, name="expression")


def _topic(node: Node, topic: str) -> Iterator[Finding]:
    if is_juel(topic):
        yield finding("foreign-expression", node, where="topic", text=topic, why="后台任务的名字要写死")
        return
    retries = RETRIED.fullmatch(next((text_of(each) for each in elements(node, "failedJobRetryTimeCycle")), ""))
    times, wait = (retries[1], retries[2]) if retries else (None, None)
    if not any(True for _ in elements(node, "inputOutput", "in")) and extension(node, "job") is None:
        yield finding("foreign-topic", node, topic=topic)
    yield from say(node, "job", {"kind": topic, "retries": times, "backoff": wait}, "topic")


def _decision(node: Node) -> Iterator[Finding]:
    decision = word(node, "decisionRef")
    if not decision:
        return
    if is_juel(decision):
        yield finding("foreign-expression", node, where="decisionRef", text=decision, why="决策的 id 要写死")
        return
    shape = word(node, "mapDecisionResult") or "resultList"
    if shape in ("resultList", "singleResult"):
        yield finding("foreign-result", node, name=f"mapDecisionResult {shape}")
    said: dict[str, str | None] = {"decision": decision, "result": word(node, "resultVariable") or decision}
    binding = word(node, "decisionRefBinding")
    version = word(node, "decisionRefVersion") if binding == "version" else None
    if binding not in ("deployment", "latest", "version", None) or (version and not version.isdecimal()):
        yield finding("decision-foreign", node, name=f"decisionRefBinding {binding}")
        binding = version = None
    yield from say(node, "decision", said | {"binding": binding, "version": version}, "decisionRef")


def _loop(node: Node) -> Iterator[Finding]:
    many = node.find(tag("multiInstanceLoopCharacteristics"))
    if many is None:
        return
    collection = word(many, "collection")
    if collection and many.find(tag("loopDataInputRef")) is None:
        text, found = translated(many, "collection", collection)
        yield from found
        if text is not None:
            put_loop(many, "loopDataInputRef", text.removeprefix("="))
    variable = word(many, "elementVariable")
    if variable and many.find(tag("inputDataItem")) is None:
        put_loop(many, "inputDataItem", item=variable)
    if word(many, "elementIndexVariable") not in (None, "loopCounter"):
        yield finding("foreign-mapping", node, name="elementIndexVariable", instead="改用 loopCounter，从 0 数起")


LOOP_ORDER = ("loopCardinality", "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem")


def put_loop(many: Node, kind: str, text: str | None = None, item: str | None = None) -> None:
    """Where the standard's schema wants it: after extensions, before the completion condition."""
    made = etree.Element(tag(kind), {"name": item} if item else {})
    made.text = text
    before = {tag(name) for name in (*LOOP_ORDER[: LOOP_ORDER.index(kind)], "documentation", "extensionElements")}
    at = max((many.index(child) + 1 for child in many if child.tag in before), default=0)
    many.insert(at, made)
