"""What the engine hands over to be written, and why a transaction may fail without anybody's fault."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.domain.commands import Command, SettleMessage
from engine.domain.facts import Fact
from engine.projections.changes import Change, Set
from engine.store import commands_json, facts_json
from engine.store.journal import Line


class Retryable(Exception):
    """Nothing is written: another transaction or a lost connection came between. Trying again is right."""


class Repeated(Exception):
    """A request of the batch was carried out meanwhile; looking again gives its first answer."""


class Ran(Protocol):
    """What the runtime gives: the instance it has run, and its snapshot, None when it has ended."""

    @property
    def instance(self) -> int: ...
    @property
    def snapshot(self) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One command that was decided. `mac`: of its body as it came. `ran`: None where no token moved."""

    command: Command
    facts: Sequence[Fact]
    changes: Sequence[Change]
    mac: bytes = b""
    ran: Ran | None = None


def line_of(entry: Entry) -> Line:
    """Its row in the journal."""
    command = entry.command
    return Line(
        district=command.district,
        request_id=command.request_id,
        instance=_instance_of(entry),
        at=command.at,
        actor=command.actor.id,
        command=commands_json.encode(command),
        facts=facts_json.encode(entry.facts),
        mac=entry.mac,
    )


def changes_of(entry: Entry) -> Sequence[Change]:
    """Its row changes, the snapshot of the instance among them."""
    if entry.ran is None:
        return entry.changes
    return (*entry.changes, Set("instance", entry.ran.instance, {"snapshot": entry.ran.snapshot}))


def _instance_of(entry: Entry) -> int | None:
    if entry.ran is not None:
        return entry.ran.instance
    if isinstance(entry.command, SettleMessage):
        return entry.command.origin  # the story of a message is that of who threw it
    named: int | None = getattr(entry.command, "instance", None)
    if named is not None:
        return named
    told = {getattr(fact, "instance", None) for fact in entry.facts}
    return told.pop() if len(told) == 1 else None  # a row about several instances is of none
