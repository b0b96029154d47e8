"""A served city a module: a database with people and processes, and a live server on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.api.server import Person, prepare, serving


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(module_database: str, home: Path) -> Iterator[str]:
    prepare(module_database, home)
    with serving(module_database, home, clock="turned") as found:
        yield found


@pytest.fixture(scope="module")
def person(address: str) -> Iterator[Callable[[str], Person]]:
    """Whoever is named, logged in; the same one for the whole module."""
    known: dict[str, Person] = {}

    def find(account: str) -> Person:
        if account not in known:
            known[account] = Person(address, account)
        return known[account]

    yield find
    for one in known.values():
        one.close()
