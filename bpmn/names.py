"""Which variables a process reads and which it writes, as far as the file says. Runs nothing."""

import re
from collections.abc import Iterator, Mapping

from bpmn import feel
from bpmn.items import items
from bpmn.model import Definition, Element
from bpmn.texts import CONDITIONS, TIMES, bare, check_expression
from bpmn.vocabulary import WORDS
from bpmn.xml import CITY, Node, local, tag, text_of

SUPPLIED = frozenset(
    (
        "loopCounter",
        "nrOfInstances",
        "nrOfActiveInstances",
        "nrOfCompletedInstances",
        "instance",
        "initiator",
        "$now",
        "activationCount",
        "waitingForStart",
        "numberOfInstances",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
    )
)
"""Names that the engine gives by itself."""
DIGITS = re.compile(r"[0-9]+")
MOST_COMPARED = 400
LONGEST_COMPARED = 60
SCRIPT = "脚本"
WRITERS = ("inputDataItem", "outputDataItem")
Read = tuple[Node, str, str]
"""The element, what kind of text it is, and the name that it reads."""


def names_read(process: Node) -> Iterator[Read]:
    """Every variable in every expression of the process, where it stands; texts that are wrong are skipped."""
    for node, where, text in texts(process):
        for name in sorted(script_names(text) if where == SCRIPT else names_in(text)):
            if name not in SUPPLIED:
                yield node, where, name


def texts(process: Node) -> Iterator[Read]:
    """Every expression and script: the element, what kind of text it is, and the text."""
    for node in process.iter(*map(tag, CONDITIONS)):
        yield node, CONDITIONS[local(node)], text_of(node)
    known = items(process)
    for node in process.iter(tag("loopDataInputRef")):
        if text_of(node) not in known:
            yield node, "列表", text_of(node)
    for node in process.iter(*map(tag, TIMES)):
        if text_of(node).startswith("="):
            yield node, "时间", text_of(node)
    for node in process.iter(tag("script")):
        yield node, SCRIPT, text_of(node)
    for node in process.iter(f"{{{CITY}}}*"):
        yield from _city_texts(node)


def _city_texts(node: Node) -> Iterator[tuple[Node, str, str]]:
    word = WORDS.get(local(node))
    if word is None or _is_inside_call(node):
        return
    for attribute, entry in word.attributes.items():
        text, format = (node.get(attribute) or "").strip(), entry.get("format")
        is_path = format == "area" and not text.isdecimal()
        if text and (format == "expression" or is_path or (format in ("text", "list") and text.startswith("="))):
            yield node, f"city:{word.name} 的 {attribute}", text


def _is_inside_call(node: Node) -> bool:
    """The outputs of a call or job are read in another scope than the process."""
    return local(node) == "output"


def names_in(text: str) -> frozenset[str]:
    """The variables that an expression reads; none where it cannot be read."""
    try:
        return check_expression(text).names
    except feel.FeelSyntaxError:
        return frozenset()


def script_names(text: str) -> frozenset[str]:
    """The variables that a script reads before it has assigned them; none where it cannot be read."""
    try:
        return feel.compile_script(text).names
    except feel.FeelSyntaxError:
        return frozenset()


def names_written(process: Node, definition: Definition) -> frozenset[str]:
    """Variables that a form, script, calculation, decision, job, call, loop or message of the process writes."""
    found: set[str] = {field.key for form in definition.forms.values() for field in form.fields}
    for element in definition.elements.values():
        found |= set(_written_by(element))
    for node in process.iter(tag("script")):
        found |= targets_of(text_of(node))
    for node in process.iter(*map(tag, WRITERS)):
        found.add(node.get("name") or node.get("id") or "")
    found |= {bare(text_of(node)) for node in process.iter(tag("loopDataOutputRef"))}
    found |= {*items(process).values(), *(each.gathers or "" for each in definition.elements.values())}
    found |= set(definition.personal) | {definition.subject or ""}
    return frozenset(name.partition(".")[0] for name in found if name)


def _written_by(element: Element) -> Iterator[str]:
    if element.assignment and element.assignment.performer:
        yield element.assignment.performer
    if element.calculation and element.calculation.result:
        yield element.calculation.result
    if element.decision:
        yield element.decision.result
    if element.job:
        yield from (name for _, name in element.job.outputs)
    yield from (name for _, name in element.outputs)
    if element.data:
        yield from (*element.data.inputs, *element.data.outputs, *element.data.properties)
        yield from (association.target for association in (*element.data.reads, *element.data.writes))
    if element.kind != "callActivity":
        yield from (name for _, name in element.inputs)
    yield from (name for name in (element.initiator, element.initiator_area) if name)


def targets_of(text: str) -> set[str]:
    """The variables that a script assigns; none where it cannot be read."""
    try:
        return set(feel.compile_script(text).targets)
    except feel.FeelSyntaxError:
        return set()


def nearest(name: str, known: Mapping[str, object] | frozenset[str]) -> str | None:
    """The known name that this may be a slip of: two letters off, one for short names. Looks among few names only.

    Names that differ in their numbers only are meant to differ.
    """
    if len(known) > MOST_COMPARED or len(name) > LONGEST_COMPARED:
        return None
    allowed = 1 if len(name) < 6 else 2
    plain = DIGITS.sub("", name)
    near = (each for each in known if abs(len(each) - len(name)) <= allowed and DIGITS.sub("", each) != plain)
    close = ((distance(name, each, allowed), each) for each in near)
    best = min(close, default=(allowed + 1, ""))
    return best[1] if best[0] <= allowed and len(name) > 2 else None


def distance(one: str, other: str, most: int) -> int:
    """Levenshtein's; anything above `most` where it is more."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        before, row[0] = row[0], at
        for column, against in enumerate(other, 1):
            cost = before if char == against else 1 + min(before, row[column], row[column - 1])
            before, row[column] = row[column], cost
        if min(row) > most:
            return most + 1
    return row[-1]
