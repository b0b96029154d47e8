"""The log of notices: what was told to whom about a case. Channels read it; nothing is sent from here."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """`recipient`: an account, a group, or `sealed:<id>` for a person who stays sealed. The id carries the district."""

    id: int
    instance: int
    recipient: str
    channel: str
    title: str
    text: str
    written_at: datetime


COLUMNS = "id, instance, recipient, channel, title, text, written_at"
WRITE = f"insert into notice (district, {COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing"
OF_CASE = f"select {COLUMNS} from notice where district = %s and instance = %s order by written_at, id"
FORGET = "delete from notice where district = any(%s) and written_at < %s"


def write(connection: Connection, notice: Notice) -> bool:
    """Writes it once; False where it was written before."""
    return connection.execute(WRITE, (notice.id >> 40, *astuple(notice))).rowcount > 0


def of_case(connection: Connection, instance: int) -> list[Notice]:
    """All notices about a case, the oldest first."""
    return [Notice(*row) for row in connection.execute(OF_CASE, (instance >> 40, instance))]


def forget(connection: Connection, districts: Sequence[int], before: datetime) -> int:
    """Deletes the notices written before this moment, and tells how many."""
    return connection.execute(FORGET, (list(districts), before)).rowcount
