"""`python -m workers timers|jobs|messages|projector|figures|clock|all [--once]`: work until SIGTERM, or until quiet.

Several may run of each, on several machines, against one database.
"""

import argparse
import os
import signal
import sys
import time
from types import FrameType

from prometheus_client import start_http_server

from engine.bootstrap import open_engine
from engine.clock import Clock, open_clock
from engine.engine import Engine
from engine.keys import load_keys
from engine.logs import write_lines
from engine.settings import Settings
from engine.store.seals import seal_key
from registers.departments.connectors import Misconfigured
from workers import departments, listen, loop
from workers.clock import Housekeeper, chores_under
from workers.crew import NAMES, crew
from workers.loop import Signals
from workers.work import Work

STOP_WITHIN = 8.0  # seconds for the batches that run; a supervisor that kills after ten never has to


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m workers", description=__doc__)
    parser.add_argument("names", nargs="+", choices=[*NAMES, "all"], help="which work to do")
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    parser.add_argument("--metrics-port", type=int, default=int(os.environ.get("TONGBAN_METRICS_PORT", "0")))
    options = parser.parse_args(arguments)
    write_lines(sys.stdout)
    settings = Settings()
    if settings.database_url is None:
        parser.error("Expected DATABASE_URL to name a migrated database")
    engine = open_engine(settings, settings.database_url)
    try:
        departments.known(settings.connectors, settings.home / "keys" / "connectors")
    except Misconfigured as error:
        parser.error(f"TONGBAN_CONNECTORS: {error}")
    key = seal_key(load_keys(settings.home / "keys").seal)
    keeper = Housekeeper(settings.direct_url or settings.database_url, chores_under(key))
    works = crew(options.names, keeper)
    clock = open_clock(settings, engine.store)
    if options.once:
        loop.run_until_quiet(works, engine, clock.now())
        return 0
    if options.metrics_port:
        start_http_server(options.metrics_port)
    return _serve(engine, clock, works, settings.direct_url or settings.database_url)


def _serve(engine: Engine, clock: Clock, works: list[Work], direct_dsn: str) -> int:
    """Runs until SIGTERM or Ctrl-C, then lets the batches that run come to their end. 1 where one does not."""
    signals = Signals(works)

    def end(_: int, __: FrameType | None) -> None:
        signals.end()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    threads = loop.start(engine, clock.now, signals)
    scheduler = loop.ticking(signals)
    listen.start(direct_dsn, signals)
    signals.stop.wait()
    scheduler.shutdown(wait=False)
    end_at = time.monotonic() + STOP_WITHIN
    for thread in threads:
        thread.join(max(0.0, end_at - time.monotonic()))
    return 1 if any(thread.is_alive() for thread in threads) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
