"""The next task, and many at once: what a desk with a long queue asks for."""

import asyncio

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import Asking, asking, read, told
from api.bodies import Body
from api.document import gives
from api.problems import Problem, problem_of
from api.routes.tasks import carry_out
from engine.domain.commands import ClaimNext, CompleteTask
from engine.domain.ids import CITY
from engine.domain.rejections import Invalid, NotFound, Rejected
from engine.outcome import Outcome
from engine.store.reads import requests, worklist

router = APIRouter(tags=["tasks"])
NEXT, MANY = Body(asks.NextTask), Body(asks.CompleteMany)
MOST_AT_ONCE = 200


class Result(msgspec.Struct, kw_only=True):
    """Of one task: what it brought about, or why it was refused."""

    task: int
    done: answers.Completed | None = None
    refused: Problem | None = None


class Results(msgspec.Struct):
    """In the order of the request."""

    results: list[Result]


@router.post("/tasks/claim-next", **gives(answers.Held, takes=asks.NextTask))
async def claim_next(request: Request) -> Response:
    """Take the most urgent free task: the server chooses. 404 when there is none."""
    asked = await asking(request)
    body = await read(request, NEXT)
    district = await _district(asked, body)
    outcome = await asked.carry_out(ClaimNext(group=body.group, key=body.key, **asked.stamp(district)))
    return told(answers.held(outcome), outcome)


async def _district(asked: Asking, body: asks.NextTask) -> int:
    """Of the area that is named, of the earlier answer on a repeat, else where the most urgent free task lies."""
    if body.area is not None:
        found = await asked.desk.district_of_area(body.area)
        if found is None:
            raise Invalid(f"Expected the code of a known area, but got {body.area!r}", (("area", "a known area"),))
        return found
    if asked.is_keyed:
        earlier = await run_in_threadpool(requests.earlier, asked.desk.store, asked.request_id)
        if earlier is not None:
            return earlier[0]
    wanted = worklist.Wanted(groups=(body.group,) if body.group else (), key=body.key, limit=1)
    page = await run_in_threadpool(worklist.page, asked.desk.store, asked.actor, wanted)
    if not page.rows:
        raise NotFound("Expected a free task, but there is none for you")
    return int(page.rows[0]["district"]) or CITY


@router.post("/tasks/complete", **gives(Results, takes=asks.CompleteMany))
async def complete_many(request: Request) -> Response:
    """Complete several tasks; each is carried out or refused by itself, and each has its own answer."""
    asked = await asking(request)
    body = await read(request, MANY)
    if not 0 < len(body.tasks) <= MOST_AT_ONCE:
        raise Invalid(f"Expected 1 to {MOST_AT_ONCE} tasks, but got {len(body.tasks)}")
    done = await asyncio.gather(*(_complete(asked, one) for one in body.tasks))
    return told(Results([result for result, _ in done]), Outcome((), 0, all(again for _, again in done)))


async def _complete(asked: Asking, one: asks.CompleteOne) -> tuple[Result, bool]:
    try:
        stamp = await asked.stamp_of(one.task, part=str(one.task))
        outcome = await carry_out(asked, CompleteTask(task=one.task, variables=one.variables, **stamp))
    except Rejected as rejection:
        return Result(task=one.task, refused=problem_of(rejection)), False
    return Result(task=one.task, done=answers.completed(outcome, one.task)), outcome.repeated
