"""Decisions deployed as things of their own: which there are, in which versions, and their files byte for byte."""

from collections.abc import Mapping
from typing import Any

from engine.store.store import Store

Row = Mapping[str, Any]
COLUMNS = "id, key, version, name, digest, deployed_at, deployed_by"
LATEST = f"select distinct on (key) {COLUMNS} from decision order by key, version desc"
VERSIONS = f"select {COLUMNS} from decision where key = %(key)s order by version desc"
DEPLOYED = """
select d.key, d.digest, s.name as file, array(select jsonb_object_keys(s.resources)) as resources,
       (select count(distinct o.key) from decision o where o.digest = d.digest) as many
  from (select distinct on (key) key, digest from decision order by key, version desc) d
  join source s on s.digest = d.digest
"""
SOURCE = """
select s.bpmn from decision d join source s on s.digest = d.digest
 where d.key = %(key)s and (%(version)s::integer is null or d.version = %(version)s) order by d.version desc limit 1
"""


def latest(store: Store) -> list[Row]:
    """The latest version of each, by key."""
    with store.reading() as connection:
        return list(connection.execute(LATEST))


def deployed(store: Store) -> list[Row]:
    """Of the latest version of each: its `file`, the names of its `resources`, and how `many` keys have that digest."""
    with store.reading() as connection:
        return list(connection.execute(DEPLOYED))


def versions(store: Store, key: str) -> list[Row]:
    """The newest first; [] for a key that was never deployed."""
    with store.reading() as connection:
        return list(connection.execute(VERSIONS, {"key": key}))


def source(store: Store, key: str, version: int | None) -> bytes | None:
    """The bytes of its file; of the latest version where none is named."""
    with store.reading() as connection:
        row = connection.execute(SOURCE, {"key": key, "version": version}).fetchone()
    return None if row is None else bytes(row["bpmn"])
