"""What people do with tasks, over HTTP: claim, release, complete, hand over."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import Asking, asking, read, told
from api.awaiting import awaited
from api.bodies import Body
from api.direct import path_id
from api.document import gives
from engine.domain.commands import (
    Actor,
    ClaimTask,
    CompleteTask,
    DelegateTask,
    ReleaseTask,
    ReturnTask,
    TaskCommand,
    TransferTask,
)
from engine.domain.rejections import Forbidden, Invalid, NotFound
from engine.outcome import Outcome
from engine.store.reads import cases, matters, people, worklist

router = APIRouter(tags=["tasks"])
VARIABLES, NOTHING, HAND_TO = Body(asks.Variables), Body(asks.Nothing), Body(asks.HandTo)


@router.post("/tasks/{task}/claim", **gives(answers.Held))
async def claim(request: Request) -> Response:
    """Take a free task that is offered to one."""
    task, asked = path_id(request, "task"), await asking(request)
    await read(request, NOTHING)
    outcome = await carry_out(asked, ClaimTask(task=task, **await asked.stamp_of(task)))
    return told(answers.held(outcome), outcome)


@router.post("/tasks/{task}/complete", **gives(answers.Completed, takes=asks.Variables))
async def complete(request: Request) -> Response:
    """Complete a task that one holds, with what its form asks for."""
    task, asked = path_id(request, "task"), await asking(request)
    body = await read(request, VARIABLES)
    command = CompleteTask(task=task, variables=body.variables, **await asked.stamp_of(task))
    outcome = await carry_out(asked, command)
    return await awaited(request, outcome, told(answers.completed(outcome, task), outcome))


@router.post("/tasks/{task}/release", **gives(answers.Held))
async def release(request: Request) -> Response:
    """Put a task back for others."""
    task, asked = path_id(request, "task"), await asking(request)
    await read(request, NOTHING)
    outcome = await carry_out(asked, ReleaseTask(task=task, **await asked.stamp_of(task)))
    return told(answers.held(outcome), outcome)


@router.post("/tasks/{task}/transfer", **gives(answers.Held, takes=asks.HandTo))
async def transfer(request: Request) -> Response:
    """Hand a task over to another who may do it."""
    task, asked = path_id(request, "task"), await asking(request)
    to = await receiver(asked, (await read(request, HAND_TO)).to)
    outcome = await carry_out(asked, TransferTask(task=task, to=to, **await asked.stamp_of(task)))
    return told(answers.held(outcome), outcome)


@router.post("/tasks/{task}/delegate", **gives(answers.Held, takes=asks.HandTo))
async def delegate(request: Request) -> Response:
    """Let another work on a task and give it back."""
    task, asked = path_id(request, "task"), await asking(request)
    to = await receiver(asked, (await read(request, HAND_TO)).to)
    outcome = await carry_out(asked, DelegateTask(task=task, to=to, **await asked.stamp_of(task)))
    return told(answers.held(outcome), outcome)


@router.post("/tasks/{task}/return", **gives(answers.Held))
async def return_(request: Request) -> Response:
    """Give a delegated task back to its owner."""
    task, asked = path_id(request, "task"), await asking(request)
    await read(request, NOTHING)
    outcome = await carry_out(asked, ReturnTask(task=task, **await asked.stamp_of(task)))
    return told(answers.held(outcome), outcome)


async def receiver(asked: Asking, account: str) -> Actor:
    """Raises Invalid for an account that is not in use."""
    found = await run_in_threadpool(people.login, asked.desk.store, account)
    if found is None or not found.enabled:
        raise Invalid(f"Expected an account that is in use, but got {account!r}", (("to", "an account in use"),))
    return found.actor


async def carry_out(asked: Asking, command: TaskCommand) -> Outcome:
    """What one may not see is not there: a refusal that would give away a stranger's task becomes a 404."""
    try:
        return await asked.carry_out(command)
    except Forbidden as refusal:
        if await run_in_threadpool(_is_known, asked, command.task):
            raise
        raise NotFound(f"Expected an open task, but {command.task} is done, withdrawn or was never there") from refusal


def _is_known(asked: Asking, task: int) -> bool:
    """The task, or the case that it belongs to, is one that the actor may see."""
    store, actor = asked.desk.store, asked.actor
    if worklist.may_see(store, actor, task):
        return True
    instance = matters.instance_of_task(store, task)
    return instance is not None and cases.find(store, actor, instance) is not None
