"""A track and two racers on a database of their own, for one module of races."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import open_engine
from engine.settings import Settings
from registers.migrations import migrate
from tests.oracles.aftermath import check_ended, check_once, check_whole
from tests.races.racers import Racers, racing
from tests.races.track import Track


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All share it, and with it the keys, as processes of one installation do."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def track(module_database: str, home: Path) -> Iterator[Track]:
    migrate(module_database)
    engine = open_engine(Settings(home=home), module_database)
    made = Track(engine)
    made.deploy()
    yield made
    engine.store.close()


@pytest.fixture(scope="module")
def racers(track: Track, module_database: str, home: Path) -> Iterator[Racers]:
    with racing(module_database, home) as running:
        yield running


@pytest.fixture(autouse=True)
def _aftermath(track: Track) -> Iterator[None]:
    """After every race: all instances have ended, nothing happened twice, the journal holds and tells what is there."""
    yield
    check_ended(track.engine)
    check_once(track.engine)
    check_whole(track.engine)
