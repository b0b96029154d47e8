"""Accounts and posts over HTTP: created, disabled, enabled, reset by administrators; and who one is oneself."""

import re
from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api import answers, asks
from api.asking import Asking, asking, read, reply, told, viewer
from api.bodies import Body
from api.desk import desk_of
from api.document import gives
from engine.domain.commands import (
    ADMINISTRATOR,
    Command,
    CreateAccount,
    DisableAccount,
    EnableAccount,
    GrantPost,
    Post,
    ResetPassword,
    RevokePost,
)
from engine.domain.ids import CITY
from engine.domain.rejections import Invalid
from engine.domain.rights import require
from engine.store.reads import people

router = APIRouter(tags=["accounts"])
NEW, REASON, NOTHING = Body(asks.NewAccount), Body(asks.Reason), Body(asks.Nothing)
PASSWORD, POST = Body(asks.Password), Body(asks.PostAsked)
NAME = re.compile(r"[\w.-]{1,64}")
GROUP = re.compile(r"[\w.-]{1,40}(:[\w.-]{1,40}){0,3}")
AREA = re.compile(r"([0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})?")


class Account(msgspec.Struct, kw_only=True):
    account: str
    name: str
    enabled: bool
    locked_until: datetime | None
    posts: list[dict[str, str]]


class Me(msgspec.Struct):
    account: str
    name: str
    posts: list[dict[str, str]]


@router.get("/me", **gives(Me))
def me(request: Request) -> Response:
    """Who one is, and which posts one holds."""
    actor = viewer(request)
    return reply(Me(actor.id, actor.name, [{"group": post.group, "area": post.area} for post in actor.posts]))


@router.get("/accounts", **gives(Account, many=True))
def page(
    request: Request,
    group: str | None = None,
    text: str | None = None,
    after: str = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """Accounts by id: whom a task may be handed to, and whom an administrator looks after."""
    viewer(request)
    return reply(people.listed(desk_of(request).store, people.Wanted(after, group, text, limit)))


@router.post("/accounts", **gives(answers.Recorded, 201, takes=asks.NewAccount))
async def create(request: Request) -> Response:
    asked = await asking(request)
    body = await read(request, NEW)
    require(asked.actor, ADMINISTRATOR)
    if not NAME.fullmatch(body.account):
        raise Invalid(f"Expected an account of letters, digits, dots and dashes, but got {body.account!r}")
    secret = await asked.desk.passwords.hash(body.password, asked.request_id)
    posts = tuple(_post(post) for post in body.posts)
    command = CreateAccount(account=body.account, name=body.name, secret=secret, posts=posts, **asked.stamp(CITY))
    return await _recorded(asked, command, body.account, 201)


@router.post("/accounts/{account}/disable", **gives(answers.Recorded, takes=asks.Reason))
async def disable(account: str, request: Request) -> Response:
    """From now on it is refused, whatever token it has."""
    asked = await asking(request)
    body = await read(request, REASON)
    return await _recorded(asked, DisableAccount(account=account, reason=body.reason, **asked.stamp(CITY)), account)


@router.post("/accounts/{account}/enable", **gives(answers.Recorded))
async def enable(account: str, request: Request) -> Response:
    """In use again; a lock ends too."""
    asked = await asking(request)
    await read(request, NOTHING)
    return await _recorded(asked, EnableAccount(account=account, **asked.stamp(CITY)), account)


@router.post("/accounts/{account}/password", **gives(answers.Recorded, takes=asks.Password))
async def reset(account: str, request: Request) -> Response:
    """A new password: one's own, or anybody's by an administrator. All its tokens end."""
    asked = await asking(request)
    body = await read(request, PASSWORD)
    if asked.actor.id != account:
        require(asked.actor, ADMINISTRATOR)
    secret = await asked.desk.passwords.hash(body.password, asked.request_id)
    return await _recorded(asked, ResetPassword(account=account, secret=secret, **asked.stamp(CITY)), account)


@router.post("/accounts/{account}/posts", **gives(answers.Recorded, 201, takes=asks.PostAsked))
async def grant(account: str, request: Request) -> Response:
    asked = await asking(request)
    post = _post(await read(request, POST))
    return await _recorded(asked, GrantPost(account=account, post=post, **asked.stamp(CITY)), account, 201)


@router.post("/accounts/{account}/posts/revoke", **gives(answers.Recorded, takes=asks.PostAsked))
async def revoke(account: str, request: Request) -> Response:
    asked = await asking(request)
    post = _post(await read(request, POST))
    return await _recorded(asked, RevokePost(account=account, post=post, **asked.stamp(CITY)), account)


async def _recorded(asked: Asking, command: Command, account: str, status: int = 200) -> Response:
    outcome = await asked.carry_out(command)
    asked.desk.people.forget(account)
    return told(answers.Recorded(position=outcome.position), outcome, status)


def _post(asked: asks.PostAsked) -> Post:
    if not GROUP.fullmatch(asked.group):
        raise Invalid(f"Expected a group such as MZ:street:reviewer, but got {asked.group!r}")
    if not AREA.fullmatch(asked.area):
        raise Invalid(f"Expected an area of 4, 6, 9, 12 or 15 digits, or none, but got {asked.area!r}")
    return Post(asked.group, asked.area)
