"""What is due is turned, once, however many claim it and however often; how late it was stands in the facts."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg

from engine.domain.commands import PauseClock
from engine.domain.facts import LimitPassed, LimitWarned, TimerFired
from engine.engine import Engine
from engine.store import claims
from engine.store.claims import TIMERS, DueTimer, Lease
from tests.conftest import scale
from tests.workers.town import HERE, NOON, THERE, WANG, Town, end, flow, start
from workers import timers
from workers.timers import fire

WAIT = (
    "wait",
    '<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
)
TASK = ("task", '<bpmn:userTask id="task" name="task"/>')
LIMIT = (
    '<bpmn:extensionElements><city:timeLimit committed="PT10H" statutory="PT20H" warnAt="50%"/>'
    "</bpmn:extensionElements>"
)


def test_a_timer_fires_when_it_is_due_and_not_before(town: Town) -> None:
    town.deploy("nap", flow(start(), WAIT, end()))
    nap = town.start("nap")
    town.pass_(minutes=59)
    assert "TimerFired" not in town.names(nap)
    town.pass_(minutes=2)
    fired = next(fact for fact in town.told(nap) if isinstance(fact, TimerFired))
    assert fired.late_for == timedelta(minutes=1)
    assert town.names(nap)[-1] == "InstanceEnded"
    assert town.count("timer") == 0


def test_timers_of_several_districts_fire_in_one_step(town: Town) -> None:
    town.deploy("nap", flow(start(), WAIT, end()))
    naps = [town.start("nap", district) for district in (HERE, THERE, HERE)]
    town.now += timedelta(hours=1)
    assert timers.step(town.engine, town.now) == 3
    assert all(town.names(nap)[-1] == "InstanceEnded" for nap in naps)


def test_claimed_twice_is_done_once(town: Town) -> None:
    """A worker stalls after its claim; another takes the row when the lease ends; then the first one wakes."""
    town.deploy("nap", flow(start(), WAIT, end()))
    nap = town.start("nap")
    later = NOON + timedelta(hours=2)
    with town.engine.store.writing() as connection:
        (row,) = claims.claim(connection, TIMERS, Lease(HERE, later, 10))
    assert timers.step(town.engine, later) == 0
    assert timers.step(town.engine, later + claims.LEASE) == 1
    assert town.engine.execute(fire(row, later)).repeated
    assert town.names(nap).count("TimerFired") == 1


def test_a_timer_of_a_cancelled_instance_is_gone(town: Town) -> None:
    town.deploy("nap", flow(start(), WAIT, end()))
    nap = town.start("nap")
    town.cancel(nap)
    assert timers.step(town.engine, NOON + timedelta(hours=2)) == 0


def test_a_limit_warns_passes_and_is_breached(town: Town) -> None:
    town.deploy("slow", flow(start(), TASK, end()), extensions=LIMIT)
    slow = town.start("slow")
    stages = []
    for hours in (4, 2, 5, 10):
        town.pass_(hours=hours)
        stages.append([type(fact).__name__ for fact in town.told(slow) if isinstance(fact, LimitWarned | LimitPassed)])
    assert [len(stage) for stage in stages] == [0, 1, 2, 3]
    passed = [fact for fact in town.told(slow) if isinstance(fact, LimitPassed)]
    assert [fact.which for fact in passed] == ["committed", "statutory"]


def test_a_late_worker_turns_all_stages_at_once(town: Town) -> None:
    town.deploy("slow", flow(start(), TASK, end()), extensions=LIMIT)
    slow = town.start("slow")
    town.pass_(days=2)
    turned = [fact for fact in town.told(slow) if isinstance(fact, LimitWarned | LimitPassed)]
    assert [type(fact).__name__ for fact in turned] == ["LimitWarned", "LimitPassed", "LimitPassed"]
    assert [fact.late_for for fact in turned] == [timedelta(hours=hours) for hours in (43, 38, 28)]


def test_a_stopped_clock_turns_nothing(town: Town) -> None:
    town.deploy("slow", flow(start(), TASK, end()), extensions=LIMIT)
    slow = town.start("slow")
    pause = PauseClock(request_id="p", at=town.now, actor=WANG, district=HERE, instance=slow, reason="补正")
    town.engine.execute(pause)
    town.pass_(days=2)
    assert not [fact for fact in town.told(slow) if isinstance(fact, LimitWarned | LimitPassed)]


def test_two_workers_share_a_backlog(engine: Engine, tables: psycopg.Connection[Any]) -> None:
    """Every limit is turned once; the rate is printed, and stays far above 100,000 in 60 s on a quiet machine."""
    many = 2_000 * scale()
    _backlog(tables, many)
    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        turned = sum(pool.map(lambda _: _until_done(engine), range(2)))
    rate = turned / (time.perf_counter() - began)
    print(f"limits turned: {turned}, {rate:.0f}/s on {os.cpu_count()} cores")
    assert turned == many
    assert tables.execute("select distinct stage, claimed_until from time_limit").fetchall() == [("warned", None)]
    assert tables.execute("select count(*) from journal where district = %s", (HERE,)).fetchone() == (many,)


def _until_done(engine: Engine) -> int:
    total = 0
    while done := timers.step(engine, NOON):
        total += done
    return total


def _backlog(tables: psycopg.Connection[Any], many: int) -> None:
    tables.execute("insert into head (district, next_id) values (%s, 10000000)", (HERE,))
    tables.execute(
        "insert into instance (district, id, definition, key, kind, status, clocked, name, started_by, started_at)"
        " select %(d)s, (%(d)s::bigint << 40) + n, 1, 'slow', 'case', 'active', true, 'slow', 'wang', %(at)s"
        " from generate_series(1, %(many)s) n",
        {"d": HERE, "at": NOON, "many": many},
    )
    tables.execute(
        "insert into time_limit (district, id, instance, started_at, warn_at, due_at, stage, next_at, escalates,"
        " provisional) select %(d)s, (%(d)s::bigint << 40) + n, (%(d)s::bigint << 40) + n, %(at)s, %(at)s,"
        " %(at)s + interval '3 days', 'running', %(at)s, false, false from generate_series(1, %(many)s) n",
        {"d": HERE, "at": NOON - timedelta(seconds=1), "many": many},
    )


def test_what_ends_at_the_close_of_office_ends_on_that_day(town: Town) -> None:
    """A worker is always some moments late, which would be after hours, and count for the next day."""
    due = DueTimer(HERE, 1, NOON, None)
    assert fire(due, NOON + timedelta(seconds=2)).at == NOON
    assert fire(due, NOON + timedelta(minutes=1)).at == NOON + timedelta(minutes=1)
