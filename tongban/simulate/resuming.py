"""What a run that was killed left open: its cases, their tasks and what they wait for, read once to go on with."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.domain.facts import SubscriptionOpened, TaskOpened
from engine.engine import Engine
from tongban.simulate.arrivals import Plan

PREFIX = "sim-{seed}-"
LAST = "select max(started_at) as at from instance where starts_with(business_key, %(prefix)s)"
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


def prefix(plan: Plan) -> dict[str, str]:
    return {"prefix": PREFIX.format(seed=plan.seed)}


def strangers(engine: Engine, plan: Plan) -> int:
    """Cases that are not this simulation's."""
    return int(_rows(engine, OTHERS, prefix(plan))[0]["n"])


def last_start(engine: Engine, plan: Plan) -> datetime | None:
    """When the last case began that was simulated before; None where there is none."""
    found: datetime | None = _rows(engine, LAST, prefix(plan))[0]["at"]
    return found


def cases(engine: Engine, plan: Plan) -> Iterator[tuple[int, int, bool]]:
    """(number, instance, whether it goes on)"""
    for row in _rows(engine, CASES, prefix(plan)):
        yield int(row["business_key"].rpartition("-")[2]), row["id"], row["status"] == "active"


def open_tasks(engine: Engine) -> Iterator[tuple[TaskOpened, datetime]]:
    """As they were told when they were opened, and when that was."""
    for row in _rows(engine, TASKS, {}):
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
        }
        opened_at = values.pop("opened_at")
        yield TaskOpened(**values), opened_at


def waiting(engine: Engine) -> Iterator[tuple[SubscriptionOpened, datetime]]:
    for row in _rows(engine, WAITING, {}):
        values = dict(row)
        opened_at = values.pop("opened_at")
        yield SubscriptionOpened(**values), opened_at


def _rows(engine: Engine, statement: str, values: Mapping[str, Any]) -> list[Row]:
    with engine.store.reading() as connection:
        return list(connection.execute(statement, values))
