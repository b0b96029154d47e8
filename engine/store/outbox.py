"""What the outbox asks to find who takes a message: who waits, who may be started, what was delivered already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from engine.store.claims import DueMessage

Connection = psycopg.Connection[Any]
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An instance that waits at a token for a message or signal of this name and key."""

    id: int
    instance: int
    token: int
    kind: str
    name: str
    key: str | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Startable:
    """The latest version of a process: `starts` is (element, kind, name) of each of its starts from outside."""

    id: int
    key: str
    version: int
    starts: tuple[tuple[str, str, str], ...]

    def begins_by(self, name: str) -> str | None:
        """The element that begins with a message of this name."""
        return next((element for element, kind, at in self.starts if at == name and kind in ("message", "keyed")), None)

    def begins_once(self, name: str) -> bool:
        """May one instance of each key be under way?"""
        return any(kind == "keyed" and at == name for _, kind, at in self.starts)

    def hears(self, name: str) -> list[str]:
        """The elements that begin with a signal of this name."""
        return [element for element, kind, at in self.starts if (kind, at) == ("signal", name)]


@dataclass(frozen=True, slots=True)
class Origin:
    """The instance that threw a message: a process it starts is about it, and lies where it lies."""

    area: str | None
    business_key: str | None


COLUMNS = "s.id, s.instance, s.token, s.kind, s.name, s.key, s.opened_at"

# In any district, by the index on (district, name, key): those with one of the keys, and those without any.
WAITING = f"""
select {COLUMNS} from subscription s
 where s.district = any(array(select district from head)) and s.kind = 'message'
   and (s.name = any(%(names)s) and s.key = any(%(keys)s) or s.name = any(%(keyless)s) and s.key is null)
 order by s.opened_at, s.id
"""
SIGNALLED = f"""
select {COLUMNS} from subscription s
 where s.district = any(array(select district from head)) and s.kind = 'signal' and s.name = %(name)s
   and s.opened_at <= %(thrown_at)s and s.instance is distinct from %(origin)s order by s.id
"""
WAITING_AT = f"""
select {COLUMNS} from subscription s
 where s.district = any(%(districts)s) and s.instance = any(%(instances)s) and s.kind = 'message'
   and s.name = any(%(names)s) order by s.opened_at, s.id
"""
LATEST = "select distinct on (key) id, key, version, starts from definition order by key, version desc"
BEGINNING = f"""
select * from ({LATEST}) latest
 where exists (select from jsonb_array_elements(latest.starts) start where start ->> 2 = any(%(names)s))
"""
VERSION = "select id, key, version, starts from definition where id = any(%(ids)s)"
UNDER_WAY = """
select key, business_key from instance
 where district = any(array(select district from head)) and business_key = any(%(keys)s) and status = 'active'
"""
ORIGINS = "select id, area, business_key from instance where district = any(%(districts)s) and id = any(%(ids)s)"
DELIVERED = """
select request_id, instance from journal
 where district = any(array(select district from head)) and request_id = any(%(requests)s)
"""
PARKED = """
select district, id, name, key, to_instance from message
 where district = any(array(select district from head)) and (district, id) > (%(district)s, %(id)s)
   and kind = 'message' and claimed_until = expires_at and expires_at > %(now)s
 order by district, id limit %(size)s
"""


def waiting(connection: Connection, pairs: Iterable[tuple[str, str | None]]) -> list[Waiting]:
    """Those who wait for a message of one of these names and keys, the first to wait first; None matches None."""
    wanted = set(pairs)
    keyed = [(name, key) for name, key in wanted if key is not None]
    values = {
        "names": [name for name, _ in keyed],
        "keys": [key for _, key in keyed],
        "keyless": [name for name, key in wanted if key is None],
    }
    found = (Waiting(*row) for row in connection.execute(WAITING, values))
    return [one for one in found if (one.name, one.key) in wanted]


