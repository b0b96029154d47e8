"""Incidents over HTTP: what stopped, and how to go on. For operators."""

from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import Asking, asking, read, reply, told, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import gives
from api.ids import Id
from engine.domain.commands import AUDITOR, OPERATOR, RetryIncident
from engine.domain.rejections import NotFound
from engine.domain.rights import require
from engine.store.reads import incidents, requests

router = APIRouter(tags=["operations"])
RETRY = Body(asks.Variables)


class Incident(msgspec.Struct, kw_only=True):
    """A token of `instance` stopped at `element`."""

    id: int
    instance: int
    element: str
    message: str
    raised_at: datetime
    key: str
    name: str
    title: str | None
    area: str | None
    definition: int


@router.get("/incidents", **gives(Incident, many=True))
def page(
    request: Request,
    key: str | None = None,
    element: str | None = None,
    after: Annotated[int, Query(ge=0, lt=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """Open incidents by id; the last one's id continues it."""
    require(viewer(request), OPERATOR, AUDITOR)
    wanted = incidents.Wanted(key, element, after, limit)
    return reply(incidents.page(desk_of(request).store, wanted))


@router.post("/incidents/{incident}/retry", **gives(answers.Moved, takes=asks.Variables))
async def retry(incident: Id, request: Request) -> Response:
    """Try the failed step again, with corrected variables where that helps."""
    asked = await asking(request)
    body = await read(request, RETRY)
    instance = await run_in_threadpool(_instance, asked, incident)
    command = RetryIncident(
        incident=incident, instance=instance, variables=body.variables, **await asked.stamp_of(incident)
    )
    outcome = await asked.carry_out(command)
    return told(answers.moved(outcome), outcome)


def _instance(asked: Asking, incident: int) -> int:
    """Of an open incident, or of one that this very request has resolved."""
    require(asked.actor, OPERATOR)
    instance = incidents.instance_of(asked.desk.store, incident)
    if instance is None:
        _, instance = requests.earlier(asked.desk.store, asked.request_id) or (0, None)
    if instance is None:
        raise NotFound(f"Expected an open incident, but {incident} is resolved or was never there")
    return instance
