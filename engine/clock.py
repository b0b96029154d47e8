"""The city's clock, read at the edges only: the machine's, or one that tests, demo and simulation turn ahead.

How far it is turned lies in the database, so that the API and all workers see one time. It never goes backwards.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from engine.domain.rejections import Forbidden, Invalid, WrongState
from engine.store import turned_clock
from engine.store.store import Store


class Clock(Protocol):
    def now(self) -> datetime:
        """This moment, with a zone."""
        ...

    def advance(self, by: timedelta) -> datetime:
        """Turns it ahead and gives the new time. Rejected where the clock cannot be turned."""
        ...

    def jump(self, to: datetime) -> datetime:
        """Turns it to `to` and gives the new time. Rejected for an earlier moment than now."""
        ...


class Settings(Protocol):
    @property
    def clock(self) -> str:
        """real or turned"""
        ...

    @property
    def production(self) -> bool: ...


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def advance(self, by: timedelta) -> datetime:
        raise Forbidden("Expected a clock that can be turned, but this city runs on real time")

    def jump(self, to: datetime) -> datetime:
        return self.advance(timedelta(0))


@dataclass(frozen=True, slots=True)
class TurnedClock:
    """The machine's time and what it has been turned ahead; each reading asks the database."""

    store: Store

    def now(self) -> datetime:
        with self.store.writing() as connection:
            return datetime.now(UTC) + turned_clock.ahead(connection)

    def advance(self, by: timedelta) -> datetime:
        if by < timedelta(0):
            raise Invalid(f"Expected to turn the clock ahead, but {by} is backwards")
        with self.store.writing() as connection:
            return datetime.now(UTC) + turned_clock.advance(connection, by)

    def jump(self, to: datetime) -> datetime:
        if to.tzinfo is None:
            raise Invalid(f"Expected a moment with a time zone, but found {to.isoformat()}")
        real = datetime.now(UTC)
        with self.store.writing() as connection:
            now = real + turned_clock.jump(connection, to, real)
        if now > to:
            raise WrongState(f"Expected a moment after {now.isoformat()}, but {to.isoformat()} is before it")
        return now


def open_clock(settings: Settings, store: Store) -> Clock:
    """The clock that the settings ask for. ValueError where a city in production asks for one that can be turned."""
    match settings.clock:
        case "real":
            return RealClock()
        case "turned" if not settings.production:
            return TurnedClock(store)
        case "turned":
            raise ValueError("Expected real time in production, but the settings ask for a turned clock")
        case other:
            raise ValueError(f"Expected a clock that is real or turned, but found {other!r}")
