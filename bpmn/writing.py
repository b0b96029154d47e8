"""Writes a draft: every byte that was not changed as it was, what is new in the style of what stands around it."""

import re
from xml.sax.saxutils import escape

from bpmn.drafts import Draft, Part, attributes_of, is_changed
from bpmn.xml import CITY, Node, split

ATTRIBUTE = re.compile(r"""\s+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
UNIT = "  "
IN_ATTRIBUTE = {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
IN_TEXT = {"\r": "&#13;"}
PREFERRED = {CITY: "city"}


def write(draft: Draft) -> bytes:
    """The file's bytes; the very same where nothing was changed."""
    if not any(True for _ in draft.changed()):
        return draft.source
    pen = _Pen(draft)
    root = draft.parts[draft.root].span
    body = pen.node(draft.root)
    body = pen.declared(body)
    text = draft.text[: root.start].decode() + body + draft.text[root.end :].decode()
    return draft.mark + text.encode(draft.codec, "xmlcharrefreplace")


class _Pen:
    """`missing`: namespaces that new elements use and that are to be declared at the root, with their prefixes."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.missing: dict[str, str] = {}
        self.newline = "\r\n" if b"\r\n" in draft.text else "\n"

    def raw(self, start: int, end: int) -> str:
        return self.draft.text[start:end].decode()

    def node(self, node: Node) -> str:
        """A node that was there. Those without a change in them are not looked into twice."""
        part = self.draft.parts[node]
        span = part.span
        if not is_changed(node, part) and not part.children:
            return self.raw(span.start, span.end)
        head = self._head(node, part)
        inside = self._inside(node, part)
        if span.is_empty and inside:
            name = re.match(r"<([^\s/>]+)", head)
            return f"{head[:-2].rstrip()}>{inside}</{name[1] if name else ''}>"
        return f"{head}{inside}{self.raw(span.inner_end, span.end)}"

    def _head(self, node: Node, part: Part) -> str:
        """The start tag, with only the changed attributes written anew."""
        head = self.raw(part.span.start, part.span.tag_end)
        now = attributes_of(node)
        if now == part.attributes:
            return head
        closing = "/>" if head.endswith("/>") else ">"
        told = {self._name(node, name): value for name, value in now.items()}
        before = {self._name(node, name): value for name, value in part.attributes.items()}

        def kept(match: re.Match[str]) -> str:
            name, quoted = match[1], match[2]
            if name.startswith("xmlns") or told.get(name) == before.get(name):
                return match[0]
            if name not in told:
                return ""
            return f"{match[0][: -len(quoted)]}{quoted[0]}{_attribute(told[name])}{quoted[0]}"

        written = ATTRIBUTE.sub(kept, head[: -len(closing)])
        added = (f' {name}="{_attribute(value)}"' for name, value in told.items() if name not in before)
        gap = written[len(written.rstrip()) :]
        return f"{written.rstrip()}{''.join(added)}{gap}{closing}"

    def _inside(self, node: Node, part: Part) -> str:
        """Children that were there bring what stood before them; new ones come on lines of their own."""
        span = part.span
        gaps = self._gaps(part)
        parts: list[str] = []
        if node.text != part.text:
            gaps[0] = escape(node.text or "", IN_TEXT)
            parts.append(gaps[0] if part.children else "")
        before = dict(zip(part.children, gaps, strict=False))
        if part.children and node.text != part.text:
            before[part.children[0]] = ""
        here = set(node)
        lost = [gap for child, gap in before.items() if child not in here and gap.strip()]
        parts += lost
        has_new = False
        for child in node:
            if self.draft.is_new(child):
                has_new = True
                parts += (self._indent(node, part), self._new(child, node, self._indent(node, part)))
            else:
                parts += (before[child], self.node(child))
        last = gaps[-1]
        if has_new and not part.children and not last.strip():
            last = self._line(span.start) or ""
        return "".join((*parts, last))

    def _gaps(self, part: Part) -> list[str]:
        """What stands before each child, and behind the last."""
        span = part.span
        starts = [child.start for child in span.children] + [span.inner_end]
        ends = [span.tag_end] + [child.end for child in span.children]
        return [self.raw(end, start) if start > end else "" for end, start in zip(ends, starts, strict=True)]

    def _line(self, at: int) -> str | None:
        """A line break and the indentation of what begins there; None where it does not begin its line."""
        begin = self.draft.text.rfind(b"\n", 0, at) + 1
        margin = self.raw(begin, at)
        return self.newline + margin if begin and not margin.strip() else None

    def _indent(self, node: Node, part: Part) -> str:
        """What comes before a new child."""
        for child in part.span.children:
            line = self._line(child.start)
            return line or ""
        own = self._line(part.span.start)
        if own is None:
            return self.newline + UNIT if node is self.draft.root else ""
        return own + ("\t" if own.endswith("\t") else UNIT)

    def _new(self, node: Node, around: Node, indent: str) -> str:
        """An element that was not there, with all in it."""
        name = self._name(around, str(node.tag), is_element=True)
        attributes = "".join(
            f' {self._name(around, key)}="{_attribute(value)}"' for key, value in attributes_of(node).items()
        )
        inner = indent + UNIT if indent else ""
        children = "".join(f"{inner}{self._new(child, around, inner)}" for child in node)
        text = escape((node.text or "").strip() if len(node) else node.text or "", IN_TEXT)
        if not (children or text):
            return f"<{name}{attributes}/>"
        return f"<{name}{attributes}>{text}{children}{indent if children else ''}</{name}>"

    def _name(self, around: Node, full: str, is_element: bool = False) -> str:
        """The name with the prefix that means its namespace here."""
        space, name = split(full)
        if not space:
            return name
        if space == "http://www.w3.org/XML/1998/namespace":
            return f"xml:{name}"
        prefixes = [prefix for prefix, uri in around.nsmap.items() if uri == space and (prefix or is_element)]
        if around.nsmap.get(around.prefix) == space and around.prefix in prefixes:
            prefixes.insert(0, around.prefix)
        prefix = prefixes[0] if prefixes else self._declare(space)
        return f"{prefix}:{name}" if prefix else name

    def _declare(self, space: str) -> str:
        taken = {prefix for node in self.draft.root.iter("{*}*") if node in self.draft.parts for prefix in node.nsmap}
        wanted = PREFERRED.get(space, "ext")
        while space not in self.missing:
            if wanted in taken or wanted in self.missing.values():
                wanted += "1"
            else:
                self.missing[space] = wanted
        return self.missing[space]

    def declared(self, body: str) -> str:
        """The root element with the namespaces that were missing."""
        if not self.missing:
            return body
        words = "".join(f' xmlns:{prefix}="{_attribute(space)}"' for space, prefix in self.missing.items())
        name = re.match(r"<[^\s/>]+", body)
        at = name.end() if name else 0
        return body[:at] + words + body[at:]


def _attribute(text: str) -> str:
    return escape(text, IN_ATTRIBUTE)
