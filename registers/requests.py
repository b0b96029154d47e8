"""Requests about money, each carried out once: who asked for what, when, and what came of it. Knows no HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from registers.benefits import Connection, Refused

BEGIN = """
insert into money_request (request, what, sha256, by, at) values (%s, %s, %s, %s, %s) on conflict do nothing
"""
END = "update money_request set id = %s where request = %s"
FOUND = "select what, sha256, id from money_request where request = %s"


@dataclass(frozen=True, slots=True)
class Request:
    """`id`: under which the caller sends it again; `sha256`: of what it says."""

    id: str
    what: str
    sha256: str
    by: str
    at: datetime


def once(connection: Connection, request: Request, act: Callable[[], int]) -> int:
    """What came of it, the first time and again: the number that `act` gives. Nothing is kept where it raises.

    Raises Refused where another request came under this id.
    """
    with connection.transaction():
        about = (request.what, request.sha256)
        if connection.execute(BEGIN, (request.id, *about, request.by, request.at)).rowcount:
            id = act()
            connection.execute(END, (id, request.id))
            return id
        row = connection.execute(FOUND, (request.id,)).fetchone()
    if row is None or (row[0], row[1]) != about:
        raise Refused("Expected the same request under this key, but another one came before")
    return int(row[2])
