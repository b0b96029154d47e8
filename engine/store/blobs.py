"""Attachments, each kept once under the digest of its bytes. Knows bytes and their size, nothing of cases."""

from hashlib import sha256
from typing import Any

import psycopg

from engine.domain.rejections import Invalid

PUT = """
insert into blob (sha256, size, media_type, content) values (%s, %s, %s, %b) on conflict do nothing
"""
GET = "select content, media_type from blob where sha256 = %s"


def put(connection: psycopg.Connection[Any], content: bytes, media_type: str, most: int) -> str:
    """The SHA-256 in hex; the same bytes again change nothing. Invalid where there are none, or more than `most`."""
    if not content or len(content) > most:
        raise Invalid(f"Expected a file of 1 to {most} bytes, but this one has {len(content)}")
    digest = sha256(content).hexdigest()
    keep(connection, digest, content, media_type)
    return digest


def keep(connection: psycopg.Connection[Any], digest: str, content: bytes, media_type: str) -> None:
    """Under another digest than its own: what is sealed is asked for by the digest of what is in it."""
    connection.execute(PUT, (digest, len(content), media_type, content))


def get(connection: psycopg.Connection[Any], digest: str) -> tuple[bytes, str] | None:
    """The bytes and their media type."""
    cursor = connection.cursor(row_factory=psycopg.rows.tuple_row)
    row = cursor.execute(GET, (digest,), binary=True).fetchone()
    return None if row is None else (bytes(row[0]), row[1])
