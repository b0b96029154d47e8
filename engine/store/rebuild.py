"""Folds the journal into projections made from nothing, and says where the live rows differ: they must not.

The rows are built in temporary tables that vanish with the transaction. What no fact tells is not compared: snapshots
(the runtime's) and leases (the workers').
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy import JSON

from engine.domain.facts import Fact
from engine.projections.changes import Change
from engine.projections.registry import project
from engine.store import write
from engine.store.facts_json import decode, loads
from engine.store.statements import key_of
from engine.store.tables import metadata

Connection = psycopg.Connection[Any]
Progress = Callable[[int, int], None]  # journal rows folded, of how many
TEMPORARY = "pg_temp"
PAGE = 1000
MOST = 100  # differences named of a table
PROJECTIONS = (
    "instance",
    "task",
    "timer",
    "time_limit",
    "job",
    "message",
    "subscription",
    "incident",
    "comment",
    "attachment",
    "case",
    "ticket",
    "definition",
    "decision",
    "area",
    "calendar_day",
    "account",
    "post",
)
UNTOLD = {"snapshot", "claimed_until"}
BY_INDEX = ("seqscan", "hashjoin", "mergejoin")
ROWS = "select at, facts::text from journal order by district, position"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is `live` and one `rebuilt` under the same key, as mappings of their columns; None: not there."""

    table: str
    live: dict[str, Any] | None
    rebuilt: dict[str, Any] | None

    def __str__(self) -> str:
        if self.live is None or self.rebuilt is None:
            return f"{self.table}: {'missing' if self.live is None else 'not told'}: {self.live or self.rebuilt}"
        names = [name for name, value in self.live.items() if self.rebuilt[name] != value]
        pairs = ", ".join(f"{name} is {self.live[name]!r}, told {self.rebuilt[name]!r}" for name in names)
        return f"{self.table} {self.live.get('id', '')}: {pairs}"


def compare(connection: Connection, progress: Progress | None = None) -> list[Difference]:
    """Where live rows differ from what the journal tells, at most some hundred a table; changes nothing."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read")
        _fold(connection, progress)
        return _differences(connection)


def rebuild(connection: Connection, progress: Progress | None = None) -> list[Difference]:
    """Puts the told rows in the place of the live ones, and gives what was different. Writers wait meanwhile."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read")
        names = ", ".join(f'"public"."{name}"' for name in ("head", *PROJECTIONS))
        connection.execute(f"lock table {names} in exclusive mode")
        _fold(connection, progress)
        different = _differences(connection)
        for name in sorted({difference.table for difference in different}):
            _put_right(connection, name)
        return different


def _fold(connection: Connection, progress: Progress | None) -> None:
    for name in PROJECTIONS:
        key = ", ".join(f'"{column.name}"' for column in metadata.tables[name].primary_key)
        like = f'like "public"."{name}" including defaults, primary key ({key})'
        connection.execute(f'create temporary table "{name}" ({like}) on commit drop')
    _enable(connection, "off")
    total = connection.execute("select coalesce(sum(position), 0)::bigint from head").fetchone()
    for done, rows in _pages(connection):
        write.send(connection, write.fold(_changes(rows)), TEMPORARY)
        if progress is not None:
            progress(done, total[0] if total else done)
    _enable(connection, "on")


def _enable(connection: Connection, state: str) -> None:
    """Rows are found by index while the tables grow: no statistics say yet how large they are."""
    for way in BY_INDEX:
        connection.execute(f"set local enable_{way} = {state}")


def _pages(connection: Connection) -> Iterable[tuple[int, Sequence[tuple[datetime, str]]]]:
    done = 0
    with connection.cursor(name="rebuild", row_factory=psycopg.rows.tuple_row) as cursor:
        cursor.execute(ROWS)
        while rows := cursor.fetchmany(PAGE):
            done += len(rows)
            yield done, rows


def _changes(rows: Sequence[tuple[datetime, str]]) -> Iterable[Change]:
    for at, text in rows:
        facts: tuple[Fact, ...] = decode(text)
        yield from project(facts, at)


def _columns(name: str) -> str:
    """What is told of a row; JSON as its text, which can be compared."""
    columns = (column for column in metadata.tables[name].columns if column.name not in UNTOLD)
    return ", ".join(
        f'"{column.name}"::text as "{column.name}"' if isinstance(column.type, JSON) else f'"{column.name}"'
        for column in columns
    )


def _differences(connection: Connection) -> list[Difference]:
    return [difference for name in PROJECTIONS for difference in _differences_of(connection, name)]


def _differences_of(connection: Connection, name: str) -> Iterable[Difference]:
    table, columns = metadata.tables[name], _columns(name)
    same = " and ".join(f'l."{column.name}" = r."{column.name}"' for column in table.primary_key)
    text = f"""
        select to_json(l)::text, to_json(r)::text from (select {columns} from "public"."{name}") l
        full join (select {columns} from "pg_temp"."{name}") r on {same}
        where l is distinct from r order by l."{key_of(table)[0]}" limit {MOST}"""
    for live, told in connection.execute(text).fetchall():
        yield Difference(name, loads(live) if live else None, loads(told) if told else None)


def _put_right(connection: Connection, name: str) -> None:
    """Rows of instances stay, with their snapshots; of other tables the told ones take the place of all."""
    table = metadata.tables[name]
    told = [column.name for column in table.columns if column.name not in UNTOLD]
    names = ", ".join(f'"{column}"' for column in told)
    if name != "instance":
        connection.execute(f'delete from "public"."{name}"')
        connection.execute(f'insert into "public"."{name}" ({names}) select {names} from "pg_temp"."{name}"')
        return
    values = ", ".join(f'"{column}" = r."{column}"' for column in told if column not in ("district", "id"))
    same = "l.district = r.district and l.id = r.id"
    connection.execute(f'update "public"."{name}" l set {values} from "pg_temp"."{name}" r where {same}')
