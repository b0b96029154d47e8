"""Lends the installation's keys to the registers, which hold none: blind indexes, seals for what identifies people."""

from functools import partial

from engine.domain.ids import CITY
from engine.store import sealed_files
from engine.store.store import Store
from engine.store.vault import brought_out, put_away
from registers.benefits import Connection
from registers.payees import Open, Seal
from registers.sealing import Sealing


def sealing(store: Store) -> Sealing:
    vault = store.vault
    return Sealing(lambda number: vault.person(number, 0), partial(put_away, vault), partial(brought_out, vault))


def seal(store: Store, connection: Connection) -> Seal:
    """Of accounts: under the person's key among the city's own affairs."""
    store.ids.ensure({CITY})  # whose keys these are, also where nothing has happened in the city yet
    return lambda person, content: sealed_files.closed(connection, store.vault, (CITY, person), content)


def opening(store: Store, connection: Connection) -> Open:
    return lambda content: sealed_files.opened(connection, store.vault, content)
