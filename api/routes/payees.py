"""Accounts of beneficiaries over HTTP: entered by one account, approved by another, read by the last four digits.

The whole number is for who writes the file to the bank, and each look at one is kept.
"""

import json
from datetime import datetime

import msgspec
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import asks, money, money_asks
from api.asking import Asking, asking, read, reply
from api.bodies import Body
from api.desk import Desk
from api.document import gives
from api.sealing import opening, seal
from engine.domain.rejections import Forbidden, Invalid, NotFound
from registers import holdings, payees
from registers.benefits import Connection
from registers.identity import is_identity_number
from registers.payees import Account, Version

router = APIRouter(tags=["payment"])
SUBJECT, PAYEE, VERSION = Body(asks.Subject), Body(money_asks.Payee), Body(money_asks.PayeeVersion)


class PayeeView(msgspec.Struct, kw_only=True):
    """In force is the newest that was approved. `last4`: the last digits, and no more."""

    number: int
    bank: str
    last4: str
    source: str
    entered_by: str
    entered_at: datetime
    approved_by: str | None
    approved_at: datetime | None


class WholeAccount(msgspec.Struct, kw_only=True):
    """The account in force."""

    name: str
    account: str


@router.post("/payees", **gives(PayeeView, 201, takes=money_asks.Payee))
async def enter(request: Request) -> Response:
    """Enter into which account a person is paid; the one before holds until another account approves."""
    asked = await asking(request)
    return reply(await run_in_threadpool(_enter, asked, await read(request, PAYEE)), 201)


@router.post("/payees/approval", **gives(PayeeView, takes=money_asks.PayeeVersion))
async def approve(request: Request) -> Response:
    """Approve, as another account than who entered it: from now on it is paid into."""
    asked = await asking(request)
    return reply(await run_in_threadpool(_approve, asked, await read(request, VERSION)))


@router.post("/payees/versions", **gives(PayeeView, takes=asks.Subject, many=True))
async def versions(request: Request) -> Response:
    """All accounts of a person, the oldest first. The number stands in the body: addresses are written in logs."""
    asked = await asking(request)
    return reply(await run_in_threadpool(_versions, asked, (await read(request, SUBJECT)).subject))


@router.post("/payees/whole", **gives(WholeAccount, takes=asks.Subject))
async def whole(request: Request) -> Response:
    """The whole number of the account in force, for the post that pays; who looked is kept."""
    asked = await asking(request)
    return reply(await run_in_threadpool(_whole, asked, (await read(request, SUBJECT)).subject))


def _enter(asked: Asking, body: money_asks.Payee) -> PayeeView:
    account = Account(body.bank, body.account, body.name.strip(), body.source)
    wrong = payees.faults(account)
    if wrong:
        found = tuple((where, words.strip()) for where, _, words in (each.partition(":") for each in wrong))
        raise Invalid("Expected an account that can be paid into", found)
    said = ("payee", json.dumps([body.subject, body.bank, body.account, body.name, body.source]))
    with money.registers(asked.desk) as connection:
        person = _person(asked, connection, body.subject, "payee_enter")
        sealed = seal(asked.desk.store, connection)
        act = lambda: payees.enter(connection, person, account, sealed, money.signer(asked)).number  # noqa: E731
        return _one(connection, person, money.kept_once(asked, connection, said, act))


def _approve(asked: Asking, body: money_asks.PayeeVersion) -> PayeeView:
    with money.registers(asked.desk) as connection:
        person = _person(asked, connection, body.subject, "payee_approve")
        return _view(payees.approve(connection, person, body.number, money.signer(asked)))


def _versions(asked: Asking, subject: str) -> list[PayeeView]:
    with money.registers(asked.desk) as connection:
        person = _person(asked, connection, subject, "payee_enter", "payee_approve", "payee_whole")
        return [_view(each) for each in payees.versions(connection, person)]


def _whole(asked: Asking, subject: str) -> WholeAccount:
    with money.registers(asked.desk) as connection:
        person = _person(asked, connection, subject, "payee_whole")
        found = payees.whole(connection, [person], opening(asked.desk.store, connection)).get(person)
        if found is None:
            raise NotFound("Expected an account in force that can be opened, but this person has none")
        money.kept_once(asked, connection, ("payee whole", person), lambda: 0)
    return WholeAccount(name=found.name, account=found.account)


def _person(asked: Asking, connection: Connection, subject: str, *rights: str) -> str:
    """The blind index, for who has one of the rights where the person is paid. Forbidden, Invalid, TooMany."""
    held = _areas(asked, rights)
    money.slowly(asked.actor)
    number = subject.strip().upper()
    if not is_identity_number(number):
        raise Invalid("Expected an identity number", (("subject", "an identity number of 18 characters"),))
    person = _index(asked.desk, number)
    where = holdings.areas(connection, person)
    if where and not any(area.startswith(own) for area in where for own in held):
        raise Forbidden(f"Expected a post where this person is paid, but {asked.actor.id} holds none there")
    return person


def _areas(asked: Asking, rights: tuple[str, ...]) -> list[str]:
    found, refusal = [], None
    for right in rights:
        try:
            found += money.areas(asked.actor, right)
        except Forbidden as error:
            refusal = error
    if refusal is not None and not found:
        raise refusal
    return found


def _index(desk: Desk, number: str) -> str:
    return desk.store.vault.person(number, 0)


def _one(connection: Connection, person: str, number: int) -> PayeeView:
    return next(_view(each) for each in payees.versions(connection, person) if each.number == number)


def _view(version: Version) -> PayeeView:
    return PayeeView(**{name: getattr(version, name) for name in PayeeView.__struct_fields__})
