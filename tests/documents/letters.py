"""Templates and documents that the tests are about. No real person: the names are made up."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from bpmn.documents.letter import Letter, printed
from bpmn.documents.template import Template, parse

NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)
HEAD = """---
种类: 准予决定书
标题: 准予决定书
字号: 通办准予
字段: applicant_name 申请人 个人
字段: amount 金额 可空
字段: papers 材料 可空
---
"""


def template(body: str, head: str = HEAD) -> Template:
    return parse(head + body)


def data(values: Mapping[str, Any]) -> Letter:
    return Letter(
        id=(7 << 40) + 5,
        template="准予决定书",
        version=1,
        kind="准予决定书",
        title="准予决定书",
        number="通办准予〔2026〕210102第000001号",
        code="293456789ABC",
        at=NOON,
        values=values,
    )


def pdf(body: str, **values: Any) -> bytes:
    return printed(data(values), template(body)).content


def text_of(content: bytes) -> str:
    """What a reader of the file sees, without blanks and line ends."""
    pages = PdfReader(BytesIO(content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
