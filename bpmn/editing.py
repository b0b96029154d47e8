"""Changes to a draft that a designer makes: city words, names, conditions, limits. All else stays as it is."""

from collections.abc import Mapping

from lxml import etree

from bpmn.drafts import Draft
from bpmn.xml import Node, add_extension, extension, extensions, local, tag


class NoSuchElement(LookupError):
    """No element of the file has this id."""


def find(draft: Draft, id: str) -> Node:
    """The element of BPMN with this id."""
    found = next((node for node in draft.root.iter(tag("*")) if node.get("id") == id), None)
    if found is None:
        raise NoSuchElement(id)
    return found


def set_name(draft: Draft, id: str, name: str | None) -> None:
    """None takes the name away."""
    node = find(draft, id)
    if name is None:
        node.attrib.pop("name", "")
    else:
        node.set("name", name)


def set_word(draft: Draft, id: str, word: str, attributes: Mapping[str, str | None]) -> None:
    """Puts `<city:word>` on the element or changes the one that is there; None takes an attribute away."""
    node = find(draft, id)
    found = extension(node, word)
    if found is None:
        found = add_extension(node, word)
    for name, value in attributes.items():
        if value is None:
            found.attrib.pop(name, "")
        else:
            found.set(name, value)


def remove_word(draft: Draft, id: str, word: str) -> None:
    """Takes every `<city:word>` off the element, with extensionElements that hold nothing any more."""
    node = find(draft, id)
    for found in list(extensions(node)):
        if local(found) == word:
            _take_out(found)
    for holder in list(node.iterchildren(tag("extensionElements"))):
        if not len(holder) and not (holder.text or "").strip():
            _take_out(holder)


def set_limit(draft: Draft, id: str, committed: str | None = None, statutory: str | None = None) -> None:
    """The lengths of `city:timeLimit`; with neither it is taken off."""
    if committed is None and statutory is None:
        remove_word(draft, id, "timeLimit")
    else:
        set_word(draft, id, "timeLimit", {"committed": committed, "statutory": statutory})


def set_condition(draft: Draft, id: str, text: str | None) -> None:
    """The condition of a sequence flow; None takes it away."""
    flow = find(draft, id)
    found = flow.find(tag("conditionExpression"))
    if text is None:
        if found is not None:
            _take_out(found)
        return
    if found is None:
        found = etree.SubElement(flow, tag("conditionExpression"))
    for child in list(found):
        found.remove(child)
    found.attrib.pop("language", "")
    found.text = text


def _take_out(node: Node) -> None:
    """Without the text behind it going too, as lxml would have it."""
    around, before = node.getparent(), node.getprevious()
    if around is None:
        return
    if node.tail and node.tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            around.text = (around.text or "") + node.tail
    around.remove(node)
