"""One by one, many at once, or from many threads through the batcher: each case has the same story."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.batcher import Batcher
from engine.bootstrap import open_engine
from engine.domain import facts
from engine.domain.commands import (
    AddComment,
    ClaimTask,
    Command,
    CompleteTask,
    PauseClock,
    ReleaseTask,
    ResumeClock,
    StartInstance,
)
from engine.domain.facts import Fact
from engine.domain.ids import SHIFT
from engine.domain.rejections import Rejected
from engine.engine import Engine
from engine.outcome import Outcome
from engine.settings import Settings
from tests.conftest import scale
from tests.oracles.aftermath import check_once, check_whole
from tests.oracles.history import AREAS, FOUNDER, MORNING, PEOPLE, History

CASES, ROUNDS = 12 * scale(), 4
CLERK, OTHER = PEOPLE[4], PEOPLE[5]
Answer = Outcome | Exception
Way = Callable[[Sequence[Command]], Sequence[Answer]]
pytestmark = pytest.mark.timeout(120 + 2 * CASES)


@pytest.fixture
def engine(database: str, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(Settings(home=tmp_path), database)
    History(opened, 0).deploy()
    yield opened
    opened.store.close()


@dataclass(slots=True)
class Script:
    """What is asked about one case, a round of commands at a time; some of it is refused. Its number decides all."""

    district: int
    number: int
    asked: int = 0

    def begin(self) -> StartInstance:
        variables = {"number": f"N{self.number}", "departments": ["民政", "人社"], "amounts": [1, self.number]}
        key = ("permit", "joint")[self.number % 2]
        return StartInstance(key=key, area=AREAS[7], variables=variables, **self._stamp(CLERK))

    def round(self, instance: int, tasks: Sequence[int]) -> list[Command]:
        """Several commands about the one case: the later ones see what the earlier did."""
        chance = Random(self.number * 100 + self.asked)
        commands: list[Command] = [AddComment(instance=instance, text="已核", **self._stamp(CLERK))]
        kind = chance.choice((PauseClock, ResumeClock))
        commands.append(kind(instance=instance, reason="公示", **self._stamp(FOUNDER)))
        for task in tasks:
            person = chance.choice((CLERK, OTHER))
            commands.append(ClaimTask(task=task, **self._stamp(person)))
            if chance.random() < 0.2:
                commands.append(ReleaseTask(task=task, **self._stamp(person)))
            variables = {"again": chance.random() < 0.3, "result": self.asked}
            commands.append(CompleteTask(task=task, variables=variables, **self._stamp(person)))
        return commands

    def _stamp(self, actor: Any) -> dict[str, Any]:
        self.asked += 1
        return {
            "request_id": f"{self.number}-{self.asked}",
            "at": MORNING,
            "actor": actor,
            "district": self.district,
        }


@dataclass(slots=True)
class Case:
    """A script on its way, with all that was answered."""

    script: Script
    told: list[Any]

    def hear(self, answers: Sequence[Answer]) -> list[int]:
        """Gives the tasks that are open now."""
        for answer in answers:
            if isinstance(answer, Outcome):
                self.told += answer.facts
            else:
                assert isinstance(answer, Rejected), answer
                self.told.append(type(answer).__name__)
        opened = [fact for fact in self.told if isinstance(fact, facts.TaskOpened)]
        gone = {fact.task for fact in self.told if isinstance(fact, facts.TaskCompleted | facts.TaskWithdrawn)}
        return [fact.task for fact in opened if fact.task not in gone]


def one_by_one(engine: Engine, commands: Sequence[Command]) -> list[Answer]:
    return [answer for command in commands for answer in engine.execute_many([command])]


def play_together(district: int, ask: Way) -> list[Case]:
    """The rounds of all cases go in together."""
    cases = [Case(Script(district, number), []) for number in range(CASES)]
    rounds: list[list[Command]] = [[case.script.begin()] for case in cases]
    for _ in range(ROUNDS):
        answers = iter(ask([command for one in rounds for command in one]))
        rounds = [_next(case, [next(answers) for _ in one]) for case, one in zip(cases, rounds, strict=True)]
    return cases


def play_apart(district: int, batcher: Batcher[Command, Outcome]) -> list[Case]:
    """Each case has a thread of its own, and asks one thing after another."""

    def play(number: int) -> Case:
        case = Case(Script(district, number), [])
        one: list[Command] = [case.script.begin()]
        for _ in range(ROUNDS):
            one = _next(case, [_answer(batcher, command) for command in one])
        return case

    with ThreadPoolExecutor(CASES) as pool:
        return list(pool.map(play, range(CASES)))


def _next(case: Case, answers: Sequence[Answer]) -> list[Command]:
    tasks = case.hear(answers)
    begun = next(fact for fact in case.told if isinstance(fact, facts.InstanceStarted))
    return case.script.round(begun.instance, tasks)


def _answer(batcher: Batcher[Command, Outcome], command: Command) -> Answer:
    error = (future := batcher.submit(command)).exception()
    if error is None:
        return future.result()
    assert isinstance(error, Exception)
    return error


def plain(case: Case) -> list[Any]:
    """Its story with every id replaced by the order of its first mention, and without the code that holds an id."""
    known: dict[int, str] = {}
    return [_plain(one, known) for one in case.told]


def _plain(value: Any, known: dict[int, str]) -> Any:
    if is_dataclass(value):
        told = [
            (field.name, _plain(getattr(value, field.name), known)) for field in fields(value) if field.name != "code"
        ]
        return (type(value).__name__, told)
    if isinstance(value, int) and value >> SHIFT:
        return known.setdefault(value, f"id{len(known)}")
    if isinstance(value, tuple | list):
        return [_plain(inner, known) for inner in value]
    return value


def test_the_way_in_makes_no_difference(engine: Engine) -> None:
    batcher: Batcher[Command, Outcome] = Batcher(engine.execute_many, most=16)
    alone = play_together(7, partial(one_by_one, engine))
    together = play_together(8, engine.execute_many)
    apart = play_apart(9, batcher)
    batcher.close()

    for first, second, third in zip(alone, together, apart, strict=True):
        assert plain(first) == plain(second)
        assert plain(first) == plain(third)
    kinds = {type(fact).__name__ if isinstance(fact, Fact) else fact for case in alone for fact in case.told}
    assert {"JobRequested", "LimitPaused", "TaskReleased", "WrongState", "Forbidden"} <= kinds
    check_once(engine)
    check_whole(engine)
