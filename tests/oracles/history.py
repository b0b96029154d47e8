"""A history at random: people, time, messages and slips of the pen, through the whole engine. Its seed repeats it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from engine.domain.commands import (
    ADMINISTRATOR,
    DESIGNER,
    OPERATOR,
    Actor,
    AddComment,
    CancelInstance,
    ClaimNext,
    ClaimTask,
    Command,
    CompleteTask,
    DelegateTask,
    DeployDefinition,
    PauseClock,
    Post,
    PublishCalendar,
    ReleaseTask,
    ResumeClock,
    RetryIncident,
    ReturnTask,
    SendMessage,
    SendSignal,
    StartInstance,
    TransferTask,
)
from engine.domain.rejections import NotFound, Rejected
from engine.engine import Engine
from engine.outcome import Outcome
from engine.store.reads import worklist
from tests.oracles.processes import GROUPS, SOURCES
from workers.crew import run_until_quiet
from workers.redating import redate

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
DISTRICTS = (7, 9)
AREAS = {7: "210102", 9: "210106"}
FOUNDER = Actor("founder", "创建人", (Post(ADMINISTRATOR), Post(DESIGNER), Post(OPERATOR)))
PEOPLE = (
    *(Actor(f"clerk-{n}", f"办事员{n}", (Post(GROUPS[n % 3], AREAS[7]),)) for n in range(4)),
    *(Actor(f"mover-{n}", f"代办员{n}", tuple(Post(group) for group in GROUPS)) for n in range(3)),
    FOUNDER,
)
MENDED = {"amounts": [1, 2], "number": "N0"}
STEPS = {
    "start": 12,
    "claim": 16,
    "claim_next": 10,
    "complete": 24,
    "hand": 8,
    "talk": 2,
    "clock": 4,
    "send": 6,
    "pass_time": 12,
    "end": 1,
    "again": 4,
    "mend": 3,
}
"""What may happen, and how often."""


@dataclass(slots=True)
class History:
    """`refused`: by the class of the refusal; anything else that is raised ends the test."""

    engine: Engine
    seed: int
    now: datetime = MORNING
    refused: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    asked: list[tuple[Command, Outcome]] = field(default_factory=list)
    chance: Random = field(init=False)
    number: int = 0

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    def deploy(self) -> None:
        for name, source in SOURCES.items():
            self.engine.execute(DeployDefinition(name=f"{name}.bpmn", source=source, **self.stamp(FOUNDER, 1)))

    def run(self, steps: int) -> None:
        for _ in range(steps):
            [name] = self.chance.choices(list(STEPS), list(STEPS.values()))
            step: Callable[[], None] = getattr(self, name)
            step()
            self.now += timedelta(seconds=1)

    def stamp(self, actor: Actor, district: int) -> dict[str, Any]:
        self.number += 1
        return {"request_id": f"h{self.seed}-{self.number}", "at": self.now, "actor": actor, "district": district}

    def do(self, command: Command) -> Outcome | None:
        kind = type(command).__name__
        try:
            outcome = self.engine.execute(command)
        except Rejected as rejection:
            self.refused[f"{kind} {type(rejection).__name__}"] += 1
            return None
        self.done[kind] += 1
        self.asked.append((command, outcome))
        return outcome

    # --- what may happen

    def start(self) -> None:
        district, key = self.chance.choice(DISTRICTS), self.chance.choice(("permit", "permit", "joint"))
        amounts: Any = [self.chance.randint(0, 900), 5] if self.chance.random() < 0.8 else "none"
        variables = {
            "number": f"N{self.chance.randint(1, 30)}" if self.chance.random() < 0.9 else None,
            "departments": ["民政", "人社", "住建"][: self.chance.randint(0, 3)],
            "amounts": amounts,
        }
        stamp = self.stamp(self.person(), district)
        self.do(StartInstance(key=key, area=AREAS[district], variables=variables, **stamp))

    def claim(self) -> None:
        if task := self.open_task():
            self.do(ClaimTask(task=task["id"], **self.stamp(self.person(), task["district"])))

    def claim_next(self) -> None:
        """Who is told that there is none must see none that is free."""
        actor, district = self.person(), self.chance.choice(DISTRICTS)
        try:
            self.engine.execute(ClaimNext(**self.stamp(actor, district)))
        except NotFound:
            free = worklist.page(self.engine.store, actor, worklist.Wanted(limit=500)).rows
            assert [task["id"] for task in free if task["district"] == district] == []

    def complete(self) -> None:
        """Mostly by the one who holds it."""
        if task := self.open_task(held=True):
            variables = {"again": self.chance.random() < 0.3, "result": self.chance.randint(1, 9)}
            self.do(
                CompleteTask(task=task["id"], variables=variables, **self.stamp(self.holder(task), task["district"]))
            )

    def hand(self) -> None:
        if task := self.open_task(held=True):
            kind = self.chance.choice((ReleaseTask, TransferTask, DelegateTask, ReturnTask))
            fields = {"to": self.person()} if kind in (TransferTask, DelegateTask) else {}
            stamp = self.stamp(self.holder(task), task["district"])
            self.do(kind(task=task["id"], **fields, **stamp))  # type: ignore[arg-type]

    def talk(self) -> None:
        if instance := self.instance():
            self.do(AddComment(instance=instance, text="已电话告知", **self.stamp(FOUNDER, instance >> 40)))

    def clock(self) -> None:
        if instance := self.instance():
            kind = self.chance.choice((PauseClock, ResumeClock))
            self.do(kind(instance=instance, reason="公示", **self.stamp(FOUNDER, instance >> 40)))

    def send(self) -> None:
        """By its key through the outbox, to a named instance, or a signal to all."""
        stamp, key = self.stamp(FOUNDER, self.chance.choice(DISTRICTS)), f"N{self.chance.randint(1, 30)}"
        match self.chance.randint(0, 3):
            case 0:
                self.do(SendSignal(name="alarm", variables={"why": "防汛"}, **stamp))
            case 1 if instance := self.instance():
                there = {**stamp, "district": instance >> 40}
                self.do(SendMessage(name="paid", key=key, instance=instance, **there))
            case _:
                self.do(SendMessage(name="paid", key=key, ttl=timedelta(hours=5), variables={"paid": 5}, **stamp))

    def pass_time(self) -> None:
        self.now += timedelta(minutes=self.chance.choice((1, 30, 90, 600, 1500)))
        run_until_quiet(self.engine, self.now)

    def end(self) -> None:
        if instance := self.instance():
            self.do(CancelInstance(instance=instance, reason="撤回", **self.stamp(FOUNDER, instance >> 40)))

    def again(self) -> None:
        """An old request comes once more: the same answer, and nothing happens."""
        if self.asked:
            command, outcome = self.chance.choice(self.asked)
            repeated = self.engine.execute(command)
            assert (repeated.facts, repeated.position, repeated.repeated) == (outcome.facts, outcome.position, True)

    def mend(self) -> None:
        """An incident is corrected, or the calendar is changed and limits are dated anew."""
        incident = self._one("select id, instance from incident order by id")
        if incident is not None:
            stamp = self.stamp(FOUNDER, incident["instance"] >> 40)
            self.do(RetryIncident(incident=incident["id"], instance=incident["instance"], variables=MENDED, **stamp))
        else:
            day = (self.now + timedelta(days=self.chance.randint(1, 9))).date().isoformat()
            days = ((day, self.chance.random() < 0.5, "测试日"),)
            self.do(PublishCalendar(days=days, **self.stamp(FOUNDER, 1)))
            redate(self.engine, self.now)

    # --- who and what

    def person(self) -> Actor:
        """Mostly one who may do much."""
        return self.chance.choice(PEOPLE[4:7] if self.chance.random() < 0.7 else PEOPLE)

    def holder(self, task: dict[str, Any]) -> Actor:
        by_id = {person.id: person for person in PEOPLE}
        return by_id[task["assignee"]] if task["assignee"] and self.chance.random() < 0.9 else self.person()

    def open_task(self, held: bool = False) -> dict[str, Any] | None:
        wanted = "assignee is not null" if held else "true"
        return self._one(f"select id, district, assignee from task where {wanted} order by id")

    def instance(self) -> int | None:
        row = self._one("select id from instance where status = 'active' order by id")
        return int(row["id"]) if row else None

    def _one(self, statement: str) -> dict[str, Any] | None:
        with self.engine.store.reading() as connection:
            rows = connection.execute(statement).fetchall()
        return dict(self.chance.choice(rows)) if rows else None
