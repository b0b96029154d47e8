"""The worklist: which open tasks somebody may see, the most urgent first. One predicate for list, count and action.

It says in SQL what `engine.domain.rights.is_offered` says; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.commands import Actor
from engine.domain.ids import district_of
from engine.projections.tasks import LAST
from engine.store.store import Store

COLUMNS = """t.district, t.id, t.instance, t.element, t.name, t.key, t.title, t.groups, t.area, t.assignee, t.owner,
       t.form, t.light, t.due_at, t.rank_at, t.opened_at, t.claimed_at"""

# Beyond the offer itself: not by one who must differ, after the cursor, and what the reader asked for.
WANTED = """not %(me)s = any(t.excluded) and (t.rank_at, t.id) > (%(rank)s, %(after)s)
       and (%(key)s::text is null or t.key = %(key)s) and (%(light)s::text is null or t.light = %(light)s)
       and (%(due)s::timestamptz is null or t.due_at < %(due)s)
       and (%(text)s::text is null or t.title ilike %(text)s or t.name ilike %(text)s)"""

DISTRICTS = "t.district = any(array(select district from head))"
# A post offers the tasks of its group in its area. Lateral, so that each post reads its part of the index in order.
BY_POST = f"""select {COLUMNS} from head d
 cross join unnest(%(groups)s::text[], %(areas)s::text[]) p("group", area)
 cross join lateral (
    select * from task t where t.district = d.district and t.groups[1] = p."group" and t.assignee is null
       and (t.area is null or starts_with(t.area, p.area)) and {WANTED}
     order by t.rank_at, t.id limit %(limit)s) t"""

# A post of the viewer is one that the task is for, and in its area.
HELD = """exists (select from unnest(%(groups)s::text[], %(areas)s::text[]) p("group", area)
                where p."group" = any(t.groups) and (t.area is null or starts_with(t.area, p.area)))"""
# The few tasks with several groups, beyond their first, and those offered to people by name.
BY_FURTHER_GROUP = f"""select {COLUMNS} from task t
 where {DISTRICTS} and t.assignee is null and cardinality(t.groups) > 1 and t.groups && %(groups)s
   and {HELD} and {WANTED}"""
BY_NAME = f"""select {COLUMNS} from task t
 where {DISTRICTS} and t.assignee is null and cardinality(t.users) > 0
   and t.users @> array[%(me)s::text] and {WANTED}"""
FREE = f"({BY_POST}) union ({BY_FURTHER_GROUP}) union ({BY_NAME})"
MINE = f"""select {COLUMNS} from task t
 where {DISTRICTS} and (t.assignee = %(me)s or t.owner = %(me)s)
   and {WANTED.replace("not %(me)s = any(t.excluded) and ", "")}"""
SEEN = f"""select {COLUMNS}, t.token, t.users, t.excluded from task t
 where t.district = %(district)s and t.id = %(task)s and (t.assignee = %(me)s or t.owner = %(me)s
       or not %(me)s = any(t.excluded) and (%(me)s = any(t.users) or {HELD}))"""
ORDER = "order by rank_at, id limit %(limit)s"


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
    """Rows as mappings of the columns of `COLUMNS`; `after` continues it, None at the end."""

    rows: list[Mapping[str, Any]]
    after: tuple[datetime, int] | None


def page(store: Store, viewer: Actor, wanted: Wanted) -> Page:
    rows = _read(store, f"{_scope(wanted)} {ORDER}", viewer, wanted)
    last = rows[-1] if len(rows) == wanted.limit else None
    return Page(rows, (last["rank_at"], last["id"]) if last else None)


def count(store: Store, viewer: Actor, wanted: Wanted, most: int = 10_000) -> int:
    """How many there are, counted up to `most`."""
    bounded = Wanted(wanted.scope, wanted.groups, wanted.key, wanted.light, wanted.due_before, wanted.text, None, most)
    rows = _read(store, f"select count(*) as count from ({_scope(wanted)} limit %(limit)s) t", viewer, bounded)
    return int(rows[0]["count"])


def find(store: Store, viewer: Actor, task: int) -> Mapping[str, Any] | None:
    """One open task, if the viewer may see it: offered, whoever holds it, or one's own."""
    values = {**_posts(viewer, ()), "me": viewer.id, "district": district_of(task), "task": task}
    with store.reading() as connection:
        return connection.execute(SEEN, values).fetchone()


def may_see(store: Store, viewer: Actor, task: int) -> bool:
    return find(store, viewer, task) is not None


def _scope(wanted: Wanted) -> str:
    return {"free": FREE, "mine": MINE, "all": f"{FREE} union ({MINE})"}[wanted.scope]


def _read(store: Store, sql: str, viewer: Actor, wanted: Wanted) -> list[Mapping[str, Any]]:
    rank, after = wanted.after or (datetime.min.replace(tzinfo=LAST.tzinfo), 0)
    values = {
        **_posts(viewer, wanted.groups),
        "me": viewer.id,
        "rank": rank,
        "after": after,
        "key": wanted.key,
        "light": wanted.light,
        "due": wanted.due_before,
        "text": f"%{_escaped(wanted.text)}%" if wanted.text else None,
        "limit": wanted.limit,
    }
    with store.reading() as connection:
        return list(connection.execute(sql, values).fetchall())


def _posts(viewer: Actor, groups: tuple[str, ...]) -> dict[str, list[str]]:
    posts = [post for post in viewer.posts if not groups or post.group in groups]
    return {"groups": [post.group for post in posts], "areas": [post.area for post in posts]}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def free_ids(store: Store, viewer: Actor, wanted: Wanted) -> list[int]:
    return [row["id"] for row in page(store, viewer, wanted).rows]
