"""Open incidents, for those who look after processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.domain.ids import district_of
from engine.store.store import Store

Row = Mapping[str, Any]
LIST = """
select n.id, n.instance, n.element, n.message, n.raised_at, i.key, i.name, i.title, i.area, i.definition
  from incident n join instance i on i.district = n.district and i.id = n.instance
 where n.district = any(array(select district from head)) and n.id > %(after)s
   and (%(key)s::text is null or i.key = %(key)s) and (%(element)s::text is null or n.element = %(element)s)
 order by n.id limit %(limit)s
"""
INSTANCE = "select instance from incident where district = %(district)s and id = %(id)s"


@dataclass(frozen=True, slots=True)
class Wanted:
    key: str | None = None
    element: str | None = None
    after: int = 0
    limit: int = 100


def page(store: Store, wanted: Wanted) -> list[Row]:
    """By id; the last one continues it."""
    values = {"key": wanted.key, "element": wanted.element, "after": wanted.after, "limit": wanted.limit}
    with store.reading() as connection:
        return list(connection.execute(LIST, values))


def instance_of(store: Store, incident: int) -> int | None:
    """None for one that is resolved or was never there."""
    with store.reading() as connection:
        row = connection.execute(INSTANCE, {"district": district_of(incident), "id": incident}).fetchone()
    return None if row is None else int(row["instance"])
