"""Timers and limits that are due become commands, a batch a district. Whether a light turns, the engine decides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic

from engine.domain.commands import SYSTEM, Command, FireTimer, TurnLimit
from engine.engine import Engine
from engine.store import claims
from engine.store.claims import DueLimit, DueTimer, Lease, Queue, Row
from workers import metrics
from workers.work import execute

BATCH = 500
PUNCTUAL = timedelta(seconds=10)


def step(engine: Engine, now: datetime) -> int:
    """One batch of timers and one of limits in each district that has any due; gives how many were carried out."""
    return FIRING.step(engine, now) + TURNING.step(engine, now)


def fire(due: DueTimer, now: datetime) -> FireTimer:
    """As of its own moment where the worker was punctual: what ends with office hours ends that day, not the next."""
    return FireTimer(
        request_id=_request("timer", due.id, due.due_at),
        at=due.due_at if now - due.due_at <= PUNCTUAL else now,
        actor=SYSTEM,
        district=due.district,
        timer=due.id,
        instance=due.instance,
    )


def turn(due: DueLimit, now: datetime) -> TurnLimit:
    """With its instance only where "overdue" is drawn and the committed limit ends."""
    throws = due.escalates and due.passes_at is not None and due.passes_at <= now and due.stage in ("running", "warned")
    return TurnLimit(
        request_id=_request("limit", due.id, due.due_at),
        at=now,
        actor=SYSTEM,
        district=due.district,
        limit=due.id,
        instance=due.instance if throws else None,
    )


def _request(kind: str, id: int, due_at: datetime) -> str:
    """The same for the same row and moment: claimed twice is done once."""
    return f"{kind}:{id}:{(due_at - datetime.fromtimestamp(0, due_at.tzinfo)) // timedelta(microseconds=1)}"


@dataclass(frozen=True, slots=True)
class Turning(Generic[Row]):
    """A kind of due row and the command it becomes. `stays`: a row that was turned has other moments ahead."""

    queue: Queue[Row]
    command: Callable[[Row, datetime], Command]
    stays: bool

    def step(self, engine: Engine, now: datetime) -> int:
        with engine.store.writing() as connection:
            districts = claims.due_districts(connection, self.queue, now)
        return sum(self.batch(engine, Lease(district, now, BATCH)) for district in districts)

    def batch(self, engine: Engine, lease: Lease) -> int:
        """What was not carried out keeps its lease: it comes back when that ends."""
        with engine.store.writing() as connection:
            rows = claims.claim(connection, self.queue, lease)
        if not rows:
            return 0
        with metrics.STEPS.labels(self.queue.name).time():
            results = execute(engine, self.queue.name, [self.command(row, lease.now) for row in rows])
        done = [rows[position] for position in results.done]
        for row in done:
            metrics.LATENESS.labels(self.queue.name).observe((lease.now - row.due_at).total_seconds())
        if self.stays:
            with engine.store.writing() as connection:
                claims.release(connection, self.queue, [row.id for row in done])
        return len(done)


FIRING = Turning(claims.TIMERS, fire, stays=False)
TURNING = Turning(claims.LIMITS, turn, stays=True)
