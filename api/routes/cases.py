"""Cases over HTTP: start."""

from fastapi import APIRouter, Request, Response

from api import answers, asks
from api.asking import Asking, asking, read, told
from api.bodies import Body
from api.document import gives
from engine.domain.commands import StartInstance
from engine.domain.ids import CITY
from engine.domain.rejections import Invalid

router = APIRouter(tags=["cases"])
START = Body(asks.StartCase)


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
        variables=body.variables,
        **asked.stamp(await home(asked, body.area)),
    )
    outcome = await asked.carry_out(command)
    return told(answers.started(outcome), outcome, 201)


async def home(asked: Asking, area: str | None) -> int:
    """The district in which a matter received in this area lies; without an area it is the city's own."""
    if area is None:
        return CITY
    district = await asked.desk.district_of_area(area)
    if district is None:
        raise Invalid(f"Expected the code of a known area, but got {area!r}", (("area", "a known area"),))
    return district
