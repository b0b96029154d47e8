"""Persons over HTTP: an administrator erases one, and nobody reads what was sealed for that person any more."""

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import asks
from api.asking import Asking, asking, read, reply
from api.bodies import Body
from api.document import gives
from engine.domain.commands import ADMINISTRATOR, ErasePerson
from engine.domain.rejections import NotFound
from engine.domain.rights import require
from engine.store.reads import persons
from registers import erasing

router = APIRouter(tags=["accounts"])
ERASURE = Body(asks.Erasure)


class Erased(msgspec.Struct):
    """The districts in which values of the person were; in none of them can anybody read them now."""

    districts: list[int]


@router.post("/persons/erase", **gives(Erased, takes=asks.Erasure))
async def erase(request: Request) -> Response:
    """Destroy a person's key and what was sealed under it, in every district; the journal holds without it.

    The registers forget the person too: what comparisons say, and the register of persons and households.
    """
    asked = await asking(request)
    body = await read(request, ERASURE)
    require(asked.actor, ADMINISTRATOR)
    store = asked.desk.store
    found = await run_in_threadpool(persons.indexes, store, body.number, body.case)
    districts = await run_in_threadpool(store.districts)
    hit = {district for person in found for district in districts if await _erase(asked, person, district, body.reason)}
    forgotten = await run_in_threadpool(_forget, asked, found, districts)
    if not hit and not forgotten:
        raise NotFound("Expected a person with sealed values, but there are none in any district")
    return reply(Erased(sorted(hit)))


def _forget(asked: Asking, found: list[str], districts: list[int]) -> int:
    with asked.desk.store.writing() as connection:
        return sum(erasing.erase(connection, person, districts) for person in found)


async def _erase(asked: Asking, person: str, district: int, reason: str) -> bool:
    command = ErasePerson(person=person, reason=reason, **asked.stamp(district, f"erase-{person[:16]}"))
    try:
        await asked.carry_out(command)
    except NotFound:
        return False
    return True
