"""Accounts as they log in and act: their posts, whether they are in use, and who may be listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.commands import Actor, Post
from engine.store.store import Store

ACCOUNT = """
select a.id, a.name, a.enabled, a.locked_until, c.secret, c.failures,
       coalesce((select array_agg(p."group" || ' ' || p.area order by p."group", p.area) from post p
                  where p.account = a.id), '{}') as posts
  from account a left join credential c on c.id = a.id
"""
ONE = f"{ACCOUNT} where a.id = %(id)s"
ALL = f"""
{ACCOUNT} where a.id > %(after)s
   and (%(group)s::text is null or exists (select from post p where p.account = a.id and p."group" = %(group)s))
   and (%(text)s::text is null or a.name ilike %(text)s or a.id ilike %(text)s)
 order by a.id limit %(limit)s
"""
NAMES = "select id, name from account where id = any(%(ids)s)"


@dataclass(frozen=True, slots=True)
class Login:
    """An account with what only the log-in may know: the hash of its password, and how often it failed since."""

    actor: Actor
    enabled: bool
    locked_until: datetime | None
    secret: str | None
    failures: int


def login(store: Store, account: str) -> Login | None:
    with store.reading() as connection:
        row = connection.execute(ONE, {"id": account}).fetchone()
    if row is None:
        return None
    actor = Actor(row["id"], row["name"], posts(row["posts"]))
    return Login(actor, row["enabled"], row["locked_until"], row["secret"], row["failures"] or 0)


def posts(texts: list[str]) -> tuple[Post, ...]:
    """From `group area`, as the statements give them."""
    return tuple(Post(group, area) for group, _, area in (text.partition(" ") for text in texts))


@dataclass(frozen=True, slots=True)
class Wanted:
    after: str = ""
    group: str | None = None
    text: str | None = None
    limit: int = 100


def listed(store: Store, wanted: Wanted) -> list[Mapping[str, Any]]:
    """Accounts in the order of their ids, without their secrets; posts as (group, area)."""
    text = f"%{wanted.text}%" if wanted.text else None
    values = {"after": wanted.after, "group": wanted.group, "text": text, "limit": wanted.limit}
    with store.reading() as connection:
        rows = connection.execute(ALL, values).fetchall()
    return [
        {
            "account": row["id"],
            "name": row["name"],
            "enabled": row["enabled"],
            "locked_until": row["locked_until"],
            "posts": [{"group": post.group, "area": post.area} for post in posts(row["posts"])],
        }
        for row in rows
    ]


def names(store: Store, ids: set[str]) -> dict[str, str]:
    """What people are called; an account that is not there is left out."""
    if not ids:
        return {}
    with store.reading() as connection:
        return {row["id"]: row["name"] for row in connection.execute(NAMES, {"ids": sorted(ids)})}
