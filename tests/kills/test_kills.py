"""Processes are killed at any moment, under load: no answer that was given is lost, nothing is done twice or left."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.bootstrap import open_engine
from engine.domain import facts
from engine.engine import Engine
from engine.settings import Settings
from registers.migrations import migrate
from tests.conftest import scale
from tests.kills.clients import at_counters
from tests.kills.driver import THREADS
from tests.kills.herd import Herd, apis, driver, environment, herding, until, workers
from tests.kills.reckoning import bring_to_an_end, check_driver, check_kept, journalled
from tests.kills.town import CLERKS, found
from tests.oracles.aftermath import check_ended, check_once, check_whole, story
from tongban import serving

KILLS = 6 if scale() == 1 else 20 * scale()  # 200 in `make soak`
BETWEEN = 20  # answers over HTTP between two kills, at most
pytestmark = pytest.mark.timeout(120 + 10 * KILLS)


@pytest.fixture
def engine(database: str, tmp_path: Path) -> Iterator[Engine]:
    migrate(database)
    opened = open_engine(Settings(home=tmp_path), database)
    found(opened)
    yield opened
    opened.store.close()


def test_nothing_is_lost_and_nothing_done_twice(engine: Engine, database: str, tmp_path: Path) -> None:
    log, settings = tmp_path / "driver.lines", environment(database, tmp_path)
    log.touch()
    with serving.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        kinds = apis(serving.Plan("127.0.0.1", port, 2, settings), listener)
        kinds += [*workers(2, settings), driver(log, settings)]
        with herding(kinds, tmp_path) as herd:
            until(lambda: len(herd.at_work()) == len(kinds))
            with at_counters(port, [clerk.id for clerk in CLERKS[THREADS:]]) as clerks:
                killed = kill_at_random(herd, lambda: sum(len(clerk.kept) for clerk in clerks))
    left = bring_to_an_end(engine)
    check_ended(engine)
    check_whole(engine)
    counts = check_once(engine)
    check_counts(engine, dict(counts))
    written = journalled(engine)
    lines, kept = check_driver(log, written), check_kept([one for clerk in clerks for one in clerk.kept], written)
    again, replayed = sum(clerk.asked_again for clerk in clerks), sum(clerk.replayed for clerk in clerks)
    print(f"killed {killed}; {counts['InstanceStarted']} instances, answers: {lines} in process, {kept} over HTTP")
    print(f"asked again {again}, of which answered before {replayed}; tasks left open {left}; {dict(counts)}")
    assert sum(killed.values()) == KILLS


def kill_at_random(herd: Herd, answered: Callable[[], int]) -> dict[str, int]:
    """After any number of answers, any of those that are at work; gives how often each kind was hit."""
    chance, hits = random.Random(KILLS), dict.fromkeys(herd.kinds, 0)
    for _ in range(KILLS):
        goal = answered() + chance.randint(1, BETWEEN)
        until(lambda goal=goal: answered() >= goal and bool(herd.at_work()))  # type: ignore[misc]
        name = chance.choice(herd.at_work())
        herd.kill(name)
        herd.start(name)
        hits[name] += 1
    return hits


def check_counts(engine: Engine, counts: dict[str, int]) -> None:
    """A case asks the registry once and is answered once; its notice is written once; its timers come once."""
    started = [fact.key for fact in story(engine) if isinstance(fact, facts.InstanceStarted)]
    cases = started.count("filed")
    assert started.count("registry") == cases > 0
    assert counts["JobCompleted"] == counts["MessageReceived"] == cases
    assert counts["MessageThrown"] == counts["MessageSettled"] == 2 * cases
    assert counts["TaskCompleted"] == 2 * cases
    assert {fact.how for fact in story(engine) if isinstance(fact, facts.MessageSettled)} == {"delivered", "started"}
    with engine.store.writing() as connection:
        assert connection.execute("select count(*) from notice").fetchone() == (cases,)
