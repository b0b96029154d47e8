"""An engine on a database of its own, with the registers beside it, and a district to work in."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from engine.bootstrap import open_engine
from engine.engine import Engine
from engine.settings import Settings
from registers.migrations import migrate
from tests.workers.town import Town


@pytest.fixture
def engine(database: str, tmp_path: Path) -> Iterator[Engine]:
    migrate(database)
    opened = open_engine(Settings(home=tmp_path), database)
    yield opened
    opened.store.close()


@pytest.fixture
def town(engine: Engine) -> Town:
    return Town(engine)


@pytest.fixture
def tables(database: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection
