"""What a document is: a template in a version, number, moment, values. Its bytes follow from these alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bpmn.documents.filling import Filled, fill
from bpmn.documents.printing import Face, Printed, pdf
from bpmn.documents.template import Template
from bpmn.documents.writing import CITY

MEDIA_TYPE = "application/vnd.tongban.document+json"


@dataclass(frozen=True, slots=True)
class Letter:
    """`values`: plain, only those that the template knows. `version` of the template as the register keeps it."""

    id: int
    template: str
    version: int
    kind: str
    title: str
    number: str
    code: str
    at: datetime
    values: Mapping[str, Any]

    def plain(self) -> dict[str, Any]:
        """For JSON, in an order that never changes."""
        named = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**named, "at": self.at.isoformat(), "values": {key: self.values[key] for key in sorted(self.values)}}


def from_plain(plain: Mapping[str, Any]) -> Letter:
    return Letter(**{**plain, "at": datetime.fromisoformat(plain["at"])})


def filled(data: Letter, template: Template) -> Filled:
    local = data.at.astimezone(CITY)
    own = {"number": data.number, "code": data.code, "title": data.title, "kind": data.kind, "today": local.date()}
    return fill(template, {**data.values, **own})


def printed(data: Letter, template: Template, path: str | None = None) -> Printed:
    """`path` of the font, None for the shipped one. The same bytes for the same data, template and font."""
    face = Face(data.title, data.number, data.code, data.at.astimezone(CITY), path)
    return pdf(filled(data, template).blocks, face)
