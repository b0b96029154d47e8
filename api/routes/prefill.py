"""Prefill over HTTP: what the registers know of an applicant, for a window with a purpose; each asking is traced."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import structlog
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import asks
from api.asking import Asking, asking, read, reader, reply
from api.bodies import Body
from api.desk import Desk, desk_of
from api.document import gives
from api.sealing import sealing
from bpmn.register import items
from bpmn.values import normal, value_finding
from engine.domain.commands import AUDITOR, Actor
from engine.domain.durations import in_city
from engine.domain.ids import CITY
from engine.domain.rejections import Forbidden, Invalid, NotFound
from engine.domain.rights import require
from registers import rights
from registers.prefill import lookups
from registers.prefill.answering import Answer, Asked, answer
from registers.prefill.filling import Item
from registers.prefill.lookups import Lookup
from registers.prefill.papers import Evidence, Paper

router = APIRouter(tags=["registers"])
log = structlog.get_logger("api")
MANY = 50  # an hour: above it, who looks after the city is warned
PREFILL, SUBJECT = Body(asks.Prefill), Body(asks.Subject)


class Source(msgspec.Struct, kw_only=True):
    """`register`: a dataset of the catalogue, or a register of the city's own. `as_of`: the day of its data."""

    register: str
    title: str
    as_of: date


class FilledField(msgspec.Struct, kw_only=True):
    field: str
    label: str
    value: Any
    source: Source


class PaperView(msgspec.Struct, kw_only=True):
    """As a field with the rule `papers` takes it. `ok`: nobody has to bring it. `evidence`: register, as_of, lookup."""

    name: str
    source: str
    ok: bool
    reason: str
    evidence: dict[str, str] | None


class Prefilled(msgspec.Struct, kw_only=True):
    """`lookup`: names the trace. `known`: does the register of persons know the subject? `struck` of `of` papers."""

    item: str
    lookup: str
    known: bool
    fields: list[FilledField]
    papers: list[PaperView]
    struck: int
    of: int


class LookupView(msgspec.Struct, kw_only=True):
    """`told`: names of the fields and papers, not what they say."""

    lookup: str
    account: str
    at: datetime
    item: str
    purpose: str
    area: str
    told: list[str]


@router.post("/prefill", **gives(Prefilled, takes=asks.Prefill))
async def prefill(request: Request) -> Response:
    """What is known of an applicant for an item: fields with their sources, and which papers nobody has to bring.

    For those whose post has the right to it (windows), with a purpose. Each asking is kept with who, when and why.
    """
    asked = await asking(request)
    area = _right(asked.actor)
    body = await read(request, PREFILL)
    wanted = _item(body.item)
    number = _number(body.subject, in_city(asked.at).date())
    lookup = Lookup(asked.request_id, asked.actor.id, asked.at, wanted.code, body.purpose.strip(), area, ())
    if not lookup.purpose:
        raise Invalid("Expected a purpose, but it is empty", (("purpose", "what it is looked up for"),))
    return reply(_view(lookup, await run_in_threadpool(_ask, asked, number, wanted, lookup)))


@router.post("/lookups", **gives(LookupView, many=True, takes=asks.Subject))
async def looked_up(request: Request) -> Response:
    """Who has looked a person up: for auditors, who tell the person on demand."""
    actor = await reader(request)
    require(actor, AUDITOR)
    body = await read(request, SUBJECT)
    return reply(await run_in_threadpool(_lookups, desk_of(request), normal(body.subject)))


def _ask(asked: Asking, number: str, wanted: Item, lookup: Lookup) -> Answer:
    store = asked.desk.store
    age, today = store.calendar(CITY).working_days_between, in_city(asked.at).date()
    with store.writing() as connection:
        about = Asked(store.vault.person(number, 0), wanted, today, lookup, age)
        found = answer(connection, about, sealing(store))
        count = lookups.count(connection, lookup.account, asked.at - timedelta(hours=1))
    if count > MANY:
        log.warning("many persons looked up", by=lookup.account, count=count, area=lookup.area)
    return found


def _lookups(desk: Desk, number: str) -> list[LookupView]:
    with desk.store.writing() as connection:
        known = lookups.of(connection, desk.store.vault.person(number, 0))
    names = [name for name in LookupView.__struct_fields__ if name not in ("lookup", "told")]
    return [
        LookupView(lookup=each.request, told=list(each.told), **{name: getattr(each, name) for name in names})
        for each in known
    ]


def _right(actor: Actor) -> str:
    """The area of the post that gives the right."""
    groups = rights.groups("prefill")
    area = next((post.area for post in actor.posts if post.group in groups), None)
    if area is None:
        raise Forbidden(f"Expected one who holds {' or '.join(groups)}, but {actor.id} does not")
    return area


def _item(code: str) -> Item:
    item = items().get(code)
    if item is None:
        raise NotFound(f"Expected an item of the register, but there is no {code!r}")
    return Item(item.code, item.checks, item.materials)


def _number(text: str, today: date) -> str:
    """The message says what is wrong with a number, and does not repeat it."""
    number = normal(text)
    wrong = value_finding("identity-number", number, today)
    if wrong:
        raise Invalid("Expected a valid identity number", (("subject", wrong),))
    return number


def _view(lookup: Lookup, found: Answer) -> Prefilled:
    fields = [
        FilledField(
            field=each.field,
            label=each.label,
            value=each.value,
            source=Source(register=each.register, title=each.title, as_of=each.as_of),
        )
        for each in found.fields
    ]
    return Prefilled(
        item=lookup.item,
        lookup=lookup.request,
        known=found.known,
        fields=fields,
        papers=[_paper(paper, lookup) for paper in found.papers],
        struck=sum(paper.ok for paper in found.papers),
        of=len(found.papers),
    )


def _paper(paper: Paper, lookup: Lookup) -> PaperView:
    evidence = _evidence(paper.evidence, lookup) if paper.evidence else None
    return PaperView(name=paper.name, source=paper.source, ok=paper.ok, reason=paper.reason, evidence=evidence)


def _evidence(evidence: Evidence, lookup: Lookup) -> dict[str, str]:
    return {"register": evidence.register, "as_of": evidence.as_of.isoformat(), "lookup": lookup.request}
