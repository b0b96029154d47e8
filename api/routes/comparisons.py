"""Comparisons of a case over HTTP: what was asked of whom and what came back, why; and answers of departments.

An answer comes without a log-in: the department's signature says who it is.
"""

import time
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.asking import asking, reply, viewer
from api.desk import Desk, desk_of
from api.document import gives
from api.ids import Id
from api.lists import TAKES, of, sent
from api.problems import Unauthenticated
from api.reconciliation import reconciled
from api.routes.case import seen
from api.sealing import sealing
from engine.domain.commands import Actor
from engine.domain.durations import in_city
from engine.domain.rejections import Invalid, NotFound, WrongState
from engine.domain.rights import covers, require
from engine.store.notices import hint
from engine.store.reads import personal
from registers import catalogue, comparisons, explaining, rights, secrecy
from registers.comparisons import Comparison, Told
from registers.departments import questions, signing
from registers.departments.connectors import Connector
from registers.departments.questions import Expected, Failure, Nonsense
from registers.departments.signing import Letter, Unsigned
from registers.explaining import Line
from registers.imports import Refused

router = APIRouter(tags=["comparisons"])
log = structlog.get_logger("api")


class ComparisonView(msgspec.Struct, kw_only=True):
    """One comparison in words. `detail`: null for those who see the case but do not handle it."""

    check: str
    source: str
    stage: str
    asked_at: str
    answered_at: str
    outcome: str
    as_of: str
    detail: str | None
    record: str
    finding: str


class Taken(msgspec.Struct):
    """`taken`: false where the same answer was here before, or the department could not look."""

    request_id: str
    taken: bool


class ReconciledView(msgspec.Struct):
    """Lines: `taken` filled an answer in, `known` said what was there; `findings`: (line, what was expected)."""

    taken: int
    known: int
    findings: list[tuple[int, str]]


@router.get("/cases/{case}/comparisons", **gives(ComparisonView, many=True))
def of_case(case: Id, request: Request) -> Response:
    """All comparisons of a case that one may see, the oldest first; in detail for those who handle it.

    Of prison, disability and illness they read only whether something differs; the details are for those named to
    verify it who are of the department that knows (registers/sensitive.csv).
    """
    return reply([msgspec.structs.asdict(view) for view in map(_view, _lines(request, case))])


@router.get("/cases/{case}/comparisons/explanation", response_class=Response)
def explanation(case: Id, request: Request) -> Response:
    """The same as plain text, for an applicant who asks for the explanation (Personal Information Protection, 24)."""
    return Response(explaining.text(_lines(request, case)), media_type="text/plain; charset=utf-8")


@router.post("/comparisons/{asked}/answer", **gives(Taken, is_open=True))
async def answer(asked: str, request: Request) -> Response:
    """The answer of a department to a question that it was asked before, signed with its key. Taken once."""
    desk, body = desk_of(request), await request.body()
    connector = _signed_by(desk, request, body)
    return reply(await run_in_threadpool(_answered, desk, connector, asked, body))


@router.post("/comparisons/reconciliations/{provider}", **{**gives(ReconciledView), "openapi_extra": TAKES})
async def reconcile(provider: str, request: Request) -> Response:
    """A department's daily file of answers: fills in those that never came. By that department; each line is signed."""
    asked = await asking(request)
    require(asked.actor, *rights.groups("reconcile", provider=provider))
    what, desk = await sent(request), asked.desk
    try:
        done = await run_in_threadpool(reconciled, desk.store, desk.connectors, provider, what.rows, asked.at)
    except Refused as error:
        raise of(error) from error
    return reply(ReconciledView(done.taken, done.known, list(done.findings)))


def _lines(request: Request, case: int) -> list[Line]:
    desk, me = desk_of(request), viewer(request)
    seen(desk, me, case)
    with desk.store.writing() as connection:
        rows = comparisons.of_case(connection, case)
    opened = personal.handles(desk.store, me, case)
    seals = sealing(desk.store)
    told = [secrecy.shown(row, seals, in_full=opened and _verifies(me, row)) for row in rows]
    return explaining.lines(told, opened)


def _verifies(me: Actor, row: Comparison) -> bool:
    groups = secrecy.reading_groups(row)
    return any(post.group in groups and covers(post.area, row.confirm_area) for post in me.posts)


def _view(line: Line) -> ComparisonView:
    return ComparisonView(**{name: getattr(line, name) for name in ComparisonView.__struct_fields__})


def _signed_by(desk: Desk, request: Request, body: bytes) -> Connector:
    """The department whose signature the request bears. Unauthenticated for any other."""
    prefix = urlsplit(desk.settings.public_url or "").path.rstrip("/")
    headers, letter = dict(request.headers), Letter("POST", f"{prefix}{request.url.path}", body)
    try:
        key = signing.stamp_of(headers).key
        connector = next((one for one in desk.connectors if one.key == key), None)
        if connector is None:
            raise Unsigned(f"Expected the key of a department that is asked, but there is none called {key}")
        signing.verify(connector.secret, letter, headers, int(time.time()))
    except Unsigned as error:
        log.warning("unsigned answer", reason=str(error))
        raise Unauthenticated(str(error)) from error
    return connector


def _answered(desk: Desk, connector: Connector, asked: str, body: bytes) -> Taken:
    with desk.store.writing() as connection:
        row = comparisons.find(connection, asked)
        if row is None or row.source != connector.provider:
            raise NotFound("Expected a question that this department was asked, but there is none with this id")
        told = _read(desk, connector, row, body)
        if not isinstance(told, Told):
            comparisons.note(connection, (row.job, row.name, row.source), told[0])
            if told[1] is None:
                return Taken(asked, False)
            raise Invalid(told[0]) from told[1]
        told = secrecy.closed(told, row.person, sealing(desk.store))
        taken = comparisons.answer(connection, row.job, [told], desk.clock.now(), settled=False)
        if taken:
            hint(connection, "answer")
        elif row.verdict != told.verdict:
            log.warning("contradiction", request=asked, kept=row.verdict, came=told.verdict)
            raise WrongState(f"Expected the answer that was given before, {row.verdict}, but it is {told.verdict}")
    return Taken(asked, bool(taken))


def _read(desk: Desk, connector: Connector, row: Comparison, body: bytes) -> Told | tuple[str, Nonsense | None]:
    """An answer as it is kept; or what is wrong with it, and None where the department only could not look."""
    today = in_city(desk.clock.now()).date()
    ref = questions.ref_of(connector.secret, row.request, row.person)
    expected = Expected(row.request, row.name, row.source, ref, today)
    try:
        found = questions.read(body, expected)
    except Failure as error:
        return str(error), None
    except Nonsense as error:
        log.warning("department not understood", department=row.source, reason=str(error))
        return str(error), error
    age: Any = desk.store.calendar(row.district).working_days_between
    fresh_for = catalogue.checks()[row.name].fresh_for
    return questions.judged(found, expected, found.as_of is not None and age(found.as_of, today) <= fresh_for)
