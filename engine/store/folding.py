"""The journal as a projector reads it: by district, from where it stopped; the counters move with that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from engine.projections.changes import Add
from engine.projections.dashboard import Told
from engine.store.facts_json import decode
from engine.store.tables import dashboard_day

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Journal rows of one district after its position; `last` is the position of the last of them."""

    rows: tuple[Told, ...]
    last: int


BEHIND = """
select h.district, h.position - coalesce(c.position, 0) from head h
  left join projector_cursor c on c.district = h.district and c.projector = %(projector)s
 where h.position > coalesce(c.position, 0) order by h.district
"""
BEHIND_CITY = """
select c.district, city.position - c.position from projector_cursor c, head city
 where city.district = %(city)s and c.projector = %(projector)s and city.position > c.position order by c.district
"""
BEGIN = """
insert into projector_cursor (district, projector, position) values (%(district)s, %(projector)s, 0)
on conflict (district, projector) do nothing
"""
LOCK = """
select position from projector_cursor where district = %(district)s and projector = %(projector)s
   for update skip locked
"""
MOVE = "update projector_cursor set position = %(last)s where district = %(district)s and projector = %(projector)s"
READ = """
select j.position, j.at, coalesce(i.key, ''), j.facts::text from journal j
  left join instance i on i.district = j.district and i.id = j.instance
 where j.district = %(district)s and j.position > %(position)s order by j.position limit %(size)s
"""


def behind(connection: Connection, projector: str) -> dict[int, int]:
    """How many journal rows of each district are not folded yet; districts with none are left out."""
    return dict(connection.execute(BEHIND, {"projector": projector}).fetchall())


def behind_city(connection: Connection, projector: str, city: int) -> dict[int, int]:
    """The same of those that follow the journal of the city's own affairs for each district."""
    return dict(connection.execute(BEHIND_CITY, {"projector": projector, "city": city}).fetchall())


def lock(connection: Connection, projector: str, district: int) -> int | None:
    """The position it has read, locked until the transaction ends; None while another process holds it."""
    values = {"district": district, "projector": projector}
    connection.execute(BEGIN, values)
    row = connection.execute(LOCK, values).fetchone()
    return None if row is None else int(row[0])


def read(connection: Connection, district: int, position: int, size: int) -> Page:
    """At most `size` rows after `position`: the lock on `head` means that every lower position is committed."""
    values = {"district": district, "position": position, "size": size}
    rows = connection.execute(READ, values).fetchall()
    told = tuple(Told(district, at, key, decode(facts)) for _, at, key, facts in rows)
    return Page(told, rows[-1][0] if rows else position)


def write(connection: Connection, adds: Sequence[Add]) -> None:
    """Adds to the counters of `dashboard_day`, a row at a time: a page has few days and processes."""
    for add in adds:
        connection.execute(_statement(tuple(add.counters)), (*add.id, *add.counters.values()))


def move(connection: Connection, projector: str, district: int, last: int) -> None:
    connection.execute(MOVE, {"district": district, "projector": projector, "last": last})


def _statement(counters: Sequence[str]) -> sql.Composed:
    key = [column.name for column in dashboard_day.primary_key]
    names = [sql.Identifier(name) for name in (*key, *counters)]
    sums = [sql.SQL("{0} = dashboard_day.{0} + excluded.{0}").format(sql.Identifier(name)) for name in counters]
    return sql.SQL("insert into dashboard_day ({}) values ({}) on conflict ({}) do update set {}").format(
        sql.SQL(", ").join(names),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
        sql.SQL(", ").join(names[: len(key)]),
        sql.SQL(", ").join(sums),
    )
