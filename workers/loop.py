"""Claim, work, back off, stop: the life of one worker. A hint wakes it early; its own looking is the truth."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from engine.engine import Engine
from workers import metrics
from workers.work import Work

log = structlog.get_logger("workers")
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds after a step that failed, doubled each time
BREATH = 0.05  # seconds between two looks at the most, however many hints come
ROUNDS = 100_000  # more steps than any backlog needs; more means that something feeds itself


@dataclass(frozen=True, slots=True)
class Signals:
    """`stop` ends the loops between two batches; a loop sleeps until its `wake` is set."""

    works: Sequence[Work]
    stop: Event = field(default_factory=Event)
    wakes: dict[str, Event] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "wakes", {work.name: Event() for work in self.works})

    def hint(self, topic: str) -> None:
        """Wakes the loops that the topic concerns."""
        for work in self.works:
            if topic in work.topics:
                self.wakes[work.name].set()

    def wake_all(self) -> None:
        for wake in self.wakes.values():
            wake.set()

    def end(self) -> None:
        self.stop.set()
        self.wake_all()


def run_until_quiet(works: Sequence[Work], engine: Engine, now: datetime) -> int:
    """Steps through the works until none has anything due at `now`; gives how much was done. Exceptions go through."""
    total = 0
    for _ in range(ROUNDS):
        done = sum(work.step(engine, now) for work in works)
        total += done
        if not done:
            return total
    raise RuntimeError(f"Expected the workers to come to rest, but after {ROUNDS} rounds there is still something due")


def start(engine: Engine, now: Callable[[], datetime], signals: Signals) -> list[Thread]:
    """A thread for each work, running until `signals.stop`."""
    threads = [
        Thread(target=run, args=(work, engine, now, signals), name=f"worker-{work.name}", daemon=True)
        for work in signals.works
    ]
    for thread in threads:
        thread.start()
    return threads


def run(work: Work, engine: Engine, now: Callable[[], datetime], signals: Signals) -> None:
    """Steps while there is something due, then sleeps until it is woken. A step that fails is tried again, later."""
    wake, pause = signals.wakes[work.name], FIRST_PAUSE
    while not signals.stop.is_set():
        wake.clear()
        done = _attempt(work, engine, now)
        if done is None:
            signals.stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = FIRST_PAUSE
        if not done:
            signals.stop.wait(BREATH)
            wake.wait()


def ticking(signals: Signals) -> BackgroundScheduler:
    """An APScheduler with a memory store that wakes each loop at its interval; it does nothing else."""
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
    for work in signals.works:
        scheduler.add_job(signals.wakes[work.name].set, "interval", seconds=work.every, misfire_grace_time=None)
    scheduler.start()
    return scheduler


def _attempt(work: Work, engine: Engine, now: Callable[[], datetime]) -> int | None:
    """How much was done, or None where the step failed: the database is away, or a fault of ours."""
    began = time.monotonic()
    try:
        done = work.step(engine, now())
    except Exception as error:
        metrics.FAULTS.labels(work.name).inc()
        log.exception("step failed", work=work.name, error=str(error))
        return None
    if done:
        log.info("step", work=work.name, done=done, seconds=round(time.monotonic() - began, 3))
    return done
