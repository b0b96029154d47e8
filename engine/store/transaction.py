"""One transaction: look (seen before? lock and load), seal, record. Knows the order in which rows are locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from engine.domain.commands import ClaimNext, Command
from engine.domain.situation import Situation
from engine.store import journal, notices, write
from engine.store.calendars import Calendars
from engine.store.entries import Entry, Repeated, Retryable, changes_of, line_of
from engine.store.heads import Heads
from engine.store.ids import Ids
from engine.store.look import Loaded, load
from engine.store.picking import Picked, pick
from engine.store.sealed import Seals, Secret
from engine.store.situations import seen
from engine.store.vault import Vault
from engine.store.wire import Connection

__all__ = ["Entry", "Repeated", "Retryable", "Transaction"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the transactions of one process share."""

    ids: Ids
    calendars: Calendars
    heads: Heads
    vault: Vault


class Transaction:
    """Made by the store, and of one thread. Nothing takes an id once it has recorded: that waits for the head."""

    def __init__(self, connection: Connection, shared: Shared):
        self.connection = connection
        self._shared = shared
        self._seals = Seals(shared.vault, shared.ids.take)
        self._appended: journal.Appended | None = None
        self._written: frozenset[str] = frozenset()

    def look(self, commands: Sequence[Command]) -> list[Situation]:
        """What each command sees, in their order; its rows are locked until the end."""
        self._shared.ids.ensure({command.district for command in commands})
        loaded = load(self.connection, commands)
        picked = self._pick(commands, loaded)
        return [self._situation(number, command, loaded, picked) for number, command in enumerate(commands)]

    def seal(self, secret: Secret) -> Mapping[str, Any]:
        """The reference that stands for a personal value; it is written with the entry of its instance."""
        return self._seals.add(secret)

    def record(self, entries: Sequence[Entry]) -> list[int]:
        """Writes snapshots and row changes, then the journal; gives the position of each entry in its district."""
        if not entries:
            return []
        kept = self._seals.rows(self.connection, {entry.ran.instance for entry in entries if entry.ran})
        tables = write.fold(chain(chain.from_iterable(map(changes_of, entries)), kept))
        write.send(self.connection, tables)
        notices.send(self.connection, tables)
        lines = [line_of(entry) for entry in entries]
        guessed = self._shared.heads.guess({line.district for line in lines})
        self._appended = journal.append(self.connection, lines, guessed)
        self._written = frozenset(tables)
        return self._appended.positions

    def committed(self) -> None:
        """To be called by the store: what others of this process may believe from now on."""
        if self._appended is not None:
            self._shared.heads.learn(self._appended)
        if "calendar_day" in self._written:
            self._shared.calendars.forget()

    def _pick(self, commands: Sequence[Command], loaded: Loaded) -> Picked:
        asking = [(number, command) for number, command in enumerate(commands) if isinstance(command, ClaimNext)]
        fresh = [pair for pair in asking if (pair[1].district, pair[1].request_id) not in loaded.earlier]
        return pick(self.connection, fresh, set(loaded.tasks)) if fresh else {}

    def _situation(self, number: int, command: Command, loaded: Loaded, picked: Picked) -> Situation:
        shared = self._shared
        fields = dict(seen(command, loaded))
        if number in picked:
            fields["task"], fields["instance"] = picked[number]
        return Situation(shared.ids.of(command.district), shared.calendars.of(command.district), **fields)
