"""Hears the database's hints on channel `work` and wakes the loops that they name. A lost hint costs one interval.

LISTEN needs a session of its own, so the DSN must be a direct one, not that of a pooler by transaction.
"""

import time
from threading import Thread

import psycopg
import structlog

from engine.store.notices import CHANNEL, tell_done
from workers.awaited import AWAITED
from workers.loop import Signals

log = structlog.get_logger("workers")
LOOK_UP = 1.0  # seconds after which a listener looks whether it shall stop
PAUSE = 2.0  # seconds before it connects again


def start(dsn: str, signals: Signals) -> Thread:
    thread = Thread(target=run, args=(dsn, signals), name="worker-listener", daemon=True)
    thread.start()
    return thread


def run(dsn: str, signals: Signals) -> None:
    """Listens until `signals.stop`, over and over where the connection breaks; each new one wakes everybody."""
    while not signals.stop.is_set():
        try:
            _listen(dsn, signals)
        except psycopg.Error as error:
            log.warning("listener lost its connection", error=str(error))
            signals.stop.wait(PAUSE)


def _listen(dsn: str, signals: Signals) -> None:
    with psycopg.connect(dsn, autocommit=True, application_name="tongban-workers-listen") as connection:
        connection.execute(f"listen {CHANNEL}")
        signals.wake_all()
        while not signals.stop.is_set():
            done: list[int] = []
            for notice in connection.notifies(timeout=LOOK_UP, stop_after=1):
                signals.hint(notice.payload)
                done += AWAITED.hear(notice.payload, time.monotonic())
            if done:
                tell_done(connection, done)
