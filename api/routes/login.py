"""Log-in: account and password for a bearer token, with a lock after failures in a row."""

from datetime import timedelta
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import answers, asks
from api.asking import read, reply
from api.bodies import Body
from api.desk import Desk, desk_of
from api.document import gives
from api.problems import Locked, Unauthenticated
from engine.domain.commands import SYSTEM, LockAccount
from engine.domain.ids import CITY
from engine.store import credentials
from engine.store.reads import people

router = APIRouter(tags=["accounts"])
LOGIN = Body(asks.Login)
FAILURES, LOCKED_FOR = 5, timedelta(minutes=15)


@router.post("/login", **gives(answers.Token, takes=asks.Login, is_open=True))
async def login(request: Request) -> Response:
    """A token for twelve hours."""
    desk, body = desk_of(request), await read(request, LOGIN)
    found = await run_in_threadpool(people.login, desk.store, body.account)
    await _refuse_locked(desk, found)
    holds = await desk.passwords.holds(found.secret if found else None, body.password)
    if found is None or found.secret is None or not found.enabled or not holds:
        await _count_failure(desk, found)
        raise Unauthenticated("Expected an account in use and its password, but they do not fit")
    if found.failures:
        await run_in_threadpool(_clear, desk, found.actor.id)
    token, expires = desk.tokens.issue(found.actor.id, found.secret)
    posts = [{"group": post.group, "area": post.area} for post in found.actor.posts]
    return reply(
        answers.Token(
            access_token=token, expires_at=expires, account=found.actor.id, name=found.actor.name, posts=posts
        )
    )


async def _refuse_locked(desk: Desk, found: people.Login | None) -> None:
    if found is not None and found.locked_until is not None and found.locked_until > await desk.now():
        raise Locked(f"Expected an account that is not locked, but this one is until {found.locked_until:%H:%M}")


async def _count_failure(desk: Desk, found: people.Login | None) -> None:
    """The fifth in a row locks, which is a fact; the count begins anew after it."""
    if found is None:
        return
    failures = await run_in_threadpool(_failed, desk, found.actor.id)
    if failures < FAILURES:
        return
    at = await desk.now()
    command = LockAccount(
        request_id=f"lock:{uuid4()}", at=at, actor=SYSTEM, district=CITY, account=found.actor.id, until=at + LOCKED_FOR
    )
    await desk.batcher.execute(command)
    await run_in_threadpool(_clear, desk, found.actor.id)


def _failed(desk: Desk, account: str) -> int:
    with desk.store.writing() as connection:
        return credentials.failed(connection, account)


def _clear(desk: Desk, account: str) -> None:
    with desk.store.writing() as connection:
        credentials.clear(connection, account)
