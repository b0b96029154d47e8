"""Processes that are killed and started again: which there are, which are at work, and how to wait for something."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tongban import serving
from tongban.tether import tethered

SAID_AT_WORK = {"api": "startup complete", "workers": '"commands"', "driver": "at work"}
MOMENT = 0.005  # seconds between two looks


def until(condition: Callable[[], bool], within: float = 60.0) -> None:
    """Looks again and again until it holds; an AssertionError when it does not in time."""
    pause, end = threading.Event(), time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, f"Expected {condition} within {within} s"
        pause.wait(MOMENT)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one process is started. `name`: what it is, a number behind it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    pass_fds: tuple[int, ...] = ()


@dataclass(slots=True)
class Herd:
    """Each process writes to a log of its own, emptied at every start; `said` keeps what the dead have said."""

    kinds: Mapping[str, Kind]
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        kind = self.kinds[name]
        with self._log(name).open("wb") as out:
            self.running[name] = subprocess.Popen(
                kind.command,
                env={**os.environ, **kind.environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=kind.pass_fds,
            )

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.send_signal(signal.SIGKILL)
        assert process.wait(30) == -signal.SIGKILL, f"{name} had ended by itself:\n{self.words(name)}"

    def at_work(self) -> list[str]:
        """Those that have done something since they were started. None may have ended by itself."""
        for name, process in self.running.items():
            assert process.poll() is None, f"{name} has ended by itself:\n{self.words(name)}"
        return [name for name in self.running if SAID_AT_WORK[name.split("-")[0]] in self.words(name)]

    def words(self, name: str) -> str:
        return self._log(name).read_text(errors="replace")

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


@contextmanager
def herding(kinds: list[Kind], folder: Path) -> Iterator[Herd]:
    """All are started, and all that live at the end are killed."""
    herd = Herd({kind.name: kind for kind in kinds}, folder)
    try:
        for kind in kinds:
            herd.start(kind.name)
        yield herd
    finally:
        for process in herd.running.values():
            process.kill()
            process.wait()


def apis(plan: serving.Plan, listener: object) -> list[Kind]:
    """As `tongban up` starts them."""
    children = serving.apis(plan, listener)  # type: ignore[arg-type]
    return [Kind(child.name, child.command, child.environment, child.pass_fds) for child in children]


def workers(number: int, environment: Mapping[str, str]) -> list[Kind]:
    command = tethered(os.getpid(), "workers", ("all",))
    return [Kind(f"workers-{n}", command, environment) for n in range(1, number + 1)]


def driver(log: Path, environment: Mapping[str, str]) -> Kind:
    return Kind("driver", (*tethered(os.getpid(), "tests.kills.driver"), str(log)), environment)


def environment(dsn: str, home: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": dsn,
        "TONGBAN_HOME": str(home),
        "PYTHONPATH": os.pathsep.join((str(Path.cwd()), *sys.path[:1])),
        "PYTHONUNBUFFERED": "1",
    }
