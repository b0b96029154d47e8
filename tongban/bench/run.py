"""Runs workloads, in this process or over HTTP, and tells each as one JSON line.

BENCH_W, BENCH_C, BENCH_N, BENCH_SECONDS and BENCH_API (API processes) change what is run.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

import psycopg

from engine.batcher import Batcher, Lane
from engine.bootstrap import open_engine
from engine.domain.commands import SYSTEM, DeployDefinition
from engine.engine import Engine
from engine.settings import Settings
from engine.store.reads import worklist
from tongban.bench import web
from tongban.bench.drive import InProcess, actor
from tongban.bench.measure import Reading, read, rss_mb
from tongban.bench.workloads import CLIENTS, Desk, Stopwatch
from tongban.migrations import migrate

NAMES = {"w1": "approval", "w2": "straight", "w3": "approval", "w4": "straight"}
TASKS = {"approval": 4, "straight": 0}
OVER_HTTP = ("w3", "w4")
# What this many seconds of a run are about worth here: instances a second, to choose N.
PACE = {("w1", 1): 70, ("w1", 32): 600, ("w2", 1): 800, ("w2", 32): 4000, ("w3", 32): 150, ("w4", 32): 800}
DEFAULT = "w1:1,w1:32,w2:1,w2:32,w3:32,w4:32"


@dataclass(frozen=True, slots=True)
class Run:
    """`count` instances by `clients` clients; `backlog`: how many are open before."""

    workload: str
    count: int
    clients: int
    backlog: int = 0

    @property
    def each(self) -> int:
        return max(1, self.count // self.clients)

    @property
    def warm_up(self) -> "Run":
        return Run(self.workload, max(64, self.clients * 4), self.clients)


Desks = Callable[[int], Awaitable[Desk]]


def planned() -> list[Run]:
    seconds, count = float(os.environ.get("BENCH_SECONDS", "15")), int(os.environ.get("BENCH_N", "0"))
    runs = [part.split(":") for part in os.environ.get("BENCH_W", DEFAULT).split(",")]
    clients = os.environ.get("BENCH_C")
    wanted = [(name, int(clients or number)) for name, number in runs]
    return [Run(w, count or int(PACE.get((w, c), 100) * seconds), c) for w, c in dict.fromkeys(wanted)]


@contextmanager
def fresh_engine(dsn: str, home: Path) -> Iterator[tuple[Engine, str]]:
    """An engine on a database of its own beside the one that `dsn` names, with both workloads deployed."""
    name = f"bench_{uuid4().hex[:8]}"
    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
        own = psycopg.conninfo.make_conninfo(dsn, dbname=name)
        try:
            migrate(own)
            engine = open_engine(Settings(home=home), own)
            _deploy(engine)
            yield engine, own
            engine.store.close()
        finally:
            admin.execute(f'drop database "{name}" with (force)')


def _deploy(engine: Engine) -> None:
    for name in ("approval", "straight", "loop"):
        source = files("tongban.bench").joinpath(f"{name}.bpmn").read_bytes()
        asked: dict[str, Any] = {"request_id": uuid4().hex, "at": datetime.now(UTC), "actor": SYSTEM, "district": 1}
        engine.execute(DeployDefinition(name=f"{name}.bpmn", source=source, **asked))


async def drive(desk_of: Desks, run: Run, watch: Stopwatch) -> None:
    client = CLIENTS[NAMES[run.workload]]
    desks = [await desk_of(number) for number in range(run.clients)]
    await asyncio.gather(*(client(desk, number, run.each, watch) for number, desk in enumerate(desks)))


def measured(engine: Engine, dsn: str, home: Path, run: Run) -> dict[str, Any]:
    """One run of either kind, after a warm-up that is not counted."""
    if run.workload in OVER_HTTP:
        tokens = web.staff(engine, home, run.clients)
        with web.served(dsn, home, int(os.environ.get("BENCH_API", "1"))) as (port, pids):
            return _timed(dsn, run, lambda number: web.connect(port, tokens[number]), pids)
    settings = Settings()
    lane = Lane()
    batcher = Batcher(engine.execute_many, settings.batch, lane)
    reader = Batcher(partial(worklist.pages, engine.store), settings.batch, lane)

    async def desk(number: int) -> Desk:
        return InProcess(batcher, reader, actor(number))

    try:
        return _timed(dsn, run, desk, ())
    finally:
        batcher.close()
        reader.close()


def _timed(dsn: str, run: Run, desk_of: Desks, pids: Sequence[int]) -> dict[str, Any]:
    watch = Stopwatch()
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("create extension if not exists pg_stat_statements")
        asyncio.run(drive(desk_of, run.warm_up, Stopwatch()))
        before, since = read(connection, pids), perf_counter()
        asyncio.run(drive(desk_of, run, watch))
        seconds = perf_counter() - since
        cost = read(connection, pids).since(before)
    memory = max(rss_mb(pid) for pid in pids) if pids else rss_mb()
    return line(run, seconds, watch, cost, memory)


def line(run: Run, seconds: float, watch: Stopwatch, cost: Reading, memory: float) -> dict[str, Any]:
    """`wal_b`, `statements`, `commits`: an instance. `rss_mb`: of the engine's process, over HTTP the largest API's."""
    count = run.each * run.clients
    return {
        "engine": "tongban",
        "workload": run.workload.upper(),
        "backlog": run.backlog,
        "N": count,
        "C": run.clients,
        "seconds": round(seconds, 2),
        "instances_s": round(count / seconds, 1),
        "completions_s": round(count * TASKS[NAMES[run.workload]] / seconds, 1),
        **{f"{name}_ms": watch.percentiles(name) for name in ("start", "query", "claim", "complete")},
        "statements": round(cost.statements / count, 2),
        "commits": round(cost.commits / count, 3),
        "wal_b": round(cost.wal / count),
        "cpu_s": round(cost.cpu, 2),
        "cpu_pg_s": round(cost.cpu_pg, 2),
        "rss_mb": memory,
    }


def bench(dsn: str, home: Path) -> Iterator[str]:
    for run in planned():
        with fresh_engine(dsn, home) as (engine, own):
            yield json.dumps(measured(engine, own, home, run))
