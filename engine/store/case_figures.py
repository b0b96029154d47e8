"""The rows that figures are counted from, as the projector of the figures reads and writes them, a district at a time.

Follows the journal by its own cursor. Another cursor says up to which position of the city's own journal calendars have
been applied: when a new one was published, what was worked on the cases is reckoned again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from engine.domain import facts
from engine.domain.facts import Fact
from engine.domain.ids import CITY
from engine.projections.case_figures import HEARD, Card, CaseFigure
from engine.store.facts_json import decode_some, dumps

Connection = psycopg.Connection[Any]
NAME, CALENDARS = "figures", "figures:calendar"

READ = """
select j.instance, j.at, j.facts::text from journal j
  join instance i on i.district = j.district and i.id = j.instance and i.kind = 'case'
 where j.district = %(district)s and j.position > %(since)s and j.position <= %(until)s order by j.position
"""
HEAD = "select position from head where district = %s"
LOAD = "select {} from case_figure where district = %s and id = any(%s)"
ENDED = """
select {} from case_figure
 where district = %(district)s and id > %(after)s and received_at < %(until)s
   and (ended_at >= %(since)s or answered_at >= %(since)s)
 order by id limit %(size)s
"""
PUT = """
insert into {table} ({names}) select {names} from jsonb_populate_recordset(null::{table}, %s::jsonb)
    on conflict ({key}) do update set {values}
"""
CITY_ROWS = "select facts::text from journal where district = %s and position > %s and position <= %s order by position"
CLEAR = (
    "delete from case_figure where district = %s",
    "delete from case_card where district = %s",
    "delete from projector_cursor where district = %s and projector like 'figures%%'",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal row of a case."""

    instance: int
    at: datetime
    facts: tuple[Fact, ...]


def head(connection: Connection, district: int) -> int:
    row = connection.execute(HEAD, (district,)).fetchone()
    return int(row[0]) if row else 0


def read(connection: Connection, district: int, since: int, until: int) -> list[Entry]:
    """What happened to cases after `since` up to `until`: all of it is committed up to the head."""
    rows = connection.execute(READ, {"district": district, "since": since, "until": until}).fetchall()
    return [Entry(instance, at, decode_some(text, HEARD)) for instance, at, text in rows]


def load(connection: Connection, district: int, ids: Iterable[int]) -> dict[int, CaseFigure]:
    with connection.cursor(row_factory=class_row(CaseFigure)) as cursor:
        rows = cursor.execute(_columns(LOAD), (district, sorted(set(ids)))).fetchall()
    return {row.id: row for row in rows}


def touched(connection: Connection, district: int, days: tuple[date, date], after: int, size: int) -> list[CaseFigure]:
    """The next page of cases that were over after the first of these days and received before the last was over."""
    values = {"district": district, "since": days[0], "until": days[1], "after": after, "size": size}
    with connection.cursor(row_factory=class_row(CaseFigure)) as cursor:
        return cursor.execute(_columns(ENDED), values).fetchall()


def put(connection: Connection, rows: Sequence[CaseFigure], cards: Sequence[Card] = ()) -> None:
    """Whole rows, in the place of those that are there."""
    _put(connection, "case_figure", ("district", "id"), rows)
    _put(connection, "case_card", ("district", "instance", "task", "which"), cards)


def published(connection: Connection, since: int, until: int) -> list[facts.CalendarPublished]:
    """The calendars in these rows of the city's own journal."""
    rows = connection.execute(CITY_ROWS, (CITY, since, until)).fetchall()
    wanted = frozenset({facts.CalendarPublished.__name__})
    told = (fact for (text,) in rows for fact in decode_some(text, wanted))
    return [fact for fact in told if isinstance(fact, facts.CalendarPublished)]


def forget(connection: Connection, district: int) -> None:
    """Empties the rows of a district: the projector folds its journal from the beginning."""
    for statement in CLEAR:
        connection.execute(statement, (district,))


def _columns(text: str) -> sql.Composed:
    return sql.SQL(text).format(sql.SQL(", ").join(sql.Identifier(field.name) for field in fields(CaseFigure)))


def _put(connection: Connection, table: str, key: tuple[str, ...], rows: Sequence[Any]) -> None:
    if not rows:
        return
    names = [field.name for field in fields(rows[0])]
    joined = sql.SQL(", ")
    statement = sql.SQL(PUT).format(
        table=sql.Identifier(table),
        names=joined.join(map(sql.Identifier, names)),
        key=joined.join(map(sql.Identifier, key)),
        values=joined.join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in names if name not in key
        ),
    )
    plain = [{name: getattr(row, name) for name in names} for row in rows]
    connection.execute(statement, (dumps(plain).decode(),))
