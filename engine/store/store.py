"""The door of the store: connections to one PostgreSQL, and what is opened through them. Only here are pools made."""

from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from select import POLLIN, poll
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from engine.domain.calendar import Calendar
from engine.domain.commands import Command
from engine.domain.office import OFFICE, Office
from engine.domain.source import DecisionSource, Source
from engine.store import wire
from engine.store.calendars import Calendars
from engine.store.entries import Repeated, Retryable
from engine.store.facts_json import loads
from engine.store.heads import Heads
from engine.store.ids import Ids
from engine.store.transaction import Shared, Transaction
from engine.store.vault import Vault
from engine.store.wire import Names

# Hot statements are planned once and go by the index, whatever a table's statistics say while it is still small.
PLANS = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
CITY_TIME = "-c timezone=Asia/Shanghai -c jit=off"
FIRST_PLANS_HOLD = 64
WRITERS = 4  # transactions at once
WAIT = 10.0  # seconds for a free connection, or for a server that is restarting
SAME_REQUEST = "uq_journal_district_request_id"

LATEST = "select id from definition where key = %s order by version desc limit 1"
VERSION = "select id from definition where key = %s and version = %s"
SOURCE = """
select d.id, d.key, s.name, s.bpmn, s.resources::text, d.called::text
from definition d join source s on s.digest = d.digest where d.id = %s
"""


LATEST_DECISION = "select version from decision where key = %s order by version desc limit 1"
DECISION = """
select d.id, s.bpmn, s.resources::text from decision d join source s on s.digest = d.digest
where d.key = %s and d.version = %s
"""


