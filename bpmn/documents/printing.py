"""Blocks of text become a PDF: A4, Chinese, the same bytes for the same document. Knows no template and no case.

What could differ is fixed: the date is the document's own, the file's id a digest of its content, and of the font
exactly the signs that occur are embedded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import md5
from io import BytesIO
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors, pagesizes
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from bpmn.documents import font
from bpmn.documents.filling import Block
from bpmn.documents.sealing import SealPlace

MARGIN, SEAL_SIDE = 72, 120  # points; the seal's place is a square
INNER = int(pagesizes.A4[0]) - 2 * MARGIN
ROWS_AT_ONCE = 200  # a table of 2,000 rows is laid out in ten, for laying out costs their square
_one_at_a_time = Lock()  # the font notes which signs the document at hand has used


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on every page, and what the file says of itself. `path` of the font: None for the shipped one."""

    title: str
    number: str
    code: str
    at: datetime
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    content: bytes
    pages: int
    seal: SealPlace


class _SealSpace(Flowable):  # type: ignore[misc]
    """Keeps the place free at the right, and remembers where that was."""

    def __init__(self, name: str):
        super().__init__()
        self.width, self.height, self.hAlign, self.name = SEAL_SIDE, SEAL_SIDE, "RIGHT", name
        self.place = SealPlace(1, 0, 0, SEAL_SIDE, SEAL_SIDE)

    def draw(self) -> None:
        x, y = self.canv.absolutePosition(0, 0)
        self.place = SealPlace(self.canv.getPageNumber(), round(x), round(y), SEAL_SIDE, SEAL_SIDE)
        self.canv.setDash(2, 3)
        self.canv.setStrokeColor(colors.grey)
        self.canv.rect(0, 0, self.width, self.height)
        self.canv.setFont(self.name, 8)
        self.canv.setFillColor(colors.grey)
        self.canv.drawCentredString(self.width / 2, self.height / 2, "印章位置")


def pdf(blocks: Sequence[Block], face: Face) -> Printed:
    """Raises font.NoFont."""
    with _one_at_a_time:
        name = font.registered(face.path)
        space, buffer = _SealSpace(name), BytesIO()
        drawn = SimpleDocTemplate(
            buffer, pagesize=pagesizes.A4, margins=MARGIN, invariant=1, title=face.title, author="", subject=face.number
        )
        drawn.leftMargin = drawn.rightMargin = drawn.topMargin = drawn.bottomMargin = MARGIN
        mark = _marker(face, name)
        drawn.build([*_flowables(blocks, name), space], onFirstPage=mark, onLaterPages=mark)
        return Printed(buffer.getvalue(), drawn.page, space.place)


def _marker(face: Face, name: str) -> Any:
    def mark(canvas: Canvas, drawn: SimpleDocTemplate) -> None:
        if drawn.page == 1:
            _name(canvas, face)
            _date(canvas, face.at)
        canvas.setFont(name, 9)
        canvas.setFillColor(colors.grey)
        canvas.drawString(MARGIN, MARGIN / 2, font.shown(f"{face.number}　验证码 {spaced(face.code)}", name))
        canvas.drawRightString(MARGIN + INNER, MARGIN / 2, f"第 {drawn.page} 页")

    return mark


def _name(canvas: Canvas, face: Face) -> None:
    """The file's id begins with the document's own, not with what the environment says of time."""
    canvas._doc.signature = md5(f"{face.number} {face.code}".encode(), usedforsecurity=False)


def _date(canvas: Canvas, at: datetime) -> None:
    """The library writes a fixed date into files that shall not differ; ours is as fixed, and true."""
    stamp = canvas._doc._timeStamp
    offset = at.utcoffset()
    stamp.YMDhms = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    stamp.dhh, stamp.dmm = divmod(int(offset.total_seconds()) // 60 if offset else 0, 60)


def spaced(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _flowables(blocks: Sequence[Block], name: str) -> Iterator[Flowable]:
    looks = _looks(name)
    rows: list[Block] = []
    head: Block | None = None
    for block in blocks:
        if block.look in ("head", "row"):
            if block.look == "head" or len(rows) >= ROWS_AT_ONCE:
                yield from _table(rows, head, looks)
                head, rows = (block, []) if block.look == "head" else (head, [block])
                continue
            rows.append(block)
            continue
        yield from _table(rows, head, looks)
        rows, head = [], None
        yield _paragraph(block.cells[0], looks[block.look], name)
    yield from _table(rows, head, looks)


def _table(rows: list[Block], head: Block | None, looks: dict[str, ParagraphStyle]) -> Iterator[Table]:
    """The head stands again on every page."""
    lines = [block for block in (head, *rows) if block is not None]
    if not lines:
        return
    columns = max(len(block.cells) for block in lines)
    name = looks["row"].fontName
    data = [
        [_paragraph(cell, looks[block.look], name) for cell in (*block.cells, *[""] * (columns - len(block.cells)))]
        for block in lines
    ]
    yield Table(
        data,
        colWidths=[INNER / columns] * columns,
        repeatRows=1 if head is not None else 0,
        style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
        splitInRow=1,
    )


def _paragraph(text: str, look: ParagraphStyle, name: str) -> Paragraph:
    return Paragraph(escape(font.shown(text, name)).replace("\n", "<br/>"), look)


def _looks(name: str) -> dict[str, ParagraphStyle]:
    def look(of: str, size: int, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(of, fontName=name, fontSize=size, leading=round(size * 1.6), wordWrap="CJK", **more)

    return {
        "title": look("title", 20, alignment=1, spaceAfter=12),
        "heading": look("heading", 14, spaceBefore=8, spaceAfter=4),
        "body": look("body", 12, firstLineIndent=24, spaceAfter=4),
        "plain": look("plain", 12, spaceAfter=4),
        "right": look("right", 12, alignment=2, spaceAfter=4),
        "head": look("head", 10, alignment=1),
        "row": look("row", 10),
    }
