"""Reads XML that nobody vouches for, and names what is in it. Knows BPMN's namespaces, not its meaning."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

Node: TypeAlias = etree._Element

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CITY = "http://tongban.org/schema/city"
NOT_DRAWN = ("EventDefinition", "Characteristics", "Expression", "Condition", "Cardinality", "DataItem")
MOST_BYTES = 10 * 1024 * 1024
MOST_DEPTH = 200
MOST_ELEMENTS = 300_000
MOST_ATTRIBUTES = 1000


class Malformed(ValueError):
    """Nothing can be read: no XML, a document type, too large or too deep. The message is for the designer."""


def read_xml(source: bytes, whole: bool = False) -> Node:
    """The root element, without comments. Loads nothing from anywhere; raises Malformed and nothing else.

    `whole`: with comments and processing instructions, for whoever writes the file again.
    """
    if len(source) > MOST_BYTES:
        raise Malformed(f"文件应不超过 {MOST_BYTES // 1024 // 1024} MB，现在 {len(source) / 1024 / 1024:.1f} MB")
    try:
        root = etree.fromstring(source, _parser(whole))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Malformed(_why(source, error)) from error
    if _has_doctype(root):
        raise Malformed(DOCTYPE)
    _check_size(root)
    return root


def check_definitions(root: Node) -> None:
    """Malformed for a root that is not BPMN 2.0's."""
    if root.tag != tag("definitions"):
        space = split(str(root.tag))[0]
        raise Malformed(
            f"最外层应是 BPMN 2.0 的 definitions（命名空间 {BPMN}），却是 {local(root)}（{space or '没有命名空间'}）"
        )


DOCTYPE = "文件里不能有 DOCTYPE 文档类型声明（它可以夹带外部文件和实体炸弹），请删去这一行"


def _has_doctype(root: Node) -> bool:
    info: Any = root.getroottree().docinfo
    return bool(info.doctype)


def _parser(whole: bool) -> etree.XMLParser:
    """A parser a file: what one file declares must not be seen by the next."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not whole,
        remove_pis=not whole,
    )


def _why(source: bytes, error: Exception) -> str:
    if b"<!DOCTYPE" in source:
        return DOCTYPE
    if "Excessive depth" in str(error):
        return f"元素应不超过 {MOST_DEPTH} 层，这个文件套得更深"
    if isinstance(error, LookupError) or "encod" in str(error).lower() or "invalid byte" in str(error).lower():
        return "文件的编码不对：内容与声明的编码不符，请用 UTF-8 另存"
    return f"文件不是完整的 XML：{str(error)[:200]}"


def _check_size(root: Node) -> None:
    depth = count = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start" and len(node.attrib) > MOST_ATTRIBUTES:
            raise Malformed(f"一个元素的属性应不超过 {MOST_ATTRIBUTES} 个，第 {line_of(node)} 行的更多")
        count += event == "start"
        depth += 1 if event == "start" else -1
        if count > MOST_ELEMENTS:
            raise Malformed(f"元素应不超过 {MOST_ELEMENTS} 个，这个文件里更多")
        if depth > MOST_DEPTH:
            raise Malformed(f"元素应不超过 {MOST_DEPTH} 层，这个文件套得更深")


def tag(name: str) -> str:
    """The full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def split(name: str) -> tuple[str, str]:
    """Namespace and local name of a tag or attribute."""
    space, _, local = name.rpartition("}")
    return space[1:], local


def local(node: Node) -> str:
    return split(str(node.tag))[1]


def is_bpmn(node: Node) -> bool:
    return str(node.tag).startswith(f"{{{BPMN}}}")


def is_city(node: Node) -> bool:
    """One of our words, which the vocabulary judges wherever it stands."""
    return str(node.tag).startswith(f"{{{CITY}}}")


def line_of(node: Node) -> int:
    """The line of the element; for one that we made ourselves that of the element around it."""
    at: Node | None = node
    while at is not None:
        line: Any = at.sourceline
        if isinstance(line, int) and line > 0:
            return line
        at = at.getparent()
    return 0


def id_of(node: Node) -> str | None:
    """The id of what is drawn: the element or the nearest BPMN element around it that one can click."""
    at: Node | None = node
    while at is not None:
        if is_bpmn(at) and at.get("id") and not local(at).endswith(NOT_DRAWN):
            return at.get("id")
        at = at.getparent()
    return None


def text_of(node: Node | None) -> str:
    return "" if node is None else "".join(map(str, node.itertext())).strip()


def text_at(node: Node, name: str) -> str | None:
    """The text of the BPMN child, None where there is no such child or no text."""
    return text_of(node.find(tag(name))) or None


def words(text: str | None) -> tuple[str, ...]:
    """A list as attributes carry it: `a, b` or `a b`."""
    return tuple(part for part in (text or "").replace(",", " ").replace("，", " ").split() if part)


def extensions(node: Node, space: str = CITY) -> Iterator[Node]:
    """The extension elements of one namespace that stand on this element."""
    for holder in node.iterchildren(tag("extensionElements")):
        yield from holder.iterchildren(f"{{{space}}}*")


def extension(node: Node, name: str, space: str = CITY) -> Node | None:
    return next((found for found in extensions(node, space) if local(found) == name), None)


def add_extension(node: Node, name: str, **attributes: str) -> Node:
    """Puts `<city:name>` on the element, as if the designer had."""
    holder = node.find(tag("extensionElements"))
    if holder is None:
        holder = etree.Element(tag("extensionElements"))
        node.insert(1 if len(node) and local(node[0]) == "documentation" else 0, holder)
    return etree.SubElement(holder, f"{{{CITY}}}{name}", attributes)
