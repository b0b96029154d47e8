"""Runs several programs as one group: started in order, restarted when they die, stopped together. Knows no city.

Each child writes to a log of its own, so that nothing is lost or held up when the supervisor goes.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

TICK = 0.1
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOG_LIMIT = 10_000_000
LAST_LINES = 15


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may take, in seconds, and how often a child may die."""

    stop_within: float = 10.0
    quick_death: float = 10.0
    """Who dies sooner than this has not served."""
    give_up_after: int = 5
    """Quick deaths in a row."""
    first_back_off: float = 0.5
    longest_back_off: float = 8.0


class SupervisionError(Exception):
    """A child does not come up or will not stay up: which one, and the last lines it wrote."""


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_ready: Callable[[], bool] = lambda: True
    ready_within: float = 60.0
    pass_fds: tuple[int, ...] = ()


@dataclass(slots=True)
class _Running:
    child: Child
    process: subprocess.Popen[bytes]
    since: float
    quick_deaths: int = 0
    again_at: float | None = None


class Group:
    """The children of one supervisor. `logs` is made if it is not there; `say` takes lines for whoever looks on."""

    def __init__(self, logs: Path, say: Callable[[str], None], patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._logs = logs
        self._say = say
        self._running: list[_Running] = []
        self._stop_asked = False
        logs.mkdir(parents=True, exist_ok=True)

    def run(
        self, children: Sequence[Child], on_ready: Callable[[], None], each_second: Callable[[], None] = lambda: None
    ) -> None:
        """Starts all, calls `on_ready`, and comes back when it was told to stop and all have stopped.

        `each_second` may look after what the children need. Raises SupervisionError, after stopping the rest.
        """
        before = {number: signal.signal(number, self._ask_to_stop) for number in STOP_SIGNALS}
        try:
            self._start_all(children)
            if not self._stop_asked:
                on_ready()
            self._watch(each_second)
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop(self) -> None:
        """SIGTERM to all, ten seconds for all together, then SIGKILL to them and their children."""
        for running in reversed(self._running):
            _signal(running.process, signal.SIGTERM)
        end = time.monotonic() + self._patience.stop_within
        while time.monotonic() < end and any(running.process.poll() is None for running in self._running):
            time.sleep(TICK / 2)
        for running in self._running:
            if running.process.poll() is None:
                self._say(f"{running.child.name} does not stop, so it is killed")
            _signal(running.process, signal.SIGKILL)
            running.process.wait()
        self._running.clear()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_asked = True

    def _start_all(self, children: Sequence[Child]) -> None:
        for child in children:
            if self._stop_asked:
                return
            running = _Running(child, self._start(child), time.monotonic())
            self._running.append(running)
            self._await(running)

    def _await(self, running: _Running) -> None:
        """Until the child is ready. One that dies on the way is not tried again: something is wrong with the set-up."""
        child = running.child
        end = time.monotonic() + child.ready_within
        while not self._stop_asked:
            if running.process.poll() is not None:
                raise SupervisionError(self._obituary(running, "ended before it was ready"))
            if child.is_ready():
                return
            if time.monotonic() > end:
                raise SupervisionError(self._obituary(running, f"was not ready within {child.ready_within:.0f} s"))
            time.sleep(TICK / 2)

    def _watch(self, each_second: Callable[[], None]) -> None:
        next_second = time.monotonic()
        while not self._stop_asked:
            if time.monotonic() >= next_second:
                each_second()
                next_second = time.monotonic() + 1
            for running in self._running:
                self._look_after(running)
            time.sleep(TICK)

    def _look_after(self, running: _Running) -> None:
        now = time.monotonic()
        if running.again_at is not None:
            if now >= running.again_at:
                running.process, running.since, running.again_at = self._start(running.child), now, None
        elif running.process.poll() is not None:
            self._mourn(running, now)

    def _mourn(self, running: _Running, now: float) -> None:
        _signal(running.process, signal.SIGKILL)  # what it may have left behind in its group
        patience = self._patience
        running.quick_deaths = running.quick_deaths + 1 if now - running.since < patience.quick_death else 1
        if running.quick_deaths >= patience.give_up_after:
            raise SupervisionError(self._obituary(running, f"died {running.quick_deaths} times in a row"))
        wait = min(patience.longest_back_off, patience.first_back_off * 2 ** (running.quick_deaths - 1))
        running.again_at = now + wait
        self._say(f"{running.child.name} died ({_cause(running.process)}); started again in {wait:.1f} s")

    def _start(self, child: Child) -> subprocess.Popen[bytes]:
        """In a group of its own, so that Ctrl-C reaches the supervisor alone and it stops the children in order."""
        log = self._log(child)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as out:
            return subprocess.Popen(
                child.command,
                env={**os.environ, **child.environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=child.pass_fds,
                process_group=0,
            )

    def _obituary(self, running: _Running, what: str) -> str:
        log = self._log(running.child)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        told = "\n".join(f"  {line}" for line in lines) or "  (it wrote nothing)"
        return f"{running.child.name} {what} ({_cause(running.process)}). The end of {log}:\n{told}"

    def _log(self, child: Child) -> Path:
        return self._logs / f"{child.name}.log"


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return  # all of the group is gone; macOS says it by EPERM


def _cause(process: subprocess.Popen[bytes]) -> str:
    code = process.poll()
    if code is None:
        return "it still runs"
    return f"exit code {code}" if code >= 0 else f"by {signal.Signals(-code).name}"
