"""The seal of a day: the last hash of a district's journal, signed with a key that does not lie in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from struct import pack
from typing import Any

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from engine.domain.durations import CITY

SAID = b"tongban day seal 1"

# The last row of each district before a moment, if it is not under a seal yet.
LAST = """
select h.district, j.position, j.hash from head h cross join lateral (
    select position, hash from journal where district = h.district and at < %(until)s order by position desc limit 1) j
where j.position > coalesce((select max(s.position) from day_seal s where s.district = h.district), 0)
order by h.district
"""
KEEP = """
insert into day_seal (district, day, position, hash, key_id, signature)
values (%(district)s, %(day)s, %(position)s, %(hash)s, %(key_id)s, %(signature)s) on conflict do nothing
"""
SEALS = """
select district, day, position, hash, key_id, signature from day_seal where district = %s order by position, day
"""


@dataclass(frozen=True, slots=True)
class Seal:
    district: int
    day: date
    position: int
    hash: bytes
    key_id: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class SealKey:
    """`id` names the public key, so that old seals can be checked when a new key is in use."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> Ed25519PublicKey:
        return self.private.public_key()

    @property
    def id(self) -> str:
        return sha256(self.public.public_bytes_raw()).hexdigest()[:16]


def seal_key(seed: bytes) -> SealKey:
    """The key that grows from 32 secret bytes."""
    return SealKey(Ed25519PrivateKey.from_private_bytes(seed))


def seal_day(connection: psycopg.Connection[Any], day: date, key: SealKey) -> list[Seal]:
    """Seals the day, which must be over, in each district where anything was written since the last seal."""
    until = datetime.combine(day + timedelta(days=1), time(), CITY)
    rows = connection.execute(LAST, {"until": until}, binary=True).fetchall()
    sealed = [_sealed(district, day, (position, bytes(hash)), key) for district, position, hash in rows]
    for seal in sealed:
        connection.execute(KEEP, {name: getattr(seal, name) for name in Seal.__dataclass_fields__})
    return sealed


def fault(seal: Seal, keys: Mapping[str, Ed25519PublicKey]) -> str | None:
    """What is wrong with the seal itself; None where its signature holds."""
    key = keys.get(seal.key_id)
    if key is None:
        return f"the seal of {seal.day} is signed with an unknown key {seal.key_id}"
    try:
        key.verify(seal.signature, _said(seal.district, seal.day, seal.position, seal.hash))
    except InvalidSignature:
        return f"the seal of {seal.day} does not carry the signature of its key"
    return None


def read_seals(connection: psycopg.Connection[Any], district: int) -> Sequence[Seal]:
    """In the order of what they cover."""
    return [Seal(*row) for row in connection.execute(SEALS, (district,), binary=True)]


def _sealed(district: int, day: date, tip: tuple[int, bytes], key: SealKey) -> Seal:
    position, hash = tip
    return Seal(district, day, position, hash, key.id, key.private.sign(_said(district, day, position, hash)))


def _said(district: int, day: date, position: int, hash: bytes) -> bytes:
    return SAID + pack("!HIQ", district, day.toordinal(), position) + hash
