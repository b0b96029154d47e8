"""Wakes workers that listen: which kinds of rows have come. A hint; whoever misses it finds the rows by polling."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.projections.changes import Change, Put
from engine.store.arrays import TEXT
from engine.store.wire import Connection

CHANNEL = "work"
DONE = "done"  # heard by who waits for jobs
TOPICS = {
    "timer": "timer",
    "job": "job",
    "message": "message",
    "time_limit": "limit",
    "definition": "definition",
    "calendar_day": "calendar",
}
NOTIFY = f"select pg_notify('{CHANNEL}', topic) from unnest(%b::text[]) topic"


def send(connection: Connection, tables: Mapping[str, Mapping[Any, Change]]) -> None:
    topics = [topic for table, topic in TOPICS.items() if _has_new(tables.get(table, {}))]
    if topics:
        connection.execute(NOTIFY, (TEXT.pack(topics),))


TELL = "select pg_notify(%s, %s)"


def await_jobs(connection: Connection, jobs: Iterable[int]) -> None:
    """Says to the workers that somebody waits for these jobs."""
    connection.execute(TELL, (CHANNEL, f"await:{_listed(jobs)}"))


def tell_done(connection: Connection, jobs: Iterable[int]) -> None:
    """Says to who waits that these jobs are done."""
    connection.execute(TELL, (DONE, _listed(jobs)))


def _listed(jobs: Iterable[int]) -> str:
    return ",".join(str(job) for job in jobs)


def hint(connection: Connection, topic: str) -> None:
    """Wakes whoever works on what has come by another way than a command."""
    connection.execute(NOTIFY, (TEXT.pack([topic]),))


def _has_new(rows: Mapping[Any, Change]) -> bool:
    return any(isinstance(change, Put) for change in rows.values())
