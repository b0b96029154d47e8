"""Personal values: sealed under their person's key, opened by reference, erased by destroying the key.

A reference `{"sealed": id, "digest": hex}` stands for the value everywhere else, so the journal holds when it is gone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg

from engine.domain.ids import district_of
from engine.projections.changes import Put
from engine.store.arrays import BIGINT, BYTES, INTEGER, TEXT
from engine.store.masks import mask
from engine.store.vault import Vault, digest, new_key, new_salt, seal, unseal
from engine.store.wire import Connection

Person = tuple[int, str]  # district, blind index
Reference = Mapping[str, Any]

KEYS = """
select k.district, k.person, k.wrapped from person_key k
join unnest(%b::integer[], %b::text[]) u(district, person) on k.district = u.district and k.person = u.person
where k.district = any(%b) for key share of k
"""
NEW_KEYS = """
insert into person_key (district, person, wrapped) select h.district, u.person, u.wrapped
from head h join unnest(%b::integer[], %b::text[], %b::bytea[]) u(district, person, wrapped) on h.district = u.district
where h.district = any(%b) order by h.district, u.person on conflict do nothing
"""
OPEN = """
select s.id, s.value, k.person, k.wrapped from sealed s
join person_key k on k.district = s.district and k.person = s.person
where s.district = any(%b) and s.id = any(%b) and s.instance = %b and s.value <> ''
"""
PEOPLE = "select distinct person from sealed where district = any(%b) and instance = %b order by person"


class Secret(Protocol):
    """A value that is about to be sealed. `subject`: the identity number of the person whose case it is."""

    @property
    def instance(self) -> int: ...
    @property
    def subject(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Pending:
    """A value with its id and salt, not yet under a key."""

    id: int
    salt: bytes
    digest: bytes
    person: str
    secret: Secret

    @property
    def whose(self) -> Person:
        return district_of(self.id), self.person


class Seals:
    """The values that one transaction seals. References are given at once, keys are asked for once, at the end."""

    def __init__(self, vault: Vault, new_id: Callable[[int], int]):
        self._vault, self._new_id = vault, new_id
        self._pending: list[Pending] = []

    def add(self, secret: Secret) -> Reference:
        id, salt = self._new_id(district_of(secret.instance)), new_salt()
        person = self._vault.person(secret.subject, secret.instance)
        pending = Pending(id, salt, digest(salt, secret.value), person, secret)
        self._pending.append(pending)
        return {"sealed": id, "digest": pending.digest.hex()}

    def rows(self, connection: Connection, instances: set[int]) -> list[Put]:
        """The rows of these instances' values; those of a command that was rejected after all are forgotten."""
        kept = [pending for pending in self._pending if pending.secret.instance in instances]
        if not kept:
            return []
        keys = keys_of(connection, self._vault, {pending.whose for pending in kept})
        return [_row(pending, keys[pending.whose]) for pending in kept]


def keys_of(connection: Connection, vault: Vault, people: Iterable[Person]) -> dict[Person, bytes]:
    """The key of each person, made where there is none yet. Two who make one at once get the same."""
    wanted = sorted(people)
    keys = _read_keys(connection, vault, wanted)
    missing = [person for person in wanted if person not in keys]
    if missing:
        wrapped = [vault.wrap(new_key(), name) for _, name in missing]
        packed = (*_packed(missing), BYTES.pack(wrapped), _districts(missing))
        connection.execute(NEW_KEYS, packed)
        keys |= _read_keys(connection, vault, missing)
    return keys


def open_(
    connection: psycopg.Connection[Any], vault: Vault, references: Iterable[Reference], instance: int
) -> dict[int, Any]:
    """The values of an instance by their ids; what was erased, or belongs to another instance, is not among them."""
    ids = sorted(reference["sealed"] for reference in references)
    if not ids:
        return {}
    districts = INTEGER.pack(sorted({district_of(id) for id in ids}))
    rows = connection.cursor(row_factory=psycopg.rows.tuple_row).execute(
        OPEN, (districts, BIGINT.pack(ids), instance), binary=True
    )
    return {id: unseal(vault.unwrap(wrapped, person), id, value) for id, value, person, wrapped in rows}


def people(connection: psycopg.Connection[Any], instance: int) -> list[str]:
    """Under whose keys the values of an instance are sealed, or were."""
    packed = (INTEGER.pack([district_of(instance)]), instance)
    cursor = connection.cursor(row_factory=psycopg.rows.tuple_row)
    return [person for (person,) in cursor.execute(PEOPLE, packed, binary=True)]


def _row(pending: Pending, key: bytes) -> Put:
    secret = pending.secret
    row = {
        "instance": secret.instance,
        "person": pending.person,
        "name": secret.name,
        "mask": mask(secret.name, secret.value),
        "salt": pending.salt,
        "digest": pending.digest,
        "value": seal(key, pending.id, secret.value),
    }
    return Put("sealed", pending.id, row)


def _read_keys(connection: Connection, vault: Vault, people: list[Person]) -> dict[Person, bytes]:
    rows = connection.execute(KEYS, (*_packed(people), _districts(people)), binary=True).fetchall()
    return {(district, person): vault.unwrap(wrapped, person) for district, person, wrapped in rows}


def _packed(people: list[Person]) -> tuple[Any, Any]:
    return INTEGER.pack([district for district, _ in people]), TEXT.pack([person for _, person in people])


def _districts(people: list[Person]) -> Any:
    return INTEGER.pack(sorted({district for district, _ in people}))
