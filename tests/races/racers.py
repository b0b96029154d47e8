"""Two processes with an engine each on one database, who start every round at the same moment. Knows no process."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from engine.bootstrap import open_engine
from engine.domain.commands import Command
from engine.domain.facts import Fact
from engine.domain.rejections import Rejected
from engine.engine import Engine
from engine.settings import Settings

PATIENCE = 30.0  # seconds; a round takes some milliseconds
AT_ONCE = 4  # commands of one process that run at the same time


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command brought. `rejection`: the class of the refusal and its words; any other error ends the race."""

    request_id: str
    facts: tuple[Fact, ...] = ()
    position: int = 0
    repeated: bool = False
    rejection: str | None = None

    @property
    def is_won(self) -> bool:
        return self.rejection is None

    def kinds(self) -> list[str]:
        return [type(fact).__name__ for fact in self.facts]


@dataclass(frozen=True, slots=True)
class Racers:
    """The ends of the pipes to the two."""

    first: Connection
    second: Connection

    def race(self, first: Sequence[Command], second: Sequence[Command]) -> list[tuple[Answer, Answer]]:
        """A round for each pair: both answers."""
        firsts, seconds = self.race_many([[one] for one in first], [[one] for one in second])
        return [(one[0], other[0]) for one, other in zip(firsts, seconds, strict=True)]

    def race_many(
        self, first: Sequence[Sequence[Command]], second: Sequence[Sequence[Command]]
    ) -> list[list[list[Answer]]]:
        """Each runs its commands of a round at the same time as the other its own, some of them at once."""
        assert len(first) == len(second)
        self.first.send(first)
        self.second.send(second)
        return [_received(one, PATIENCE + len(first)) for one in (self.first, self.second)]


def _received(racer: Connection, within: float) -> Any:
    """Raises EOFError at once where the racer has died."""
    assert racer.poll(within), "a racer does not come back"
    answers = racer.recv()
    if isinstance(answers, Exception):
        raise answers
    return answers


@contextmanager
def racing(dsn: str, home: Path) -> Iterator[Racers]:
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(2)
    pipes = [spawn.Pipe() for _ in range(2)]
    runners = [spawn.Process(target=_run, args=(dsn, home, theirs, barrier), daemon=True) for _, theirs in pipes]
    for runner, (_, theirs) in zip(runners, pipes, strict=True):
        runner.start()
        theirs.close()  # so that nobody but the racer holds it open
    try:
        yield Racers(*(ours for ours, _ in pipes))
    finally:
        for runner, (ours, _) in zip(runners, pipes, strict=True):
            runner.kill()
            runner.join()
            ours.close()


def _run(dsn: str, home: Path, pipe: Connection, barrier: Barrier) -> None:
    """The life of a racer: rounds come in, answers go out."""
    engine = open_engine(Settings(home=home), dsn)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while True:
            rounds: Sequence[Sequence[Command]] = pipe.recv()
            try:
                pipe.send([_round(engine, commands, pool, barrier) for commands in rounds])
            except Exception as error:
                pipe.send(error)


def _round(engine: Engine, commands: Sequence[Command], pool: ThreadPoolExecutor, barrier: Barrier) -> list[Answer]:
    barrier.wait(PATIENCE)
    if len(commands) == 1:
        return [_answer(engine, commands[0])]
    return list(pool.map(lambda command: _answer(engine, command), commands))


def _answer(engine: Engine, command: Command) -> Answer:
    try:
        outcome = engine.execute(command)
    except Rejected as rejection:
        return Answer(command.request_id, rejection=f"{type(rejection).__name__}: {rejection}")
    return Answer(command.request_id, outcome.facts, outcome.position, outcome.repeated)
