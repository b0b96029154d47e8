"""Several workers of a kind at once: what is due is done once, and nothing is left over."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import psycopg

from engine.engine import Engine
from tests.conftest import scale
from tests.workers.test_messages import BEGIN, CATCH, MESSAGE
from tests.workers.town import HERE, THERE, Town, end, flow, start
from workers import jobs, messages

Tables = psycopg.Connection[Any]
WORKERS = 4


def _race(town: Town, step: Callable[[Engine, datetime], int]) -> int:
    """All workers step until they find nothing; gives how much they did together."""

    def work(_: int) -> int:
        total = 0
        while done := step(town.engine, town.now):
            total += done
        return total

    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(pool.map(work, range(WORKERS)))


def _kinds(tables: Tables, fact: str) -> Counter[int]:
    """How often each instance has this fact."""
    rows = tables.execute(
        "select instance from journal, json_array_elements(facts) f where f ->> 0 = %s", (fact,)
    ).fetchall()
    return Counter(instance for (instance,) in rows)


def test_each_message_reaches_one_who_waits(town: Town, tables: Tables) -> None:
    """Two messages a key, one who waits for it, and nobody whom a second one may reach or start."""
    many = 40 * scale()
    town.deploy("waiter", flow(start(), CATCH, end()), MESSAGE)
    waiters = [town.start("waiter", (HERE, THERE)[number % 2], number=str(number)) for number in range(many)]
    for number in range(many):
        town.send("paid", str(number), HERE)
        town.send("paid", str(number), THERE)
    _race(town, messages.step)
    town.pass_(minutes=1)
    assert _kinds(tables, "MessageReceived") == Counter(waiters)
    assert town.count("message") == 0
    settled = tables.execute("select count(*) from journal where request_id like 'settle:%'").fetchone()
    assert settled == (2 * many,)


def test_each_message_starts_one_process(town: Town, tables: Tables) -> None:
    many = 40 * scale()
    town.deploy("begun", flow(BEGIN, end()), MESSAGE)
    for number in range(many):
        town.send("paid", str(number), (HERE, THERE)[number % 2])
    assert _race(town, messages.step) == many
    assert town.count("instance") == many
    keys = tables.execute("select business_key from instance").fetchall()
    assert sorted(keys) == sorted((str(number),) for number in range(many))


def test_each_job_is_completed_once(town: Town, tables: Tables) -> None:
    many = 20 * scale()
    job = (
        '<bpmn:serviceTask id="job"><bpmn:extensionElements><city:job kind="notify">'
        '<city:input source=\'"li.ming"\' target="to"/><city:input source=\'"已办结"\' target="text"/></city:job>'
        "</bpmn:extensionElements></bpmn:serviceTask>"
    )
    town.deploy("tell", flow(start(), ("job", job), end()))
    cases = [town.start("tell", (HERE, THERE)[number % 2]) for number in range(many)]
    assert _race(town, jobs.step) == many
    assert _kinds(tables, "JobCompleted") == Counter(cases)
    assert town.count("notice") == many
    assert town.count("job") == 0
