"""The key by which a message finds its instance: `city:correlation`, or BPMN's correlation subscription.

One key is a text. Of BPMN's properties (BPMN 2.0.2, 8.4.2) it is the values, in order, that the message and the process
have for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine.runtime.incidents import Incident
from engine.runtime.script_engine import Formula, Text, string

if TYPE_CHECKING:
    from engine.runtime.variables import Variables


@dataclass(frozen=True, slots=True)
class Correlating:
    """`properties`: (retrieval from the message, binding in the process), for each that the process binds."""

    key: Text | None = None
    ttl: timedelta | None = None
    properties: Sequence[tuple[Formula, Formula]] = ()

    def awaited(self, variables: Variables) -> str | None:
        """The key that a task waits for. Incident where it has no value: it would take any message."""
        if self.key is None and not self.properties:
            return None
        parts = [string(self.key, variables)] if self.key is not None else []
        return _joined([*parts, *(string(binding, variables) for _, binding in self.properties)])

    def sent(self, payload: Mapping[str, Any], variables: Variables) -> str | None:
        """The key that a message carries."""
        if self.key is None and not self.properties:
            return None
        parts = [string(self.key, variables)] if self.key is not None else []
        return _joined([*parts, *(string(retrieval, payload) for retrieval, _ in self.properties)])


NO_KEYS: Mapping[str, Correlating] = {}


def _joined(parts: Sequence[str | None]) -> str:
    if any(not part for part in parts):
        raise Incident("消息的关联键没有值")
    return "|".join(part or "" for part in parts)
