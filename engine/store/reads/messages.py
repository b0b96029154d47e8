"""Who waits for a message of this name and key, which processes begin with it, and what became of it."""

from typing import Any

from engine.domain.facts import MessageSettled
from engine.domain.ids import district_of
from engine.store.facts_json import decode
from engine.store.store import Store

WAITING = """
select instance from subscription
 where district = any(array(select district from head)) and kind = 'message' and name = %(name)s
   and key is not distinct from %(key)s order by opened_at, id limit 100
"""
# Where a start has a key, none begins while one of that key is under way.
STARTS = """
select starters from (select distinct on (key) key, starters, starts from definition order by key, version desc) d
 where exists (select from jsonb_array_elements(d.starts) s where s->>1 = 'message' and s->>2 = %(name)s)
    or exists (select from jsonb_array_elements(d.starts) s where s->>1 = 'keyed' and s->>2 = %(name)s)
   and not exists (select from instance i where i.district = any(array(select district from head))
                      and i.business_key = %(key)s and i.key = d.key and i.status = 'active')
"""
WAITS = "select expires_at from message where district = %(district)s and id = %(id)s"
SETTLED = "select facts::text as facts from journal where district = %(district)s and request_id = %(request)s"


def waiting(store: Store, name: str, key: str | None) -> list[int]:
    """Instances that wait, the first to wait first."""
    with store.reading() as connection:
        return [row["instance"] for row in connection.execute(WAITING, {"name": name, "key": key})]


def starters(store: Store, name: str, key: str | None) -> list[list[str]]:
    """Of each process that begins with this message now: the groups that may start it, none for everybody."""
    with store.reading() as connection:
        return [row["starters"] for row in connection.execute(STARTS, {"name": name, "key": key})]


def find(store: Store, message: int) -> dict[str, Any] | None:
    """How a message of the outbox stands: `id`, `how` (waiting, or as it was settled), `instance`, `expires_at`."""
    values = {"district": district_of(message), "id": message, "request": f"settle:{message}"}
    with store.reading() as connection:
        waits = connection.execute(WAITS, values).fetchone()
        if waits is not None:
            return {"id": message, "how": "waiting", "instance": None, "expires_at": waits["expires_at"]}
        row = connection.execute(SETTLED, values).fetchone()
    for fact in decode(row["facts"]) if row else ():
        if isinstance(fact, MessageSettled):
            return {"id": message, "how": fact.how, "instance": fact.instance, "expires_at": None}
    return None
