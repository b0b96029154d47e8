"""A delivery on its way in: a file (CSV or workbook) or JSON, to lines, and the day that they speak of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile

from api import asks
from api.bodies import Body
from engine.domain.rejections import Invalid
from registers import lists
from registers.imports import Refused

ROWS = Body(asks.Delivery)
TAKES = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Delivery"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "as_of": {"type": "string", "format": "date"},
                    },
                    "required": ["file", "as_of"],
                }
            },
        },
    }
}
Lines = Iterable[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """`rows` are read as they are asked for; they raise Refused. `kind`: csv, xlsx or json."""

    rows: Lines
    as_of: date
    kind: str
    sha256: str


async def sent(request: Request) -> Sent:
    """Raises Invalid for a form without its fields."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        content = await request.body()
        body = ROWS.read(content)
        rows = [{name: _text(value) for name, value in row.items()} for row in body.rows]
        return Sent(rows, body.as_of, "json", sha256(content).hexdigest())
    async with request.form(max_files=1, max_fields=2) as form:
        file, day = form.get("file"), form.get("as_of")
        if not isinstance(file, UploadFile):
            raise Invalid("Expected a file in the field `file`", (("file", "a file"),))
        content = await file.read()
    return Sent(lists.lines(content), _day(day), lists.kind_of(content), sha256(content).hexdigest())


def refused(findings: Iterable[tuple[int, str]]) -> Invalid:
    """As a problem with a finding a line."""
    told = tuple((f"line {line}" if line else "all", words) for line, words in findings)
    return Invalid(f"Expected a delivery without faults, but {len(told)} were found; nothing was taken in", told)


def of(error: Refused) -> Invalid:
    return refused(error.findings)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError as error:
        raise Invalid("Expected a day such as 2026-03-01 in `as_of`", (("as_of", "a day"),)) from error


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case list() | dict():
            raise Invalid("Expected a text, a number or a flag in each field, but one holds more", (("rows", "texts"),))
    return str(value)
