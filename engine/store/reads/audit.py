"""The journal of a district as auditors read it: rows by position, and whether they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.store.seals import seal_key
from engine.store.store import Store
from engine.store.suspects import Breach
from engine.store.verify import verify

Row = Mapping[str, Any]
ROWS = """
select district, position, request_id, instance, at, actor, command::text as command, facts::text as facts,
       encode(hash, 'hex') as hash
  from journal where district = %(district)s and position > %(after)s order by position limit %(limit)s
"""


def page(store: Store, district: int, after: int, limit: int) -> list[Row]:
    """Oldest first; `command` and `facts` are JSON texts."""
    with store.reading() as connection:
        return list(connection.execute(ROWS, {"district": district, "after": after, "limit": limit}))


def breaches(store: Store, seal: bytes, districts: Sequence[int] | None) -> list[Breach]:
    """All that does not fit; [] for a journal that holds. `seal`: the secret seed of the city's seal key."""
    key = seal_key(seal)
    with store.writing() as connection:
        return verify(connection, {key.id: key.public}, districts)
