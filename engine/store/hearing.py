"""Hears which jobs are done, for callers who wait a moment: one listening session a process, from the first who waits.

Who waits says so on the workers' channel; only then does the worker that does the job tell. Nobody else pays for it.
"""

from collections.abc import Callable, Iterable
from threading import Event, Lock, Thread

import psycopg
import structlog

from engine.store import claims
from engine.store.claims import Connection
from engine.store.notices import DONE, await_jobs

log = structlog.get_logger()
LOOK_UP = 1.0  # seconds after which the listener looks whether it shall stop
PAUSE = 2.0  # seconds before it connects again
READY_WITHIN = 1.0  # seconds for the first connection; who is not heard by then waits in vain, and goes on

Done = Callable[[int], None]


class Hearing:
    """`dsn` is direct, not that of a pooler. Safe for threads."""

    def __init__(self, dsn: str):
        self._dsn, self._lock = dsn, Lock()
        self._waiting: dict[int, list[Done]] = {}
        self._thread: Thread | None = None
        self._listens, self._stop = Event(), Event()

    def await_(self, connection: Connection, jobs: Iterable[int], done: Done) -> None:
        """Calls `done` with each job that is done, in some thread, now or later; until `forget`."""
        wanted = sorted(set(jobs))
        with self._lock:
            for job in wanted:
                self._waiting.setdefault(job, []).append(done)
        self._begin()
        await_jobs(connection, wanted)
        for job in set(wanted) - claims.still_there(connection, claims.JOBS, wanted):
            done(job)

    def forget(self, jobs: Iterable[int], done: Done) -> None:
        with self._lock:
            for job in set(jobs):
                left = [other for other in self._waiting.pop(job, []) if other is not done]
                if left:
                    self._waiting[job] = left

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="hearing", daemon=True)
                self._thread.start()
        self._listens.wait(READY_WITHIN)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                self._listens.clear()
                log.warning("hearing lost its connection", error=str(error))
                self._stop.wait(PAUSE)

    def _listen(self) -> None:
        with psycopg.connect(self._dsn, autocommit=True, application_name="tongban-hearing") as connection:
            connection.execute(f"listen {DONE}")
            self._listens.set()
            while not self._stop.is_set():
                for notice in connection.notifies(timeout=LOOK_UP):
                    self._hear(int(job) for job in notice.payload.split(","))

    def _hear(self, jobs: Iterable[int]) -> None:
        for job in jobs:
            with self._lock:
                waiting = list(self._waiting.get(job, ()))
            for done in waiting:
                done(job)
