"""What grows and what must not: W1 with many open instances, step k of a loop, the memory of an API process.

BENCH_BACKLOG, BENCH_STEPS and BENCH_MEMORY change the sizes.
"""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

from engine.domain.commands import ClaimTask, CompleteTask, StartInstance
from engine.domain.facts import TaskOpened
from engine.domain.ids import district_of
from engine.engine import Engine
from tongban.bench import web
from tongban.bench.drive import DISTRICT, actor
from tongban.bench.measure import rss_mb
from tongban.bench.run import Run, drive, fresh_engine, measured
from tongban.bench.workloads import Stopwatch, variables

TOGETHER = 128
AROUND = 101  # steps whose median is the cost of step k
Progress = Callable[[str, int, int], None]


def growth(dsn: str, home: Path, progress: Progress) -> Iterator[str]:
    for part in (backlogged, looping, remembering):
        for found in part(dsn, home, progress):
            yield json.dumps(found)


def _asked(district: int) -> dict[str, Any]:
    return {"request_id": uuid4().hex, "at": datetime.now(UTC), "actor": actor(0), "district": district}


def backlogged(dsn: str, home: Path, progress: Progress) -> Iterator[dict[str, Any]]:
    """W5: W1 in company, first on an empty database, then with the backlog open."""
    backlog = int(os.environ.get("BENCH_BACKLOG", "100000"))
    count = int(os.environ.get("BENCH_N", "6000"))
    with fresh_engine(dsn, home) as (engine, own):
        yield measured(engine, own, home, Run("w1", count, 32))
        for done in range(0, backlog, TOGETHER):
            progress("open instances", done, backlog)
            engine.execute_many(
                [StartInstance(key="approval", variables=variables(n), **_asked(DISTRICT)) for n in range(TOGETHER)]
            )
        yield measured(engine, own, home, Run("w1", count, 32, backlog)) | {"workload": "W5"}


def looping(dsn: str, home: Path, progress: Progress) -> Iterator[dict[str, Any]]:
    """One instance that loops: milliseconds of a completion around step 10, in the middle and at the end."""
    steps = int(os.environ.get("BENCH_STEPS", "10000"))
    marks: dict[int, list[float]] = {k: [] for k in (AROUND // 2 + 10, steps // 10, steps // 2, steps - AROUND // 2)}
    with fresh_engine(dsn, home) as (engine, _):
        task = _opened(engine.execute(StartInstance(key="loop", variables=variables(0), **_asked(DISTRICT))).facts)
        for step in range(1, steps + 1):
            if step % 500 == 0:
                progress("steps of one instance", step, steps)
            task, seconds = _round(engine, task)
            for mark, times in marks.items():
                if abs(step - mark) <= AROUND // 2:
                    times.append(seconds)
    costs = {f"step {mark}": round(median(times) * 1000, 3) for mark, times in marks.items()}
    first, *_, last = costs.values()
    yield {"engine": "tongban", "workload": "LOOP", "complete_ms": costs, "last_to_first": round(last / first, 3)}


def _round(engine: Engine, task: int) -> tuple[int, float]:
    engine.execute(ClaimTask(task=task, **_asked(district_of(task))))
    since = perf_counter()
    outcome = engine.execute(CompleteTask(task=task, variables={"done": False}, **_asked(district_of(task))))
    return _opened(outcome.facts), perf_counter() - since


def _opened(facts: tuple[Any, ...]) -> int:
    return next(fact.task for fact in facts if isinstance(fact, TaskOpened))


def remembering(dsn: str, home: Path, progress: Progress) -> Iterator[dict[str, Any]]:
    """Resident memory of one API process, in quarters of a long W3."""
    count, clients = int(os.environ.get("BENCH_MEMORY", "20000")), 32
    with fresh_engine(dsn, home) as (engine, own):
        tokens = web.staff(engine, home, clients)
        with web.served(own, home, 1) as (port, pids):
            memory = {0: rss_mb(pids[0])}
            for quarter in range(1, 5):
                progress("instances over HTTP", (quarter - 1) * count // 4, count)
                run = Run("w3", count // 4, clients)
                asyncio.run(drive(lambda number: web.connect(port, tokens[number]), run, Stopwatch()))
                memory[quarter * count // 4] = rss_mb(pids[0])
    yield {"engine": "tongban", "workload": "MEMORY", "rss_mb_after": memory}
