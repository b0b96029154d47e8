"""The outbox: finds who takes each message or signal, hands it over by a command, and settles the row.

A message is handed over under a request_id made of its id, and before that the journals are asked whether it was: a
worker that dies between delivery and settlement, and the one that comes after it, deliver once.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from engine.domain.commands import Command
from engine.domain.facts import InstanceStarted
from engine.domain.rejections import Invalid
from engine.engine import Engine
from engine.outcome import Outcome
from engine.store import claims, outbox
from engine.store.claims import DueMessage, Lease
from workers import metrics, posting
from workers.routes import Deliver, Later, Nobody, Route, Settled, Start, route
from workers.work import Results, execute

BATCH = 200
ROUTES_HOLD_FOR = 10.0  # seconds, well within the lease: later somebody else may be handing over the same message
AGAIN = timedelta(seconds=10)
log = structlog.get_logger("workers")


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that was claimed, the commands that hand it over, and how it ends if they are carried out."""

    message: DueMessage
    commands: tuple[Command, ...]
    how: str | None  # None: it stays in the outbox
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A message that leaves the outbox, and the instance that it reached, that it started or that refused it."""

    message: DueMessage
    how: str
    instance: int | None


def step(engine: Engine, now: datetime) -> int:
    """One batch in each district that has any due; gives how many messages left the outbox.

    When there is none, those that were put by are looked at: does somebody wait for them now?
    """
    return _round(engine, now) or (_round(engine, now) if _rouse(engine, now) else 0)


def _round(engine: Engine, now: datetime) -> int:
    with engine.store.writing() as connection:
        districts = claims.due_districts(connection, claims.MESSAGES, now)
    return sum(_batch(engine, Lease(district, now, BATCH)) for district in districts)


def _rouse(engine: Engine, now: datetime) -> int:
    with engine.store.writing() as connection:
        wanted = outbox.wanted_now(connection, now)
        claims.release(connection, claims.MESSAGES, wanted)
    return len(wanted)


def _batch(engine: Engine, lease: Lease) -> int:
    began = time.monotonic()
    with engine.store.writing() as connection:
        rows = claims.claim(connection, claims.MESSAGES, lease)
    if not rows:
        return 0
    with metrics.STEPS.labels("message").time():
        posted = [*_messages(engine, rows, lease.now), *_signals(engine, rows, lease.now)]
        if time.monotonic() - began > ROUTES_HOLD_FOR:
            return 0  # this process was asleep; the rows come back when the lease ends
        ended = _hand_over(engine, posted, lease.now)
        left = _settle(engine, ended, lease.now)
    for one in rows:
        metrics.LATENESS.labels("message").observe((lease.now - one.due_at).total_seconds())
    return left


def _messages(engine: Engine, rows: Sequence[DueMessage], now: datetime) -> list[Posted]:
    """What becomes of each message; those that nobody takes yet are put by until somebody does, or they expire."""
    messages = [row for row in rows if row.kind == "message"]
    with engine.store.writing() as connection:
        routes = route(connection, messages)
        pairs = list(zip(messages, routes, strict=True))
        claims.release(connection, claims.MESSAGES, [message.id for message, one in pairs if isinstance(one, Later)])
        for message, one in pairs:
            if isinstance(one, Nobody) and message.expires_at is not None and message.expires_at > now:
                claims.hold(connection, claims.MESSAGES, [message.id], message.expires_at)
    return [_posted(message, one, now) for message, one in pairs]


def _posted(message: DueMessage, to: Route, now: datetime) -> Posted:
    match to:
        case Deliver(waiting):
            return Posted(message, (posting.deliver(message, waiting, now),), "delivered", waiting.instance)
        case Start(process, origin):
            return Posted(message, (posting.start(message, process, origin, now),), "started")
        case Settled(how, instance):
            return Posted(message, (), how, instance)
        case Later():
            return Posted(message, (), None)
        case Nobody():
            return Posted(message, (), _unwanted(message, now))


def _unwanted(message: DueMessage, now: datetime) -> str | None:
    if message.expires_at is None:
        return "unwanted"
    return "expired" if message.expires_at <= now else None


def _signals(engine: Engine, rows: Sequence[DueMessage], now: datetime) -> Iterator[Posted]:
    """A signal goes to all who waited when it was thrown, and begins all that begins by it; it is kept for nobody."""
    for row in rows:
        if row.kind == "signal":
            with engine.store.writing() as connection:
                reached = outbox.signalled(connection, row)
                processes = [one for one in outbox.latest_starts(connection) if one.hears(row.name)]
                origins = outbox.origins(connection, () if row.origin is None else (row.origin,))
            told = [posting.deliver(row, one, now) for one in reached]
            origin = origins.get(row.origin or 0)
            begun = [each for one in processes for each in posting.starts_by_signal(row, one, origin, now)]
            yield Posted(row, (*told, *begun), "delivered" if told else "started" if begun else "unwanted")


def _hand_over(engine: Engine, posted: Sequence[Posted], now: datetime) -> list[Ended]:
    """Those that are done with. Whoever waits no more, or fails by a fault of ours, is routed anew, soon."""
    results = execute(engine, "message", [command for one in posted for command in one.commands])
    ended, again, first = [], [], 0
    for one in posted:
        positions = range(first, first + len(one.commands))
        first = positions.stop
        over = _ended(one, positions, results)
        if over is not None:
            ended.append(over)
        elif one.commands:
            again.append(one.message.id)
    with engine.store.writing() as connection:
        claims.hold(connection, claims.MESSAGES, again, now + AGAIN)
    return ended


def _ended(one: Posted, positions: range, results: Results) -> Ended | None:
    """A signal passes over those who wait no more. What its taker finds invalid will be no better another time."""
    if one.how is None or any(position in results.failed for position in positions):
        return None
    done = [results.done[position] for position in positions if position in results.done]
    if len(done) == len(positions) or (done and one.message.kind == "signal"):
        return Ended(one.message, one.how, _begun(done[0]) if one.how == "started" else one.instance)
    findings = [results.refused[at] for at in positions if isinstance(results.refused.get(at), Invalid)]
    if findings:
        log.warning("message refused", message=one.message.id, name=one.message.name, reason=str(findings[0]))
        return Ended(one.message, "refused", one.instance)
    return Ended(one.message, "unwanted", None) if one.message.kind == "signal" else None


def _begun(outcome: Outcome) -> int | None:
    return next((fact.instance for fact in outcome.of(InstanceStarted)), None)


def _settle(engine: Engine, ended: Sequence[Ended], now: datetime) -> int:
    commands = [posting.settle(one.message, one.how, one.instance, now) for one in ended]
    return len(execute(engine, "settle", commands).done) if commands else 0
