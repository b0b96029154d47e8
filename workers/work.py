"""What a worker needs of the rest, and what became of a batch of commands. Knows no kind of work."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import psycopg
import structlog

from engine.domain.commands import Command
from engine.domain.rejections import Rejected
from engine.outcome import Outcome
from workers import metrics

log = structlog.get_logger("workers")


class Store(Protocol):
    def writing(self) -> AbstractContextManager[psycopg.Connection[Any]]:
        """A connection to the primary, in autocommit."""
        ...


class Engine(Protocol):
    @property
    def store(self) -> Store: ...

    def execute_many(self, commands: Sequence[Command]) -> Sequence[Outcome | Exception]:
        """An outcome or an exception for each command."""
        ...


Step = Callable[[Any, datetime], int]


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: `step(engine, now)` does what is due, at most a batch, and gives how much that was."""

    name: str
    step: Step
    every: float  # seconds between two looks when nothing wakes it


@dataclass(frozen=True, slots=True)
class Results:
    """By position in the batch: carried out, refused by the engine, failed by a fault of ours or of the database."""

    done: dict[int, Outcome]
    refused: dict[int, Rejected]
    failed: dict[int, Exception]


def execute(engine: Engine, kind: str, commands: Sequence[Command]) -> Results:
    """Runs the commands, a batch a district, counts and logs what came of it. Refusals and failures raise nothing."""
    results = Results({}, {}, {})
    for positions in _by_district(commands):
        answers = engine.execute_many([commands[position] for position in positions])
        for position, answer in zip(positions, answers, strict=True):
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
    for position, reason in (*results.refused.items(), *results.failed.items()):
        log.warning("not carried out", request_id=commands[position].request_id, reason=str(reason))


def _by_district(commands: Sequence[Command]) -> list[list[int]]:
    """Positions by district: one transaction is one district (scale-out rule 14)."""
    found: dict[int, list[int]] = {}
    for position, command in enumerate(commands):
        found.setdefault(command.district, []).append(position)
    return list(found.values())
