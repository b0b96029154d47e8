"""Declares a document void: one person asks with a reason, another one confirms. The number is not used again."""

from datetime import datetime
from typing import Any

import psycopg

from registers.documents.issued import Document, find

Connection = psycopg.Connection[Any]
ASK = """
update document set void_asked_by = %s, void_asked_at = %s, void_reason = %s
 where district = %s and id = %s and voided_at is null and void_asked_by is null
"""
CONFIRM = """
update document set voided_by = %s, voided_at = %s
 where district = %s and id = %s and voided_at is null and void_asked_by <> %s
"""
LONGEST_REASON = 1000  # characters


def ask(connection: Connection, id: int, by: tuple[str, datetime], reason: str) -> Document:
    """`by`: who and when. ValueError without a reason, LookupError where it is void or another one has asked."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise ValueError(f"Expected a reason of 1 to {LONGEST_REASON} characters, but it has {len(reason.strip())}")
    changed = connection.execute(ASK, (*by, reason.strip(), id >> 40, id)).rowcount
    found = _found(connection, id)
    if not changed and (found.void_asked_by, found.void_reason) != (by[0], reason.strip()):
        raise LookupError(f"Expected a document that nobody has asked to void, but {found.void_asked_by} has")
    return found


def confirm(connection: Connection, id: int, by: tuple[str, datetime]) -> Document:
    """LookupError where nobody has asked, ValueError where it is the same person."""
    connection.execute(CONFIRM, (*by, id >> 40, id, by[0]))
    found = _found(connection, id)
    if found.void_asked_by is None:
        raise LookupError(f"Expected a document that somebody asked to void, but nobody did: {found.number}")
    if found.void_asked_by == by[0]:
        raise ValueError(f"Expected another person to confirm, but {by[0]} has asked")
    return found


def _found(connection: Connection, id: int) -> Document:
    found = find(connection, id)
    if found is None:
        raise LookupError(f"Expected a document with the id {id}, but there is none")
    return found
