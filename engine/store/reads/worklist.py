"""The worklist: which open tasks somebody may see, the most urgent first. One predicate for list, count and action.

It says in SQL what `engine.domain.rights.is_offered` says; a test holds the two together. Readers who ask at the same
moment share one statement: each post of each reader is one row of its parameters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from psycopg.rows import tuple_row

from engine.domain.commands import Actor
from engine.domain.ids import district_of
from engine.store.arrays import BIGINT, BOOLEAN, INTEGER, MOMENT, TEXT
from engine.store.store import Store

NAMES = (
    *("district", "id", "instance", "element", "name", "key", "title", "groups", "area", "assignee", "owner"),
    *("form", "light", "due_at", "rank_at", "opened_at", "claimed_at"),
)
COLUMNS = ", ".join(f"t.{name}" for name in NAMES)
FIRST = (datetime(1, 1, 2, tzinfo=UTC), 0)

# A row a post: its number, for what (group, area) or for whom by name, from where on, how many, and filters. `me` is
# null where several readers share the row: then who must differ is left to `_shared`, which looks for such a case.
KINDS = (INTEGER, TEXT, TEXT, TEXT, BOOLEAN, MOMENT, BIGINT, INTEGER, TEXT, TEXT, MOMENT, TEXT)
POSTS = (
    f"unnest({', '.join(f'%b::{kind.name}' for kind in KINDS)})"
    ' p(number, "group", area, me, named, rank, after, most, key, light, due, text)'
)
ASKED = """(t.rank_at, t.id) > (p.rank, p.after) and (p.key is null or t.key = p.key)
       and (p.light is null or t.light = p.light) and (p.due is null or t.due_at < p.due)
       and (p.text is null or t.title ilike p.text or t.name ilike p.text) order by t.rank_at, t.id limit p.most"""
OPEN = "t.assignee is null and not coalesce(p.me = any(t.excluded), false)"
COVERED = "not p.named and (t.area is null or starts_with(t.area, p.area))"
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
    f"select p.number, t.excluded, {COLUMNS} from {POSTS} cross join head d cross join lateral ({rows}) t"
    for rows in (OFFERED, HELD)
)
COUNT_FREE, COUNT_MINE = (
    f"select t.id from {POSTS} cross join head d cross join lateral ({rows}) t" for rows in (OFFERED, HELD)
)
SEEN = f"""select {COLUMNS}, t.token, t.users, t.excluded from task t
 where t.district = %(district)s and t.id = %(task)s and (t.assignee = %(me)s or t.owner = %(me)s
       or not %(me)s = any(t.excluded) and (%(me)s = any(t.users)
           or exists (select from unnest(%(groups)s::text[], %(areas)s::text[]) p("group", area)
                       where p."group" = any(t.groups) and (t.area is null or starts_with(t.area, p.area)))))"""


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
Row = dict[str, Any]
Post = tuple[Any, ...]  # the parameters of one post, but for its number


def page(store: Store, viewer: Actor, wanted: Wanted) -> Page:
    return pages(store, [(viewer, wanted)])[0]


def pages(store: Store, asked: Sequence[Asked]) -> list[Page]:
    """The pages of several readers, in their order. What several see is read once: rows are not to be changed."""
    found: list[list[Row]] = [[] for _ in asked]
    for read, scopes in ((_shared, ("free", "all")), (_held, ("mine", "all"))):
        wanting = [number for number, (_, wanted) in enumerate(asked) if wanted.scope in scopes]
        for number, rows in zip(wanting, read(store, [asked[number] for number in wanting]), strict=True):
            found[number] = found[number] + rows
    return [_page(rows, wanted) for rows, (_, wanted) in zip(found, asked, strict=True)]


def _page(found: list[Row], wanted: Wanted) -> Page:
    """A task may be offered in several ways, and comes from each district apart."""
    rows = sorted({row["id"]: row for row in found}.values(), key=_place)[: wanted.limit]
    return Page(rows, _place(rows[-1]) if len(rows) == wanted.limit else None)


def _place(row: Row) -> tuple[datetime, int]:
    return row["rank_at"], row["id"]


def _held(store: Store, asked: Sequence[Asked]) -> list[list[Row]]:
    found = _read(store, MINE, [_named(*each) for each in asked])
    return [found.get(number, []) for number in range(len(asked))]


def _shared(store: Store, asked: Sequence[Asked]) -> list[list[Row]]:
    """What is free to each reader. Who meets a task that another must do reads again, alone: then his name is asked."""
    posts: dict[Post, int] = {}
    own = [[posts.setdefault(post, len(posts)) for post in _posts(*each)] for each in asked]
    found = _read(store, FREE, list(posts))
    read = [[row for number in numbers for row in found.get(number, ())] for numbers in own]
    return [
        _alone(store, each) if any(each[0].id in row["excluded"] for row in rows) else rows
        for each, rows in zip(asked, read, strict=True)
    ]


def _alone(store: Store, asked: Asked) -> list[Row]:
    rows = _read(store, FREE, _posts(*asked, me=asked[0].id))
    return [row for found in rows.values() for row in found]


def count(store: Store, viewer: Actor, wanted: Wanted, most: int = 10_000) -> int:
    """How many there are, counted up to `most`."""
    whole, ids = replace(wanted, after=None, limit=most), set()
    for sql, scopes, posts in (
        (COUNT_FREE, ("free", "all"), _posts(viewer, whole, me=viewer.id)),
        (COUNT_MINE, ("mine", "all"), [_named(viewer, whole)]),
    ):
        if wanted.scope in scopes:
            ids.update(_fetch(store, sql, posts))
    return min(most, len(ids))


def find(store: Store, viewer: Actor, task: int) -> Mapping[str, Any] | None:
    """One open task, if the viewer may see it: offered, whoever holds it, or one's own."""
    posts = {"groups": [post.group for post in viewer.posts], "areas": [post.area for post in viewer.posts]}
    with store.reading() as connection:
        values = {**posts, "me": viewer.id, "district": district_of(task), "task": task}
        return connection.execute(SEEN, values).fetchone()


def may_see(store: Store, viewer: Actor, task: int) -> bool:
    return find(store, viewer, task) is not None


def _posts(viewer: Actor, wanted: Wanted, me: str | None = None) -> list[Post]:
    """What the viewer's posts ask for, and his name."""
    held = (p for p in viewer.posts if not wanted.groups or p.group in wanted.groups)
    return [*((p.group, p.area, me, False, *_asked(wanted)) for p in held), _named(viewer, wanted)]


def _named(viewer: Actor, wanted: Wanted) -> Post:
    return ("", "", viewer.id, True, *_asked(wanted))


def _asked(wanted: Wanted) -> Post:
    text = f"%{_escaped(wanted.text)}%" if wanted.text else None
    return (*(wanted.after or FIRST), wanted.limit, wanted.key, wanted.light, wanted.due_before, text)


def _read(store: Store, sql: str, posts: Sequence[Post]) -> dict[int, list[Row]]:
    """Rows by the number of their post."""
    found: dict[int, list[Row]] = {}
    for number, *row in _fetch(store, sql, posts):
        found.setdefault(number, []).append(dict(zip(("excluded", *NAMES), row, strict=True)))
    return found


def _fetch(store: Store, sql: str, posts: Sequence[Post]) -> list[tuple[Any, ...]]:
    if not posts:
        return []
    columns = zip(*((number, *post) for number, post in enumerate(posts)), strict=True)
    packed = [kind.pack(column) for kind, column in zip(KINDS, columns, strict=True)]
    with store.reading() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        return cursor.execute(sql, packed, binary=True).fetchall()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
