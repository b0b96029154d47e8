"""Failed log-ins, counted beside the journal: what locks an account is a fact, what did not yet is none."""

from typing import Any

import psycopg

FAILED = "update credential set failures = failures + 1 where id = %s returning failures"
CLEAR = "update credential set failures = 0 where id = %s and failures <> 0"


def failed(connection: psycopg.Connection[Any], account: str) -> int:
    """Counts one more failure in a row, and gives how many there are."""
    row = connection.execute(FAILED, (account,)).fetchone()
    return 0 if row is None else int(row[0])


def clear(connection: psycopg.Connection[Any], account: str) -> None:
    connection.execute(CLEAR, (account,))
