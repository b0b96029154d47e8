"""Areas over HTTP: the districts, streets and communities of the city."""

from fastapi import APIRouter, Request, Response

from api import answers, asks
from api.asking import asking, read, reply, told, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import gives
from engine.domain.commands import DefineAreas
from engine.domain.ids import CITY
from engine.store.reads import areas

router = APIRouter(tags=["organisation"])
AREAS = Body(asks.Areas)


@router.get("/areas", **gives(asks.Area, many=True))
def within(request: Request, within: str = "") -> Response:
    """All areas, or those within a code."""
    viewer(request)
    return reply(areas.within(desk_of(request).store, within))


@router.post("/areas", **gives(answers.Recorded, 201, takes=asks.Areas))
async def define(request: Request) -> Response:
    """Define areas, or name them anew: by administrators. The district of a code never changes."""
    asked = await asking(request)
    body = await read(request, AREAS)
    rows = tuple((area.code, area.name, area.level, area.district) for area in body.areas)
    outcome = await asked.carry_out(DefineAreas(areas=rows, **asked.stamp(CITY)))
    asked.desk.areas.clear()
    return told(answers.Recorded(position=outcome.position), outcome, 201)
