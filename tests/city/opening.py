"""Opens a city for a story: a copy of a database with the calendar and every process that items share.

Items are deployed by `City.has`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.bootstrap import open_engine
from engine.domain.calendar import calendar
from engine.domain.commands import ADMINISTRATOR, DESIGNER, Actor, DefineAreas, Post, PublishCalendar
from engine.domain.ids import CITY as CITY_ITSELF
from engine.engine import Engine
from engine.settings import Settings
from registers import parameters, tariffs
from registers.parameters import Approval
from tests.city.city import MORNING, City
from tests.city.places import areas
from tests.postgres import FOLDER, fresh_database
from tongban.calendars import city_days
from tongban.deployment import deploy, deploy_decisions
from tongban.migrations import migrate
from tongban.postgres import Server
from tongban.processes import PROCESSES, bpmn_files, decision_files
from tongban.unchanged import stale_files
from workers.crew import ROWS

FOUNDER = Actor("founder", "founder", (Post(ADMINISTRATOR), Post(DESIGNER)))
DECREED = 2026  # the year whose holidays are known; those of the next are provisional


@contextmanager
def open_city(server: Server) -> Iterator[City]:
    with fresh_database(server, found, "founded_city") as dsn:
        engine = _engine(dsn)
        try:
            yield City(engine, ROWS, calendar(city_days(DECREED, DECREED + 1)))
        finally:
            engine.store.close()


def found(dsn: str) -> None:
    """Makes the database that every story's is a copy of."""
    migrate(dsn)
    engine = _engine(dsn)
    try:
        publish(engine, MORNING)
        with engine.store.writing() as connection:
            parameters.put(connection, tariffs.shipped(), Approval("ruiting", "minghua", MORNING))
        deploy_decisions(engine, decision_files([PROCESSES]), MORNING)
        shared = [path for path in bpmn_files([PROCESSES]) if "items" not in path.parts]
        for deployed in deploy(engine, stale_files(engine.store, shared), MORNING):
            assert deployed.refused is None, f"{deployed.file.path.name}: {deployed.refused}"
    finally:
        engine.store.close()


def publish(engine: Engine, at: datetime) -> None:
    days = tuple((day.date.isoformat(), day.working, day.name) for day in city_days(DECREED, DECREED))
    engine.execute(PublishCalendar(**_stamp("found-calendar", at), days=days))
    engine.execute(DefineAreas(**_stamp("found-areas", at), areas=areas()))


def _stamp(request: str, at: datetime) -> dict[str, Any]:
    return {"request_id": request, "at": at, "actor": FOUNDER, "district": CITY_ITSELF}


def _engine(dsn: str) -> Engine:
    """With the session's keys, so that what one database was founded with opens in its copies."""
    return open_engine(Settings(home=Path(os.environ[FOLDER]) / "home"), dsn)
