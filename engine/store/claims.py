"""Leases on what is due: timers, limits, jobs, messages. Several workers ask at once, each row goes to one of them.

Knows rows and their leases only. A lease ends by itself, so that the rows of a killed worker come back; what keeps a
row from being done twice is the request_id that the worker derives from it, never the lease. `now` is the city's clock.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

import psycopg
from sqlalchemy import Dialect, Table, Text, any_, bindparam, cast, func, or_, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import ClauseElement, ColumnElement

from engine.domain.ids import district_of
from engine.store.tables import head, job, limit, message, timer

Connection = psycopg.Connection[Any]
DIALECT: Dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
OPEN = "select 1 from instance where district = %s and id = %s and status = 'active'"
LEASE = timedelta(seconds=30)  # a batch takes less than a second; a killed worker holds up its rows this long


class Due(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def due_at(self) -> datetime: ...


Row = TypeVar("Row", bound=Due)


@dataclass(frozen=True, slots=True)
class DueTimer:
    """`due_at` is what it was armed for; without an instance it starts a definition."""

    district: int
    id: int
    due_at: datetime
    instance: int | None


@dataclass(frozen=True, slots=True)
class DueLimit:
    """`due_at` is the next moment that turns it; `passes_at` is the end of the committed limit."""

    district: int
    id: int
    due_at: datetime
    passes_at: datetime | None
    instance: int
    stage: str
    escalates: bool


@dataclass(frozen=True, slots=True)
class DueJob:
    """`inputs` is JSON text. `attempts`: how many have failed, of `retries` in all."""

    district: int
    id: int
    due_at: datetime
    instance: int
    element: str
    kind: str
    inputs: str
    attempts: int
    retries: int
    backoff: str


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A row of the outbox; `variables` is JSON text."""

    district: int
    id: int
    due_at: datetime
    kind: str
    name: str
    key: str | None
    to_instance: int | None
    origin: int | None
    definition: int | None
    start_event: str | None
    variables: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Queue(Generic[Row]):
    """The statements of one table of due rows, compiled once, and what a claimed row becomes."""

    name: str
    hint: str
    claim: str
    lease: str
    there: str
    row: Callable[..., Row]


@dataclass(frozen=True, slots=True)
class Lease:
    """At most `size` rows of one district that are due at `now`, until `now + length`."""

    district: int
    now: datetime
    size: int
    length: timedelta = LEASE


def due_districts(connection: Connection, queue: Queue[Row], now: datetime) -> list[int]:
    """The districts that have something due and free: a hint, asked before any claim (scale-out rule 16)."""
    return [district for (district,) in connection.execute(queue.hint, {"now": now}).fetchall()]


def claim(connection: Connection, queue: Queue[Row], lease: Lease) -> list[Row]:
    """Takes due rows of one district, the most overdue first; rows that another worker is taking are passed over."""
    rows = connection.execute(
        queue.claim,
        {"district": lease.district, "now": lease.now, "size": lease.size, "until": lease.now + lease.length},
    ).fetchall()
    return [queue.row(*row) for row in sorted(rows, key=lambda row: (row[2], row[1]))]


def still_there(connection: Connection, queue: Queue[Row], ids: Sequence[int]) -> set[int]:
    """Those that are not done with."""
    districts = sorted({district_of(id) for id in ids})
    return {id for (id,) in connection.execute(queue.there, {"districts": districts, "ids": sorted(ids)})}


def release(connection: Connection, queue: Queue[Row], ids: Sequence[int]) -> None:
    """Gives rows back before their lease ends: they have another moment, or another attempt, ahead of them."""
    hold(connection, queue, ids, None)


def hold(connection: Connection, queue: Queue[Row], ids: Sequence[int], until: datetime | None) -> None:
    """Leases rows that are still there to nobody until `until`; rows that are gone are no error."""
    if ids:
        districts = sorted({district_of(id) for id in ids})
        connection.execute(queue.lease, {"districts": districts, "ids": sorted(ids), "until": until})


def is_open(connection: Connection, instance: int) -> bool:
    """Has this instance not ended? False for one that never was."""
    row = connection.execute(OPEN, (district_of(instance), instance)).fetchone()
    return row is not None


def _text(statement: ClauseElement) -> str:
    return str(statement.compile(dialect=DIALECT))


def _free(table: Table, moment: ColumnElement[Any]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    now = bindparam("now", type_=moment.type)
    return moment <= now, or_(table.c.claimed_until.is_(None), table.c.claimed_until <= now)


def _hint(table: Table, moment: ColumnElement[Any]) -> str:
    one = select(table.c.id).where(table.c.district == head.c.district, *_free(table, moment)).exists()
    return _text(select(head.c.district).where(one).order_by(head.c.district))


def _claim(table: Table, moment: ColumnElement[Any], columns: Sequence[ColumnElement[Any]]) -> str:
    district = bindparam("district", type_=table.c.district.type)
    due = (
        select(table.c.id)
        .where(table.c.district == district, *_free(table, moment))
        .order_by(moment, table.c.id)
        .limit(bindparam("size"))
        .with_for_update(skip_locked=True)
    )
    # An array of a subquery is evaluated once; `in (subquery)` may be planned as a loop that locks more than `size`.
    return _text(
        update(table)
        .where(table.c.district == district, table.c.id == any_(func.array(due.scalar_subquery())))
        .values(claimed_until=bindparam("until", type_=table.c.claimed_until.type))
        .returning(*columns)
    )


def _lease(table: Table) -> str:
    return _text(
        update(table)
        .where(table.c.district == any_(bindparam("districts")), table.c.id == any_(bindparam("ids")))
        .values(claimed_until=bindparam("until", type_=table.c.claimed_until.type))
    )


def _there(table: Table) -> str:
    return _text(
        select(table.c.id).where(table.c.district == any_(bindparam("districts")), table.c.id == any_(bindparam("ids")))
    )


def _queue(table: Table, moment: str, row: Callable[..., Row]) -> Queue[Row]:
    names = list(row.__dataclass_fields__)  # type: ignore[attr-defined]
    columns = [_column(table, {"due_at": moment, "passes_at": "due_at"}.get(name, name)) for name in names]
    at = table.c[moment]
    return Queue(table.name, _hint(table, at), _claim(table, at, columns), _lease(table), _there(table), row)


def _column(table: Table, name: str) -> ColumnElement[Any]:
    """JSON comes as its text: the driver would read fractions as floats."""
    column = table.c[name]
    return cast(column, Text) if name in ("inputs", "variables") else column


TIMERS = _queue(timer, "due_at", DueTimer)
LIMITS = _queue(limit, "next_at", DueLimit)
JOBS = _queue(job, "due_at", DueJob)
MESSAGES = _queue(message, "due_at", DueMessage)
