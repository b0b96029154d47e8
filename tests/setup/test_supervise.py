"""The group of processes: order, restart, giving up, stopping, no orphans. Children are real, a line of Python each."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tongban.supervise import Child, Group, Patience, SupervisionError

SERVE = "import time; time.sleep(600)"
HURRY = Patience(stop_within=1, give_up_after=3, first_back_off=0.05)


def child(name: str, code: str, is_ready: Callable[[], bool] = lambda: True, fds: tuple[int, ...] = ()) -> Child:
    return Child(name, (sys.executable, "-c", code), is_ready=is_ready, ready_within=20, pass_fds=fds)


def stop_now() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def reads_end(descriptor: int) -> bool:
    """Waits until the last process that holds the other end of the pipe is gone."""
    with os.fdopen(descriptor, "rb") as pipe:
        pipe.read()
    return True


def test_a_child_is_started_when_the_one_before_is_ready(tmp_path: Path) -> None:
    mark = tmp_path / "ready"
    first = child("first", f"open({str(mark)!r}, 'w'); {SERVE}", is_ready=mark.exists)
    second = child("second", f"import os; print('first is ready:', os.path.exists({str(mark)!r}), flush=True); {SERVE}")
    log = tmp_path / "second.log"

    def when_it_has_spoken() -> None:
        if log.read_text():
            stop_now()

    Group(tmp_path, print).run([first, second], lambda: None, when_it_has_spoken)
    assert log.read_text() == "first is ready: True\n"


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    mortal = f"f = open({str(lives)!r}, 'a'); f.write('x'); f.close(); len(open(f.name).read()) < 2 and exit(3)"
    said: list[str] = []

    def when_it_lives_again() -> None:
        if lives.exists() and lives.read_text() == "xx":
            stop_now()

    Group(tmp_path, said.append, HURRY).run([child("mortal", f"{mortal}; {SERVE}")], lambda: None, when_it_lives_again)
    assert said == ["mortal died (exit code 3); started again in 0.1 s"]


def test_a_child_that_keeps_dying_ends_the_group_and_its_last_words_are_told(tmp_path: Path) -> None:
    doomed = child("doomed", "raise SystemExit('the port is taken')")
    with pytest.raises(SupervisionError, match=r"(?s)doomed died 3 times in a row.*the port is taken"):
        Group(tmp_path, print, HURRY).run([doomed], lambda: None)


def test_a_child_that_dies_before_it_is_ready_ends_the_group_at_once(tmp_path: Path) -> None:
    doomed = child("doomed", "raise SystemExit('no such table')", is_ready=lambda: False)
    with pytest.raises(SupervisionError, match=r"(?s)ended before it was ready.*no such table"):
        Group(tmp_path, print).run([doomed], lambda: None)


def test_all_are_gone_after_the_group_even_one_that_does_not_listen(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {SERVE}"
    said: list[str] = []
    stubborn = child(
        "stubborn", deaf, is_ready=lambda: (tmp_path / "stubborn.log").read_text() == "deaf\n", fds=(writing,)
    )
    Group(tmp_path, said.append, HURRY).run([stubborn], stop_now)
    os.close(writing)
    assert reads_end(reading)
    assert said == ["stubborn does not stop, so it is killed"]


def test_no_child_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    supervisor = f"""
import os, pathlib, signal
from tongban.supervise import Child, Group
from tongban.tether import tethered
sleeper = tethered(os.getpid(), "timeit", ("-n", "1", "import time; print('asleep', flush=True); time.sleep(600)"))
log = pathlib.Path({str(tmp_path)!r}) / "sleeper.log"
child = Child("sleeper", sleeper, is_ready=lambda: log.read_text() == "asleep\\n", pass_fds=({writing},))
Group(log.parent, print).run([child], lambda: os.kill(os.getpid(), signal.SIGKILL))
"""
    killed = subprocess.run([sys.executable, "-c", supervisor], pass_fds=(writing,), check=False)
    os.close(writing)
    assert killed.returncode == -signal.SIGKILL
    assert reads_end(reading)
