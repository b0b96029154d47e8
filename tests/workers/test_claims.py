"""Leases: each row goes to one worker, the most overdue first, and comes back when the lease ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from engine.store import claims
from engine.store.claims import TIMERS, Lease

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
A, B = 7, 9
Tables = psycopg.Connection[Any]


def _timers(tables: Tables, district: int, dues: list[datetime]) -> list[int]:
    tables.execute("insert into head (district) values (%s) on conflict do nothing", (district,))
    ids = [(district << 40) + number for number in range(1, len(dues) + 1)]
    for id, due in zip(ids, dues, strict=True):
        tables.execute(
            "insert into timer (district, id, element, due_at, provisional) values (%s, %s, 'x', %s, false)",
            (district, id, due),
        )
    return ids


def _claim(tables: Tables, district: int = A, now: datetime = NOW, size: int = 10) -> list[int]:
    return [row.id for row in claims.claim(tables, TIMERS, Lease(district, now, size))]


def _ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def test_only_districts_with_something_due_and_free_are_hinted_at(tables: Tables) -> None:
    _timers(tables, A, [_ago(1)])
    _timers(tables, B, [NOW + timedelta(minutes=1)])
    assert claims.due_districts(tables, TIMERS, NOW) == [A]
    _claim(tables)
    assert claims.due_districts(tables, TIMERS, NOW) == []


def test_the_most_overdue_are_claimed_first_and_no_more_than_asked_for(tables: Tables) -> None:
    ids = _timers(tables, A, [_ago(1), _ago(3), _ago(2), NOW + timedelta(seconds=1)])
    assert _claim(tables, size=2) == [ids[1], ids[2]]
    assert _claim(tables, size=2) == [ids[0]]
    assert _claim(tables) == []


def test_rows_of_a_killed_worker_come_back_when_the_lease_ends(tables: Tables) -> None:
    ids = _timers(tables, A, [_ago(1)])
    assert _claim(tables) == ids
    assert _claim(tables, now=NOW + claims.LEASE - timedelta(seconds=1)) == []
    assert _claim(tables, now=NOW + claims.LEASE) == ids


def test_a_released_row_is_free_at_once_and_a_held_one_is_not(tables: Tables) -> None:
    ids = _timers(tables, A, [_ago(2), _ago(1)])
    _claim(tables)
    claims.release(tables, TIMERS, ids)
    claims.hold(tables, TIMERS, ids[:1], NOW + timedelta(hours=1))
    assert _claim(tables) == ids[1:]


def test_rows_that_are_gone_are_released_without_complaint(tables: Tables) -> None:
    claims.release(tables, TIMERS, [(A << 40) + 5])
    claims.release(tables, TIMERS, [])


def test_rows_locked_by_another_transaction_are_passed_over(tables: Tables, database: str) -> None:
    ids = _timers(tables, A, [_ago(2), _ago(1)])
    with psycopg.connect(database) as other:
        other.execute("select id from timer where id = %s for update", (ids[0],))
        assert _claim(tables) == [ids[1]]


@pytest.mark.parametrize("workers", [4])
def test_many_workers_claim_each_row_once(tables: Tables, database: str, workers: int) -> None:
    ids = _timers(tables, A, [_ago(1)] * 300)

    def work(_: int) -> list[int]:
        taken: list[int] = []
        with psycopg.connect(database, autocommit=True) as connection:
            while batch := _claim(connection, size=7):
                taken += batch
        return taken

    with ThreadPoolExecutor(workers) as pool:
        taken = [id for batch in pool.map(work, range(workers)) for id in batch]
    assert sorted(taken) == ids
