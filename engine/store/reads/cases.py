"""Cases, tickets and other instances as people see them. One predicate for list, count and single reads.

It says in SQL what `engine.domain.rights.may_see_instance` says; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.domain.commands import AUDITOR, OPERATOR, Actor
from engine.domain.ids import district_of
from engine.store.store import Store

Row = Mapping[str, Any]

COLUMNS = """i.id, i.district, i.definition, i.key, i.kind, i.status, i.name, i.title, i.code, i.area, i.business_key,
       i.about, i.started_by, i.started_at, i.ended_at, i.outcome, coalesce(c.item, t.item) as item,
       coalesce(c.light, t.light, 'none') as light, coalesce(c.due_at, t.due_at) as due_at,
       coalesce(c.statutory_at, t.statutory_at) as statutory_at, coalesce(c.paused_for, t.paused_for) as paused_for,
       coalesce(c.provisional, t.provisional, false) as provisional, coalesce(c.milestone, t.milestone) as milestone"""
FROM = """instance i left join "case" c on c.district = i.district and c.id = i.id
  left join ticket t on t.district = i.district and t.id = i.id"""
SEEN = """(%(all)s or i.started_by = %(me)s or exists (
       select from unnest(%(areas)s::text[]) p(area)
        where starts_with(i.area, p.area) or starts_with(i.handling_area, p.area)))"""
WANTED = """(%(key)s::text is null or i.key = %(key)s) and (%(kind)s::text is null or i.kind = %(kind)s)
       and (%(status)s::text is null or i.status = %(status)s)
       and (%(light)s::text is null or coalesce(c.light, t.light, 'none') = %(light)s)
       and (%(area)s::text is null or starts_with(i.area, %(area)s)) and (%(code)s::text is null or i.code = %(code)s)
       and (%(business_key)s::text is null or i.business_key = %(business_key)s)
       and (%(about)s::bigint is null or i.about = %(about)s)
       and (%(text)s::text is null or i.title ilike %(text)s or i.name ilike %(text)s or i.code ilike %(text)s)"""
# Each district's newest by its key, so that a page reads a page and not a table.
LIST = f"""
select p.* from head h cross join lateral (
    select {COLUMNS} from {FROM}
     where i.district = h.district and i.id < %(before)s and {SEEN} and {WANTED} order by i.id desc limit %(limit)s) p
 order by p.id desc limit %(limit)s
"""
COUNT = f"""
select count(*) as count from (select from {FROM}
 where i.district = any(array(select district from head)) and {SEEN} and {WANTED} limit %(limit)s) n
"""
ONE = f"select {COLUMNS}, i.snapshot from {FROM} where i.district = %(district)s and i.id = %(id)s and {SEEN}"
NEWEST = 2**53


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; None for anything. `before`: the id of the last row of the page before."""

    key: str | None = None
    kind: str | None = None
    status: str | None = None
    light: str | None = None
    area: str | None = None
    code: str | None = None
    business_key: str | None = None
    about: int | None = None
    text: str | None = None
    before: int = NEWEST
    limit: int = 50


def page(store: Store, viewer: Actor, wanted: Wanted) -> list[Row]:
    """By district, the newest first in each; the id of the last row continues it."""
    with store.reading() as connection:
        return list(connection.execute(LIST, _values(viewer, wanted)))


def count(store: Store, viewer: Actor, wanted: Wanted, most: int = 10_000) -> int:
    """How many there are, counted up to `most`."""
    with store.reading() as connection:
        row = connection.execute(COUNT, {**_values(viewer, wanted), "limit": most}).fetchone()
    return int(row["count"]) if row else 0


def find(store: Store, viewer: Actor, id: int) -> Row | None:
    """One instance with its `snapshot`, if the viewer may see it."""
    with store.reading() as connection:
        return connection.execute(ONE, {**_viewer(viewer), "district": district_of(id), "id": id}).fetchone()


def _viewer(viewer: Actor) -> dict[str, Any]:
    return {
        "all": viewer.system or viewer.holds(OPERATOR, AUDITOR),
        "me": viewer.id,
        "areas": sorted({post.area for post in viewer.posts if post.area}),
    }


def _values(viewer: Actor, wanted: Wanted) -> dict[str, Any]:
    text = f"%{_escaped(wanted.text)}%" if wanted.text else None
    asked = {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}
    return {**asked, **_viewer(viewer), "text": text}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
