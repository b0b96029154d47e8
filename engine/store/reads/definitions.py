"""Deployed definitions: which there are, in which versions, and their files byte for byte."""

from collections.abc import Mapping
from typing import Any

from bpmn.dialects.forms import drawn_forms
from bpmn.xml import read_xml
from engine.store.facts_json import loads
from engine.store.store import Store

Row = Mapping[str, Any]
COLUMNS = "id, key, version, name, kind, item, digest, starters, deployed_at, deployed_by"
LATEST = f"select distinct on (key) {COLUMNS} from definition order by key, version desc"
VERSIONS = f"select {COLUMNS} from definition where key = %(key)s order by version desc"
SOURCE = """
select s.name, s.bpmn, s.resources::text as resources from definition d join source s on s.digest = d.digest
 where d.key = %(key)s and d.version = coalesce(%(version)s, (select max(version) from definition where key = %(key)s))
"""
DEPLOYED = """
select d.key, d.id, d.digest, d.called, s.name as file, array(select jsonb_object_keys(s.resources)) as resources,
       (select count(distinct o.key) from definition o where o.digest = d.digest) as many
  from (select distinct on (key) key, id, digest, called from definition order by key, version desc) d
  join source s on s.digest = d.digest
"""
RESOURCES = """
select s.bpmn, s.resources::text as resources from definition d join source s on s.digest = d.digest where d.id = %(id)s
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


def source(store: Store, key: str, version: int | None) -> tuple[str, bytes] | None:
    """The name of the file and its bytes; of the latest version where none is named."""
    with store.reading() as connection:
        row = connection.execute(SOURCE, {"key": key, "version": version}).fetchone()
    return None if row is None else (row["name"], bytes(row["bpmn"]))


def files(store: Store, key: str, version: int | None) -> dict[str, bytes] | None:
    """By name every file that was deployed with it, byte for byte: its own first, then the forms and decisions."""
    with store.reading() as connection:
        row = connection.execute(SOURCE, {"key": key, "version": version}).fetchone()
    if row is None:
        return None
    beside = {name: text.encode() for name, text in loads(row["resources"]).items()}
    return {row["name"]: bytes(row["bpmn"]), **beside}


def form(store: Store, definition: int, name: str) -> Any:
    """A form's schema by its file's name, with or without ending, or by its own id, else one that is drawn in the
    process itself. None where there is none."""
    with store.reading() as connection:
        row = connection.execute(RESOURCES, {"id": definition}).fetchone()
    if row is None:
        return None
    return _lying_beside(loads(row["resources"]), name) or _drawn(bytes(row["bpmn"]), name)


def _drawn(source: bytes, name: str) -> Any:
    drawn = drawn_forms(read_xml(source))
    return loads(drawn[name].decode()) if name in drawn else None


def _lying_beside(files: Mapping[str, str], name: str) -> Any:
    for file, text in files.items():
        if file.endswith((".form", ".form.json", ".json")):
            schema = loads(text)
            if name in (file, file.partition(".")[0]) or (isinstance(schema, dict) and schema.get("id") == name):
                return schema
    return None
