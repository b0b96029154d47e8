"""The journal over HTTP, for auditors: rows of a district, and whether they hold."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.asking import reply, viewer
from api.desk import desk_of
from api.document import gives
from api.routes.case import raw
from engine.domain.commands import AUDITOR
from engine.domain.ids import MAX_DISTRICT
from engine.domain.rights import require
from engine.keys import load_keys
from engine.store.reads import audit

router = APIRouter(tags=["journal"])
District = Annotated[int, Query(ge=1, le=MAX_DISTRICT)]


class Row(msgspec.Struct, kw_only=True):
    """`command` and `facts` as they were hashed; `hash` in hex."""

    district: int
    position: int
    request_id: str
    instance: int | None
    at: datetime
    actor: str
    command: Any
    facts: Any
    hash: str


class Breach(msgspec.Struct):
    district: int
    position: int
    what: str
    detail: str


class Verdict(msgspec.Struct):
    """`holds`: every row follows from the one before it, and every seal fits."""

    holds: bool
    breaches: list[Breach]


@router.get("/journal", **gives(Row, many=True))
def page(
    request: Request,
    district: District,
    after: Annotated[int, Query(ge=0, lt=2**63)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Rows of a district by position; the last one's position continues it."""
    require(viewer(request), AUDITOR)
    return reply([raw(row) for row in audit.page(desk_of(request).store, district, after, limit)])


@router.get("/journal/verify", **gives(Verdict))
def verify(request: Request, district: District | None = None) -> Response:
    """Holds the journal against its hashes and seals. Reads all of it."""
    require(viewer(request), AUDITOR)
    desk = desk_of(request)
    seal = load_keys(desk.settings.home / "keys").seal
    found = audit.breaches(desk.store, seal, None if district is None else [district])
    breaches = [Breach(one.district, one.position, one.what, one.detail) for one in found]
    return reply(Verdict(not breaches, breaches))
