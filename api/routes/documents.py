"""Documents of a case over HTTP: list, one, its PDF; and declaring one void, which takes two persons."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal, TypeAlias
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import asks
from api.asking import Asking, asking, read, reply, viewer
from api.bodies import Body
from api.desk import Desk, desk_of
from api.document import gives
from api.ids import Id
from api.papers import paper_of
from api.routes.case import seen
from engine.domain.commands import Actor
from engine.domain.rejections import Forbidden, Invalid, NotFound, WrongState
from registers.documents import issued, voiding
from registers.documents.issued import Connection, Document

router = APIRouter(tags=["documents"])
REASON, NOTHING = Body(asks.Reason), Body(asks.Nothing)
Act: TypeAlias = Callable[[Connection], Document]


class DocumentView(msgspec.Struct, kw_only=True):
    """`sha256`: of the PDF, null until somebody asked for it. `void_*`: who asked, why, and who confirmed."""

    id: int
    case: int
    kind: str
    template: str
    version: int
    number: str
    code: str
    area: str
    issued_at: datetime
    state: Literal["valid", "void asked", "void"]
    sha256: str | None
    void_reason: str | None
    void_asked_by: str | None
    voided_by: str | None


@router.get("/cases/{case}/documents", **gives(DocumentView, many=True))
def of_case(case: Id, request: Request) -> Response:
    """The documents that were issued in a case, the oldest first."""
    desk = desk_of(request)
    seen(desk, viewer(request), case)
    with desk.store.writing() as connection:
        return reply([_view(document) for document in issued.of_case(connection, case)])


@router.get("/documents/{document}", **gives(DocumentView))
def document(document: Id, request: Request) -> Response:
    """What is known of a document; not what it says."""
    return reply(_view(_seen(desk_of(request), viewer(request), document)))


@router.get("/documents/{document}/pdf", response_class=Response)
def pdf(document: Id, request: Request) -> Response:
    """The PDF: made when it is first asked for, and the same bytes from then on. `X-Seal`: sealed or not-sealed."""
    desk = desk_of(request)
    found = _seen(desk, viewer(request), document)
    paper = paper_of(desk, found)
    name = quote(f"{found.kind}{found.code[-4:]}.pdf")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "X-Content-Type-Options": "nosniff",
        "X-Seal": paper.seal.replace(" ", "-"),
        "X-Document-State": _state(found).replace(" ", "-"),
    }
    return Response(paper.content, media_type="application/pdf", headers=headers)


@router.post("/documents/{document}/void", **gives(DocumentView, takes=asks.Reason))
async def ask_void(document: Id, request: Request) -> Response:
    """Ask to declare a document void, with a reason; it holds until another person confirms."""
    asked = await asking(request)
    body = await read(request, REASON)
    by = (asked.actor.id, asked.at)
    act: Act = partial(voiding.ask, id=document, by=by, reason=body.reason)
    return reply(await run_in_threadpool(_void, asked, document, act))


@router.post("/documents/{document}/void/confirmation", **gives(DocumentView, takes=asks.Nothing))
async def confirm_void(document: Id, request: Request) -> Response:
    """Confirm, as another person than who asked: the document is void from now on."""
    asked = await asking(request)
    await read(request, NOTHING)
    act: Act = partial(voiding.confirm, id=document, by=(asked.actor.id, asked.at))
    return reply(await run_in_threadpool(_void, asked, document, act))


def _void(asked: Asking, document: int, act: Act) -> DocumentView:
    if not asked.actor.posts:
        raise Forbidden(f"Expected one who holds a post, but {asked.actor.id} does not")
    _seen(asked.desk, asked.actor, document)
    try:
        with asked.desk.store.writing() as connection:
            return _view(act(connection))
    except ValueError as error:
        raise Invalid(str(error)) from error
    except LookupError as error:
        raise WrongState(str(error)) from error


def _seen(desk: Desk, me: Actor, document: int) -> Document:
    """A document of a case that one may see; NotFound for any other."""
    with desk.store.writing() as connection:
        found = issued.find(connection, document)
    if found is None:
        raise NotFound("Expected a document of a case that you may see, but there is none with this id")
    seen(desk, me, found.instance)
    return found


def _state(document: Document) -> Literal["valid", "void asked", "void"]:
    if document.voided_at is not None:
        return "void"
    return "valid" if document.void_asked_by is None else "void asked"


def _view(document: Document) -> DocumentView:
    same = ("id", "kind", "template", "version", "number", "code", "area", "issued_at")
    return DocumentView(
        **{name: getattr(document, name) for name in same},
        case=document.instance,
        state=_state(document),
        sha256=document.pdf_sha256,
        void_reason=document.void_reason,
        void_asked_by=document.void_asked_by,
        voided_by=document.voided_by,
    )
