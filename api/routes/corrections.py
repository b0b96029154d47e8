"""Corrections of calculated amounts over HTTP: one account proposes, another decides; the sheet stays as it is."""

from datetime import datetime
from decimal import Decimal

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import money, money_asks
from api.asking import Asking, asking, read, reply, viewer
from api.bodies import Body
from api.desk import Desk, desk_of
from api.document import gives
from api.ids import Id
from api.routes.case import seen
from engine.domain.commands import SYSTEM
from engine.domain.rejections import NotFound
from engine.store.reads import cases
from registers import corrections, sheets
from registers.benefits import Signed
from registers.corrections import Correction
from registers.sheets import Sheet

router = APIRouter(tags=["payment"])
CORRECTING, DECIDING = Body(money_asks.Correcting), Body(money_asks.Deciding)


class CorrectionView(msgspec.Struct, kw_only=True):
    """`kept`: what held before; `confirmed`: null while nobody has decided. Sums in yuan."""

    id: int
    sheet: int
    kept: Decimal
    amount: Decimal
    reason: str
    proposed_by: str
    proposed_at: datetime
    confirmed: bool | None
    decided_by: str | None
    decided_at: datetime | None


@router.get("/sheets/{sheet}/corrections", **gives(CorrectionView, many=True))
def of_sheet(sheet: Id, request: Request) -> Response:
    """All corrections of a calculation sheet, the oldest first, for those who may see its case."""
    desk, me = desk_of(request), viewer(request)
    with money.registers(desk) as connection:
        instance = sheets.get(connection, sheet).instance
        found = corrections.of_sheet(connection, sheet)
    seen(desk, me, instance)
    return reply([_view(each) for each in found])


@router.post("/sheets/{sheet}/corrections", **gives(CorrectionView, 201, takes=money_asks.Correcting))
async def propose(sheet: Id, request: Request) -> Response:
    """Propose another amount, with a reason; nothing changes until another account confirms."""
    asked = await asking(request)
    body = await read(request, CORRECTING)
    money.yuan(body.amount)
    return reply(await run_in_threadpool(_propose, asked, sheet, body), 201)


@router.post("/corrections/{correction}/decision", **gives(CorrectionView, takes=money_asks.Deciding))
async def decide(correction: Id, request: Request) -> Response:
    """Confirm or refuse, as another account than who proposed; the benefit on this sheet is changed at once."""
    asked = await asking(request)
    body = await read(request, DECIDING)
    return reply(await run_in_threadpool(_decide, asked, correction, body.confirmed))


def _propose(asked: Asking, sheet: int, body: money_asks.Correcting) -> CorrectionView:
    with money.registers(asked.desk) as connection:
        found = sheets.get(connection, sheet)
        money.allow(asked.actor, "correction_propose", found.area, department=_department(asked.desk, found))
        id = asked.desk.store.ids.take(sheet >> 40)
        signed = Signed(id, found.instance, asked.actor.id, asked.at)
        said = ("correction", f"{sheet} {body.amount} {body.reason}")
        act = lambda: corrections.propose(connection, sheet, body.amount, body.reason, signed).id  # noqa: E731
        return _view(corrections.get(connection, money.kept_once(asked, connection, said, act)))


def _decide(asked: Asking, correction: int, confirmed: bool) -> CorrectionView:
    with money.registers(asked.desk) as connection:
        of = sheets.get(connection, corrections.get(connection, correction).sheet)
        money.allow(asked.actor, "correction_decide", of.area, department=_department(asked.desk, of))
        return _view(corrections.decide(connection, correction, confirmed, money.signer(asked)))


def _department(desk: Desk, sheet: Sheet) -> str:
    """Whose item the sheet's case is about. NotFound for a sheet of no case."""
    case = cases.find(desk.store, SYSTEM, sheet.instance)
    if case is None or not case["item"]:
        raise NotFound("Expected a calculation sheet of a case, but there is none with this id")
    return str(case["item"]).partition("-")[0]


def _view(correction: Correction) -> CorrectionView:
    return CorrectionView(**{name: getattr(correction, name) for name in CorrectionView.__struct_fields__})
