"""Runs workloads in this process and tells each as one JSON line."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
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

from engine.batcher import Batcher
from engine.bootstrap import open_engine
from engine.domain.commands import SYSTEM, DeployDefinition
from engine.engine import Engine
from engine.settings import Settings
from engine.store.migrations import migrate
from engine.store.reads import worklist
from tongban.bench.drive import InProcess, actor
from tongban.bench.measure import Reading, read, rss_mb
from tongban.bench.workloads import CLIENTS, Desk, Stopwatch

NAMES = {"w1": "approval", "w2": "straight", "w3": "approval", "w4": "straight"}
TASKS = {"approval": 4, "straight": 0}


@dataclass(frozen=True, slots=True)
class Run:
    """`count` instances by `clients` clients; `backlog`: how many are open before."""

    workload: str
    count: int
    clients: int
    backlog: int = 0


def planned() -> list[Run]:
    """By default W1 and W2 alone and in company; BENCH_N, BENCH_C and BENCH_SECONDS change the size."""
    seconds = float(os.environ.get("BENCH_SECONDS", "10"))
    sizes = {("w1", 1): 60, ("w1", 32): 600, ("w2", 1): 300, ("w2", 32): 3000}
    clients = [int(c) for c in os.environ.get("BENCH_C", "1,32").split(",")]
    runs = [
        (w, c, int(os.environ.get("BENCH_N", 0)) or int(sizes.get((w, c), 300) * seconds))
        for w in ("w1", "w2")
        for c in clients
    ]
    return [Run(workload, count, c) for workload, c, count in runs]


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
    for name in ("approval", "straight"):
        source = files("tongban.bench").joinpath(f"{name}.bpmn").read_bytes()
        asked: dict[str, Any] = {"request_id": uuid4().hex, "at": datetime.now(UTC), "actor": SYSTEM, "district": 1}
        engine.execute(DeployDefinition(name=f"{name}.bpmn", source=source, **asked))


Desks = Callable[[int], Desk]


async def drive(desk_of: Desks, run: Run, watch: Stopwatch) -> None:
    client = CLIENTS[NAMES[run.workload]]
    desks = [desk_of(number) for number in range(run.clients)]
    each = max(1, run.count // run.clients)
    await asyncio.gather(*(client(desk, number, each, watch) for number, desk in enumerate(desks)))


def measured(engine: Engine, dsn: str, run: Run) -> dict[str, Any]:
    """Warm-up first, not counted; then the run."""
    settings = Settings()
    batcher = Batcher(engine.execute_many, settings.batch, settings.lanes)
    reader = Batcher(partial(worklist.pages, engine.store), settings.batch)
    watch = Stopwatch()

    def desk_of(number: int) -> Desk:
        return InProcess(batcher, reader, actor(number))

    try:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("create extension if not exists pg_stat_statements")
            asyncio.run(drive(desk_of, Run(run.workload, max(50, run.clients * 2), run.clients), Stopwatch()))
            before, since = read(connection), perf_counter()
            asyncio.run(drive(desk_of, run, watch))
            seconds = perf_counter() - since
            cost = read(connection).since(before)
    finally:
        batcher.close()
        reader.close()
    return line(run, seconds, watch, cost, rss_mb())


def line(run: Run, seconds: float, watch: Stopwatch, cost: Reading, memory: float) -> dict[str, Any]:
    count = max(1, run.count // run.clients) * run.clients
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
            yield json.dumps(measured(engine, own, run))
