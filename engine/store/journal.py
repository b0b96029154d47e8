"""The journal of each district: a row a command, each with the hash of the row before it, its head the last row locked.

What a row says in bytes, and how rows are appended; `verify` reads them again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes

from engine.store import arrays
from engine.store.wire import Connection

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SM3 = hashes.SM3()
START = b""  # what the first row of a district follows
_numbers = Struct("!BHQqq").pack  # version of this form, district, position, instance or -1, microseconds since 1970
_length = Struct("!I").pack
FORM = 1

LOCK = "select district, position, hash from head where district = any(%b) order by district for update"
MOVE = """
update head h set position = u.position, hash = u.hash
from unnest(%b::integer[], %b::bigint[], %b::bytea[], %b::bytea[]) u(district, position, hash, before)
where h.district = any(%b) and h.district = u.district and h.hash = u.before returning h.district
"""
# Joins the head as this transaction has just moved it: where another one was quicker, no row is written.
APPEND = """
insert into journal (district, position, request_id, instance, at, actor, command, facts, mac, hash)
select h.district, u.position, u.request_id, u.instance, u.at, u.actor, u.command, u.facts, u.mac, u.hash
from head h join unnest(%b::integer[], %b::bigint[], %b::text[], %b::bigint[], %b::timestamptz[], %b::text[],
    %b::json[], %b::json[], %b::bytea[], %b::bytea[])
    u(district, position, request_id, instance, at, actor, command, facts, mac, hash) on h.district = u.district
where h.district = any(%b) and h.hash = any(%b)
"""
ROW_KINDS = (
    arrays.INTEGER,
    arrays.BIGINT,
    arrays.TEXT,
    arrays.BIGINT,
    arrays.MOMENT,
    arrays.TEXT,
    arrays.JSON,
    arrays.JSON,
    arrays.BYTES,
    arrays.BYTES,
)


class Line(NamedTuple):
    """A row before it has its place. `command` and `facts` are JSON texts, kept to the letter."""

    district: int
    request_id: str
    instance: int | None
    at: datetime
    actor: str
    command: bytes
    facts: bytes
    mac: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The last position of a district and its hash."""

    position: int = 0
    hash: bytes = START


@dataclass(frozen=True, slots=True)
class Appended:
    """The positions of the lines, in their order; the heads as they were, and as they are once this is committed."""

    positions: list[int]
    found: Mapping[int, Head]
    heads: Mapping[int, Head]


def canonical(line: Line, position: int) -> bytes:
    """The same for no two different rows: numbers have fixed widths, texts stand behind their length."""
    instance = -1 if line.instance is None else line.instance
    parts = [_numbers(FORM, line.district, position, instance, (line.at - EPOCH) // MICROSECOND)]
    for part in (line.request_id.encode(), line.actor.encode(), line.command, line.facts, line.mac):
        parts.append(_length(len(part)))
        parts.append(part)
    return b"".join(parts)


def chained(before: bytes, row: bytes) -> bytes:
    """SM3(hash of the row before || this row)"""
    digest = hashes.Hash(SM3)
    digest.update(before)
    digest.update(row)
    return digest.finalize()


def append(connection: Connection, lines: Sequence[Line], guessed: Mapping[int, Head]) -> Appended:
    """Gives the lines their places. `guessed`: what the head of their district probably is, which saves a lock."""
    appended = _written(connection, lines, guessed) if guessed else None
    if appended is None:
        districts = arrays.INTEGER.pack(sorted({line.district for line in lines}))
        rows = connection.execute(LOCK, (districts,), binary=True).fetchall()
        appended = _written(connection, lines, {district: Head(position, hash) for district, position, hash in rows})
    assert appended is not None, "the heads were locked"
    return appended


def _written(connection: Connection, lines: Sequence[Line], found: Mapping[int, Head]) -> Appended | None:
    """None where a head is not what it was taken for; nothing is written then."""
    heads, places = dict(found), []
    for line in lines:
        last = heads[line.district]
        position = last.position + 1
        heads[line.district] = Head(position, chained(last.hash, canonical(line, position)))
        places.append(heads[line.district])
    districts, tips = arrays.INTEGER.pack(list(heads)), arrays.BYTES.pack([head.hash for head in heads.values()])
    moved = connection.execute(MOVE, (*_heads(found, heads), districts), binary=True)
    packed = [kind.pack(column) for kind, column in zip(ROW_KINDS, _columns(lines, places), strict=True)]
    connection.execute(APPEND, (*packed, districts, tips), binary=True)
    if len(moved.fetchall()) < len(heads):
        return None
    return Appended([place.position for place in places], found, heads)


def _heads(before: Mapping[int, Head], after: Mapping[int, Head]) -> tuple[arrays.Packed, ...]:
    return (
        arrays.INTEGER.pack(list(after)),
        arrays.BIGINT.pack([head.position for head in after.values()]),
        arrays.BYTES.pack([head.hash for head in after.values()]),
        arrays.BYTES.pack([before[district].hash for district in after]),
    )


def _columns(lines: Sequence[Line], places: Sequence[Head]) -> list[Sequence[Any]]:
    districts, *rest = zip(*lines, strict=True)
    return [districts, [p.position for p in places], *rest, [p.hash for p in places]]
