"""Writes into a file what other vendors' words in it mean in ours. Their own words, the notes and the drawing stay."""

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn import dialects
from bpmn.drafts import Draft, attributes_of, open_draft
from bpmn.echoes import without_echoes
from bpmn.findings import Finding
from bpmn.scopes import executable
from bpmn.writing import write
from bpmn.xml import CITY, Node, check_definitions, id_of, local, split, tag


@dataclass(frozen=True, slots=True)
class Converted:
    """`written`: (element, what was put there). `findings`: what could not be said, or has no effect here."""

    source: bytes
    written: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def convert(source: bytes) -> Converted:
    """Malformed where the file cannot be read. With nothing to say the bytes are the same."""
    draft = open_draft(source)
    check_definitions(draft.root)
    found = tuple(without_echoes(dialects.translate(draft.root, executable(draft.root))))
    return Converted(write(draft), tuple(_written(draft)), found)


def _written(draft: Draft) -> Iterator[tuple[str, str]]:
    for node in draft.changed():
        where = id_of(node) or node.get("id") or "-"
        if draft.is_new(node):
            yield from ((where, _shown(each)) for each in _said(node))
            continue
        part = draft.parts[node]
        for name, value in attributes_of(node).items():
            if part.attributes.get(name) != value:
                yield where, f'{split(name)[1]}="{value}"'
        if (node.text or "").strip() != (part.text or "").strip():
            yield where, f"{local(node)}：{(node.text or '').strip()}"


def _said(node: Node) -> list[Node]:
    """The city words in a new element, or the element itself."""
    return list(node.iterchildren(f"{{{CITY}}}*")) if node.tag == tag("extensionElements") else [node]


def _shown(node: Node) -> str:
    prefix = "city:" if str(node.tag).startswith(f"{{{CITY}}}") else ""
    attributes = "".join(f' {name}="{value}"' for name, value in attributes_of(node).items())
    inside = "".join(f" {_shown(each)}" for each in node.iterchildren("{*}*"))
    return f"{prefix}{local(node)}{attributes}{'：' + node.text if node.text and node.text.strip() else ''}{inside}"
