"""Event definitions that the library lacks or gets wrong; message, signal, error and escalation are the library's."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

from engine.runtime.incidents import Incident
from engine.runtime.script_engine import Formula
from engine.runtime.timers import TimerText


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
