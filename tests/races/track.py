"""Where races are run: processes that end one way or the other, many instances of each, and what was journalled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from engine.domain import facts
from engine.domain.commands import (
    DESIGNER,
    OPERATOR,
    Actor,
    ClaimTask,
    Command,
    CompleteTask,
    DeployDefinition,
    FireTimer,
    Post,
    StartInstance,
)
from engine.engine import Engine
from engine.outcome import Outcome
from engine.store.facts_json import decode
from tests.engine.runtime.drawing import (
    END,
    START,
    boundary,
    case,
    document,
    event,
    gateway,
    message,
    node,
    scope,
    user,
)

GROUP = "MZ:street:reviewer"
LI = Actor("li.ming", "李明", (Post(GROUP), Post(OPERATOR)))
WANG = Actor("wang.fang", "王芳", (Post(GROUP), Post(DESIGNER)))
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
DUE = NOON + timedelta(hours=1)
HERE = 7

OFFERED = f'<city:assignment candidateGroups="{GROUP}"/>'
HOUR = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
PAID = message("m")
LATE, PAID_END = '<endEvent id="late" name="late"/>', '<endEvent id="paid" name="paid"/>'
DECLARED = '<message id="m" name="paid"/>'
KEYED = '<city:correlation key="number"/>'

SINGLE = scope(START + END + user("review", words=OFFERED), "start > review > end")
TIMED = scope(
    START + END + LATE + user("review", words=OFFERED) + boundary("review", "hour", HOUR),
    "start > review > end\nhour > late",
)
PAIR = scope(
    START + END + user("a", words=OFFERED) + user("b", words=OFFERED) + gateway("parallel", "fork", "join"),
    "start > fork > a > join > end\nfork > b > join",
)
EITHER = scope(
    START
    + PAID_END
    + LATE
    + node("eventBasedGateway", "first")
    + event("intermediateCatch", "money", PAID, KEYED)
    + event("intermediateCatch", "hour", HOUR),
    "start > first > money > paid\nfirst > hour > late",
)
PROCESSES = {"single": SINGLE, "timed": TIMED, "pair": PAIR, "either": EITHER}


@dataclass(slots=True)
class Track:
    """An engine that prepares the rounds and looks at what they left."""

    engine: Engine
    numbers: Any = field(default_factory=count)

    def stamp(self, actor: Actor = LI, at: datetime = NOON) -> dict[str, Any]:
        return {"request_id": f"{actor.id}-{next(self.numbers)}", "at": at, "actor": actor, "district": HERE}

    def deploy(self) -> None:
        for key, nodes in PROCESSES.items():
            source = document(case(nodes, "", key), declarations=DECLARED)
            stamp = {**self.stamp(WANG), "district": 1}
            self.engine.execute(DeployDefinition(name=f"{key}.bpmn", source=source, **stamp))

    def start(self, key: str, many: int, **variables: Any) -> list[tuple[facts.Fact, ...]]:
        """The facts of each start."""
        outcomes = self.do([StartInstance(key=key, variables=variables, **self.stamp()) for _ in range(many)])
        return [outcome.facts for outcome in outcomes]

    def tasks(self, key: str, many: int) -> list[list[int]]:
        """The open tasks of each new instance."""
        return [_ids(told) for told in self.start(key, many)]

    def claim(self, tasks: Sequence[int], actor: Actor = LI) -> None:
        self.do([ClaimTask(task=task, **self.stamp(actor)) for task in tasks])

    def complete(self, tasks: Sequence[int], actor: Actor = LI, at: datetime = NOON) -> None:
        self.do([CompleteTask(task=task, **self.stamp(actor, at)) for task in tasks])

    def do(self, commands: Sequence[Command]) -> list[Outcome]:
        return [told(answer) for answer in self.engine.execute_many(commands)]

    def written(self, request_id: str) -> tuple[str, tuple[facts.Fact, ...], int] | None:
        """What the journal has under a request: who asked, what happened, at which position. None for nothing."""
        with self.engine.store.writing() as connection:
            row = connection.execute(
                "select actor, facts::text, position from journal where district = %s and request_id = %s",
                (HERE, request_id),
            ).fetchone()
        return (row[0], decode(row[1]), row[2]) if row else None

    def ends(self, instances: Sequence[int]) -> list[tuple[str, str | None]]:
        """How each has ended: (status, outcome)."""
        with self.engine.store.writing() as connection:
            rows = connection.execute(
                "select id, status, outcome from instance where id = any(%s)", (list(instances),)
            ).fetchall()
        found = {id: (status, outcome) for id, status, outcome in rows}
        return [found[instance] for instance in instances]


def told(answer: Outcome | Exception) -> Outcome:
    if isinstance(answer, Exception):
        raise answer
    return answer


def _ids(begun: Sequence[facts.Fact]) -> list[int]:
    return [fact.task for fact in begun if isinstance(fact, facts.TaskOpened)]


def instance_of(begun: Sequence[facts.Fact]) -> int:
    return next(fact.instance for fact in begun if isinstance(fact, facts.InstanceStarted))


def timer_of(begun: Sequence[facts.Fact]) -> int:
    return next(fact.timer for fact in begun if isinstance(fact, facts.TimerArmed))


def firing(begun: Sequence[facts.Fact], stamp: dict[str, Any]) -> FireTimer:
    return FireTimer(timer=timer_of(begun), instance=instance_of(begun), **stamp)
