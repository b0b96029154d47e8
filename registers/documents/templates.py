"""Templates in versions: one person writes a text, another approves it; what was approved never changes.

Knows texts, not what they mean: whoever keeps one has read it before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import psycopg
from psycopg.rows import class_row

Connection = psycopg.Connection[Any]
FIELDS = "name, version, text, sha256, written_at, written_by, approved_at, approved_by"
LATEST = f"""
select {FIELDS} from document_template where name = %s and approved_at is not null order by version desc limit 1
"""
FIND = f"select {FIELDS} from document_template where name = %s and version = %s"
ALL = f"select {FIELDS} from document_template order by name, version"
LOCK = "lock table document_template in share row exclusive mode"  # versions are counted, and few write here
PUT = """
insert into document_template (name, version, text, sha256, written_at, written_by)
select %(name)s, coalesce(max(version), 0) + 1, %(text)s, %(sha256)s, %(at)s, %(by)s
  from document_template where name = %(name)s
returning version
"""
APPROVE = """
update document_template set approved_at = %s, approved_by = %s
 where name = %s and version = %s and approved_at is null and written_by <> %s
"""
SHIPPED = ("product", "installation")  # who writes and who approves what comes with a release


@dataclass(frozen=True, slots=True)
class Version:
    """`approved_by` None: a draft, which no document uses."""

    name: str
    version: int
    text: str
    sha256: str
    written_at: datetime
    written_by: str
    approved_at: datetime | None
    approved_by: str | None


def latest(connection: Connection, name: str) -> Version | None:
    """The one in force."""
    return _one(connection, LATEST, (name,))


def find(connection: Connection, name: str, version: int) -> Version | None:
    return _one(connection, FIND, (name, version))


def everything(connection: Connection) -> Sequence[Version]:
    with connection.cursor(row_factory=class_row(Version)) as cursor:
        return cursor.execute(ALL).fetchall()


def write(connection: Connection, name: str, text: str, by: tuple[str, datetime]) -> Version:
    """A draft, of the next version; the same text by the same person again is the same draft."""
    with connection.transaction():
        connection.execute(LOCK)
        last = [each for each in everything(connection) if each.name == name][-1:]
        if last and (last[0].text, last[0].written_by) == (text, by[0]):
            return last[0]
        row = {"name": name, "text": text, "sha256": digest(text), "by": by[0], "at": by[1]}
        (version,) = connection.execute(PUT, row).fetchone() or (0,)
    return _needed(connection, name, version)


def approve(connection: Connection, name: str, version: int, by: tuple[str, datetime]) -> Version:
    """In force from now on. LookupError for no such draft, ValueError where its writer approves."""
    connection.execute(APPROVE, (by[1], by[0], name, version, by[0]))
    found = _needed(connection, name, version)
    if found.written_by == by[0]:
        raise ValueError(f"Expected another person to approve, but {by[0]} has written it")
    return found


def in_force(connection: Connection, name: str, shipped: str | None, at: datetime) -> Version | None:
    """For a new document. A release brings its text in as a version, unless officials have one of their own."""
    found = latest(connection, name)
    if shipped is None or (found and (found.sha256 == digest(shipped) or found.written_by != SHIPPED[0])):
        return found
    draft = write(connection, name, shipped, (SHIPPED[0], at))
    return approve(connection, name, draft.version, (SHIPPED[1], at))


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _needed(connection: Connection, name: str, version: int) -> Version:
    found = find(connection, name, version)
    if found is None:
        raise LookupError(f"Expected a template {name!r} in version {version}, but there is none")
    return found


def _one(connection: Connection, query: str, key: tuple[Any, ...]) -> Version | None:
    with connection.cursor(row_factory=class_row(Version)) as cursor:
        return cursor.execute(query, key).fetchone()
