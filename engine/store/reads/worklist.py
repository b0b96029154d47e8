"""The worklist: which open tasks somebody may see, the most urgent first. One predicate for list, count and action.

It says in SQL what `engine.domain.rights.is_offered` says; a test holds the two together. Readers who ask at the same
moment share one statement: each post of each reader is one row of its parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from psycopg.rows import tuple_row

from engine.domain.commands import Actor
from engine.domain.ids import district_of
from engine.store.arrays import BIGINT, BOOLEAN, INTEGER, MOMENT, TEXT, Packed
from engine.store.store import Store

NAMES = (
    *("district", "id", "instance", "element", "name", "key", "title", "groups", "area", "assignee", "owner"),
    *("form", "light", "due_at", "rank_at", "opened_at", "claimed_at"),
)
COLUMNS = ", ".join(f"t.{name}" for name in NAMES)
FIRST = (datetime(1, 1, 2, tzinfo=UTC), 0)

# A row a post: who asks (number, me), for what (group, area; named: once a reader), from where, how many, and filters.
KINDS = (INTEGER, TEXT, TEXT, TEXT, BOOLEAN, MOMENT, BIGINT, INTEGER, TEXT, TEXT, MOMENT, TEXT)
POSTS = (
    f"unnest({', '.join(f'%b::{kind.name}' for kind in KINDS)})"
    ' p(number, "group", area, me, named, rank, after, most, key, light, due, text)'
)
ASKED = """(t.rank_at, t.id) > (p.rank, p.after) and (p.key is null or t.key = p.key)
       and (p.light is null or t.light = p.light) and (p.due is null or t.due_at < p.due)
       and (p.text is null or t.title ilike p.text or t.name ilike p.text) order by t.rank_at, t.id limit p.most"""
OPEN = "not p.me = any(t.excluded) and t.assignee is null"
COVERED = "(t.area is null or starts_with(t.area, p.area))"
# A post offers the tasks of its group in its area: by their first group, by a further one; and people by their name.
# Each part reads its index in order, and stops when it has enough.
OFFERED = f"""
   (select * from task t where t.district = d.district and t.groups[1] = p."group" and {COVERED} and {OPEN} and {ASKED})
   union all
   (select * from task t where t.district = d.district and cardinality(t.groups) > 1
       and p."group" = any(t.groups[2:]) and {COVERED} and {OPEN} and {ASKED})
   union all
   (select * from task t where t.district = d.district and cardinality(t.users) > 0
       and p.named and p.me = any(t.users) and {OPEN} and {ASKED})"""
HELD = f"""
   (select * from task t where t.district = d.district and p.named and t.assignee = p.me and {ASKED})
   union all
   (select * from task t where t.district = d.district and p.named and t.owner = p.me and {ASKED})"""
FREE, MINE = (
    f"select p.number, {COLUMNS} from {POSTS} cross join head d cross join lateral ({rows}) t order by p.number"
    for rows in (OFFERED, HELD)
)
COUNT_FREE, COUNT_MINE = (
    f"select t.id from {POSTS} cross join head d cross join lateral ({rows}) t" for rows in (OFFERED, HELD)
)
SEEN = f"""select {COLUMNS}, t.token, t.users, t.excluded from task t
 where t.district = %(district)s and t.id = %(task)s and (t.assignee = %(me)s or t.owner = %(me)s
       or not %(me)s = any(t.excluded) and (%(me)s = any(t.users)
           or exists (select from unnest(%(groups)s::text[], %(areas)s::text[]) p("group", area)
                       where p."group" = any(t.groups) and {COVERED})))"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for. `scope`: free, mine or all. `after`: the (rank_at, id) of the last row before."""

    scope: str = "free"
    groups: tuple[str, ...] = ()
    key: str | None = None
    light: str | None = None
    due_before: datetime | None = None
    text: str | None = None
    after: tuple[datetime, int] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by the names of `NAMES`; `after` continues it, None at the end."""

    rows: list[dict[str, Any]]
    after: tuple[datetime, int] | None


Asked = tuple[Actor, Wanted]


def page(store: Store, viewer: Actor, wanted: Wanted) -> Page:
    return pages(store, [(viewer, wanted)])[0]


def pages(store: Store, asked: Sequence[Asked]) -> list[Page]:
    """The pages of several readers, in their order; one statement for all that is free, one for all that is held."""
    found: list[dict[int, dict[str, Any]]] = [{} for _ in asked]
    for sql, scopes in ((FREE, ("free", "all")), (MINE, ("mine", "all"))):
        numbers = [number for number, (_, wanted) in enumerate(asked) if wanted.scope in scopes]
        for number, rows in groupby(_read(store, sql, asked, numbers), key=lambda row: row[0]):
            found[number].update((row[2], dict(zip(NAMES, row[1:], strict=True))) for row in rows)
    return [_page(rows, wanted) for rows, (_, wanted) in zip(found, asked, strict=True)]


def _page(found: Mapping[int, dict[str, Any]], wanted: Wanted) -> Page:
    rows = sorted(found.values(), key=lambda row: (row["rank_at"], row["id"]))[: wanted.limit]
    last = rows[-1] if len(rows) == wanted.limit else None
    return Page(rows, (last["rank_at"], last["id"]) if last else None)


def count(store: Store, viewer: Actor, wanted: Wanted, most: int = 10_000) -> int:
    """How many there are, counted up to `most`."""
    asked, ids = [(viewer, replace(wanted, after=None, limit=most))], set()
    for sql, scopes in ((COUNT_FREE, ("free", "all")), (COUNT_MINE, ("mine", "all"))):
        if wanted.scope in scopes:
            ids.update(_read(store, sql, asked, [0]))
    return min(most, len(ids))


def find(store: Store, viewer: Actor, task: int) -> Mapping[str, Any] | None:
    """One open task, if the viewer may see it: offered, whoever holds it, or one's own."""
    posts = {"groups": [post.group for post in viewer.posts], "areas": [post.area for post in viewer.posts]}
    with store.reading() as connection:
        values = {**posts, "me": viewer.id, "district": district_of(task), "task": task}
        return connection.execute(SEEN, values).fetchone()


def may_see(store: Store, viewer: Actor, task: int) -> bool:
    return find(store, viewer, task) is not None


def _read(store: Store, sql: str, asked: Sequence[Asked], numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    if not numbers:
        return []
    parameters = _parameters(asked, numbers)
    with store.reading() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        return cursor.execute(sql, parameters, binary=True).fetchall()


def _parameters(asked: Sequence[Asked], numbers: Sequence[int]) -> list[Packed]:
    rows = [row for number in numbers for row in _rows(number, *asked[number])]
    return [kind.pack(values) for kind, values in zip(KINDS, zip(*rows, strict=True), strict=True)]


def _rows(number: int, viewer: Actor, wanted: Wanted) -> list[tuple[Any, ...]]:
    """A reader without a post still has a name."""
    posts = [(p.group, p.area) for p in viewer.posts if not wanted.groups or p.group in wanted.groups] or [("", "")]
    text = f"%{_escaped(wanted.text)}%" if wanted.text else None
    filters = (*(wanted.after or FIRST), wanted.limit, wanted.key, wanted.light, wanted.due_before, text)
    return [(number, group, area, viewer.id, index == 0, *filters) for index, (group, area) in enumerate(posts)]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
