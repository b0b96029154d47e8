"""The HTTP application: routes, errors, and what opens and closes with the process. Knows no city and no process."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

from fastapi import FastAPI

from api import direct, document, problems
from api.bounds import Door
from api.desk import Desk
from api.passwords import Passwords
from api.people import People
from api.routes import (
    accounts,
    adjustments,
    areas,
    case,
    cases,
    clock,
    comparisons,
    corrections,
    dashboard,
    datasets,
    decisions,
    definitions,
    docs,
    documents,
    figures,
    filed,
    health,
    incidents,
    items,
    journal,
    login,
    messages,
    next,
    payees,
    persons,
    prefill,
    rolls,
    task,
    tasks,
    templates,
    verify,
    worklist,
)
from api.tokens import Tokens
from engine.batcher import Batcher, Lane
from engine.bootstrap import open_engine
from engine.clock import open_clock
from engine.keys import load_keys
from engine.logs import write_lines
from engine.settings import Settings
from engine.store.hearing import Hearing
from engine.store.reads.worklist import pages
from registers.departments.connectors import read, secrets_in

# Fixed paths before those with an id in their place; the most asked first, since they are tried in order.
ROUTERS = (
    worklist.router,
    next.router,
    tasks.router,
    cases.router,
    task.router,
    case.router,
    filed.router,
    login.router,
    health.router,
    definitions.router,
    decisions.router,
    items.router,
    messages.router,
    incidents.router,
    accounts.router,
    areas.router,
    persons.router,
    datasets.router,
    prefill.router,
    dashboard.router,
    figures.router,
    journal.router,
    clock.router,
    docs.router,
    documents.router,
    comparisons.router,
    templates.router,
    verify.router,
    corrections.router,
    adjustments.router,
    payees.router,
    rolls.router,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Settings from the environment where none are given; their database must be migrated."""
    app = FastAPI(
        title="通办 Tongban",
        version=version("tongban"),
        summary="The workflow engine of a city: cases, tasks, limits, and the journal of all that happened.",
        lifespan=_lifespan(settings or Settings()),
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    for router in ROUTERS:
        app.include_router(router)
    direct.install(app, ROUTERS)
    problems.install(app)
    document.install(app)
    app.add_middleware(Door)
    return app


def served() -> FastAPI:
    """For uvicorn's --factory: the application of a process of its own, which writes log lines."""
    write_lines(sys.stdout)
    return create_app()


def _lifespan(settings: Settings):  # type: ignore[no-untyped-def]
    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        desk = open_desk(settings)
        app.state.desk = desk
        try:
            yield
        finally:
            desk.batcher.close()
            desk.reader.close()
            desk.passwords.close()
            desk.hearing.close()
            desk.store.close()

    return opened


def open_desk(settings: Settings) -> Desk:
    if settings.database_url is None:
        raise RuntimeError("Expected DATABASE_URL to name a migrated database; `tongban up` sets it")
    engine = open_engine(settings, settings.database_url)
    key = load_keys(settings.home / "keys").token
    tokens = Tokens(key)
    lane = Lane()
    return Desk(
        settings=settings,
        engine=engine,
        batcher=Batcher(engine.execute_many, settings.batch, lane),
        reader=Batcher(partial(pages, engine.store), settings.batch, lane),
        clock=open_clock(settings, engine.store),
        tokens=tokens,
        people=People(engine.store, tokens),
        passwords=Passwords(key),
        hearing=Hearing(settings.direct_url or settings.database_url),
        connectors=read(settings.connectors, secrets_in(settings.home / "keys" / "connectors", os.environ)),
    )
