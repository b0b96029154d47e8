"""Who waits for a message of this name and key, and which processes begin with it."""

from engine.store.store import Store

WAITING = """
select instance from subscription
 where district = any(array(select district from head)) and kind = 'message' and name = %(name)s
   and key is not distinct from %(key)s order by opened_at, id limit 100
"""
STARTS = """
select starters from (select distinct on (key) starters, starts from definition order by key, version desc) d
 where exists (select from jsonb_array_elements(d.starts) s where s->>1 = 'message' and s->>2 = %(name)s)
"""


def waiting(store: Store, name: str, key: str | None) -> list[int]:
    """Instances that wait, the first to wait first."""
    with store.reading() as connection:
        return [row["instance"] for row in connection.execute(WAITING, {"name": name, "key": key})]


def starters(store: Store, name: str) -> list[list[str]]:
    """Of each process that begins with this message: the groups that may start it, none for everybody."""
    with store.reading() as connection:
        return [row["starters"] for row in connection.execute(STARTS, {"name": name})]
