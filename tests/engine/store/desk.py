"""A desk at which the store is tried without a runtime: it says itself what happened, and the snapshot is any bytes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from engine.domain import facts
from engine.domain.commands import Actor, ClaimNext, ClaimTask, Command, CompleteTask, Post, StartInstance
from engine.domain.durations import CITY
from engine.domain.facts import Fact
from engine.domain.situation import Situation
from engine.projections.registry import project
from engine.store.entries import Entry
from engine.store.store import Options, Store

AT = datetime(2026, 11, 24, 9, 0, tzinfo=CITY)
GROUP = "MZ:street:reviewer"
CLERK = Actor("li.ming", "李明", (Post(GROUP, "210102"),))
DISTRICT = 7
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class TestKeys:
    vault: bytes = b"v" * 32
    pepper: bytes = b"p" * 32

    __test__ = False


@dataclass(frozen=True, slots=True)
class Ran:
    instance: int
    snapshot: bytes | None


@contextmanager
def opened(dsn: str, **options: Any) -> Iterator[Store]:
    store = Store(dsn, TestKeys(), Options(**options))
    try:
        yield store
    finally:
        store.close()


def asked(kind: type[Command], **fields: Any) -> Any:
    """A command of this kind by a clerk, under a new request id."""
    given: dict[str, Any] = {"request_id": f"r{next(_numbers)}", "at": AT, "actor": CLERK, "district": DISTRICT}
    return kind(**(given | fields))


def told(command: Command, happened: Sequence[Fact], ran: Ran | None = None) -> Entry:
    return Entry(command, tuple(happened), project(happened, command.at), b"mac", ran)


@dataclass(slots=True)
class Desk:
    """Each method is one transaction. `variables` begin an instance."""

    store: Store
    variables: dict[str, Any] = field(default_factory=lambda: {"income": 650})
    snapshot: bytes = b"snapshot"

    def deploy(self, key: str = "approval") -> int:
        command = asked(StartInstance, key=key, district=1)
        with self.store.transaction() as tx:
            [situation] = tx.look([command])
            definition = situation.new_id()
            fact = facts.DefinitionDeployed(definition, key, 1, key, "process", "digest", "designer")
            tx.record([told(command, [fact])])
        return definition

    def start(self, number: int = 1, area: str = "210102", **task: Any) -> list[tuple[int, int]]:
        """(instance, its first task) of each."""
        commands = [asked(StartInstance, key="approval") for _ in range(number)]
        with self.store.transaction() as tx:
            situations = tx.look(commands)
            made = [(s.new_id(), s.new_id()) for s in situations]
            tx.record(
                [
                    told(c, self._begun(c, *ids, area, task), Ran(ids[0], self.snapshot))
                    for c, ids in zip(commands, made, strict=True)
                ]
            )
        return made

    def claim(self, *tasks: int) -> None:
        self.do([asked(ClaimTask, task=task) for task in tasks], self._claimed)

    def claim_next(self, *actors: Actor) -> list[int | None]:
        commands = [asked(ClaimNext, actor=actor) for actor in actors]
        return [s.task.id if s.task else None for s in self.do(commands, self._claimed)]

    def complete(self, *tasks: int, last: bool = False) -> list[int]:
        """The tasks that follow, none after the last."""
        commands = [asked(CompleteTask, task=task) for task in tasks]
        following: list[int] = []

        def completed(command: Command, situation: Situation) -> Entry:
            assert situation.task is not None
            instance = situation.task.instance
            done = facts.TaskCompleted(
                situation.task.id, instance, "review", command.actor.id, {"opinion": "同意", "score": 5}
            )
            if last:
                return told(
                    command, [done, facts.InstanceEnded(instance, "completed", outcome="done")], Ran(instance, None)
                )
            following.append(situation.new_id())
            opened = facts.TaskOpened(following[-1], instance, 2, "check", "复核", (GROUP,), area="210102")
            return told(command, [done, opened], Ran(instance, self.snapshot))

        self.do(commands, completed)
        return following

    def do(self, commands: Sequence[Command], decide: Any) -> list[Situation]:
        with self.store.transaction() as tx:
            situations = tx.look(commands)
            entries = [decide(command, situation) for command, situation in zip(commands, situations, strict=True)]
            tx.record([entry for entry in entries if entry is not None])
        return situations

    def _begun(self, command: Command, instance: int, task: int, area: str, fields: dict[str, Any]) -> list[Fact]:
        started = facts.InstanceStarted(
            instance,
            1 << 40 | 1,
            "approval",
            1,
            "审批",
            "process",
            command.actor.id,
            area=area,
            variables=self.variables,
        )
        given = {"groups": (GROUP,), "area": area, "key": "approval"} | fields
        return [started, facts.TaskOpened(task, instance, 1, "review", "审核", **given)]

    @staticmethod
    def _claimed(command: Command, situation: Situation) -> Entry | None:
        if situation.task is None:
            return None
        return told(command, [facts.TaskClaimed(situation.task.id, situation.task.instance, command.actor.id)])


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)
