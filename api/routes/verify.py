"""Is this paper real? Open to everybody who has its code; tells nothing about a person."""

from datetime import date
from time import monotonic
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.asking import reply
from api.desk import desk_of
from api.document import gives
from api.rates import Rate
from engine.domain.durations import in_city
from engine.domain.rejections import NotFound
from registers.documents import codes, issued

router = APIRouter(tags=["documents"])
RATE = Rate(30)
Digest = Annotated[str | None, Query(pattern="^[0-9a-fA-F]{64}$")]


class Verified(msgspec.Struct, kw_only=True):
    """`area`: code of the issuing area. `matches`: whether a file with the given sha256 is this document's PDF."""

    kind: str
    number: str
    area: str
    issued_on: date
    state: Literal["valid", "void"]
    matches: bool | None


@router.get("/verify/{code}", **gives(Verified, is_open=True))
def verify(code: str, request: Request, sha256: Digest = None) -> Response:
    """Whether a document with this code was issued and still holds; with `sha256` also whether a PDF is unchanged."""
    RATE.count(request.client.host if request.client else "", monotonic())
    read = codes.read(code)
    if read is None:
        raise NotFound("Expected a code of 12 signs as printed on a document, but a sign is wrong or missing")
    with desk_of(request).store.writing() as connection:
        found = issued.by_code(connection, read)
    if found is None:
        raise NotFound("Expected the code of a document that was issued, but there is none with this code")
    return reply(
        Verified(
            kind=found.kind,
            number=found.number,
            area=found.area,
            issued_on=in_city(found.issued_at).date(),
            state="void" if found.voided_at else "valid",
            matches=None if sha256 is None else sha256.lower() == found.pdf_sha256,
        )
    )
