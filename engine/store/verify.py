"""Holds the journal against its own hashes, its heads and its day seals, and names each row that does not fit.

Reads in one pass and in constant memory. Whoever rewrites all rows from a place on, and the head too, leaves a chain
that fits; the seal of a day after that place speaks against it, as its key does not lie in the database.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from engine.store.journal import START, Head, Line, canonical, chained
from engine.store.seals import Seal, fault, read_seals
from engine.store.suspects import Breach, Suspect, resolve

__all__ = ["Breach", "verify"]

Connection = psycopg.Connection[Any]
Progress = Callable[[int, int], None]  # rows held against their hashes, of how many
PublicKeys = Mapping[str, Ed25519PublicKey]
PAGE = 5000
MOST_SUSPECTS = 200  # a pair of them is tried for every swap

DISTRICTS = """
select district, coalesce(h.position, 0), h.hash from head h
full join (select distinct district from journal) j using (district) order by district
"""
ROWS = """
select position, request_id, instance, at, actor, command::text, facts::text, mac, hash
from journal where district = %s order by position
"""


@dataclass(slots=True)
class Pass:
    """Where the reading of one district stands. `before`: the hash of the row before, None behind a gap."""

    district: int
    head: Head | None
    seals: list[Seal]
    last: int = 0
    before: bytes | None = START
    at_head: bytes = START
    suspects: list[Suspect] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)

    def breach(self, position: int, what: str, detail: str) -> None:
        self.breaches.append(Breach(self.district, position, what, detail))


def verify(
    connection: Connection, keys: PublicKeys, districts: Sequence[int] | None = None, progress: Progress | None = None
) -> list[Breach]:
    """All breaches, by district and row; [] for a journal that holds. `keys`: the public keys of seals by their ids."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("set local timezone = 'UTC'")  # read without a search through a table of zones
        heads = [row for row in connection.execute(DISTRICTS, binary=True) if districts is None or row[0] in districts]
        total, done, breaches = sum(position for _, position, _ in heads), 0, list[Breach]()
        for district, position, hash in heads:
            head = None if hash is None else Head(position, bytes(hash))
            reading = Pass(district, head, list(read_seals(connection, district)))
            for size in _read(connection, reading):
                done += size
                if progress is not None:
                    progress(done, total)
            breaches += _concluded(reading, keys)
    return breaches


def _read(connection: Connection, reading: Pass) -> Iterator[int]:
    """Goes through the rows of a district; gives how many, a page at a time."""
    seals = iter(reading.seals)
    seal = next(seals, None)
    with connection.cursor(name="verify", row_factory=psycopg.rows.tuple_row) as cursor:
        cursor.execute(ROWS, (reading.district,), binary=True)
        while rows := cursor.fetchmany(PAGE):
            for row in rows:
                _check(reading, row)
                while seal is not None and seal.position <= reading.last:
                    _check_seal(reading, seal, row[0], row[-1])
                    seal = next(seals, None)
            yield len(rows)
    if seal is not None:
        detail = f"the seal of {seal.day} covers it, but the journal ends at row {reading.last}"
        reading.breach(seal.position, "seal", detail)


def _check(reading: Pass, row: tuple[Any, ...]) -> None:
    position, request_id, instance, at, actor, command, facts, mac, hash = row
    if position > reading.last + 1:
        _miss(reading, position - 1)
    line = Line(reading.district, request_id, instance, at, actor, command.encode(), facts.encode(), mac)
    before = reading.before
    if before is not None and chained(before, canonical(line, position)) != hash:
        reading.suspects.append(Suspect(position, line, hash, before))
        if len(reading.suspects) > MOST_SUSPECTS:
            reading.breaches += resolve(reading.suspects)
            reading.suspects.clear()
    reading.last, reading.before = position, hash
    if reading.head is not None and position == reading.head.position:
        reading.at_head = hash


def _miss(reading: Pass, until: int) -> None:
    """The rows up to `until` are not there; what follows them has nothing to be held against."""
    for position in range(reading.last + 1, min(until, reading.last + MOST_SUSPECTS) + 1):
        reading.breach(position, "missing", "it is missing")
    if until - reading.last > MOST_SUSPECTS:
        reading.breach(until, "missing", f"it is missing, as are all from row {reading.last + 1} on")
    reading.before = None


def _check_seal(reading: Pass, seal: Seal, position: int, hash: bytes) -> None:
    if position == seal.position and hash != seal.hash:
        detail = f"the seal of {seal.day} has another hash: it, or a row before it, was changed"
        reading.breach(position, "seal", detail)


def _concluded(reading: Pass, keys: PublicKeys) -> list[Breach]:
    """What can be said when all rows of the district are read, in the order of rows."""
    head = reading.head
    if head is None:
        reading.breach(reading.last, "head", "the district has rows, but its head is missing")
    elif head.position > reading.last:
        _miss(reading, head.position)
    else:
        for position in range(head.position + 1, reading.last + 1):
            reading.breach(position, "added", f"it was added behind the head, row {head.position}")
        if head.hash != reading.at_head:
            reading.breach(head.position, "head", "the head of the district has another hash than its last row")
    known = {breach.position for breach in reading.breaches if breach.what == "added"}
    reading.breaches += [breach for breach in resolve(reading.suspects) if breach.position not in known]
    for seal in reading.seals:
        if said := fault(seal, keys):
            reading.breach(seal.position, "seal", said)
    return sorted(reading.breaches, key=lambda breach: (breach.position, breach.what))
