"""A small town whose clock the tests turn: deploys processes, starts them, lets the workers work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from typing import Any

from engine.domain.commands import (
    ADMINISTRATOR,
    DESIGNER,
    OPERATOR,
    Actor,
    CancelInstance,
    CompleteTask,
    DeployDefinition,
    Post,
    RetryIncident,
    SendMessage,
    SendSignal,
    StartInstance,
)
from engine.domain.facts import Fact, IncidentRaised, InstanceStarted, MessageReceived, MessageThrown, TaskOpened
from engine.domain.ids import make_id
from engine.engine import Engine
from engine.peek import peek
from engine.store import claims
from engine.store.claims import Lease
from engine.store.facts_json import decode
from engine.store.reads import matters
from workers.crew import run_until_quiet
from workers.messages import _hand_over, _messages, _signals

WANG = Actor("wang", "王", posts=(Post(ADMINISTRATOR), Post(DESIGNER), Post(OPERATOR)))
NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
HERE, THERE = 7, 9

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:city="http://tongban.org/schema/city" id="file" targetNamespace="http://tongban.org/test">
{roots}<bpmn:process id="{key}" name="{key}" isExecutable="true">{extensions}{nodes}</bpmn:process>
</bpmn:definitions>"""


def flow(*nodes: tuple[str, str]) -> str:
    """Nodes in a row, each (id, XML with `{flows}` where incoming and outgoing may stand), joined by sequence flows."""
    ids = [id for id, _ in nodes]
    arrows = [
        f'<bpmn:sequenceFlow id="to_{after}" sourceRef="{before}" targetRef="{after}"/>'
        for before, after in pairwise(ids)
    ]
    return "".join([xml for _, xml in nodes] + arrows)


def start(id: str = "start") -> tuple[str, str]:
    return id, f'<bpmn:startEvent id="{id}"/>'


def end(id: str = "end") -> tuple[str, str]:
    return id, f'<bpmn:endEvent id="{id}" name="{id}"/>'


@dataclass(slots=True)
class Town:
    engine: Engine
    now: datetime = NOON
    numbers: Any = field(default_factory=lambda: count(1))

    def deploy(self, key: str, nodes: str, roots: str = "", extensions: str = "") -> None:
        self.deploy_file(FILE.format(key=key, nodes=nodes, roots=roots, extensions=extensions).encode())

    def deploy_file(self, source: bytes, **beside: bytes) -> None:
        """`beside`: forms by key."""
        resources = {f"{key}.form": form for key, form in beside.items()}
        self._do(DeployDefinition, district=1, name="file.bpmn", source=source, resources=resources)

    def start(self, key: str, district: int = HERE, **variables: Any) -> int:
        outcome = self._do(StartInstance, district=district, key=key, variables=variables)
        return int(next(fact.instance for fact in outcome if isinstance(fact, InstanceStarted)))

    def completes(self, instance: int, element: str, **variables: Any) -> None:
        """What is assigned to wang, whoever else might do it."""
        told = self.told(instance)
        task = next(fact.task for fact in told[::-1] if isinstance(fact, TaskOpened) and fact.element == element)
        self._do(CompleteTask, district=instance >> 40, task=task, variables=variables)

    def retries(self, instance: int) -> None:
        incident = next(fact for fact in self.told(instance)[::-1] if isinstance(fact, IncidentRaised))
        self._do(RetryIncident, district=instance >> 40, incident=incident.incident, instance=instance)

    def send(
        self, name: str, key: str | None = None, district: int = HERE, ttl: timedelta | None = None, **variables: Any
    ) -> int:
        """Through the outbox; gives the message's id."""
        told = self._do(
            SendMessage, district=district, name=name, key=key, ttl=ttl, variables={"from": name, **variables}
        )
        return int(next(fact.message for fact in told if isinstance(fact, MessageThrown)))

    def keeps_for(self, instance: int, name: str, key: str, ttl: timedelta) -> int:
        """A message to one case, kept until it waits; gives the message's id."""
        fields = {"instance": instance, "name": name, "key": key, "ttl": ttl}
        told = self._do(SendMessage, district=instance >> 40, **fields)
        return int(next(fact.message for fact in told if isinstance(fact, MessageThrown)))

    def signal(self, name: str, district: int = HERE) -> None:
        self._do(SendSignal, district=district, name=name)

    def cancel(self, instance: int) -> None:
        self._do(CancelInstance, district=instance >> 40, instance=instance, reason="test")

    def pass_(self, **length: float) -> int:
        """Turns the clock and lets the workers work; gives how much they did."""
        self.now += timedelta(**length)
        return self.work()

    def work(self) -> int:
        return run_until_quiet(self.engine, self.now)

    def handed_over(self, district: int) -> Callable[[], object]:
        """The messages of a district are claimed and routed now, and handed over when the answer is called."""
        with self.engine.store.writing() as connection:
            rows = claims.claim(connection, claims.MESSAGES, Lease(district, self.now, 10))
        posted = [*_messages(self.engine, rows, self.now), *_signals(self.engine, rows, self.now)]
        return lambda: _hand_over(self.engine, posted, self.now)

    def told(self, instance: int) -> list[Fact]:
        """All that has happened to an instance."""
        with self.engine.store.writing() as connection:
            rows = connection.execute(
                "select facts::text from journal where district = %s and instance = %s order by position",
                (instance >> 40, instance),
            ).fetchall()
        return [fact for (text,) in rows for fact in decode(text)]

    def variables(self, instance: int) -> dict[str, Any]:
        """Of an instance that is not over."""
        kept = matters.snapshot(self.engine.store, instance)
        assert kept is not None
        return peek(self.engine.runtime, kept["definition"], bytes(kept["snapshot"]))

    def names(self, instance: int) -> list[str]:
        return [type(fact).__name__ for fact in self.told(instance)]

    def count(self, table: str) -> int:
        with self.engine.store.writing() as connection:
            row = connection.execute(f'select count(*) from "{table}"').fetchone()
        return int(row[0]) if row else 0

    def _do(self, command: Any, **fields: Any) -> tuple[Fact, ...]:
        request = f"test-{next(self.numbers)}"
        return self.engine.execute(command(request_id=request, at=self.now, actor=WANG, **fields)).facts


def received(facts: list[Fact]) -> Mapping[str, Any]:
    """The variables of the first message among the facts."""
    return next(fact for fact in facts if isinstance(fact, MessageReceived)).variables


def id_in(district: int, number: int) -> int:
    return make_id(district, number)
