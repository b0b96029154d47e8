"""All of PostgreSQL is killed under load, as by a power cut: what was answered is there, and all goes on by itself."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bootstrap import open_engine
from engine.engine import Engine
from engine.settings import Settings
from tests.conftest import scale
from tests.kills.herd import driver, environment, herding, until, workers
from tests.kills.reckoning import bring_to_an_end, check_driver, journalled
from tests.kills.test_kills import check_counts
from tests.kills.town import HERE, found
from tests.oracles.aftermath import check_ended, check_once, check_whole
from tests.setup.places import Place, new_place
from tests.setup.test_postgres import kill_all
from tongban.migrations import migrate
from tongban.postgres import Server, start
from tongban.sharing import revive

CUTS = 2 * scale()
BETWEEN = 60  # answers between two cuts, at most
pytestmark = pytest.mark.timeout(120 + 30 * CUTS)


@pytest.fixture
def place() -> Iterator[Place]:
    made = new_place()
    yield made
    made.clear()


@pytest.fixture
def server(place: Place) -> Server:
    made = place.server()
    start(made)
    migrate(made.dsn("postgres"))
    return made


@pytest.fixture
def engine(server: Server, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(Settings(home=tmp_path), server.dsn("postgres"))
    found(opened)
    yield opened
    opened.store.close()


def test_what_was_answered_survives_a_power_cut(server: Server, engine: Engine, tmp_path: Path) -> None:
    """The driver and the workers live through it, and take up their work when the server is back."""
    log, settings, chance = tmp_path / "driver.lines", environment(server.dsn("postgres"), tmp_path), random.Random(1)
    log.touch()
    with herding([driver(log, settings), *workers(1, settings)], tmp_path) as herd:
        until(lambda: len(herd.at_work()) == 2)
        for _ in range(CUTS):
            goal = answered(log) + chance.randint(1, BETWEEN)
            until(lambda goal=goal: answered(log) >= goal)  # type: ignore[misc]
            kill_all(server)
            revive(server)
        goal = answered(log) + BETWEEN
        until(lambda: answered(log) >= goal)
    left = bring_to_an_end(engine)
    check_ended(engine)
    check_whole(engine)
    check_counts(engine, dict(check_once(engine)))
    print(f"{CUTS} cuts, {check_driver(log, journalled(engine))} answers kept, {left} tasks left open")


def answered(log: Path) -> int:
    return log.read_bytes().count(b"\n")


def test_no_id_is_given_out_twice_after_a_power_cut(server: Server, engine: Engine, tmp_path: Path) -> None:
    """A process that lives through it goes on with the ids it had, so another must not be given them."""
    before = {engine.store.ids.take(HERE) for _ in range(10)}
    kill_all(server)
    revive(server)
    other = open_engine(Settings(home=tmp_path), server.dsn("postgres"))
    after = {other.store.ids.take(HERE) for _ in range(10)}
    other.store.close()
    assert before & after == set()
