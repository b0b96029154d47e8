"""Changes of one row become one change; rows of any table are put, set, dropped and added to."""

from datetime import date
from decimal import Decimal

import pytest

from engine.projections.changes import Add, Change, Drop, Put, Set
from engine.store import write
from engine.store.store import Store
from tests.engine.store.desk import AT

ID = 7 << 40 | 1
TASK = {"instance": ID, "light": "none"}


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([Put("task", ID, TASK), Set("task", ID, {"light": "red"})], [Put("task", ID, {**TASK, "light": "red"})]),
        ([Put("task", ID, TASK), Drop("task", ID)], []),
        ([Set("task", ID, {"a": 1, "b": 1}), Set("task", ID, {"b": 2})], [Set("task", ID, {"a": 1, "b": 2})]),
        ([Set("task", ID, {"a": 1}), Drop("task", ID)], [Drop("task", ID)]),
        ([Drop("task", ID), Set("task", ID, {"a": 1})], [Drop("task", ID)]),
        ([Put("post", ("a", "g", ""), {}), Drop("post", ("a", "g", ""))], [Drop("post", ("a", "g", ""))]),
        ([Drop("post", ("a", "g", "")), Put("post", ("a", "g", ""), {})], [Put("post", ("a", "g", ""), {})]),
        (
            [Add("dashboard_day", (7,), {"started": 1}), Add("dashboard_day", (7,), {"started": 2, "ended": 1})],
            [Add("dashboard_day", (7,), {"started": 3, "ended": 1})],
        ),
        ([Drop("task", ID), Drop("task", ID + 1)], [Drop("task", ID), Drop("task", ID + 1)]),
    ],
)
def test_one_change_a_row_is_left(changes: list[Change], left: list[Change]) -> None:
    assert [change for rows in write.fold(changes).values() for change in rows.values()] == left


def test_a_row_that_goes_and_comes_again_is_set_whole() -> None:
    row = {"instance": ID, "token": 1, "element": "e", "kind": "message", "name": "n", "opened_at": None}
    tables = write.fold([Drop("subscription", ID), Put("subscription", ID, row)])

    assert tables["subscription"][ID] == Set("subscription", ID, row | {"key": None})


def send(store: Store, *changes: Change) -> None:
    with store.writing() as connection:
        connection.execute("insert into head (district) values (7), (8) on conflict do nothing")
        write.send(connection, write.fold(changes))


def test_counters_begin_at_nothing_and_grow(store: Store) -> None:
    day = date(2026, 11, 24)
    for counters in ({"started": 2}, {"started": 3, "warned": 1}):
        send(store, *(Add("dashboard_day", (district, day, "approval"), counters) for district in (7, 8)))
    with store.writing() as connection:
        rows = connection.execute("select district, started, warned, ended from dashboard_day order by 1").fetchall()

    assert rows == [(7, 5, 1, 0), (8, 5, 1, 0)]


def test_reference_rows_are_replaced_and_dropped(store: Store) -> None:
    days = [date(2026, 10, day) for day in (1, 2)]
    row = {"working": False, "name": "国庆节", "provisional": True}
    send(store, *(Put("calendar_day", (0, day), row) for day in days))
    send(store, Put("calendar_day", (0, days[0]), row | {"provisional": False}), Drop("calendar_day", (0, days[1])))
    with store.writing() as connection:
        rows = connection.execute("select day, working, name, provisional from calendar_day").fetchall()

    assert rows == [(days[0], False, "国庆节", False)]


def test_what_is_not_said_has_its_default(store: Store) -> None:
    fields = {
        "instance": ID,
        "token": 1,
        "element": "e",
        "kind": "mail",
        "inputs": {"n": Decimal("1.10")},
        "retries": 3,
    }
    send(store, Put("job", ID, fields | {"backoff": "PT10S", "due_at": AT}))
    with store.writing() as connection:
        rows = connection.execute("select attempts, claimed_until, inputs::text from job").fetchall()

    assert rows == [(0, None, '{"n":1.10}')]


def test_an_unknown_column_is_a_bug_not_a_loss(store: Store) -> None:
    with pytest.raises(KeyError):
        send(store, Set("task", ID, {"no_such": 1}))
