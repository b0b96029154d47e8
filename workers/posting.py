"""The commands that a message of the outbox becomes. Pure: whom it reaches is given."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.domain.commands import SYSTEM, DeliverMessage, SettleMessage, StartInstance
from engine.domain.ids import district_of
from engine.store.claims import DueMessage
from engine.store.facts_json import loads
from engine.store.outbox import Origin, Startable, Waiting


def request_of(message: int) -> str:
    """The request under which a message is handed over, whoever takes it: so it is handed over once."""
    return f"message:{message}"


def deliver(message: DueMessage, to: Waiting, now: datetime) -> DeliverMessage:
    """A signal reaches many, each by a request of its own."""
    request = request_of(message.id)
    return DeliverMessage(
        request_id=request if message.kind == "message" else f"{request}:{to.id}",
        at=now,
        actor=SYSTEM,
        district=district_of(to.instance),
        message=message.id,
        kind=message.kind,
        name=message.name,
        instance=to.instance,
        subscription=to.id,
        token=to.token,
        key=message.key,
        variables=_variables(message),
    )


def start(message: DueMessage, process: Startable, origin: Origin | None, now: datetime) -> StartInstance:
    """Starts the process at its start event of that name; it is about the instance that sent the message."""
    return StartInstance(
        request_id=request_of(message.id),
        at=now,
        actor=SYSTEM,
        district=message.district,
        key=process.key,
        version=process.version,
        area=origin.area if origin else None,
        business_key=message.key,
        about=message.origin,
        start_event=message.start_event or process.begins_by(message.name),
        message=message.id,
        variables=_variables(message),
        once=message.key is not None and process.begins_once(message.name),
    )


def starts_by_signal(
    signal: DueMessage, process: Startable, origin: Origin | None, now: datetime
) -> Iterator[StartInstance]:
    """One for each start event of that signal, each by a request of its own."""
    for element in process.hears(signal.name):
        begun = replace(signal, start_event=element, key=None)
        request = f"{request_of(signal.id)}:{process.key}:{element}"
        yield replace(start(begun, process, origin, now), request_id=request)


def settle(message: DueMessage, how: str, instance: int | None, now: datetime) -> SettleMessage:
    return SettleMessage(
        request_id=f"settle:{message.id}",
        at=now,
        actor=SYSTEM,
        district=message.district,
        message=message.id,
        how=how,
        instance=instance,
        origin=message.origin,
    )


def _variables(message: DueMessage) -> dict[str, Any]:
    variables: dict[str, Any] = loads(message.variables)
    return variables
