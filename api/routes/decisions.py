"""Decisions over HTTP: deploy, list, versions, files; and taking one for a try, which leaves nothing behind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api import asks
from api.advice import Found, of_tables
from api.asking import asking, read, reader, reply, told, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import gives
from bpmn.decisions import Decision, DecisionError, InputError, examine, explain, sentences
from bpmn.feel import plain
from engine.domain import facts
from engine.domain.commands import ADMINISTRATOR, DESIGNER, Actor, DeployDecision
from engine.domain.durations import in_city
from engine.domain.ids import CITY
from engine.domain.rejections import Forbidden, Invalid, NotFound, WrongState
from engine.domain.rights import require
from engine.runtime.runtime import Runtime
from engine.store.reads import decisions

router = APIRouter(tags=["decisions"])
DEPLOYMENT, EVALUATION, DRAFT = Body(asks.DecisionDeployment), Body(asks.Evaluation), Body(asks.DraftEvaluation)
Version = Annotated[int | None, Query(ge=1, lt=2**31)]


class DecisionVersion(msgspec.Struct, kw_only=True):
    """`key`: the id of the decision or decision service in its file."""

    id: int
    key: str
    version: int
    name: str
    digest: str
    deployed_at: datetime
    deployed_by: str


class DeployedDecision(msgspec.Struct, kw_only=True):
    id: int
    key: str
    version: int
    name: str


class DeployedDecisions(msgspec.Struct, kw_only=True):
    """Those that are new; empty where the latest versions have the same bytes. `findings`: advice on the tables."""

    decisions: list[DeployedDecision]
    position: int
    findings: list[Found]


class Evaluated(msgspec.Struct, kw_only=True):
    """`explanation`: each decision that was taken, the one asked for last; `sentences`: the same in words.

    `version` is null for a draft.
    """

    key: str
    version: int | None
    name: str
    output: Any
    explanation: list[dict[str, Any]]
    sentences: list[str]


@router.post("/decisions", **gives(DeployedDecisions, 201, takes=asks.DecisionDeployment))
async def deploy(request: Request) -> Response:
    """Deploy a DMN file as a thing of its own: each decision and service in it gets a version."""
    asked = await asking(request)
    body = await read(request, DEPLOYMENT)
    command = DeployDecision(
        name=body.name, source=body.source.encode(), resources=_files(body.resources), **asked.stamp(CITY)
    )
    outcome = await asked.carry_out(command)
    new = [
        DeployedDecision(id=fact.decision, key=fact.key, version=fact.version, name=fact.name)
        for fact in outcome.of(facts.DecisionDeployed)
    ]
    advice = await run_in_threadpool(of_tables, command.source)
    return told(DeployedDecisions(decisions=new, position=outcome.position, findings=[*advice]), outcome, 201)


@router.post("/decisions/evaluate", **gives(Evaluated, takes=asks.DraftEvaluation))
async def evaluate_draft(request: Request) -> Response:
    """Take a decision of a file that is not deployed, and say how it came about. For designers; nothing is kept."""
    actor = await reader(request)
    require(actor, DESIGNER, ADMINISTRATOR)
    body = await read(request, DRAFT)
    found = await run_in_threadpool(_draft, body)
    return await _evaluated(request, found, body.variables)


@router.post("/decisions/{key}/evaluate", **gives(Evaluated, takes=asks.Evaluation))
async def evaluate(key: str, request: Request, version: Version = None) -> Response:
    """Take a deployed decision on these variables, and say how it came about. For staff; nothing is kept."""
    _staff(await reader(request))
    body = await read(request, EVALUATION)
    found_in, found = await run_in_threadpool(_deployed, desk_of(request).engine.runtime, key, version)
    return await _evaluated(request, found, body.variables, found_in)


def _deployed(runtime: Runtime, key: str, version: int | None) -> tuple[int, Decision]:
    """The version and the decision."""
    try:
        found = runtime.decision(key, version)
    except DecisionError as error:
        raise WrongState(f"Expected a decision that this engine can take, but {error}") from error
    if found is None:
        raise NotFound(f"Expected a deployed decision, but there is no {key!r} version {version or 'latest'}")
    return found


def _staff(actor: Actor) -> None:
    if not (actor.system or actor.posts):
        raise Forbidden(f"Expected one who holds a post, but {actor.id} does not")


def _draft(body: asks.DraftEvaluation) -> Decision:
    """Raises Invalid with every fault of the file."""
    try:
        reading = examine(body.source.encode(), _files(body.resources))
    except DecisionError as error:
        raise Invalid(f"Expected a DMN file, but {error}") from error
    if reading.faults:
        findings = tuple((fault.decision, str(fault)) for fault in reading.faults)
        raise Invalid(f"Expected a decision file without faults, but {findings[0][1]}", findings)
    known = reading.decisions
    key = body.decision or (next(iter(known)) if len(known) == 1 else "")
    if key not in known:
        raise Invalid(f"Expected the id of a decision of the file: {', '.join(known)}", (("decision", "an id"),))
    return known[key]


def _files(resources: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in resources.items()}


async def _evaluated(
    request: Request, decision: Decision, given: dict[str, Any], version: int | None = None
) -> Response:
    now = in_city(await desk_of(request).now())
    return reply(await run_in_threadpool(_taken, decision, version, {**given, "$now": now}))


def _taken(decision: Decision, version: int | None, variables: Mapping[str, Any]) -> Evaluated:
    """Raises Invalid: inputs by name, else the rules that clash or whatever else cannot be taken."""
    try:
        result = decision.tried(variables)
        output = plain(result.output)
    except InputError as error:
        raise Invalid(f"Expected other inputs, but {error}", error.inputs) from error
    except DecisionError as error:
        rules = tuple((f"{error.decision} rule {number}", error.reason) for number in error.rules)
        raise Invalid(f"Expected a decision, but {error}", rules or ((error.decision, error.reason),)) from error
    except ValueError as error:
        raise Invalid(f"Expected a decision that gives plain data, but {error}") from error
    return Evaluated(
        key=decision.id,
        version=version,
        name=decision.name,
        output=output,
        explanation=list(explain(result)),
        sentences=list(sentences(result)),
    )


@router.get("/decisions", **gives(DecisionVersion, many=True))
def latest(request: Request) -> Response:
    """The latest version of every decision that is deployed by itself."""
    viewer(request)
    return reply(decisions.latest(desk_of(request).store))


@router.get("/decisions/{key}", **gives(DecisionVersion, many=True))
def versions(key: str, request: Request) -> Response:
    """All versions of a decision, the newest first."""
    viewer(request)
    rows = decisions.versions(desk_of(request).store, key)
    if not rows:
        raise NotFound(f"Expected a deployed decision, but there is no {key!r}")
    return reply(rows)


@router.get("/decisions/{key}/xml", response_class=Response)
def xml(key: str, request: Request, version: Version = None) -> Response:
    """The file as it was deployed, byte for byte."""
    viewer(request)
    found = decisions.source(desk_of(request).store, key, version)
    if found is None:
        raise NotFound(f"Expected a deployed decision, but there is no {key!r} version {version or 'latest'}")
    return Response(found, media_type="application/xml")
