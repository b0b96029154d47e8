"""Templates of documents over HTTP: read them, write a new version, approve one that somebody else wrote."""

from datetime import datetime

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import asks
from api.asking import Asking, asking, read, reply, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import gives
from bpmn.documents.faults import Faulty
from bpmn.documents.template import parse
from engine.domain.commands import ADMINISTRATOR, DESIGNER, Actor
from engine.domain.rejections import Forbidden, Invalid, NotFound, WrongState
from engine.domain.rights import require
from registers.documents import templates
from registers.documents.templates import Version

router = APIRouter(tags=["documents"])
TEXT, NOTHING = Body(asks.TemplateText), Body(asks.Nothing)


class TemplateView(msgspec.Struct, kw_only=True):
    """`approved_by` null: a draft, which no document uses. The approved one with the highest version is in force."""

    name: str
    version: int
    sha256: str
    written_at: datetime
    written_by: str
    approved_at: datetime | None
    approved_by: str | None
    text: str | None = None


@router.get("/document-templates", **gives(TemplateView, many=True))
def known(request: Request) -> Response:
    """All versions that were ever used or written, by name; what was never used yet is only in the product's files."""
    _staff(viewer(request))
    with desk_of(request).store.writing() as connection:
        return reply([_view(version) for version in templates.everything(connection)])


@router.get("/document-templates/{name}/{version}", **gives(TemplateView))
def one(name: str, version: int, request: Request) -> Response:
    """A version with its text."""
    _staff(viewer(request))
    with desk_of(request).store.writing() as connection:
        found = templates.find(connection, name, version)
    if found is None:
        raise NotFound(f"Expected a template {name!r} in version {version}, but there is none")
    return reply(_view(found, found.text))


@router.post("/document-templates", **gives(TemplateView, 201, takes=asks.TemplateText))
async def write(request: Request) -> Response:
    """Write a template's next version. It is refused with every fault, by line; no document uses it before approval."""
    asked = await asking(request)
    body = await read(request, TEXT)
    require(asked.actor, DESIGNER, ADMINISTRATOR)
    try:
        parse(body.text)
    except Faulty as error:
        pairs = tuple((f"line {fault.line}", f"{fault.message}。{fault.remedy}") for fault in error.faults)
        raise Invalid(f"Expected a template that can be used, but it has faults: {error}", pairs) from error
    return reply(await run_in_threadpool(_write, asked, body), 201)


@router.post("/document-templates/{name}/{version}/approval", **gives(TemplateView, takes=asks.Nothing))
async def approve(name: str, version: int, request: Request) -> Response:
    """Approve what somebody else wrote: documents from now on use it, older ones keep theirs."""
    asked = await asking(request)
    await read(request, NOTHING)
    require(asked.actor, DESIGNER, ADMINISTRATOR)
    return reply(await run_in_threadpool(_approve, asked, name, version))


def _write(asked: Asking, body: asks.TemplateText) -> TemplateView:
    with asked.desk.store.writing() as connection:
        return _view(templates.write(connection, body.name, body.text, (asked.actor.id, asked.at)))


def _approve(asked: Asking, name: str, version: int) -> TemplateView:
    try:
        with asked.desk.store.writing() as connection:
            return _view(templates.approve(connection, name, version, (asked.actor.id, asked.at)))
    except LookupError as error:
        raise NotFound(str(error)) from error
    except ValueError as error:
        raise WrongState(str(error)) from error


def _staff(actor: Actor) -> None:
    if not (actor.system or actor.posts):
        raise Forbidden(f"Expected one who holds a post, but {actor.id} does not")


def _view(version: Version, text: str | None = None) -> TemplateView:
    names = [name for name in TemplateView.__struct_fields__ if name != "text"]
    return TemplateView(**{name: getattr(version, name) for name in names}, text=text)
