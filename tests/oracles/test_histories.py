"""After any history the projections rebuilt from the journal are the live ones, and the journal convicts nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import open_engine
from engine.engine import Engine
from engine.settings import Settings
from registers.migrations import migrate
from tests.conftest import scale
from tests.oracles.aftermath import check_once, check_whole
from tests.oracles.history import History

HISTORIES, STEPS = 4 * scale(), 200
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def engine(database: str, tmp_path: Path) -> Iterator[Engine]:
    migrate(database)
    opened = open_engine(Settings(home=tmp_path), database)
    yield opened
    opened.store.close()


@pytest.mark.parametrize("seed", range(1, HISTORIES + 1))
def test_what_is_told_is_what_is_there(engine: Engine, seed: int) -> None:
    history = History(engine, seed)
    history.deploy()
    history.run(STEPS)
    check_whole(engine)
    counts = check_once(engine)
    print(f"seed {seed}: {dict(history.done)}, refused {dict(history.refused)}")
    print(f"seed {seed}: {dict(counts)}")
    assert counts["InstanceEnded"] > 0
