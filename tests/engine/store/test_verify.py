"""The tool finds whatever is done to the journal behind the back of its guard, and names the row."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from engine.store.seals import SealKey, seal_day, seal_key
from engine.store.verify import Breach, verify
from tests.engine.store.desk import AT, DISTRICT, Desk, opened

KEY = seal_key(b"s" * 32)
HEAD = """
update head h set hash = j.hash from journal j where j.district = h.district and j.position = h.position
"""
SWAP = """
update journal set position = -position where district = 7 and position in ({a}, {b});
update journal set position = case position when -{a} then {b} else {a} end where district = 7 and position < 0
"""
# The request id stays where it was: two rows cannot have the same one, not even for a moment.
SWAP_CONTENTS = """
update journal j set
    command = o.command, facts = o.facts, instance = o.instance, mac = o.mac, at = o.at, actor = o.actor
from journal o where j.district = 7 and o.district = 7 and (j.position, o.position) in (({a}, {b}), ({b}, {a}))
"""
ADD = """
insert into journal select district, {at}, 'forged', instance, at, actor, command, facts, mac, hash
from journal where district = 7 and position = 3
"""


TABLES = ("journal", "head", "day_seal")


@pytest.fixture(scope="module")
def written(module_database: str) -> Iterator[psycopg.Connection]:
    """Ten rows in district 7 and one in the city's own, with a copy of all."""
    with opened(module_database) as store:
        desk = Desk(store)
        desk.deploy()
        for _ in range(2):
            [(_, task)] = desk.start()
            desk.claim(task)
            [task] = desk.complete(task)
            desk.claim(task)
            desk.complete(task, last=True)
    with psycopg.connect(module_database, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # whoever has the database in hand can do this
        for table in TABLES:
            connection.execute(f"create table whole_{table} as table {table}")
        yield connection


@pytest.fixture
def intruder(written: psycopg.Connection) -> psycopg.Connection:
    """One who can do anything to an untouched journal."""
    for table in TABLES:
        written.execute(f"truncate {table}; insert into {table} select * from whole_{table}")
    return written


def found(connection: psycopg.Connection, key: SealKey = KEY) -> list[tuple[int, str]]:
    return [(breach.position, breach.what) for breach in breaches(connection, key) if breach.district == DISTRICT]


def breaches(connection: psycopg.Connection, key: SealKey = KEY) -> list[Breach]:
    return verify(connection, {key.id: key.public})


def test_an_untouched_journal_holds(intruder: psycopg.Connection) -> None:
    steps: list[tuple[int, int]] = []
    seal_day(intruder, AT.date(), KEY)

    assert verify(intruder, {KEY.id: KEY.public}, progress=lambda done, total: steps.append((done, total))) == []
    assert steps[-1] == (11, 11)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'wang'",
        "at = at + interval '1 microsecond'",
        "instance = instance + 1",
        "instance = null",
        "request_id = 'other'",
        "mac = '\\x00'",
        "facts = '[]'",
        "command = (command::text || ' ')::json",
        "hash = '\\x00'",
    ],
)
def test_a_changed_row_is_named(intruder: psycopg.Connection, change: str) -> None:
    intruder.execute(f"update journal set {change} where district = 7 and position = 4")

    assert found(intruder) == [(4, "changed")]
    [breach] = breaches(intruder)
    assert str(breach) == "district 7, row 4: it was changed"


def test_the_first_and_the_last_row_are_no_exception(intruder: psycopg.Connection) -> None:
    intruder.execute("update journal set actor = 'x' where district = 7 and position in (1, 10)")

    assert found(intruder) == [(1, "changed"), (10, "changed")]


@pytest.mark.parametrize(
    ("gone", "expected"), [("4", [4]), ("4, 5", [4, 5]), ("1", [1]), ("10", [10]), ("1, 10", [1, 10])]
)
def test_missing_rows_are_named(intruder: psycopg.Connection, gone: str, expected: list[int]) -> None:
    intruder.execute(f"delete from journal where district = 7 and position in ({gone})")

    assert found(intruder) == [(position, "missing") for position in expected]


@pytest.mark.parametrize("swap", [SWAP, SWAP_CONTENTS], ids=["rows", "contents"])
@pytest.mark.parametrize(("a", "b"), [(3, 7), (4, 5), (1, 10), (9, 10)])
def test_swapped_rows_are_named(intruder: psycopg.Connection, swap: str, a: int, b: int) -> None:
    keep = intruder.execute("select count(*) from journal").fetchone()
    intruder.execute(swap.format(a=a, b=b))

    assert intruder.execute("select count(*) from journal").fetchone() == keep
    wanted = "swapped" if swap is SWAP else "changed"
    rows = [(position, what) for position, what in found(intruder) if what != "head"]
    assert rows == [(a, wanted), (b, wanted)]


def test_an_added_row_is_named(intruder: psycopg.Connection) -> None:
    intruder.execute(ADD.format(at=11))

    assert found(intruder) == [(11, "added")]


def test_an_added_row_with_the_head_moved_on_does_not_fit(intruder: psycopg.Connection) -> None:
    intruder.execute(ADD.format(at=11))
    intruder.execute("update head set position = 11 where district = 7")
    assert found(intruder) == [(11, "changed"), (11, "head")]
    intruder.execute(HEAD)
    assert found(intruder) == [(11, "changed")]


def test_a_head_that_was_changed_is_named(intruder: psycopg.Connection) -> None:
    intruder.execute("update head set hash = '\\x00' where district = 7")
    assert found(intruder) == [(10, "head")]
    intruder.execute("delete from head where district = 7")
    assert found(intruder) == [(10, "head")]


def test_a_tail_cut_off_with_its_head_is_betrayed_by_the_seal(intruder: psycopg.Connection) -> None:
    seal_day(intruder, AT.date(), KEY)
    intruder.execute("delete from journal where district = 7 and position > 8")
    intruder.execute("update head set position = 8 where district = 7")
    intruder.execute(HEAD)

    assert found(intruder) == [(10, "seal")]


def spoil(change: str) -> Callable[[psycopg.Connection], Any]:
    return lambda connection: connection.execute(f"update day_seal set {change} where district = 7")


@pytest.mark.parametrize(
    "change", ["hash = '\\x00'", "signature = '\\x00'", "position = 9", "key_id = 'x'", "day = day + 1"]
)
def test_a_seal_that_was_changed_is_named(intruder: psycopg.Connection, change: str) -> None:
    seal_day(intruder, AT.date(), KEY)
    spoil(change)(intruder)

    assert {what for _, what in found(intruder)} == {"seal"}


def test_a_day_is_sealed_once_and_with_its_own_last_row(intruder: psycopg.Connection) -> None:
    assert seal_day(intruder, date(2026, 11, 23), KEY) == []
    _, seal = seal_day(intruder, AT.date(), KEY)

    assert (seal.district, seal.day, seal.position) == (DISTRICT, AT.date(), 10)
    assert seal_day(intruder, AT.date(), KEY) == []


def test_several_districts_are_read_each_by_itself(intruder: psycopg.Connection) -> None:
    intruder.execute("update journal set actor = 'x' where district = 1")

    assert [(b.district, b.position) for b in breaches(intruder)] == [(1, 1)]
    assert verify(intruder, {}, districts=[7]) == []
