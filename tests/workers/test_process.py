"""The workers as a process of their own: `python -m workers`, stopped by SIGTERM, or done once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from engine.engine import Engine
from tests.workers.test_loop import _until
from tests.workers.town import Town, end, flow, start

WAIT = (
    "w",
    '<bpmn:intermediateCatchEvent id="w"><bpmn:timerEventDefinition><bpmn:timeDuration>PT0S</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
)


def _environment(database: str, home: Path) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": database, "TONGBAN_HOME": str(home), "PYTHONPATH": str(Path.cwd())}


def _nap(engine: Engine) -> tuple[Town, int]:
    town = Town(engine)
    town.deploy("nap", flow(start(), WAIT, end()))
    return town, town.start("nap")


def test_it_works_until_it_is_told_to_stop(engine: Engine, database: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "workers", "all"]
    with subprocess.Popen(command, env=_environment(database, tmp_path), stdout=subprocess.DEVNULL) as process:
        town, nap = _nap(engine)
        assert _until(lambda: "InstanceEnded" in town.names(nap))
        assert _until(lambda: _holds_the_clock(database))
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0


def _holds_the_clock(database: str) -> bool:
    with psycopg.connect(database) as connection:
        row = connection.execute("select count(*) from pg_locks where locktype = 'advisory' and granted").fetchone()
    return row is not None and row[0] >= 1


def test_once_does_what_is_due_and_ends(engine: Engine, database: str, tmp_path: Path) -> None:
    town, nap = _nap(engine)
    command = [sys.executable, "-m", "workers", "timers", "projector", "--once"]
    done = subprocess.run(command, env=_environment(database, tmp_path), capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert "InstanceEnded" in town.names(nap)


def test_a_name_that_is_none_is_refused(database: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "workers", "tea"]
    done = subprocess.run(command, env=_environment(database, tmp_path), capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert b"invalid choice" in done.stderr