def signalled(connection: Connection, signal: DueMessage) -> list[Waiting]:
    """All who waited when it was thrown, but for the thrower, whom it has reached already."""
    values = {"name": signal.name, "thrown_at": signal.due_at, "origin": signal.origin}
    return [Waiting(*row) for row in connection.execute(SIGNALLED, values)]


def waiting_at(connection: Connection, instances: Iterable[int], names: Iterable[str]) -> list[Waiting]:
    """Where these instances themselves wait for a message of one of the names."""
    ids = sorted(set(instances))
    values = {"districts": sorted({id >> 40 for id in ids}), "instances": ids, "names": sorted(set(names))}
    return [Waiting(*row) for row in connection.execute(WAITING_AT, values)] if ids else []


def latest_starts(connection: Connection) -> list[Startable]:
    """The latest version of each process, by key."""
    return [_startable(row) for row in connection.execute(LATEST)]


def versions(connection: Connection, ids: Iterable[int]) -> dict[int, Startable]:
    return {row[0]: _startable(row) for row in connection.execute(VERSION, {"ids": sorted(set(ids))})}


def origins(connection: Connection, ids: Iterable[int]) -> dict[int, Origin]:
    wanted = sorted(set(ids))
    values = {"districts": sorted({id >> 40 for id in wanted}), "ids": wanted}
    return {id: Origin(area, key) for id, area, key in connection.execute(ORIGINS, values)} if wanted else {}


def under_way(connection: Connection, keys: Iterable[str | None]) -> set[tuple[str, str]]:
    """(process, business key) of the instances that go on with one of these business keys."""
    wanted = sorted({key for key in keys if key is not None})
    return set(connection.execute(UNDER_WAY, {"keys": wanted}).fetchall()) if wanted else set()


def delivered(connection: Connection, requests: Sequence[str]) -> dict[str, int | None]:
    """Which of the requests the journal of any district holds, and the instance that each reached."""
    return dict(connection.execute(DELIVERED, {"requests": list(requests)}).fetchall())


def wanted_now(connection: Connection, now: datetime) -> list[int]:
    """Messages that were put by because nobody waited, and that somebody waits for or that begin a process now."""
    found: list[int] = []
    last = (0, 0)
    while page := _parked(connection, now, last):
        for_all = [(id, name, key) for _, id, name, key, to in page if to is None]
        for_one = [(id, name, to) for _, id, name, _, to in page if to is not None]
        pairs = {(one.name, one.key) for one in waiting(connection, ((name, key) for _, name, key in for_all))}
        ones = waiting_at(connection, (to for *_, to in for_one), (name for _, name, _ in for_one))
        places = {(one.name, one.instance) for one in ones}
        begun = _beginning(connection, for_all)
        found += [id for id, name, key in for_all if (name, key) in pairs or (name, key) in begun]
        found += [id for id, name, to in for_one if (name, to) in places]
        last = (page[-1][0], page[-1][1])
    return found


def _beginning(connection: Connection, messages: Sequence[tuple[int, str, str | None]]) -> set[tuple[str, str | None]]:
    """Names and keys with which a process may begin now."""
    if not messages:
        return set()
    pairs = {(name, key) for _, name, key in messages}
    processes = [_startable(row) for row in connection.execute(BEGINNING, {"names": [name for name, _ in pairs]})]
    begun = {name: [one for one in processes if one.begins_by(name)] for name in {name for name, _ in pairs}}
    going = under_way(connection, (key for name, key in pairs if begun[name]))
    return {
        (name, key)
        for name, key in pairs
        if any(not (one.begins_once(name) and (one.key, key) in going) for one in begun[name])
    }


def _parked(connection: Connection, now: datetime, last: tuple[int, int]) -> list[tuple[Any, ...]]:
    values = {"district": last[0], "id": last[1], "now": now, "size": PAGE}
    return connection.execute(PARKED, values).fetchall()


def _startable(row: tuple[Any, ...]) -> Startable:
    id, key, version, starts = row
    return Startable(id, key, version, tuple((element, kind, name) for element, kind, name in starts))
