"""Adjustments to new parameters over HTTP: who is affected, one account proposes the list, another approves it."""

from datetime import date, datetime
from decimal import Decimal
from functools import partial

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import money, money_asks
from api.asking import Asking, asking, read, reply, viewer
from api.bodies import Body
from api.desk import Desk, desk_of
from api.document import gives
from api.ids import Id
from engine.domain.durations import in_city
from engine.domain.ids import CITY
from engine.sheets import recalculating, rule
from registers import adjusting, months
from registers.adjusting import Adjustment
from registers.adjustments import Asked, Calculate

router = APIRouter(tags=["payment"])
ADJUSTING, APPROVING = Body(money_asks.Adjusting), Body(money_asks.Approving)
MOST = 100


class AdjustmentView(msgspec.Struct, kw_only=True):
    """`benefits`: how many change; `back_pay`: what is missing for months that were paid, in yuan."""

    id: int
    rule: str
    area: str
    month: date
    benefits: int
    back_pay: Decimal
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None
    approved_at: datetime | None


@router.get("/adjustments", **gives(AdjustmentView, many=True))
def listed(request: Request) -> Response:
    """The last hundred adjustments of the areas one answers for, the newest first."""
    areas = money.areas(viewer(request), "adjustment_see")
    with money.registers(desk_of(request)) as connection:
        return reply([_view(each) for each in adjusting.listed(connection, areas, MOST)])


@router.post("/adjustments", **gives(AdjustmentView, 201, takes=money_asks.Adjusting))
async def propose(request: Request) -> Response:
    """List whom the parameters of today change since a month; nothing changes until another account approves."""
    asked = await asking(request)
    body = await read(request, ADJUSTING)
    money.allow(asked.actor, "adjustment_propose", body.area)
    return reply(await run_in_threadpool(_propose, asked, body), 201)


@router.post("/adjustments/{adjustment}/approval", **gives(AdjustmentView, takes=money_asks.Approving))
async def approve(adjustment: Id, request: Request) -> Response:
    """Approve, as another account than who proposed: the next roll pays what is missing."""
    asked = await asking(request)
    body = await read(request, APPROVING)
    return reply(await run_in_threadpool(_approve, asked, adjustment, _last(asked, body.until)))


def _propose(asked: Asking, body: money_asks.Adjusting) -> AdjustmentView:
    desk, by = asked.desk, money.signer(asked)
    wanted = Asked(body.rule, body.area, money.month(body.since, "since"), _last(asked, body.until))
    said = ("adjustment", f"{wanted.rule} {wanted.area} {wanted.month} {body.until}")
    with money.registers(desk) as connection:
        id = desk.store.ids.take(CITY)
        act = lambda: adjusting.propose(connection, id, wanted, _calculate(desk), by).id  # noqa: E731
        return _view(adjusting.get(connection, money.kept_once(asked, connection, said, act)))


def _approve(asked: Asking, adjustment: int, last: date) -> AdjustmentView:
    with money.registers(asked.desk) as connection:
        money.allow(asked.actor, "adjustment_approve", adjusting.get(connection, adjustment).area)
        calculate = _calculate(asked.desk)
        return _view(adjusting.approve(connection, adjustment, last, calculate, money.signer(asked)))


def _calculate(desk: Desk) -> Calculate:
    return recalculating(partial(rule, desk.store, desk.engine.runtime))


def _last(asked: Asking, until: str | None) -> date:
    return months.first_day(in_city(asked.at).date()) if until is None else money.month(until, "until")


def _view(adjustment: Adjustment) -> AdjustmentView:
    return AdjustmentView(**{name: getattr(adjustment, name) for name in AdjustmentView.__struct_fields__})
