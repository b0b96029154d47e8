"""Who takes the messages of a batch: the instance that waits longest, else the process that one of them starts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.store import outbox
from engine.store.claims import Connection, DueMessage
from engine.store.outbox import Origin, Startable, Waiting
from workers.posting import request_of


@dataclass(frozen=True, slots=True)
class Deliver:
    to: Waiting


@dataclass(frozen=True, slots=True)
class Start:
    process: Startable
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Settled:
    """It was handed over before; only its row is left."""

    how: str
    instance: int | None


@dataclass(frozen=True, slots=True)
class Later:
    """Another message of the batch goes to the one who waits, or begins it: it may wait again afterwards."""


@dataclass(frozen=True, slots=True)
class Nobody:
    pass


Route = Deliver | Start | Settled | Later | Nobody


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knew when the batch was claimed."""

    delivered: dict[str, int | None]
    waiting: tuple[Waiting, ...]
    processes: tuple[Startable, ...]
    versions: dict[int, Startable]
    origins: dict[int, Origin]
    under_way: set[tuple[str, str]]
    taken: set[int] = field(default_factory=set)
    begun: set[tuple[str, str | None]] = field(default_factory=set)


def route(connection: Connection, messages: Sequence[DueMessage]) -> list[Route]:
    """One route a message, in order. One who waits is given one message of a batch."""
    known = _known(connection, messages)
    return [_route(message, known) for message in messages]


def _known(connection: Connection, messages: Sequence[DueMessage]) -> Known:
    named = [message for message in messages if message.definition is None]
    to_all = [message for message in named if message.to_instance is None]
    to_one = [message for message in named if message.to_instance is not None]
    everywhere = outbox.waiting(connection, ((message.name, message.key) for message in to_all))
    own = outbox.waiting_at(connection, (m.to_instance for m in to_one if m.to_instance), (m.name for m in to_one))
    return Known(
        delivered=outbox.delivered(connection, [request_of(message.id) for message in messages]),
        waiting=(*everywhere, *own),
        processes=tuple(outbox.latest_starts(connection)) if to_all else (),
        versions=outbox.versions(connection, (m.definition for m in messages if m.definition is not None)),
        origins=outbox.origins(connection, (m.origin for m in messages if m.origin is not None)),
        under_way=outbox.under_way(connection, (message.key for message in to_all)),
    )


def _route(message: DueMessage, known: Known) -> Route:
    request = request_of(message.id)
    if request in known.delivered:
        return Settled("delivered", known.delivered[request])
    if message.definition is not None:
        process = known.versions.get(message.definition)
        return Start(process, None) if process else Nobody()
    takers = [one for one in known.waiting if _takes(one, message)]
    free = next((one for one in takers if one.id not in known.taken), None)
    if free is not None:
        known.taken.add(free.id)
        return Deliver(free)
    return Later() if takers else _start(message, known)


def _takes(one: Waiting, message: DueMessage) -> bool:
    """A message to a named instance reaches it also where only one of the two names a key."""
    if one.name != message.name:
        return False
    if message.to_instance is None:
        return one.key == message.key
    return one.instance == message.to_instance and (one.key == message.key or None in (one.key, message.key))


def _start(message: DueMessage, known: Known) -> Route:
    """Messages to a named instance start nothing. Where a start has a key, one instance of each key is under way."""
    if message.to_instance is not None:
        return Nobody()
    process = next((one for one in known.processes if one.begins_by(message.name)), None)
    if process is None:
        return Nobody()
    if message.key is not None and process.begins_once(message.name):
        one = (process.key, message.key)
        if one in known.under_way:
            return Nobody()
        if one in known.begun:
            return Later()
        known.begun.add(one)
    return Start(process, None if message.origin is None else known.origins.get(message.origin))
