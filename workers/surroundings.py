"""What handlers stand in: the registers, the blob store, personal values. Put together from an engine's store."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from engine.domain.commands import SYSTEM
from engine.domain.ids import CITY
from engine.engine import Engine
from engine.settings import Settings
from engine.sheets import Rule, rule
from engine.store import blobs, sealed_files
from engine.store.claims import Connection, DueJob, is_open
from engine.store.reads import cases
from engine.store.store import Store
from engine.store.vault import brought_out, put_away
from registers.payees import Open, Seal
from registers.sealing import Sealing
from workers.departments import Departments, known
from workers.handlers.contract import Context, Handler
from workers.handlers.kinds import HANDLERS
from workers.opening import opened

LARGEST_FILE = 5_000_000  # bytes; handlers write notices, not archives
Connect = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The registers lie in the engine's database, where the settings name no other."""

    store: Store
    registers: Connect
    rules: Callable[[str, int | None], Rule | None]
    allowed_urls: tuple[str, ...] = ()
    handlers: Mapping[str, Handler] = field(default_factory=lambda: HANDLERS)
    departments: Departments = field(default_factory=Departments)

    def context(self, due: DueJob, now: datetime) -> Context:
        return Context(
            job=due.id,
            instance=due.instance,
            element=due.element,
            now=now,
            registers=self.registers,
            blobs=partial(self._keep, due.instance),
            person_index=lambda number: self.store.vault.person(number, 0),
            rules=self.rules,
            is_open=self._is_open,
            sealing=self.sealing(),
            seal=self.seal,
            allowed_urls=self.allowed_urls,
            is_last=due.attempts + 1 >= due.retries,
            departments=self.departments,
            age=self.store.calendar(due.district).working_days_between,
            item=partial(self._item, due.instance),
        )

    def sealing(self) -> Sealing:
        vault = self.store.vault
        return Sealing(lambda number: vault.person(number, 0), partial(put_away, vault), partial(brought_out, vault))

    def seal(self, connection: Connection) -> Seal:
        """Of accounts: under the person's key among the city's own affairs."""
        self.store.ids.ensure({CITY})
        return lambda person, content: sealed_files.closed(connection, self.store.vault, (CITY, person), content)

    def opening(self, connection: Connection) -> Open:
        return lambda content: sealed_files.opened(connection, self.store.vault, content)

    def _item(self, instance: int) -> str | None:
        found = cases.find(self.store, SYSTEM, instance)
        return None if found is None else found["item"]

    def opened(self, inputs: Mapping[str, Any], instance: int) -> Mapping[str, Any]:
        with self.store.writing() as connection:
            return opened(connection, self.store.vault, inputs, instance)

    def _is_open(self, instance: int) -> bool:
        with self.store.writing() as connection:
            return is_open(connection, instance)

    def _keep(self, instance: int, content: bytes, media_type: str) -> str:
        """Sealed where the case has a person: what a handler writes is made of opened values."""
        with self.store.writing() as connection:
            person = sealed_files.whose(connection, instance)
            if person is not None:
                content = sealed_files.closed(connection, self.store.vault, person, content)
            return blobs.put(connection, content, media_type, LARGEST_FILE)


KNOWN: WeakKeyDictionary[Engine, Surroundings] = WeakKeyDictionary()


def surroundings(engine: Engine) -> Surroundings:
    """Settings are read once for an engine: a worker asks at every step."""
    found = KNOWN.get(engine)
    if found is None:
        found = KNOWN[engine] = _put_together(engine)
    return found


def _put_together(engine: Engine) -> Surroundings:
    settings, rules = Settings(), partial(rule, engine.store, engine.runtime)
    departments = Departments(known(settings.connectors, settings.home / "keys" / "connectors"), settings.public_url)
    return Surroundings(engine.store, engine.store.registers, rules, settings.http_allowed, departments=departments)
