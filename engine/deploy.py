"""Decides a deployment: the same bytes give the same version; running instances keep theirs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from bpmn.model import Definition
from engine.domain import facts
from engine.domain.calendar import Calendar, Moment
from engine.domain.commands import ADMINISTRATOR, DESIGNER, DeployDefinition
from engine.domain.decision import Decision
from engine.domain.durations import parse_cycle, parse_date, parse_duration
from engine.domain.rights import require
from engine.domain.situation import DefinitionRow, Situation
from engine.projections.changes import Change, Put


class Compiled(Protocol):
    """A file that the runtime has found in order.

    `starts`: of each process (element, message | timer, name or time text); `called`: the definitions it calls, by key.
    """

    @property
    def definitions(self) -> Sequence[Definition]: ...
    @property
    def starts(self) -> Mapping[str, Sequence[tuple[str, str, str]]]: ...
    @property
    def called(self) -> Mapping[str, int]: ...


class Reader(Protocol):
    """The runtime: reads a file and finds it in order, or raises Invalid with every finding."""

    def check(
        self, name: str, bpmn: bytes, resources: Mapping[str, bytes], known_calls: Callable[[str], int | None]
    ) -> Compiled: ...


@dataclass(frozen=True, slots=True)
class Deployment:
    """A command whose file has been read; `digest` is of all bytes in it and of the versions that it calls."""

    command: DeployDefinition
    file: Compiled
    digest: str


def read(command: DeployDefinition, situation: Situation, reader: Reader) -> Deployment:
    """What it calls is bound to the versions of now: a changed block reaches its callers when they are redeployed."""
    latest = situation.latest
    file = reader.check(
        command.name, command.source, command.resources, lambda key: latest[key].id if key in latest else None
    )
    return Deployment(command, file, digest_of(command.source, command.resources, file.called))


def digest_of(source: bytes, resources: Mapping[str, bytes], called: Mapping[str, int]) -> str:
    """Of a file, of what was deployed with it by file name, and of the definitions it calls by key."""
    whole = sha256(source)
    for name in sorted(resources):
        whole.update(b"\0" + name.encode() + b"\0" + resources[name])
    whole.update(repr(sorted(called.items())).encode())
    return whole.hexdigest()


def decide_deployment(command: DeployDefinition, situation: Situation, reader: Reader) -> Decision:
    """Facts for the processes that are new or changed; none where the latest version has the same bytes."""
    require(command.actor, DESIGNER, ADMINISTRATOR)
    deployment = read(command, situation, reader)
    told: list[facts.Fact] = []
    for definition in deployment.file.definitions:
        latest = situation.latest.get(definition.key)
        if latest is None or latest.digest != deployment.digest:
            told += _deployed(definition, latest, deployment, situation)
    return Decision(tuple(told), asides=(_source(deployment),) if told else ())


def _source(deployment: Deployment) -> Change:
    command = deployment.command
    resources = {name: content.decode() for name, content in command.resources.items()}
    return Put("source", deployment.digest, {"name": command.name, "bpmn": command.source, "resources": resources})


def _deployed(
    definition: Definition, latest: DefinitionRow | None, deployment: Deployment, situation: Situation
) -> Iterator[facts.Fact]:
    """The new version; its start timers take the place of those of the version before."""
    command, id = deployment.command, situation.new_id()
    starts = tuple(deployment.file.starts.get(definition.key, ()))
    yield facts.DefinitionDeployed(
        definition=id,
        key=definition.key,
        version=latest.version + 1 if latest else 1,
        name=definition.name,
        kind=definition.kind,
        digest=deployment.digest,
        by=command.actor.id,
        item=definition.item,
        starters=definition.starters,
        starts=starts,
        called=tuple(deployment.file.called.items()),
        personal=tuple(sorted(definition.personal)),
    )
    if latest is not None:
        yield from (facts.TimerDisarmed(t.id) for t in situation.start_timers if t.definition == latest.id)
    for element, kind, text in starts:
        if kind == "timer":
            yield _armed(element, text, id, situation, command.at)


def _armed(element: str, text: str, definition: int, situation: Situation, at: datetime) -> facts.TimerArmed:
    due = first_due(text, at, situation.calendar)
    cycle = parse_cycle(text) if text.startswith("R") else None
    return facts.TimerArmed(
        timer=situation.new_id(),
        due_at=due.at,
        element=element,
        definition=definition,
        cycle=text if cycle else None,
        provisional=due.provisional,
        length=due.length,
        since=(cycle.start or at) if cycle else due.since,
    )


def first_due(text: str, at: datetime, calendar: Calendar) -> Moment:
    """When a start timer fires first: a cycle, a duration or a date, as its text begins.

    Rounds of a cycle that are over by now are not made up for.
    """
    if text.startswith("R"):
        cycle = parse_cycle(text)
        if cycle.start is None:
            return calendar.after(at, cycle.every)
        return Moment(cycle.start) if cycle.start >= at else calendar.following(cycle.every, cycle.start, at)
    if text.startswith("P"):
        return calendar.after(at, parse_duration(text))
    return Moment(parse_date(text), False)
