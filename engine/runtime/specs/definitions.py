"""What triggers an event. Ours are those that the library lacks or gets wrong; it has message, signal, error ..."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition as Error,
)
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    EscalationEventDefinition as Escalation,
)
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    SignalEventDefinition as Signal,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition as Message
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    CancelEventDefinition as Cancel,
)
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    NoneEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    TerminateEventDefinition as Terminate,
)

from engine.runtime.incidents import Incident
from engine.runtime.script_engine import Formula
from engine.runtime.timers import TimerText

__all__ = [
    "NONE",
    "Cancel",
    "Compensate",
    "Conditional",
    "Error",
    "Escalation",
    "Link",
    "Message",
    "NoneEventDefinition",
    "Several",
    "Signal",
    "Terminate",
    "Timer",
    "each_of",
]
NONE = NoneEventDefinition()


class Timer(EventDefinition):
    """A date, duration or cycle: see `timers`."""

    def __init__(self, kind: str, written: str, **kwargs: Any):
        super().__init__(written, **kwargs)
        self.text = TimerText(kind, written)


class Conditional(EventDefinition):
    def __init__(self, written: str, **kwargs: Any):
        super().__init__(written, **kwargs)
        self.condition = Formula(written)

    def holds(self, variables: Any) -> bool:
        """A condition that cannot be computed, over a variable that is not there yet, does not hold."""
        try:
            return self.condition.holds(variables)
        except Incident:
            return False


class Link(EventDefinition):
    """A jump within one scope; the parser turns it into a flow."""


class Compensate(EventDefinition):
    """`name` is the activity to compensate, or None for all of the scope. `waits`: for the handlers to be done."""

    def __init__(self, name: str | None, waits: bool = True, **kwargs: Any):
        super().__init__(name, **kwargs)
        self.waits = waits


class Several(EventDefinition):
    """Several triggers of one event: any of them where it catches, all of them if `parallel` or where it throws."""

    def __init__(self, parts: Sequence[EventDefinition], parallel: bool = False, **kwargs: Any):
        super().__init__(**kwargs)
        self.parts = tuple(parts)
        self.parallel = parallel


def each_of(definition: EventDefinition) -> tuple[EventDefinition, ...]:
    """The triggers of an event, in the order of the file; none for an event without."""
    match definition:
        case Several(parts=parts):
            return tuple(parts)
        case NoneEventDefinition():
            return ()
        case _:
            return (definition,)
