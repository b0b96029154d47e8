"""What people do with tasks, over HTTP: claim, release, complete, hand over."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import Asking, asking, read, told
from api.bodies import Body
from api.document import gives
from api.ids import Id
from engine.domain.commands import (
    ClaimTask,
    CompleteTask,
    ReleaseTask,
    TaskCommand,
)
from engine.domain.ids import district_of
from engine.domain.rejections import Forbidden, NotFound
from engine.outcome import Outcome
from engine.store.reads import worklist

router = APIRouter(tags=["tasks"])
VARIABLES, NOTHING, HAND_TO = Body(asks.Variables), Body(asks.Nothing), Body(asks.HandTo)


@router.post("/tasks/{task}/claim", **gives(answers.Held))
async def claim(task: Id, request: Request) -> Response:
    """Take a free task that is offered to one."""
    asked = await asking(request)
    await read(request, NOTHING)
    outcome = await carry_out(asked, ClaimTask(task=task, **asked.stamp(district_of(task))))
    return told(answers.held(outcome), outcome)


@router.post("/tasks/{task}/complete", **gives(answers.Completed, takes=asks.Variables))
async def complete(task: Id, request: Request) -> Response:
    """Complete a task that one holds, with what its form asks for."""
    asked = await asking(request)
    body = await read(request, VARIABLES)
    command = CompleteTask(task=task, variables=body.variables, **asked.stamp(district_of(task)))
    outcome = await carry_out(asked, command)
    return told(answers.completed(outcome, task), outcome)


@router.post("/tasks/{task}/release", **gives(answers.Held))
async def release(task: Id, request: Request) -> Response:
    """Put a task back for others."""
    asked = await asking(request)
    await read(request, NOTHING)
    outcome = await carry_out(asked, ReleaseTask(task=task, **asked.stamp(district_of(task))))
    return told(answers.held(outcome), outcome)


async def carry_out(asked: Asking, command: TaskCommand) -> Outcome:
    """What one may not see is not there: a refusal that would give away a stranger's task becomes a 404."""
    try:
        return await asked.carry_out(command)
    except Forbidden as refusal:
        if await run_in_threadpool(worklist.may_see, asked.desk.store, asked.actor, command.task):
            raise
        raise NotFound(f"Expected an open task, but {command.task} is none of yours") from refusal
