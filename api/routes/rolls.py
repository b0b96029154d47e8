"""Monthly rolls over HTTP: a list, one with its sums, its lines without names, and the files to the bank and back."""

from datetime import date, datetime
from decimal import Decimal

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api import asks, money
from api.asking import Asking, asking, read, reply, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import asks_for, gives
from api.ids import Id
from api.queries import Asked
from api.sealing import opening
from engine.domain.rejections import Invalid
from registers import bank_files, bank_returns, payees, roll_reads, rolls
from registers.bank_files import BankFile
from registers.roll_reads import File, Line, OfState, Told

router = APIRouter(tags=["payment"])
NOTHING = Body(asks.Nothing)
LAST = 2**53
FILE = {"content": {"multipart/form-data": {"schema": {"type": "object", "properties": {"file": {"type": "string"}}}}}}


class RollView(msgspec.Struct, kw_only=True):
    """`state`: locked, calculated, checked, approved or closed. `area`: a code, and all that lies in it."""

    id: int
    month: date
    matter: str
    area: str
    state: str
    made_by: str
    locked_at: datetime
    approved_by: str | None
    closed_by: str | None


class StateView(msgspec.Struct, kw_only=True):
    state: str
    count: int
    amount: Decimal


class FileView(msgspec.Struct, kw_only=True):
    """A file to the bank; `paid` and `failed` are null until it has answered. Sums in yuan."""

    number: int
    lines: int
    total: Decimal
    sha256: str | None
    made_at: datetime
    made_by: str
    paid: Decimal | None
    failed: Decimal | None
    returned_at: datetime | None


class RollDetail(RollView, kw_only=True):
    states: list[StateView]
    files: list[FileView]


class LineView(msgspec.Struct, kw_only=True):
    """One beneficiary, known by the benefit; `last4` of the account. Sums in yuan."""

    benefit: int
    area: str
    due: Decimal
    withheld: Decimal
    amount: Decimal
    state: str
    reason: str
    file: int | None
    seq: int | None
    tries: int
    bank: str | None
    last4: str | None


class ReturnTaken(msgspec.Struct, kw_only=True):
    """What the bank paid and could not pay, in yuan."""

    paid: Decimal
    failed: Decimal


class Page(BaseModel):
    model_config = ConfigDict(extra="forbid")

    before: int = Field(default=LAST, gt=0, le=LAST)
    limit: int = Field(default=50, ge=1, le=200)


class LinePage(BaseModel):
    model_config = ConfigDict(extra="forbid")

    after: int = Field(default=0, ge=0, le=LAST)
    limit: int = Field(default=100, ge=1, le=500)
    state: str | None = Field(default=None, pattern="^(listed|held|sent|paid|failed|corrected|unpaid)$")


PAGE, LINES = Asked(Page), Asked(LinePage)


@router.get("/rolls", **asks_for(PAGE, gives(RollView, many=True)))
def listed(request: Request) -> Response:
    """The rolls of the areas one answers for, the newest first; `before` the last id goes on."""
    areas = money.areas(viewer(request), "roll_see")
    page = PAGE.read(request)
    with money.registers(desk_of(request)) as connection:
        return reply([_view(each) for each in roll_reads.listed(connection, areas, page.before, page.limit)])


@router.get("/rolls/{roll}", **gives(RollDetail))
def one(roll: Id, request: Request) -> Response:
    """A roll with its sums by state and its files."""
    me = viewer(request)
    with money.registers(desk_of(request)) as connection:
        found = roll_reads.one(connection, roll)
        money.allow(me, "roll_see", found.area)
        states = [_state(each) for each in roll_reads.states(connection, roll)]
        files = [_file(each) for each in roll_reads.files(connection, roll)]
    return reply(RollDetail(**msgspec.structs.asdict(_view(found)), states=states, files=files))


@router.get("/rolls/{roll}/lines", **asks_for(LINES, gives(LineView, many=True)))
def lines(roll: Id, request: Request) -> Response:
    """The lines by benefit, without names; `after` the last benefit goes on."""
    me, page = viewer(request), LINES.read(request)
    with money.registers(desk_of(request)) as connection:
        money.allow(me, "roll_see", roll_reads.one(connection, roll).area)
        found = roll_reads.lines(connection, roll, page.state, (page.after, page.limit))
    return reply([_line(each) for each in found])


@router.post("/rolls/{roll}/bank-file", **gives(None, takes=asks.Nothing))
async def send(roll: Id, request: Request) -> Response:
    """The file for the bank (docs/bank-files.md): made once until it is answered, the same bytes again."""
    asked = await asking(request)
    await read(request, NOTHING)
    made = await run_in_threadpool(_made, asked, roll)
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}.csv"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "X-Content-SHA256": made.sha256,
    }
    return Response(made.content, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/rolls/{roll}/returns", **{**gives(ReturnTaken, 201), "openapi_extra": {"requestBody": FILE}})
async def returned(roll: Id, request: Request) -> Response:
    """Take in what the bank sent back; one that does not agree is refused whole, each fault by its line."""
    asked = await asking(request)
    return reply(await run_in_threadpool(_returned, asked, roll, await _content(request)), 201)


async def _content(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await request.body()
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid("Expected a file in the field `file`", (("file", "a file"),))
        return await file.read()


def _made(asked: Asking, roll: int) -> BankFile:
    with money.registers(asked.desk) as connection:
        money.allow(asked.actor, "bank_file", rolls.get(connection, roll).area)
        open_ = opening(asked.desk.store, connection)
        known = lambda persons: payees.whole(connection, persons, open_)  # noqa: E731 a name would say no more
        return bank_files.make(connection, roll, known, money.signer(asked))


def _returned(asked: Asking, roll: int, content: bytes) -> ReturnTaken:
    with money.registers(asked.desk) as connection:
        money.allow(asked.actor, "bank_file", rolls.get(connection, roll).area)
        paid, failed = bank_returns.take_in(connection, roll, content, money.signer(asked))
    return ReturnTaken(paid=paid, failed=failed)


def _view(roll: Told) -> RollView:
    return RollView(**{name: getattr(roll, name) for name in RollView.__struct_fields__})


def _state(state: OfState) -> StateView:
    return StateView(state=state.state, count=state.count, amount=state.amount)


def _file(file: File) -> FileView:
    return FileView(**{name: getattr(file, name) for name in FileView.__struct_fields__})


def _line(line: Line) -> LineView:
    return LineView(**{name: getattr(line, name) for name in LineView.__struct_fields__})
