"""Handlers of jobs hold a connection while they ask the store for another: however many do, none waits for ever."""

from contextlib import ExitStack

from engine.store.store import WRITERS
from tests.engine.store.desk import Desk


def test_who_holds_all_connections_to_the_registers_leaves_those_of_the_store_free(desk: Desk) -> None:
    with ExitStack() as held:
        for _ in range(WRITERS):
            held.enter_context(desk.store.registers())
        with desk.store.writing() as connection:
            assert connection.execute("select 1").fetchone() == (1,)
