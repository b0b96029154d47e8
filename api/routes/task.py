"""One task as its viewer works on it: the form, what is known, what may be done with it."""

from datetime import datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import asking, read, reply, told, viewer
from api.bodies import Body
from api.desk import Desk, desk_of
from api.document import gives
from api.ids import Id
from api.personal import shown_to
from api.routes.worklist import TaskRow
from api.verbs import verbs
from api.words import Due, due_words
from engine.domain import facts
from engine.domain.commands import AddComment
from engine.domain.durations import in_city
from engine.domain.rejections import NotFound
from engine.peek import Place, peek, place
from engine.store.reads import definitions, matters, requests, worklist

router = APIRouter(tags=["tasks"])
WORDS = Body(asks.Words)


class TaskView(msgspec.Struct, kw_only=True):
    """`form_schema`: a form-js schema. `masked`: variables shown as masks; `erased`: those nobody can read any more."""

    task: TaskRow
    due: Due
    verbs: list[str]
    form_schema: Any
    variables: dict[str, Any]
    masked: list[str]
    erased: list[str]
    comments: list[dict[str, Any]]
    read_at: datetime


@router.get("/tasks/{task}", **gives(TaskView))
def task(task: Id, request: Request) -> Response:
    """An open task that one may see, with its form, its variables, and the verbs that are allowed."""
    desk, me = desk_of(request), viewer(request)
    row = worklist.find(desk.store, me, task)
    if row is None:
        raise NotFound(f"Expected an open task, but {task} is done, withdrawn or was never there")
    now = in_city(desk.clock.now())
    kept = matters.snapshot(desk.store, row["instance"])
    if kept is None or kept["snapshot"] is None:
        raise NotFound(f"Expected an open task, but {task} is done, withdrawn or was never there")
    runtime, snapshot = desk.engine.runtime, bytes(kept["snapshot"])
    known = peek(runtime, kept["definition"], snapshot, row["token"])
    shown = shown_to(desk, me, row["instance"], known)
    comments = matters.parts(desk.store, row["instance"])["comments"]
    return reply(
        {
            "task": {name: row[name] for name in TaskRow.__struct_fields__},
            "due": due_words(row["due_at"], now, desk.store.calendar(row["district"])),
            "verbs": verbs(me, row),
            "form_schema": _schema(desk, place(runtime, kept["definition"], snapshot, row["token"]), row["form"]),
            "variables": shown.variables,
            "masked": shown.masked,
            "erased": shown.erased,
            "comments": [comment for comment in comments if comment["task"] in (None, task)],
            "read_at": now,
        }
    )


def _schema(desk: Desk, at: Place, form: str | None) -> Any:
    """It lies beside the process that the task is in: the case's own, or one that it has called."""
    return definitions.form(desk.store, at.definition, form) if form else None


@router.post("/tasks/{task}/comments", **gives(answers.Noted, 201, takes=asks.Words))
async def comment(task: Id, request: Request) -> Response:
    """Say something about a task that one may see."""
    asked = await asking(request)
    body = await read(request, WORDS)
    row = await run_in_threadpool(worklist.find, asked.desk.store, asked.actor, task)
    earlier = await run_in_threadpool(requests.earlier, asked.desk.store, asked.request_id) if row is None else None
    instance = row["instance"] if row else earlier[1] if earlier else None
    if instance is None:
        raise NotFound(f"Expected an open task, but {task} is done, withdrawn or was never there")
    command = AddComment(instance=instance, task=task, text=body.text, **await asked.stamp_of(task))
    outcome = await asked.carry_out(command)
    noted = answers.Noted(id=outcome.of(facts.CommentAdded)[0].comment, position=outcome.position)
    return told(noted, outcome, 201)