class Keys(Protocol):
    @property
    def vault(self) -> bytes: ...
    @property
    def pepper(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Options:
    """`read_dsn`: a standby for pages and searches. `prepare_threshold`: None behind a pooler that cannot prepare.

    `distributed`: a transaction is of one district. `office`: the hours of a working day.
    """

    prepare_threshold: int | None = 0
    read_dsn: str | None = None
    distributed: bool = False
    office: Office = OFFICE


OPTIONS = Options()


class Store:
    """Times come in the city's zone. Safe for threads."""

    def __init__(self, dsn: str, keys: Keys, options: Options = OPTIONS):
        threshold, self._distributed = options.prepare_threshold, options.distributed
        self._writers = _pool(dsn, f"{CITY_TIME} {PLANS}", threshold, (1, WRITERS))
        self._primary = _pool(dsn, CITY_TIME, threshold, (1, WRITERS))
        self._readers = _pool(options.read_dsn or dsn, CITY_TIME, threshold, (1, 16), dict_row)
        self._counters = _pool(dsn, CITY_TIME, threshold, (1, 1))
        self._holders = _pool(dsn, CITY_TIME, threshold, (0, WRITERS))
        self.vault = Vault(keys.vault, keys.pepper)
        self.ids = Ids(self._counters.connection)
        self._versions: dict[tuple[str, int], int] = {}
        self._decisions: dict[tuple[str, int], DecisionSource] = {}
        self._prepares = threshold is not None
        self._prepared: WeakKeyDictionary[psycopg.Connection[Any], Names] = WeakKeyDictionary()
        self._used: WeakKeyDictionary[psycopg.Connection[Any], int] = WeakKeyDictionary()
        self._shared = Shared(self.ids, Calendars(self._counters.connection, options.office), Heads(), self.vault)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commits at its end. Raises Retryable or Repeated, with nothing written, where trying again is right."""
        with _told_apart():
            with self._writers.connection() as connection:
                self._plan_anew(connection)
                with wire.transaction(connection, self._names(connection)) as line:
                    transaction = Transaction(line, self._shared)
                    yield transaction
            transaction.committed()

    def group(self, command: Command) -> Hashable:
        """Commands of one group may share a transaction: on one server all, else those of one district."""
        return command.district if self._distributed else None

    def reading(self) -> AbstractContextManager[psycopg.Connection[DictRow]]:
        """A connection for what people look at, in autocommit, rows as dicts. Nothing that decides reads here."""
        return self._readers.connection()

    def writing(self) -> AbstractContextManager[psycopg.Connection[Any]]:
        """A connection to the primary, in autocommit, rows as tuples: for claims and other statements of their own."""
        return self._primary.connection()

    def registers(self) -> AbstractContextManager[psycopg.Connection[Any]]:
        """As `writing`, for whoever holds it while he asks for one of those: the two never wait for each other."""
        return self._holders.connection()

    def source(self, definition: int) -> Source:
        """What was deployed. LookupError for an unknown definition."""
        with self.writing() as connection:
            row = connection.execute(SOURCE, (definition,)).fetchone()
        if row is None:
            raise LookupError(f"Expected a deployed definition, but there is no {definition}")
        id, key, name, bpmn, resources, called = row
        files = {name: text.encode() for name, text in loads(resources).items()}
        return Source(id, key, name, bytes(bpmn), files, loads(called))

    def latest(self, key: str) -> int | None:
        """The definition of the latest version of a process."""
        with self.writing() as connection:
            row = connection.execute(LATEST, (key,)).fetchone()
        return row[0] if row else None

    def process(self, key: str, version: int | None) -> int | None:
        """The definition of one version of a process, which never changes once it is there, or of the latest."""
        if version is None:
            return self.latest(key)
        known = self._versions.get((key, version))
        if known is None:
            with self.writing() as connection:
                row = connection.execute(VERSION, (key, version)).fetchone()
            if row is None:
                return None
            known = self._versions[key, version] = row[0]
        return known

    def decision(self, key: str, version: int | None) -> DecisionSource | None:
        """One version of a decision, which never changes once it is there, or the latest, which is asked for anew."""
        if version is None:
            with self.writing() as connection:
                row = connection.execute(LATEST_DECISION, (key,)).fetchone()
            if row is None:
                return None
            version = row[0]
        known = self._decisions.get((key, version))
        if known is None:
            with self.writing() as connection:
                row = connection.execute(DECISION, (key, version)).fetchone()
            if row is None:
                return None
            files = {name: text.encode() for name, text in loads(row[2]).items()}
            known = self._decisions[key, version] = DecisionSource(row[0], key, version, bytes(row[1]), files)
        return known

    def calendar(self, district: int) -> Calendar:
        """The working days of a district, as published at most a second ago."""
        return self._shared.calendars.of(district)

    def calendar_as_of(self, district: int, position: int) -> Calendar:
        """The working days of a district, with all that was published up to a position of the city's own journal."""
        return self._shared.calendars.as_of(district, position)

    def districts(self) -> list[int]:
        """Those in which anything has happened."""
        with self.reading() as connection:
            return [row["district"] for row in connection.execute("select district from head order by district")]

    def _names(self, connection: psycopg.Connection[Any]) -> Names | None:
        return self._prepared.setdefault(connection, Names()) if self._prepares else None

    def _plan_anew(self, connection: psycopg.Connection[Any]) -> None:
        """After 64, 128, 256 ... transactions: plans made for empty tables take any index, and hold till an analyze."""
        used = self._used[connection] = self._used.get(connection, 0) + 1
        if used >= FIRST_PLANS_HOLD and used & (used - 1) == 0:
            connection.execute("discard plans")

    def close(self) -> None:
        for pool in (self._writers, self._primary, self._readers, self._counters, self._holders):
            pool.close()


def _pool(
    dsn: str, options: str, threshold: int | None, size: tuple[int, int], rows: Any = None
) -> ConnectionPool[Any]:
    """`size`: connections at least and at most."""
    kwargs: dict[str, Any] = {"autocommit": True, "prepare_threshold": threshold, "options": options}
    if rows is not None:
        kwargs["row_factory"] = rows
    return ConnectionPool(
        dsn,
        min_size=size[0],
        max_size=size[1],
        timeout=WAIT,
        kwargs=kwargs,
        configure=_configure,
        check=_check,
        open=True,
    )


def _configure(connection: psycopg.Connection[Any]) -> None:
    connection.prepared_max = None  # there are some hundreds of statement shapes at most


def _check(connection: psycopg.Connection[Any]) -> None:
    """A server that went away has left something to read; only then is it worth a round trip to ask."""
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    if waiting.poll(0):
        connection.execute("")


@contextmanager
def _told_apart() -> Iterator[None]:
    """Failures that nobody is at fault for, by what PostgreSQL says of them."""
    try:
        yield
    except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as error:
        raise Retryable(str(error)) from error
    except psycopg.errors.UniqueViolation as error:
        if error.diag.constraint_name == SAME_REQUEST:
            raise Repeated(str(error)) from error
        raise
    except PoolTimeout:
        raise
    except psycopg.OperationalError as error:
        if error.sqlstate is None or error.sqlstate.startswith(("08", "57P")):
            raise Retryable(str(error)) from error
        raise
