"""A file that is being changed: its tree with comments and all, and how each part of it was when it was opened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bpmn.spans import Span, decoded, spans
from bpmn.xml import Malformed, Node, read_xml


@dataclass(frozen=True, slots=True)
class Part:
    """One node as it was: where it stood, its attributes, text and children."""

    span: Span
    attributes: dict[str, str]
    text: str | None
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` is the file as UTF-8, `codec` and `mark` how its bytes were written. The tree may be changed at will."""

    source: bytes
    text: bytes
    codec: str
    mark: bytes
    root: Node
    parts: dict[Node, Part] = field(repr=False)

    def is_new(self, node: Node) -> bool:
        return node not in self.parts

    def changed(self) -> Iterator[Node]:
        """Nodes that are new, or whose attributes, text or children are not as they were; not what is in a new one."""
        for node in self.root.iter():
            part, around = self.parts.get(node), node.getparent()
            if part is None:
                if around is None or around in self.parts:
                    yield node
            elif is_changed(node, part):
                yield node


def is_changed(node: Node, part: Part) -> bool:
    return attributes_of(node) != part.attributes or node.text != part.text or tuple(node) != part.children


def attributes_of(node: Node) -> dict[str, str]:
    return {} if callable(node.tag) else {str(name): str(value) for name, value in node.attrib.items()}


def open_draft(source: bytes) -> Draft:
    """Malformed where the file cannot be read, or not be written again as it was."""
    root = read_xml(source, whole=True)
    info: Any = root.getroottree().docinfo
    try:
        text, codec, mark = decoded(source, info.encoding or "utf-8")
    except (UnicodeError, LookupError) as error:
        raise Malformed(f"文件的编码与声明的 {info.encoding} 不一致，请另存为 UTF-8") from error
    found, nodes = spans(text), list(root.iter())
    if len(found) != len(nodes):
        raise Malformed("文件里有不能原样写回的内容，请用画图工具重新保存")
    parts = {
        node: Part(span, attributes_of(node), node.text, tuple(node)) for node, span in zip(nodes, found, strict=True)
    }
    return Draft(source, text, codec, mark, root, parts)
