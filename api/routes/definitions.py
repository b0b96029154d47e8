"""Definitions over HTTP: deploy, list, versions, files, forms."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api import asks
from api.advice import Found, found, refused
from api.asking import asking, reply, told, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import gives
from api.ids import Id
from api.zipping import zipped
from engine.domain import facts
from engine.domain.commands import DeployDefinition
from engine.domain.ids import CITY
from engine.domain.rejections import Invalid, NotFound
from engine.store.reads import definitions

router = APIRouter(tags=["definitions"])
DEPLOYMENT = Body(asks.Deployment)
MOST_FILES = 200
Files = tuple[str, bytes, dict[str, bytes]]
MULTIPART = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
        }
    }
}


class Version(msgspec.Struct, kw_only=True):
    """`starters`: groups that may start it; empty: whoever may log in."""

    id: int
    key: str
    version: int
    name: str
    kind: str
    item: str | None
    digest: str
    starters: list[str]
    deployed_at: datetime
    deployed_by: str


class DeployedVersion(msgspec.Struct, kw_only=True):
    id: int
    key: str
    version: int
    name: str
    kind: str


class Deployed(msgspec.Struct, kw_only=True):
    """Those that are new; empty where the latest versions have the same bytes. `findings`: advice, no errors."""

    definitions: list[DeployedVersion]
    position: int
    findings: list[Found]


def _takes_files() -> dict[str, Any]:
    told = gives(Deployed, 201, takes=asks.Deployment)
    told["openapi_extra"]["requestBody"]["content"] |= MULTIPART
    return told


@router.post("/definitions", **_takes_files())
async def deploy(request: Request) -> Response:
    """Deploy a BPMN file with the forms and decisions beside it: as JSON, or as the parts of a multipart upload."""
    asked = await asking(request)
    name, source, resources = await _files(request)
    command = DeployDefinition(name=name, source=source, resources=resources, **asked.stamp(CITY))
    try:
        outcome = await asked.carry_out(command)
    except Invalid as error:
        raise await run_in_threadpool(refused, error, source, resources, asked.at.date()) from error
    advice = await run_in_threadpool(found, source, resources, asked.at.date())
    new = [
        DeployedVersion(id=fact.definition, key=fact.key, version=fact.version, name=fact.name, kind=fact.kind)
        for fact in outcome.of(facts.DefinitionDeployed)
    ]
    return told(Deployed(definitions=new, position=outcome.position, findings=[*advice]), outcome, 201)


async def _files(request: Request) -> Files:
    if not request.headers.get("content-type", "").startswith("multipart/"):
        body = DEPLOYMENT.read(await request.body())
        return body.name, body.source.encode(), {name: text.encode() for name, text in body.resources.items()}
    async with request.form(max_files=MOST_FILES) as form:
        parts = [part for _, part in form.multi_items() if isinstance(part, UploadFile)]
        files = {part.filename or "": await part.read() for part in parts}
    models = [name for name in files if name.endswith((".bpmn", ".bpmn20.xml"))]
    if len(models) != 1:
        raise Invalid(f"Expected one BPMN file among the parts, but got {len(models)}: {', '.join(files) or 'none'}")
    source = files.pop(models[0])
    for name, content in files.items():
        _check_text(name, content)
    return models[0], source, files


def _check_text(name: str, content: bytes) -> None:
    try:
        is_text = "\x00" not in content.decode() and name.isprintable()
    except UnicodeDecodeError:
        is_text = False
    if not is_text:
        raise Invalid(f"Expected {name!r} to be a text in UTF-8, but it is not", ((name, "a text in UTF-8"),))


@router.get("/definitions", **gives(Version, many=True))
def latest(request: Request) -> Response:
    """The latest version of every process."""
    viewer(request)
    return reply(definitions.latest(desk_of(request).store))


@router.get("/definitions/{key}", **gives(Version, many=True))
def versions(key: str, request: Request) -> Response:
    """All versions of a process, the newest first."""
    viewer(request)
    rows = definitions.versions(desk_of(request).store, key)
    if not rows:
        raise NotFound(f"Expected a deployed process, but there is no {key!r}")
    return reply(rows)


@router.get("/definitions/{key}/xml", response_class=Response)
def xml(key: str, request: Request, version: Annotated[int | None, Query(ge=1, lt=2**31)] = None) -> Response:
    """The file as it was deployed, byte for byte."""
    viewer(request)
    found = definitions.source(desk_of(request).store, key, version)
    if found is None:
        raise NotFound(f"Expected a deployed process, but there is no {key!r} version {version or 'latest'}")
    return Response(found[1], media_type="application/xml")


@router.get("/definitions/{key}/files", response_class=Response)
def files(key: str, request: Request, version: Annotated[int | None, Query(ge=1, lt=2**31)] = None) -> Response:
    """A ZIP archive of every file that was deployed with it, byte for byte: its own, the forms and the decisions."""
    viewer(request)
    found = definitions.files(desk_of(request).store, key, version)
    if found is None:
        raise NotFound(f"Expected a deployed process, but there is no {key!r} version {version or 'latest'}")
    return Response(zipped(found), media_type="application/zip")


@router.get("/forms/{definition}/{form}", **gives(None))
def form(definition: Id, form: str, request: Request) -> Response:
    """The schema of a form that lies beside a definition (its id)."""
    viewer(request)
    schema = definitions.form(desk_of(request).store, definition, form)
    if schema is None:
        raise NotFound(f"Expected a form of definition {definition}, but there is no {form!r}")
    return reply(schema)
