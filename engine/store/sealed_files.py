"""Files of a case with personal values in them: sealed under the key of the case's person, gone with it.

A file that is not sealed is read as it stands. The same file sealed again has the same bytes: it is kept once.
"""

from typing import Any

import psycopg

from engine.domain.ids import district_of
from engine.store import sealed
from engine.store.arrays import TEXT
from engine.store.facts_json import dumps, loads
from engine.store.sealed import Person
from engine.store.vault import Vault, decrypt, encrypt, nonce_of

MAGIC = b"tongban sealed 1\n"
LENGTH = 2  # bytes that say how long the head is
CASE = "case:"  # before the number of a case that stands for a person whose number is not known
KEY = "select wrapped from person_key where district = %s and person = any(%b)"


def whose(connection: psycopg.Connection[Any], instance: int) -> Person | None:
    """Under whose key personal values of the case lie; None where it has none."""
    people = sorted(sealed.people(connection, instance), key=lambda person: person.startswith(CASE))
    return (district_of(instance), people[0]) if people else None


def closed(connection: psycopg.Connection[Any], vault: Vault, person: Person, content: bytes) -> bytes:
    """The file as it is kept."""
    head = dumps(person)
    key = sealed.keys_of(connection, vault, [person])[person]
    nonce = nonce_of(key, head + content)
    return MAGIC + len(head).to_bytes(LENGTH) + head + encrypt(key, content, head, nonce)


def is_sealed(content: bytes) -> bool:
    return content.startswith(MAGIC)


def whose_file(content: bytes) -> Person:
    """Of a sealed one."""
    district, person = loads(_parts(content)[0])
    return district, person


def opened(connection: psycopg.Connection[Any], vault: Vault, content: bytes) -> bytes | None:
    """What is in it; None where its person was erased. ValueError where it is not what was sealed."""
    if not is_sealed(content):
        return content
    head, body = _parts(content)
    district, person = loads(head)
    cursor = connection.cursor(row_factory=psycopg.rows.tuple_row)
    row = cursor.execute(KEY, (district, TEXT.pack([person])), binary=True).fetchone()
    return None if row is None else decrypt(vault.unwrap(row[0], person), body, head)


def _parts(content: bytes) -> tuple[bytes, bytes]:
    begin = len(MAGIC) + LENGTH
    end = begin + int.from_bytes(content[len(MAGIC) : begin])
    return content[begin:end], content[end:]
