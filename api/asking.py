"""From a request to a command and back: who asks, under which key, when; and the answer, the same on a repeat."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from api.bodies import Body
from api.desk import Desk, desk_of
from engine.domain.commands import Actor, Command
from engine.domain.ids import district_of
from engine.domain.rejections import Invalid, NotFound
from engine.outcome import Outcome
from engine.store.facts_json import dumps

Shape = TypeVar("Shape")
LONGEST_KEY = 200
_keys = map(f"{uuid4()}-{{}}".format, count(1))  # of requests without one; never the same in two processes
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Asking:
    """A write on its way in. `is_keyed`: the caller chose the key, and may send it again."""

    desk: Desk
    actor: Actor
    request_id: str
    at: datetime
    is_keyed: bool

    def stamp(self, district: int, part: str = "") -> dict[str, Any]:
        """What every command has. `part`: where one request makes several commands."""
        request_id = f"{self.request_id}:{part}" if part else self.request_id
        return {"request_id": request_id, "at": self.at, "actor": self.actor, "district": district}

    async def stamp_of(self, id: int, part: str = "") -> dict[str, Any]:
        """For a command about what is there: NotFound for an id of a district in which nothing has happened."""
        district = district_of(id)
        if not 0 < id < 2**53 or not await self.desk.knows(district):
            raise NotFound(f"Expected something with the id {id}, but there is nothing")
        return self.stamp(district, part)

    async def carry_out(self, command: Command) -> Outcome:
        return await self.desk.batcher.execute(command)


async def asking(request: Request) -> Asking:
    """Raises Unauthenticated, or Invalid for a key that is none."""
    desk, actor = desk_of(request), await reader(request)
    key = request.headers.get("idempotency-key")
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Invalid(f"Expected an Idempotency-Key of 1 to {LONGEST_KEY} printable characters")
    return Asking(desk, actor, f"{actor.id}:{key or next(_keys)}", await desk.now(), key is not None)


async def reader(request: Request) -> Actor:
    """Who reads. For handlers that are coroutines."""
    desk, authorization = desk_of(request), request.headers.get("authorization")
    known = desk.people.known(authorization)
    return await run_in_threadpool(desk.people.find, authorization) if known is None else known


def viewer(request: Request) -> Actor:
    """Who reads. For handlers that run in a thread."""
    return desk_of(request).people.find(request.headers.get("authorization"))


async def read(request: Request, body: Body[Shape]) -> Shape:
    return body.read(await request.body())


def reply(content: Any, status: int = 200) -> Response:
    """JSON of plain data or a struct, numbers exact."""
    return Response(dumps(content), status, media_type=JSON)


def told(content: Any, outcome: Outcome, status: int = 200) -> Response:
    """The answer to a write, drawn from its facts alone."""
    response = reply(content, status)
    if outcome.repeated:
        response.headers["Idempotent-Replay"] = "true"
    return response
