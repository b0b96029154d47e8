"""The registers on a database of their own."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from registers.migrations import migrate


@pytest.fixture
def city(database: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the city's registers, empty."""
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection
