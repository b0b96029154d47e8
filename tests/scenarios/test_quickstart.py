"""The curl lines of docs/quickstart.md, run as they stand against a live API with its workers."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.bootstrap import open_engine
from engine.clock import open_clock
from engine.settings import Settings
from tests.api.server import serving
from tongban.demo import furnish
from tongban.deployment import deploy
from tongban.processes import PROCESSES, bpmn_files, read_file
from workers import loop
from workers.crew import ROWS
from workers.loop import Signals

QUICKSTART = Path(__file__).parents[2] / "docs" / "quickstart.md"
ITEM = "MZ-001"  # what the text applies for


def test_the_lines_take_an_application_to_its_completion(city_database: str, tmp_path: Path) -> None:
    lines = "\n".join(re.findall(r"```sh\n(.*?)```", QUICKSTART.read_text("utf-8"), re.DOTALL))
    with working(city_database, tmp_path), serving(city_database, tmp_path, clock="turned") as address:
        ran = subprocess.run(
            ["bash", "-euc", lines],
            env={**os.environ, "CITY": address},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "办结，次月起发 1380 yuan a month" in ran.stdout
    assert ran.stdout.rstrip().endswith("Completed")


@pytest.fixture
def city_database(database: str, tmp_path: Path) -> str:
    """With the tables of the registers, the demo people, the item of the text and the blocks, as a city opens."""
    from registers.migrations import migrate

    migrate(database)
    settings, now = Settings(home=tmp_path), datetime.now(UTC)
    engine = open_engine(settings, database)
    furnish(engine, settings, now)
    files = [path for path in bpmn_files([PROCESSES]) if path.parent.name == "blocks" or path.stem == ITEM]
    for deployed in deploy(engine, [read_file(path, alone=False) for path in files], now):
        assert deployed.refused is None
    engine.store.close()
    return database


@contextmanager
def working(dsn: str, home: Path) -> Iterator[None]:
    """Workers on threads of their own, by the same turned clock as the API."""
    settings = Settings(home=home, clock="turned")
    engine = open_engine(settings, dsn)
    signals = Signals(ROWS)
    threads = loop.start(engine, open_clock(settings, engine.store).now, signals)
    scheduler = loop.ticking(signals)
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        signals.end()
        for thread in threads:
            thread.join()
        engine.store.close()
