"""Where in the text of a file each element, comment and instruction stands. Knows positions only, no meaning."""

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(slots=True)
class Span:
    """Offsets in the file as UTF-8. `end` is behind the element, `inner_end` where its closing tag begins."""

    start: int
    tag_end: int = 0
    inner_end: int = 0
    end: int = 0
    children: list["Span"] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Written as `<a/>`, or a comment or instruction."""
        return self.inner_end == self.end


def decoded(source: bytes, encoding: str) -> tuple[bytes, str, bytes]:
    """The text as UTF-8, the codec with which it was written, and its byte order mark. UnicodeError if it is not."""
    for mark, codec in BOMS:
        if source.startswith(mark):
            return source[len(mark) :].decode(codec).encode(), codec, mark
    return source.decode(encoding).encode(), encoding, b""


def spans(text: bytes) -> list[Span]:
    """Of the root element and all in it, in the order of the file; [] for what this parser does not take.

    `text` is UTF-8.
    """
    walk = _Walk(text)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = False
    walk.parser = parser
    parser.StartElementHandler = walk.begin
    parser.EndElementHandler = walk.finish
    parser.CommentHandler = walk.comment
    parser.ProcessingInstructionHandler = walk.instruction
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        return []
    return walk.found


class _Walk:
    """Takes down positions while the parser goes over the file."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.parser: Any = None
        self.found: list[Span] = []
        self.open: list[Span] = []

    def begin(self, *_: object) -> None:
        span = Span(self.parser.CurrentByteIndex)
        span.tag_end = _tag_end(self.text, span.start)
        self._add(span)
        self.open.append(span)

    def finish(self, *_: object) -> None:
        span, at = self.open.pop(), self.parser.CurrentByteIndex
        if self.text[span.tag_end - 2 : span.tag_end] == b"/>":
            span.inner_end = span.end = span.tag_end
        else:
            span.inner_end, span.end = at, self.text.index(b">", at) + 1

    def comment(self, *_: object) -> None:
        self._simple(b"-->")

    def instruction(self, *_: object) -> None:
        self._simple(b"?>")

    def _simple(self, closing: bytes) -> None:
        if self.open:
            start = self.parser.CurrentByteIndex
            end = self.text.index(closing, start) + len(closing)
            self._add(Span(start, end, end, end))

    def _add(self, span: Span) -> None:
        if self.open:
            self.open[-1].children.append(span)
        self.found.append(span)


def _tag_end(text: bytes, start: int) -> int:
    """Behind the `>` of a start tag; one within quotes is none."""
    at, quote = start, 0
    while True:
        byte = text[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == 0x3E:
            return at + 1
        at += 1
