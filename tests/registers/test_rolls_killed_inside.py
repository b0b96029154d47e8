"""A batch that is killed before any single statement of any step, and run again: nobody is paid twice or forgotten."""

from contextlib import suppress
from itertools import count
from typing import Any

import psycopg

from tests.registers.holders import Connection
from tests.registers.test_rolls_killed import STEPS, Step, check_end, prepare

KILL = "select pg_terminate_backend(%s)"


class Dying(psycopg.Cursor[Any]):
    """A cursor whose server goes away before a statement, when the count of its connection is at its end."""

    left = 0
    killer: Connection

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        self._count()
        return super().execute(*args, **kwargs)

    def executemany(self, *args: Any, **kwargs: Any) -> Any:
        self._count()
        return super().executemany(*args, **kwargs)

    def _count(self) -> None:
        if Dying.left == 0:
            Dying.killer.execute(KILL, (self.connection.info.backend_pid,))
        Dying.left -= 1


def survives(database: str, step: Step, statements: int) -> bool:
    """Runs a step that is killed after so many statements; True where it had no more than these."""
    with suppress(psycopg.OperationalError), psycopg.connect(database, autocommit=True) as connection:
        connection.cursor_factory = Dying
        Dying.left = statements
        step(connection)
    return Dying.left >= 0


def test_killed_before_every_statement_of_every_step(city: Connection, database: str) -> None:
    prepare(city)
    Dying.killer = city
    kills = 0
    for step in STEPS:
        for statements in count():
            if survives(database, step, statements):
                break
            kills += 1
    assert kills > 60
    check_end(city)
