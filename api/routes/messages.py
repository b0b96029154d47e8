"""Messages and signals from outside: to one case, or to whoever waits for them."""

from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import Asking, asking, read, told
from api.bodies import Body
from api.document import gives
from engine.domain import facts
from engine.domain.commands import OPERATOR, SendMessage, SendSignal
from engine.domain.durations import Duration, parse_duration
from engine.domain.ids import CITY
from engine.domain.rejections import Invalid, WrongState
from engine.domain.rights import require
from engine.store.reads import cases, messages, requests

router = APIRouter(tags=["messages"])
MESSAGE, SIGNAL = Body(asks.Message), Body(asks.Signal)


@router.post("/messages", **gives(answers.Moved, 202, takes=asks.Message))
async def send(request: Request) -> Response:
    """Send a message: to `instance` at once, else by name and key. 409 where nobody waits and it is not kept."""
    asked = await asking(request)
    body = await read(request, MESSAGE)
    stamp = asked.stamp(CITY) if body.instance is None else await asked.stamp_of(body.instance)
    if body.instance is None:
        await _check_wanted(asked, body)
    command = SendMessage(
        name=body.name,
        key=body.key,
        instance=body.instance,
        variables=body.variables,
        ttl=_length(body.ttl, asked.at) if body.ttl else None,
        **stamp,
    )
    outcome = await asked.carry_out(command)
    return told(answers.moved(outcome), outcome, 202)


@router.post("/signals", **gives(answers.Noted, 202, takes=asks.Signal))
async def signal(request: Request) -> Response:
    """Send a signal to all who wait for it, in the whole city: by operators."""
    asked = await asking(request)
    body = await read(request, SIGNAL)
    require(asked.actor, OPERATOR)
    outcome = await asked.carry_out(SendSignal(name=body.name, variables=body.variables, **asked.stamp(CITY)))
    noted = answers.Noted(id=outcome.of(facts.MessageThrown)[0].message, position=outcome.position)
    return told(noted, outcome, 202)


async def _check_wanted(asked: Asking, body: asks.Message) -> None:
    """Only operators reach cases that they could not see, or leave a message for whoever comes."""
    if asked.is_keyed:
        earlier = await run_in_threadpool(requests.earlier, asked.desk.store, asked.request_id)
        if earlier is not None:
            return
    if body.ttl is not None:
        require(asked.actor, OPERATOR)
        return
    if not await run_in_threadpool(_is_wanted, asked, body):
        key = f" with the key {body.key!r}" if body.key else ""
        raise WrongState(f"Expected somebody to wait for {body.name!r}{key}, but nobody does; give a ttl to keep it")


def _is_wanted(asked: Asking, body: asks.Message) -> bool:
    """A visible case waits for it, or a process begins with it."""
    store, actor = asked.desk.store, asked.actor
    waiting = messages.waiting(store, body.name, body.key)
    if any(cases.find(store, actor, instance) for instance in waiting):
        return True
    return any(not starters or actor.holds(*starters) for starters in messages.starters(store, body.name))


def _length(text: str, since: datetime) -> timedelta:
    try:
        length = parse_duration(text)
    except ValueError as error:
        raise Invalid(str(error), (("ttl", "a length such as PT2H or P3D"),)) from error
    if not isinstance(length, Duration):
        raise Invalid(f"Expected a length such as PT2H or P3D, but got {text!r}", (("ttl", "no working time"),))
    return length.after(since) - since
