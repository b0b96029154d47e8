"""A loop looks by itself, is woken by hints, backs off when a step fails, and stops between two batches."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
import pytest

from engine.engine import Engine
from tests.workers.town import NOON, Town, end, flow, start
from workers import listen, loop
from workers.clock import Housekeeper
from workers.crew import crew
from workers.loop import Signals
from workers.work import Work

KEEPER = Housekeeper("", ())
LONG = 20.0  # seconds; what is waited for comes at once


def _now() -> datetime:
    return NOON


def _until(condition: Callable[[], bool]) -> bool:
    done = threading.Event()
    for _ in range(2000):
        if condition():
            return True
        done.wait(0.01)
    return False


def _recorder(results: list[Any]) -> tuple[Callable[[Engine, datetime], int], threading.Semaphore]:
    """A step that gives these results one after another, then 0; an exception among them is raised."""
    stepped = threading.Semaphore(0)

    def step(engine: Engine, now: datetime) -> int:
        stepped.release()
        result = results.pop(0) if results else 0
        if isinstance(result, Exception):
            raise result
        return int(result)

    return step, stepped


def test_it_steps_on_while_there_is_something_due_then_sleeps_until_a_hint(engine: Engine) -> None:
    step, stepped = _recorder([2, 1])
    signals = Signals([Work("timers", step, 60.0, frozenset({"timer"}))])
    (thread,) = loop.start(engine, _now, signals)
    assert all(stepped.acquire(timeout=LONG) for _ in range(3))
    assert not stepped.acquire(timeout=0.2)
    signals.hint("job")
    assert not stepped.acquire(timeout=0.2)
    signals.hint("timer")
    assert stepped.acquire(timeout=LONG)
    signals.end()
    thread.join(LONG)
    assert not thread.is_alive()


def test_the_scheduler_wakes_it_when_nobody_hints(engine: Engine) -> None:
    step, stepped = _recorder([])
    signals = Signals([Work("timers", step, 0.1)])
    (thread,) = loop.start(engine, _now, signals)
    scheduler = loop.ticking(signals)
    assert all(stepped.acquire(timeout=LONG) for _ in range(3))
    scheduler.shutdown()
    signals.end()
    thread.join(LONG)


def test_a_step_that_fails_is_tried_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "FIRST_PAUSE", 0.01)
    step, stepped = _recorder([psycopg.OperationalError("away"), psycopg.OperationalError("away")])
    signals = Signals([Work("timers", step, 60.0)])
    (thread,) = loop.start(engine, _now, signals)
    assert all(stepped.acquire(timeout=LONG) for _ in range(3))
    signals.end()
    thread.join(LONG)
    assert not thread.is_alive()


def test_new_rows_wake_the_loops_through_the_database(engine: Engine, database: str) -> None:
    """A timer that is due at once is fired by a loop whose own interval is a minute away."""
    town = Town(engine)
    works = [Work(work.name, work.step, 60.0, work.topics) for work in crew(["timers", "jobs"], KEEPER)]
    signals = Signals(works)
    threads = loop.start(engine, _now, signals)
    listener = listen.start(database, signals)
    assert _until(lambda: _listens(database))
    wait = '<bpmn:intermediateCatchEvent id="w"><bpmn:timerEventDefinition><bpmn:timeDuration>PT0S</bpmn:timeDuration>'
    wait += "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    town.deploy("nap", flow(start(), ("w", wait), end()))
    nap = town.start("nap")
    assert _until(lambda: "InstanceEnded" in town.names(nap))
    signals.end()
    for thread in (*threads, listener):
        thread.join(LONG)


def _listens(database: str) -> bool:
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "select count(*) from pg_stat_activity where application_name = 'tongban-workers-listen'"
            " and state = 'idle' and datname = current_database()"
        ).fetchone()
    return row == (1,)


def test_what_feeds_itself_is_stopped(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "ROUNDS", 5)
    with pytest.raises(RuntimeError, match="come to rest"):
        loop.run_until_quiet([Work("mad", lambda engine, now: 1, 1.0)], engine, NOON)


def test_works_are_named() -> None:
    assert [work.name for work in crew(["all"], KEEPER)] == [
        "timers",
        "answers",
        "jobs",
        "messages",
        "projector",
        "figures",
        "clock",
    ]
    assert [work.name for work in crew(["jobs", "timers"], KEEPER)] == ["timers", "jobs"]
    with pytest.raises(ValueError, match="found tea"):
        crew(["tea"], KEEPER)
