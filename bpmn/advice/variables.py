"""Names of variables: read and never written, written and never read, asked for by a decision that nobody feeds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from bpmn.advice.asked import Asked, asked_by
from bpmn.findings import Finding, finding
from bpmn.model import Definition
from bpmn.names import names_in, names_read, names_written, nearest, targets_of, texts
from bpmn.parse import Document
from bpmn.resources import Beside
from bpmn.scopes import event_kinds
from bpmn.xml import CITY, Node, extension, id_of, local, tag, text_of

RECEIVING = ("message", "signal")
DATA = ("dataObject", "dataObjectReference", "dataStoreReference", "dataInput", "dataOutput", "property")
MOST_DECISIONS = 200
SENDING = ("intermediateThrowEvent", "endEvent")


def variables(process: Node, definition: Definition, document: Document) -> Iterator[Finding]:
    written = names_written(process, definition)
    known = _Written(written, is_closed(process, definition))
    yield from _unknown(process, known)
    yield from _decisions(process, document.beside, known)
    yield from _unused(process, definition, document)


@dataclass(frozen=True, slots=True)
class _Written:
    """`is_closed`: does everything come through a form of the start? Then what nothing writes is never there."""

    names: frozenset[str]
    is_closed: bool
    likes: dict[str, str | None] = field(default_factory=dict)

    def like(self, name: str) -> str | None:
        if name not in self.likes:
            self.likes[name] = nearest(name, self.names)
        return self.likes[name]

    def hint(self, name: str) -> str | None:
        """What to do about a name that nothing writes; None where it may come from outside, or is written."""
        like = None if name in self.names else self.like(name)
        if name in self.names or not (like or self.is_closed):
            return None
        return f"是不是 {like}" if like else "在表单里加上它，或在前面的脚本里写入"


def _unknown(process: Node, written: _Written) -> Iterator[Finding]:
    told: set[tuple[str | None, str]] = set()
    for node, where, name in names_read(process):
        key = (id_of(node), name)
        if key not in told and (hint := written.hint(name)):
            told.add(key)
            yield finding("unknown-name", node, where=where, name=name, hint=hint)


def is_closed(process: Node, definition: Definition) -> bool:
    """Does every variable come through a form of the start, none by a message or a call from outside?"""
    found = [each for each in definition.elements.values() if each.kind == "startEvent"]
    has_forms = any(start.form in definition.forms for start in found)
    receives = any(local(node) == "receiveTask" for node in process.iter("{*}*"))
    receives = receives or any(True for kind in RECEIVING for _ in process.iter(tag(f"{kind}EventDefinition")))
    return has_forms and not receives


def _decisions(process: Node, beside: Beside, written: _Written) -> Iterator[Finding]:
    """What a decision asks for and nobody writes; columns of its result that nobody reads."""
    read = [text for _, _, text in texts(process)]
    for task in islice(process.iter(tag("businessRuleTask")), MOST_DECISIONS):
        word = extension(task, "decision")
        decision = "" if word is None else word.get("decision", "")
        asked = asked_by(decision, beside)
        for name in sorted(asked.names if asked else ()):
            if hint := written.hint(name):
                yield finding("decision-input", task, decision=decision, name=name, hint=hint)
        if word is not None and asked is not None and len(asked.outputs) > 1:
            yield from _columns(task, word.get("result", ""), asked, read)


def _columns(task: Node, result: str, asked: Asked, read: list[str]) -> Iterator[Finding]:
    path = re.compile(rf"(?<![\w.]){re.escape(result)}(?![\w])(?:\s*\.\s*(\w+))?")
    used = [match[1] for text in read for match in path.finditer(text)]
    for name in asked.outputs if used and None not in used else ():
        if name not in used:
            yield finding("decision-output", task, name=name, result=result)


def _unused(process: Node, definition: Definition, document: Document) -> Iterator[Finding]:
    """Only what is computed, and not in cases and tickets, whose record it is. What is sent takes all along."""
    if definition.kind != "process" or _sends(process):
        return
    read = _read_anywhere(process, definition, document)
    for node, name in _computed(process):
        if name and name not in read:
            yield finding("unused-variable", node, name=name)


def _sends(process: Node) -> bool:
    events = (node for kind in SENDING for node in process.iter(tag(kind)))
    return (
        any(set(event_kinds(node)) & set(RECEIVING) for node in events)
        or process.find(f".//{tag('sendTask')}") is not None
    )


def _read_anywhere(process: Node, definition: Definition, document: Document) -> set[str]:
    found = {name for _, _, name in names_read(process)} | {definition.subject or "", *definition.personal}
    for output in document.tree.iter(f"{{{CITY}}}output"):
        found |= names_in((output.get("source") or "").removeprefix("="))
    for ref in process.iter(tag("loopDataInputRef")):
        found |= set(re.findall(r"[^\W\d]\w*", text_of(ref)))
    found |= set(_moved(definition))
    for named in process.iter(*map(tag, DATA)):
        found |= {named.get("name") or "", named.get("id") or ""}
    for form in definition.forms.values():
        for asking in form.fields:
            found |= {asking.key.partition(".")[0], *names_in(asking.hidden or "")}
    for element in definition.elements.values():
        if element.decision and (asked := asked_by(element.decision.decision, document.beside)):
            found |= asked.names
    return found


def _moved(definition: Definition) -> Iterator[str]:
    """What data associations read, loops go through, and callers are given."""
    for element in definition.elements.values():
        if element.collection:
            yield element.collection
        if element.data:
            yield from (*element.data.inputs, *element.data.outputs)
            yield from (name for each in (*element.data.reads, *element.data.writes) for name in each.sources)
    if definition.data:
        yield from definition.data.outputs


def _computed(process: Node) -> Iterator[tuple[Node, str]]:
    for script in process.iter(tag("script")):
        read = _within(text_of(script))
        for name in sorted(targets_of(text_of(script)) - read):
            yield script, name
    for kind in ("calculation", "decision"):
        for word in process.iter(f"{{{CITY}}}{kind}"):
            yield word, (word.get("result") or "").partition(".")[0]


def _within(script: str) -> set[str]:
    """Names that later lines of a script read."""
    right = [line.partition("=")[2] for line in re.split(r"[\n;]", script)]
    return {name for line in right for name in re.findall(r"[^\W\d]\w*", line)}
