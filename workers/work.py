"""What a worker needs of the rest, and what became of a batch of commands. Knows no kind of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from engine.domain.commands import Command
from engine.domain.rejections import Rejected
from engine.engine import Engine
from engine.outcome import Outcome
from workers import metrics

log = structlog.get_logger("workers")
EXAMPLES = 10  # of what was not carried out, in one batch


Step = Callable[[Engine, datetime], int]


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: `step(engine, now)` does what is due, at most a batch, and gives how much that was."""

    name: str
    step: Step
    every: float  # seconds between two looks when nothing wakes it
    topics: frozenset[str] = frozenset()  # of the store's hints


@dataclass(frozen=True, slots=True)
class Results:
    """By position in the batch: carried out, refused by the engine, failed by a fault of ours or of the database."""

    done: dict[int, Outcome]
    refused: dict[int, Rejected]
    failed: dict[int, Exception]


def execute(engine: Engine, kind: str, commands: Sequence[Command]) -> Results:
    """Runs the commands, which the engine puts together as it may, and counts what came of it. Raises nothing."""
    results = Results({}, {}, {})
    for position, answer in enumerate(engine.execute_many(commands)):
        _sort(results, position, answer)
    _report(kind, commands, results)
    return results


def _sort(results: Results, position: int, answer: Outcome | Exception) -> None:
    match answer:
        case Rejected():
            results.refused[position] = answer
        case Exception():
            results.failed[position] = answer
        case _:
            results.done[position] = answer


def _report(kind: str, commands: Sequence[Command], results: Results) -> None:
    counts = {"done": len(results.done), "refused": len(results.refused), "failed": len(results.failed)}
    for fate, count in counts.items():
        metrics.COMMANDS.labels(kind, fate).inc(count)
    log.info("commands", kind=kind, **counts)
    for position, reason in (*results.refused.items(), *results.failed.items())[:EXAMPLES]:
        log.warning("not carried out", request_id=commands[position].request_id, reason=str(reason))
