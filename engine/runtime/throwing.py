"""Messages and signals that a process sends: to its own waiting tasks, and out to other instances."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent

from engine.domain.durations import Duration, parse_duration
from engine.domain.facts import MessageThrown
from engine.domain.references import is_reference
from engine.runtime.routing import deliver

if TYPE_CHECKING:
    from engine.runtime.correlation import Correlating
    from engine.runtime.task import Task


def throw(
    task: Task, definition: Any, correlating: Correlating | None, brought: Mapping[str, Any] | None = None
) -> None:
    """A message that a task of the same instance takes does not leave it; a signal reaches both sides.

    Inside it brings what associations say, or `brought`, and no more: what is shared is there already, and what one
    instance of a loop or one called process has of its own must not take the place of what another has.
    References to personal values stay behind: nobody but this instance may open them.
    """
    process, is_message = task.process, isinstance(definition, MessageEventDefinition)
    exchange = task.task_spec.exchange
    payload = exchange.sent(task) if exchange else task.data.visible()
    key = correlating.sent(payload, task.data) if correlating and is_message else None
    event = BpmnEvent(definition, payload=payload if exchange else brought, correlations={"key": key})
    if deliver(process, event) and is_message:
        return
    process.notes.tell(
        MessageThrown(
            message=process.situation.new_id(),
            kind="message" if is_message else "signal",
            name=definition.name,
            key=key,
            origin=process.instance,
            ttl=correlating.ttl if correlating else None,
            variables={name: value for name, value in payload.items() if not is_reference(value)},
        )
    )


def lifetime(written: str | None) -> timedelta | None:
    """How long a message is kept if nobody waits. ValueError for working time: a mailbox knows no calendar."""
    if written is None:
        return None
    span = parse_duration(written)
    if not isinstance(span, Duration) or span.months:
        raise ValueError(f"消息保留时长应写成 PT1H、P7D 这样，却是 {written}")
    return span.rest
