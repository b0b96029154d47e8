"""The seal of accounts at this installation: under the person's key among the city's own affairs."""

from engine.domain.ids import CITY
from engine.store import sealed_files
from engine.store.store import Store
from registers.benefits import Connection
from registers.payees import Open, Seal


def seal(store: Store, connection: Connection) -> Seal:
    store.ids.ensure({CITY})  # whose keys these are, also where nothing has happened in the city yet
    return lambda person, content: sealed_files.closed(connection, store.vault, (CITY, person), content)


def opening(store: Store, connection: Connection) -> Open:
    return lambda content: sealed_files.opened(connection, store.vault, content)
