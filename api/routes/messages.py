"""Messages and signals from outside: to one case, or to whoever waits for them."""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import Asking, asking, read, reply, told, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import gives
from api.ids import Id
from engine.domain import facts
from engine.domain.commands import OPERATOR, SendMessage, SendSignal
from engine.domain.durations import Duration, parse_duration
from engine.domain.ids import CITY, district_of
from engine.domain.rejections import Invalid, NotFound, WrongState
from engine.domain.rights import require
from engine.store.reads import cases, messages, requests

router = APIRouter(tags=["messages"])
MESSAGE, SIGNAL = Body(asks.Message), Body(asks.Signal)


@router.post("/messages", **gives(answers.Sent, 202, takes=asks.Message))
async def send(request: Request) -> Response:
    """Send a message: to `instance`, else to the visible case that has waited longest for its name and key, at once.

    With a `ttl` it is kept for whoever comes, or until `instance` waits for it; without one, 409 where nobody waits and
    no process begins with it.
    """
    asked = await asking(request)
    body = await read(request, MESSAGE)
    ttl = _length(body.ttl, asked.at) if body.ttl else None
    stamp, instance = await _addressed(asked, body)
    command = SendMessage(name=body.name, key=body.key, instance=instance, variables=body.variables, ttl=ttl, **stamp)
    outcome = await asked.carry_out(command)
    return told(answers.sent(outcome), outcome, 202)


@router.get("/messages/{message}", **gives(answers.Kept))
def find(request: Request, message: Id) -> Response:
    """What became of a message that went through the outbox: by operators."""
    require(viewer(request), OPERATOR)
    found = messages.find(desk_of(request).store, message)
    if found is None:
        raise NotFound("Expected a message of the outbox, but there is none with this id")
    return reply(found)


@router.post("/signals", **gives(answers.Noted, 202, takes=asks.Signal))
async def signal(request: Request) -> Response:
    """Send a signal to all who wait for it and all that begins by it, in the whole city: by operators."""
    asked = await asking(request)
    body = await read(request, SIGNAL)
    require(asked.actor, OPERATOR)
    outcome = await asked.carry_out(SendSignal(name=body.name, variables=body.variables, **asked.stamp(CITY)))
    noted = answers.Noted(id=outcome.of(facts.MessageThrown)[0].message, position=outcome.position)
    return told(noted, outcome, 202)


async def _addressed(asked: Asking, body: asks.Message) -> tuple[dict[str, Any], int | None]:
    """The stamp, and the instance it goes to, None for the outbox. A repeat goes where it went the first time."""
    if body.instance is not None:
        return await asked.stamp_of(body.instance), body.instance
    if asked.is_keyed:
        earlier = await run_in_threadpool(requests.earlier, asked.desk.store, asked.request_id)
        if earlier is not None:
            return asked.stamp(earlier[0]), earlier[1]
    if body.ttl is not None:
        require(asked.actor, OPERATOR)  # whoever comes may be a case that others could not see
        return asked.stamp(CITY), None
    instance = await run_in_threadpool(_taker, asked, body)
    return asked.stamp(CITY if instance is None else district_of(instance)), instance


def _taker(asked: Asking, body: asks.Message) -> int | None:
    """The visible case that has waited longest, None where a process begins with it. WrongState without either."""
    store, actor = asked.desk.store, asked.actor
    waiting = messages.waiting(store, body.name, body.key)
    seen = next((instance for instance in waiting if cases.find(store, actor, instance)), None)
    if seen is not None:
        return seen
    if any(not starters or actor.holds(*starters) for starters in messages.starters(store, body.name, body.key)):
        return None
    key = f" with the key {body.key!r}" if body.key else ""
    raise WrongState(f"Expected somebody to wait for {body.name!r}{key}, but nobody does; give a ttl to keep it")


def _length(text: str, since: datetime) -> timedelta:
    try:
        length = parse_duration(text)
    except ValueError as error:
        raise Invalid(str(error), (("ttl", "a length such as PT2H or P3D"),)) from error
    if not isinstance(length, Duration):
        raise Invalid(f"Expected a length such as PT2H or P3D, but got {text!r}", (("ttl", "no working time"),))
    return length.after(since) - since
