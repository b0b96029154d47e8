"""A circuit breaker a department: after several failures it is left alone for a while, then tried once.

Each process learns for itself, within a few calls; what it remembers holds up no other process.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

State = Literal["closed", "open", "half_open"]
OPENS_AFTER = 5  # failures in a row
RESTS_FOR = 30.0  # seconds before one try is let through


@dataclass(slots=True)
class Line:
    failures: int = 0
    opened_at: float | None = None
    trying: bool = False


@dataclass(frozen=True, slots=True)
class Circuits:
    """By department. `now`: seconds of a clock that only goes forward. Safe for threads."""

    lines: dict[str, Line] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def allows(self, provider: str, now: float) -> bool:
        """May it be asked? While it rests only one at a time, once the rest is over."""
        with self.lock:
            line = self.lines.setdefault(provider, Line())
            if line.opened_at is None:
                return True
            if line.trying or now - line.opened_at < RESTS_FOR:
                return False
            line.trying = True
            return True

    def succeeded(self, provider: str) -> bool:
        """True where this closed it."""
        with self.lock:
            was_open = self.lines.setdefault(provider, Line()).opened_at is not None
            self.lines[provider] = Line()
            return was_open

    def failed(self, provider: str, now: float) -> bool:
        """True where this opened it."""
        with self.lock:
            line = self.lines.setdefault(provider, Line())
            was_open = line.opened_at is not None
            line.failures, line.trying = line.failures + 1, False
            if line.failures >= OPENS_AFTER:
                line.opened_at = now
            return line.opened_at is not None and not was_open

    def state(self, provider: str, now: float) -> State:
        with self.lock:
            line = self.lines.get(provider, Line())
            if line.opened_at is None:
                return "closed"
            return "open" if now - line.opened_at < RESTS_FOR else "half_open"
