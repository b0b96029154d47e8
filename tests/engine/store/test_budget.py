"""A command alone takes few statements, and an instance little of the write-ahead log."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.engine.store.desk import Desk

COUNT = """
select coalesce(sum(calls), 0)::int from pg_stat_statements s join pg_database d on d.oid = s.dbid
where d.datname = current_database() and lower(query) not in ('begin', 'commit', 'discard plans')
"""
POSITION = "select pg_current_wal_lsn() - '0/0'::pg_lsn"


@pytest.fixture
def meter(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create extension pg_stat_statements")
        yield connection


def statements(meter: psycopg.Connection, step: Callable[[], object]) -> int:
    """Those of the step; asking is one of them, and is taken off."""
    before = _one(meter, COUNT)
    step()
    return _one(meter, COUNT) - before - 1


def _one(meter: psycopg.Connection, text: str) -> int:
    row = meter.execute(text).fetchone()
    assert row is not None
    return int(row[0])


def warm(desk: Desk) -> None:
    if desk.store.latest("approval") is None:
        desk.deploy()
    [(_, task)] = desk.start()
    desk.claim(task)
    desk.complete(*desk.complete(task), last=True)


def test_a_command_alone_keeps_to_its_statements(desk: Desk, meter: psycopg.Connection) -> None:
    warm(desk)
    made: list[tuple[int, int]] = []

    assert statements(meter, lambda: made.extend(desk.start())) <= 6
    assert statements(meter, lambda: desk.claim(made[0][1])) <= 5
    assert statements(meter, lambda: desk.complete(made[0][1])) <= 8


def test_in_company_they_share_theirs(desk: Desk, meter: psycopg.Connection) -> None:
    warm(desk)
    made = [task for _, task in desk.start(32)]

    assert statements(meter, lambda: desk.claim(*made)) <= 5
    assert statements(meter, lambda: desk.complete(*made)) <= 8


@pytest.mark.alone
def test_an_instance_writes_little_of_the_log(desk: Desk, meter: psycopg.Connection) -> None:
    desk.variables = {"name": "孙立本", "remark": "r" * 900}
    desk.snapshot = bytes(range(256)) * 5
    warm(desk)
    meter.execute("checkpoint")
    warm(desk)
    before, number = _one(meter, POSITION), 20
    for _ in range(number):
        [(_, task)] = desk.start()
        for _ in range(4):
            desk.claim(task)
            [task] = desk.complete(task)

    assert (_one(meter, POSITION) - before) / number < 18_000
