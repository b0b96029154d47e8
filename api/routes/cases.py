"""Cases over HTTP: start, list, cancel, pause and resume the clock."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import Asking, asking, read, reply, told, viewer
from api.awaiting import awaited
from api.bodies import Body
from api.desk import desk_of
from api.document import asks_for, gives
from api.ids import Id
from api.queries import Asked
from engine.domain import facts
from engine.domain.commands import CancelInstance, PauseClock, ResumeClock, StartInstance
from engine.domain.ids import CITY
from engine.domain.rejections import Invalid
from engine.outcome import Outcome
from engine.store.reads import cases, requests

router = APIRouter(tags=["cases"])
START, REASON, PAUSE = Body(asks.StartCase), Body(asks.Reason), Body(asks.PauseFor)


class CaseRow(msgspec.Struct, kw_only=True):
    """`light`: green, yellow, red, dark_red, stopped or none; `milestone`: the last that was reached."""

    id: int
    district: int
    definition: int
    key: str
    kind: str
    item: str | None
    status: str
    name: str
    title: str | None
    code: str | None
    area: str | None
    business_key: str | None
    about: int | None
    light: str
    due_at: datetime | None
    statutory_at: datetime | None
    paused_for: str | None
    provisional: bool
    milestone: str | None
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str | None


class CasePage(msgspec.Struct, kw_only=True):
    """`before`: what to ask with for the next page, None at the end."""

    cases: list[CaseRow]
    before: int | None


class CaseCount(msgspec.Struct):
    """Counted up to 10,000."""

    count: int


class CasesQuery(BaseModel):
    """`area`: all within this code. `before`: from the page before."""

    model_config = ConfigDict(extra="forbid")

    key: str | None = None
    kind: Literal["case", "ticket", "process"] | None = None
    status: Literal["active", "completed", "terminated", "cancelled"] | None = None
    light: Literal["none", "green", "yellow", "red", "dark_red", "stopped"] | None = None
    area: str | None = None
    code: str | None = None
    business_key: str | None = None
    about: Annotated[int, Field(gt=0, lt=2**53)] | None = None
    text: str | None = None
    before: Annotated[int, Field(gt=0, le=2**53)] = 2**53
    limit: Annotated[int, Field(ge=1, le=500)] = 50

    def wanted(self) -> cases.Wanted:
        return cases.Wanted(**self.model_dump())


QUERY = Asked(CasesQuery)


@router.get("/cases", **asks_for(QUERY, gives(CasePage)))
def page(request: Request) -> Response:
    """Cases, tickets and other processes that one may see, the newest of each district first."""
    query = QUERY.read(request)
    rows = cases.page(desk_of(request).store, viewer(request), query.wanted())
    return reply({"cases": rows, "before": rows[-1]["id"] if len(rows) == query.limit else None})


@router.get("/cases/count", **asks_for(QUERY, gives(CaseCount)))
def count(request: Request) -> Response:
    """How many there are: the same rule as the list."""
    return reply({"count": cases.count(desk_of(request).store, viewer(request), QUERY.read(request).wanted())})


@router.post("/cases", **gives(answers.Started, 201, takes=asks.StartCase))
async def start(request: Request) -> Response:
    """Start a process: a case of a service item, a ticket, or any other."""
    asked = await asking(request)
    body = await read(request, START)
    command = StartInstance(
        key=body.key,
        version=body.version,
        area=body.area,
        business_key=body.business_key,
        about=body.about,
        start_event=body.start_event,
        variables=body.variables,
        **asked.stamp(await _home(asked, body.area)),
    )
    outcome = await asked.carry_out(command)
    return await awaited(request, outcome, told(answers.started(outcome), outcome, 201))


async def _home(asked: Asking, area: str | None) -> int:
    """The district that journals it: of the area where it is received, the city's own without one.

    A repeated request goes where the first one went, so that another body under its key is told apart.
    """
    if asked.is_keyed:
        earlier = await run_in_threadpool(requests.earlier, asked.desk.store, asked.request_id)
        if earlier is not None:
            return earlier[0]
    if area is None:
        return CITY
    district = await asked.desk.district_of_area(area)
    if district is None:
        raise Invalid(f"Expected the code of a known area, but got {area!r}", (("area", "a known area"),))
    return district


@router.post("/cases/{case}/cancel", **gives(answers.Moved, takes=asks.Reason))
async def cancel(case: Id, request: Request) -> Response:
    """End a case early, with a reason: by who started it, or an operator."""
    asked = await asking(request)
    body = await read(request, REASON)
    command = CancelInstance(instance=case, reason=body.reason, **await asked.stamp_of(case))
    outcome = await asked.carry_out(command)
    return told(answers.moved(outcome), outcome)


@router.post("/cases/{case}/pause", **gives(answers.Recorded, takes=asks.PauseFor))
async def pause(case: Id, request: Request) -> Response:
    """Stop the clock of a case, with a reason."""
    asked = await asking(request)
    body = await read(request, PAUSE)
    command = PauseClock(instance=case, reason=body.reason, clocks=body.clocks, **await asked.stamp_of(case))
    outcome = await asked.carry_out(command)
    return told(answers.Recorded(position=outcome.position), outcome)


@router.post("/cases/{case}/resume", **gives(answers.Clocked, takes=asks.Reason))
async def resume(case: Id, request: Request) -> Response:
    """Let the clock run again; what was left is left."""
    asked = await asking(request)
    body = await read(request, REASON)
    command = ResumeClock(instance=case, reason=body.reason, **await asked.stamp_of(case))
    outcome = await asked.carry_out(command)
    return told(_clocked(case, outcome), outcome)


def _clocked(case: int, outcome: Outcome) -> answers.Clocked:
    own = next((limit for limit in outcome.of(facts.LimitResumed) if limit.limit == case), None)
    return answers.Clocked(
        position=outcome.position,
        due_at=own.due_at if own else None,
        statutory_at=own.statutory_at if own else None,
    )
