"""The city's clock over HTTP: read by all, turned by administrators where it can be turned."""

from datetime import datetime

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import asks
from api.asking import Asking, asking, read, reply, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import gives
from engine.domain.commands import ADMINISTRATOR, OPERATOR
from engine.domain.durations import in_city, parse_duration
from engine.domain.ids import CITY
from engine.domain.rejections import Forbidden, Invalid
from engine.domain.rights import require

router = APIRouter(tags=["operations"])
TURN = Body(asks.TurnClock)


class Time(msgspec.Struct):
    """`clock`: real or turned."""

    now: datetime
    clock: str


@router.get("/clock", **gives(Time))
def clock(request: Request) -> Response:
    viewer(request)
    desk = desk_of(request)
    return reply(Time(in_city(desk.clock.now()), desk.settings.clock))


@router.post("/clock", **gives(Time, takes=asks.TurnClock))
async def turn(request: Request) -> Response:
    """Turn the clock ahead: `advance` by a length, or `jump` to a moment. It never goes back."""
    asked = await asking(request)
    body = await read(request, TURN)
    desk = asked.desk
    if desk.settings.production or desk.settings.clock != "turned":
        raise Forbidden("Expected a clock that can be turned, but this city runs on real time")
    require(asked.actor, ADMINISTRATOR, OPERATOR)
    if (body.advance is None) == (body.jump is None):
        raise Invalid("Expected either `advance` or `jump`")
    return reply(Time(in_city(await run_in_threadpool(_turn, asked, body)), desk.settings.clock))


def _turn(asked: Asking, body: asks.TurnClock) -> datetime:
    clock, now = asked.desk.clock, asked.at
    if body.jump is not None:
        return clock.jump(body.jump)
    try:
        end = asked.desk.store.calendar(CITY).after(now, parse_duration(body.advance or "")).at
    except ValueError as error:
        raise Invalid(str(error), (("advance", "a length such as PT2H, P1D or P3WD"),)) from error
    return clock.advance(end - now)
