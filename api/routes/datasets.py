"""Shared data over HTTP: departments deliver their own datasets and lists of persons; staff see how fresh they are."""

from datetime import date, datetime

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import asks
from api.asking import Asking, asking, reply, viewer
from api.desk import Desk, desk_of
from api.document import gives
from api.lists import TAKES, Sent, of, refused, sent
from api.sealing import sealing
from engine.domain.commands import Actor
from engine.domain.durations import in_city
from engine.domain.ids import CITY
from engine.domain.rejections import Forbidden, NotFound
from engine.domain.rights import require
from engine.store.reads import areas
from registers import catalogue, deliveries, rights
from registers.deliveries import Delivered, Handed, Standing
from registers.imports import Delivery, Refused, refuse_future
from registers.population import persons, rows

router = APIRouter(tags=["registers"])


class DatasetView(msgspec.Struct, kw_only=True):
    """`state`: fresh, stale (older than its check allows, in working days) or missing. `as_of`: its data's day."""

    name: str
    title: str
    provider: str
    check: str
    fields: list[str]
    state: str
    fresh_for: int
    as_of: date | None
    records: int | None
    imported_at: datetime | None


class DeliveryView(msgspec.Struct, kw_only=True):
    """`outcome`: taken or refused; `findings` then say by line what was expected (`line 0` is the whole)."""

    dataset: str
    number: int
    as_of: date
    records: int
    kind: str
    sha256: str
    outcome: str
    findings: list[tuple[int, str]]
    delivered_at: datetime
    delivered_by: str


class Taken(msgspec.Struct, kw_only=True):
    """How many persons were taken in."""

    persons: int


@router.get("/datasets", **gives(DatasetView, many=True))
def datasets(request: Request) -> Response:
    """What the departments share: each dataset with its provider, its last delivery, and whether it is fresh."""
    desk = desk_of(request)
    _staff(viewer(request))
    age = desk.store.calendar(CITY).working_days_between
    with desk.store.writing() as connection:
        known = deliveries.standings(connection, in_city(desk.clock.now()).date(), age)
    return reply([_view(standing) for standing in known])


@router.get("/datasets/{name}/deliveries", **gives(DeliveryView, many=True))
def of_dataset(name: str, request: Request) -> Response:
    """The last hundred deliveries of a dataset, taken and refused, the latest first."""
    _staff(viewer(request))
    _known(name)
    with desk_of(request).store.writing() as connection:
        return reply([_told(each) for each in deliveries.of(connection, name)])


@router.post("/datasets/{name}/deliveries", **{**gives(DeliveryView, 201), "openapi_extra": TAKES})
async def deliver(name: str, request: Request) -> Response:
    """Deliver a dataset (CSV, workbook or JSON): all lines or none. By the department that provides it, no other."""
    asked = await asking(request)
    require(asked.actor, *rights.groups("deliver", provider=_known(name)))
    delivered = await run_in_threadpool(_deliver, asked, name, await sent(request))
    if delivered.outcome == "refused":
        raise refused(delivered.findings)
    return reply(_told(delivered), 201)


@router.post("/persons/deliveries", **{**gives(Taken, 201, takes=asks.Delivery), "openapi_extra": TAKES})
async def deliver_persons(request: Request) -> Response:
    """Deliver persons and their households: all lines or none; who is not among them stays as he is."""
    asked = await asking(request)
    require(asked.actor, *rights.groups("deliver_persons"))
    try:
        return reply(Taken(persons=await run_in_threadpool(_settle, asked, await sent(request))), 201)
    except Refused as error:
        raise of(error) from error


def _deliver(asked: Asking, name: str, what: Sent) -> Delivered:
    store = asked.desk.store
    handed = Handed(asked.request_id, what.kind, what.sha256, asked.at, asked.actor.id)
    with store.writing() as connection:
        delivery = Delivery(name, what.as_of, what.rows)
        return deliveries.receive(connection, delivery, sealing(store).index, handed)


def _settle(asked: Asking, what: Sent) -> int:
    desk, today = asked.desk, in_city(asked.at).date()
    refuse_future(what.as_of, today)
    listed = rows.read(what.rows, _communities(desk), today)
    with desk.store.writing() as connection:
        return persons.take_in(connection, listed, what.as_of, sealing(desk.store))


def _communities(desk: Desk) -> set[str]:
    return {code for code in areas.numbers(desk.store) if len(code) == 12}


def _known(name: str) -> str:
    """The provider of a dataset."""
    dataset = catalogue.datasets().get(name)
    if dataset is None:
        raise NotFound(f"Expected a dataset of the catalogue, but there is no {name[:40]!r}")
    return dataset.provider


def _staff(actor: Actor) -> None:
    if not (actor.system or actor.posts):
        raise Forbidden(f"Expected one who holds a post, but {actor.id} does not")


def _view(standing: Standing) -> DatasetView:
    dataset = standing.dataset
    return DatasetView(
        name=dataset.name,
        title=dataset.title,
        provider=dataset.provider,
        check=dataset.check,
        fields=[field.name for field in dataset.fields],
        state=standing.state,
        fresh_for=dataset.fresh_for,
        as_of=standing.as_of,
        records=standing.records,
        imported_at=standing.imported_at,
    )


def _told(delivered: Delivered) -> DeliveryView:
    said = {name: getattr(delivered, name) for name in DeliveryView.__struct_fields__ if name != "findings"}
    return DeliveryView(**said, findings=list(delivered.findings))
