"""A store on a database of its own, and a desk at it."""

from collections.abc import Iterator

import pytest

from engine.store.store import Store
from tests.engine.store.desk import Desk, opened


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with opened(database) as store:
        yield store


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)
