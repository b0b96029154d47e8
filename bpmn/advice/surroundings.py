"""What is known beyond the file itself: the day, the groups of the city, what other files wait for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Surroundings:
    """None is "not known": what depends on it is not told.

    `today`: dates of timers before it are past. `groups`: all that some post has. `heard`: names of messages and
    signals that some file waits for. `keys`: processes that there are.
    """

    today: date | None = None
    groups: frozenset[str] | None = None
    heard: frozenset[str] | None = None
    keys: frozenset[str] | None = None


NOTHING_KNOWN = Surroundings()
