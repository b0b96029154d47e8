"""One attempt at a job: runs its handler on opened inputs, and says what came of it. Asks nothing of the engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from engine.domain.durations import Duration, WorkingDays, in_city, parse_duration
from engine.store.claims import DueJob
from engine.store.facts_json import loads
from workers import metrics
from workers.handlers.contract import BpmnError, Context, Handler, Hopeless, KeptFile, Waiting

log = structlog.get_logger("workers")
LONGEST_WAIT = timedelta(days=1)
LONGEST_MESSAGE = 500

Open = Callable[[Mapping[str, Any], int], Mapping[str, Any]]  # inputs of an instance -> with the values of references


@dataclass(frozen=True, slots=True)
class Done:
    due: DueJob
    variables: Mapping[str, Any]
    files: tuple[KeptFile, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """`retry_after` None: no other attempt; the engine makes an incident of it, or the BPMN error `code`."""

    due: DueJob
    message: str
    code: str | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """No result yet, and no failure: it waits for others."""

    due: DueJob
    until: datetime


def attempt(due: DueJob, handlers: Mapping[str, Handler], context: Context, opened: Open) -> Done | Failed | Held:
    """Runs the handler. Whatever it raises is a failed attempt; nothing is raised from here."""
    handler = handlers.get(due.kind)
    if handler is None:
        return Failed(due, f"Expected a job of {', '.join(sorted(handlers))}, but found {due.kind!r}")
    with metrics.JOBS.labels(due.kind).time():
        result = _run(due, handler, context, opened)
    metrics.JOB_RESULTS.labels(due.kind, type(result).__name__.lower()).inc()
    return result


def _run(due: DueJob, handler: Handler, context: Context, opened: Open) -> Done | Failed | Held:
    try:
        inputs = loads(due.inputs)
        variables = handler.run(opened(inputs, due.instance) if handler.opens else inputs, context)
        return Done(due, variables, tuple(context.files))
    except Waiting as wait:
        return Held(due, wait.until)
    except BpmnError as error:
        return Failed(due, _told(error), error.code)
    except Hopeless as error:
        return Failed(due, _told(error))
    except Exception as error:
        log.warning("job failed", job=due.id, handler=due.kind, attempts=due.attempts, exc_info=error)
        return Failed(due, _told(error), retry_after=back_off(due.backoff, due.attempts, context.now))


def back_off(written: str, attempts: int, now: datetime) -> timedelta:
    """The written pause, doubled with every failed attempt, at most a day; without jitter: it can be foretold."""
    match parse_duration(written):
        case Duration() as span:
            first = span.after(now) - in_city(now)
        case WorkingDays():
            first = LONGEST_WAIT
        case hours:
            first = timedelta(hours=float(hours.hours))
    return min(first * 2 ** min(attempts, 32), LONGEST_WAIT) if first < LONGEST_WAIT else LONGEST_WAIT


def _told(error: Exception) -> str:
    """What an operator reads: the kind of error too, where the words alone do not say it."""
    words = str(error).strip()
    own = isinstance(error, BpmnError | Hopeless)
    return (words if own and words else f"{type(error).__name__}: {words}")[:LONGEST_MESSAGE]
