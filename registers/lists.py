"""The lines of a list as it comes, CSV or XLSX: each a mapping from column to text. Knows no meaning of a column.

Streams, and is bounded: a workbook is measured before it is opened, so that a small file unfolds into no large one.
Lines are counted from 1, the head not counted.
"""

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl

from registers.imports import Refused

MOST_BYTES = 25_000_000
MOST_UNFOLDED = 200_000_000  # bytes of a workbook's parts together
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 1_000, 500_000, 100
ROUNDED = 10**15  # beyond fifteen digits a spreadsheet keeps zeros instead of digits
BROKEN = (BadZipFile, zlib.error, OSError, EOFError, KeyError, IndexError, TypeError, ValueError, AttributeError)
Row = dict[str, str]


def kind_of(content: bytes) -> str:
    return "xlsx" if content.startswith(b"PK\x03\x04") else "csv"


def lines(content: bytes) -> Iterator[Row]:
    """Raises Refused, also midway: for what is neither, is too large, or has a line that does not fit its head."""
    if len(content) > MOST_BYTES:
        raise _refused(f"Expected at most {MOST_BYTES} bytes, but there are {len(content)}")
    rows = _workbook(content) if kind_of(content) == "xlsx" else _text(content)
    head: Sequence[str] | None = None
    blank = 0  # what is empty at the end of a sheet is no line; in between it keeps its number
    for number, cells in enumerate(rows):
        if number > MOST_ROWS:
            raise _refused(f"Expected at most {MOST_ROWS} lines, but there are more")
        if head is None:
            head = _head(cells)
        elif not any(cell.strip() for cell in cells):
            blank += 1
        else:
            yield from ({} for _ in range(blank))
            blank = 0
            yield _row(head, cells, number)
    if head is None:
        raise _refused("Expected a head with the names of columns, but there is nothing")


def _head(cells: Sequence[str]) -> Sequence[str]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names or len(set(names)) != len(names) or not all(names):
        raise _refused(f"Expected a head with each column named once, but found {','.join(names)[:200]!r}")
    return names


def _row(head: Sequence[str], cells: Sequence[str], number: int) -> Row:
    if any(cells[len(head) :]):
        raise Refused(((number, f"Expected {len(head)} columns, but found {len(cells)}: is there a comma in a text?"),))
    return dict(zip(head, [*cells, *[""] * (len(head) - len(cells))], strict=False))


def _text(content: bytes) -> Iterator[Sequence[str]]:
    """UTF-8, or GB 18030 as spreadsheets here write it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise _refused("Expected a text in UTF-8 or GB 18030, or a workbook (.xlsx)") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(((max(reader.line_num - 1, 0), f"Expected a line of CSV: {error}"),)) from error


def _workbook(content: bytes) -> Iterator[Sequence[str]]:
    """The first sheet. Formulas count as what they gave when the workbook was saved."""
    _measure(content)
    number = 0
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)):
            yield [_shown(cell, number) for cell in cells]
    except (*BROKEN, SyntaxError) as error:
        raise Refused(((number, "Expected a workbook (.xlsx) that can be read, but it is damaged"),)) from error


def _measure(content: bytes) -> None:
    """A part gives no more bytes than it says, so what they say is what there will be."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNFOLDED:
                raise _refused(f"Expected a workbook of at most {MOST_UNFOLDED} bytes unfolded, but it is larger")
            if any(_declares(archive, part.filename) for part in parts if part.filename.endswith((".xml", ".rels"))):
                raise _refused("Expected a workbook without document types, but it declares one")
    except BROKEN as error:
        raise _refused("Expected a workbook (.xlsx) that can be read, but it is damaged") from error


def _declares(archive: ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        return b"<!DOCTYPE" in part.read(4096)


def _shown(cell: Any, number: int) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime():
            return (cell.date() if cell.time() == datetime.min.time() else cell).isoformat()
        case date():
            return cell.isoformat()
        case int() | float() if abs(cell) >= ROUNDED:
            words = "Expected long numbers as text: the spreadsheet has rounded this one to fifteen digits"
            raise Refused(((number, words),))
        case float():
            value = Decimal(repr(cell))
            return str(int(value)) if value == value.to_integral_value() else f"{value:f}"
    return str(cell)


def _refused(words: str) -> Refused:
    return Refused(((0, words),))
