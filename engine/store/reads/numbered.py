"""Cases with numbers in a series (their business keys begin alike), and what is open: read once, to go on with."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.domain.facts import SubscriptionOpened, TaskOpened
from engine.store.store import Store

OTHERS = """
select count(*) as n from instance where kind <> 'process' and not starts_with(coalesce(business_key, ''), %(prefix)s)
"""
CASES = "select id, business_key, status from instance where starts_with(business_key, %(prefix)s)"
TASKS = """
select id as task, instance, token, element, name, groups, users, excluded, assignee, area, form, key, due_at, opened_at
  from task order by opened_at, id
"""
WAITING = """
select id as subscription, instance, token, element, kind, name, key, opened_at
  from subscription where kind = 'message' order by opened_at, id
"""
Row = Mapping[str, Any]


def strangers(store: Store, prefix: str) -> int:
    """Cases and tickets that are not of the series."""
    return int(_rows(store, OTHERS, {"prefix": prefix})[0]["n"])


def cases(store: Store, prefix: str) -> Iterator[tuple[int, int, bool]]:
    """(number in the series, instance, whether it goes on)"""
    for row in _rows(store, CASES, {"prefix": prefix}):
        yield int(row["business_key"].removeprefix(prefix)), row["id"], row["status"] == "active"


def open_tasks(store: Store) -> Iterator[tuple[TaskOpened, datetime]]:
    """As they were told when they were opened, and when that was."""
    for row in _rows(store, TASKS, {}):
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
        }
        opened_at = values.pop("opened_at")
        yield TaskOpened(**values), opened_at


def waiting(store: Store) -> Iterator[tuple[SubscriptionOpened, datetime]]:
    for row in _rows(store, WAITING, {}):
        values = dict(row)
        opened_at = values.pop("opened_at")
        yield SubscriptionOpened(**values), opened_at


def _rows(store: Store, statement: str, values: Mapping[str, Any]) -> list[Row]:
    with store.reading() as connection:
        return list(connection.execute(statement, values))
