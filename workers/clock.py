"""The city-wide periodic work: day seals, new dates under a new calendar, the calendar's reach, what is old.

One process does it, by an advisory lock in a session of its own. It never touches an instance's timer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import structlog

from engine.domain.durations import in_city
from engine.engine import Engine
from engine.store import chores, seals
from engine.store.claims import Connection
from engine.store.locks import CLOCK
from engine.store.seals import SealKey
from registers import keeping, notices
from workers import metrics
from workers.redating import redate

log = structlog.get_logger("workers")
NOTICES_KEPT_FOR = timedelta(days=3 * 366)  # records of handling personal data are kept at least three years
WARN_AHEAD = timedelta(days=60)  # the next year's days are decreed late in the autumn


@dataclass(frozen=True, slots=True)
class Chore:
    """Done once a day on the city's clock, from `at` on."""

    name: str
    at: time
    do: Callable[[Engine, datetime], int]


def check_calendar(engine: Engine, now: datetime) -> int:
    """Warns when the calendar will end soon, or rests on days that nobody has decreed."""
    with engine.store.writing() as connection:
        last, decreed = chores.calendar_reach(connection)
    needed = in_city(now).date() + WARN_AHEAD
    metrics.CALENDAR_DAYS.set((last - in_city(now).date()).days if last else 0)
    if last is None or last < needed:
        log.warning("the calendar ends soon: seed the next year", last_day=str(last))
    elif decreed is None or decreed < needed:
        log.warning("the calendar is provisional soon: import the decree", last_decreed_day=str(decreed))
    return 0


def forget_notices(engine: Engine, now: datetime) -> int:
    with engine.store.writing() as connection:
        return notices.forget(connection, chores.districts(connection), now - NOTICES_KEPT_FOR)


def forget_comparisons(engine: Engine, now: datetime) -> int:
    with engine.store.writing() as connection:
        kept_for = keeping.years(connection, in_city(now).date())
        if kept_for is None:
            log.warning("nobody has said how long comparisons are kept: import the parameter", rule=keeping.RULE)
            return 0
        return keeping.forget(connection, chores.districts(connection), now, kept_for)


def seal_yesterday(engine: Engine, now: datetime, key: SealKey) -> int:
    """Signs the last hash of each district up to midnight; days that were missed lie under the same seal."""
    with engine.store.writing() as connection:
        return len(seals.seal_day(connection, in_city(now).date() - timedelta(days=1), key))


def chores_under(key: SealKey) -> tuple[Chore, ...]:
    """What is done every day; `key` signs the seals."""
    return (
        Chore("seal", time(0, 5), lambda engine, now: seal_yesterday(engine, now, key)),
        Chore("redate", time(0, 15), redate),
        Chore("notices", time(0, 30), forget_notices),
        Chore("comparisons", time(0, 45), forget_comparisons),
        Chore("calendar", time(8, 0), check_calendar),
    )


@dataclass(slots=True)
class Housekeeper:
    """Holds the lock while it lives, and knows what it has done today. `dsn` is direct, not that of a pooler."""

    dsn: str
    chores: Sequence[Chore]
    session: Connection | None = None
    done: dict[str, date] = field(default_factory=dict)
    calendar: str | None = None

    def step(self, engine: Engine, now: datetime) -> int:
        """Does what is due and was not done today; a new calendar dates limits anew at once. Gives 0."""
        if not self._has_lock():
            return 0
        for chore in [chore for chore in self.chores if self._is_due(chore, now)] + self._on_new_calendar(engine):
            touched = chore.do(engine, now)
            self.done[chore.name] = in_city(now).date()
            log.info("chore", name=chore.name, touched=touched)
        return 0

    @property
    def is_at_work(self) -> bool:
        """Does this process hold the lock, as far as it knows?"""
        return self.session is not None

    def close(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session = None

    def _is_due(self, chore: Chore, now: datetime) -> bool:
        local = in_city(now)
        return local.time() >= chore.at and self.done.get(chore.name) != local.date()

    def _on_new_calendar(self, engine: Engine) -> list[Chore]:
        with engine.store.writing() as connection:
            version = chores.calendar_version(connection)
        known, self.calendar = self.calendar, version
        return [] if known in (None, version) else [chore for chore in self.chores if chore.name == "redate"]

    def _has_lock(self) -> bool:
        """A session that broke is given up with its lock, and tried for again at the next look."""
        if self.session is None:
            self.session = chores.sole_session(self.dsn, CLOCK, "tongban-workers-clock")
        elif not chores.is_alive(self.session):
            log.warning("the clock lost its session")
            self.close()
        return self.session is not None
