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
from workers import metrics

log = structlog.get_logger("workers")


class Store(Protocol):
    def writing(self) -> AbstractContextManager[psycopg.Connection[Any]]:
        """A connection to the primary, in autocommit."""
        ...


class Engine(Protocol):
    @property
    def store(self) -> Store: ...

    def execute_many(self, commands: Sequence[Command]) -> Sequence[object]:
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
    """Positions in the batch: carried out, refused by the engine, and failed by a fault of ours or of the database."""

    done: frozenset[int]
    refused: frozenset[int]
    failed: frozenset[int]


def execute(engine: Engine, kind: str, commands: Sequence[Command]) -> Results:
    """Runs the commands, a batch a district, counts and logs what came of it. Refusals and failures raise nothing."""
    fates: dict[str, list[int]] = {"done": [], "refused": [], "failed": []}
    for positions in _by_district(commands):
        for position, result in zip(positions, engine.execute_many([commands[p] for p in positions]), strict=True):
            fates[_fate(kind, commands[position], result)].append(position)
    for fate, positions in fates.items():
        metrics.COMMANDS.labels(kind, fate).inc(len(positions))
    log.info(kind, **{fate: len(positions) for fate, positions in fates.items()})
    return Results(*(frozenset(positions) for positions in fates.values()))


def _by_district(commands: Sequence[Command]) -> list[list[int]]:
    """Positions by district: one transaction is one district (scale-out rule 14)."""
    found: dict[int, list[int]] = {}
    for position, command in enumerate(commands):
        found.setdefault(command.district, []).append(position)
    return list(found.values())


def _fate(kind: str, command: Command, result: object) -> str:
    if not isinstance(result, Exception):
        return "done"
    log.warning(f"{kind} not carried out", request_id=command.request_id, reason=str(result))
    return "refused" if isinstance(result, Rejected) else "failed"
