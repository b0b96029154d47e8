"""What people say and file about a case: comments and attachments."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api import answers, asks
from api.asking import asking, read, told, viewer
from api.bodies import Body
from api.desk import Desk, desk_of
from api.document import gives
from api.files import MOST, media_type, name_of
from api.ids import Id
from api.papers import paper, readable
from api.routes.case import seen
from bpmn.documents.letter import MEDIA_TYPE as DOCUMENT
from engine.domain import facts
from engine.domain.commands import Actor, AddComment, AttachFile
from engine.domain.rejections import Invalid, NotFound
from engine.store import blobs
from engine.store.reads import matters, worklist

router = APIRouter(tags=["cases"])
WORDS = Body(asks.Words)
FILE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}, "task": {"type": "integer"}},
                "required": ["file"],
            }
        }
    },
}


@router.post("/cases/{case}/comments", **gives(answers.Noted, 201, takes=asks.Words))
async def comment(case: Id, request: Request) -> Response:
    """Say something about a case."""
    asked = await asking(request)
    body = await read(request, WORDS)
    command = AddComment(instance=case, text=body.text, task=body.task, **await asked.stamp_of(case))
    outcome = await asked.carry_out(command)
    noted = answers.Noted(id=outcome.of(facts.CommentAdded)[0].comment, position=outcome.position)
    return told(noted, outcome, 201)


@router.post("/cases/{case}/attachments", **{**gives(answers.Filed, 201), "openapi_extra": {"requestBody": FILE}})
async def attach(case: Id, request: Request) -> Response:
    """File a document (pdf, png, jpeg, docx, xlsx, txt; told by its content), kept once by its SHA-256."""
    asked = await asking(request)
    async with request.form(max_files=1, max_fields=2) as form:
        file, task = form.get("file"), form.get("task")
        if not isinstance(file, UploadFile):
            raise Invalid("Expected a file in the field `file`", (("file", "a file"),))
        content, name = await file.read(), name_of(file.filename)
    about = _task(task)
    kind = media_type(content)
    await run_in_threadpool(_let_in, asked.desk, asked.actor, case, about)
    digest = await run_in_threadpool(_keep, asked.desk, content, kind)
    command = AttachFile(
        instance=case,
        task=about,
        name=name,
        media_type=kind,
        sha256=digest,
        size=len(content),
        **await asked.stamp_of(case),
    )
    outcome = await asked.carry_out(command)
    id = outcome.of(facts.FileAttached)[0].attachment
    filed = answers.Filed(
        id=id, position=outcome.position, sha256=digest, media_type=kind, size=len(content), name=name
    )
    return told(filed, outcome, 201)


@router.get("/cases/{case}/attachments/{attachment}", response_class=Response)
def attachment(case: Id, attachment: Id, request: Request) -> Response:
    """The bytes of an attachment, to be saved and not to be shown in place; of a document its PDF."""
    desk = desk_of(request)
    seen(desk, viewer(request), case)
    found = matters.attachment(desk.store, case, attachment)
    if found is None:
        raise NotFound(f"Expected an attachment of case {case}, but there is no {attachment}")
    name, content, kind = found
    if kind == DOCUMENT:
        content, kind = paper(desk, content).content, "application/pdf"
    else:
        content = readable(desk, content)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=kind, headers=headers)


def _task(text: object) -> int | None:
    if text is None or text == "":
        return None
    if isinstance(text, str) and text.isascii() and text.isdigit() and int(text) < 2**53:
        return int(text)
    raise Invalid(f"Expected the id of a task, but got {text!r}", (("task", "the id of a task"),))


def _let_in(desk: Desk, me: Actor, case: int, task: int | None) -> None:
    """Before anything is kept: by the task at hand, or by the case."""
    row = worklist.find(desk.store, me, task) if task is not None else None
    if row is None or row["instance"] != case:
        seen(desk, me, case)


def _keep(desk: Desk, content: bytes, kind: str) -> str:
    with desk.store.writing() as connection:
        return blobs.put(connection, content, kind, MOST)
