"""What every test may ask for: a database, and how large to be. The server behind it is in `tests/postgres.py`."""

import os
from collections.abc import Iterator
from typing import IO

import pytest

from tests import postgres as session
from tongban.postgres import Server

_alive = pytest.StashKey[IO[str]]()


def scale() -> int:
    """How many times larger than by default a long test shall be: SCALE, 1 for `make test`, 10 for `make soak`."""
    return max(1, int(os.environ.get("SCALE", "1")))


def pytest_configure(config: pytest.Config) -> None:
    if session.FOLDER not in os.environ:
        config.stash[_alive] = session.open_session()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _alive in config.stash:
        session.close_session(config.stash[_alive])


@pytest.fixture(scope="session")
def postgres() -> Server:
    """The session's PostgreSQL server, running."""
    return session.server()


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """The DSN of a migrated, empty database for this one test."""
    from tongban.migrations import migrate

    with session.fresh_database(postgres, migrate) as dsn:
        yield dsn


@pytest.fixture(scope="module")
def module_database(postgres: Server) -> Iterator[str]:
    """The DSN of a migrated, empty database shared by the tests of one module."""
    from tongban.migrations import migrate

    with session.fresh_database(postgres, migrate) as dsn:
        yield dsn
