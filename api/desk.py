"""What one API process works with, made once when it opens: engine, batcher, clock, accounts."""

from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.passwords import Passwords
from api.people import People
from api.tokens import Tokens
from engine.batcher import Batcher
from engine.clock import Clock, RealClock
from engine.domain.commands import Command
from engine.engine import Engine
from engine.outcome import Outcome
from engine.settings import Settings
from engine.store.hearing import Hearing
from engine.store.reads import areas
from engine.store.reads.worklist import Asked, Page
from engine.store.store import Store
from registers.departments.connectors import Connector

AREAS_FRESH_FOR = 10.0  # seconds


@dataclass(slots=True)
class Desk:
    settings: Settings
    engine: Engine
    batcher: Batcher[Command, Outcome]
    reader: Batcher[Asked, Page]
    clock: Clock
    tokens: Tokens
    people: People
    passwords: Passwords
    hearing: Hearing
    connectors: tuple[Connector, ...] = ()
    areas: dict[str, tuple[float, int]] = field(default_factory=dict)
    districts: set[int] = field(default_factory=set)

    @property
    def store(self) -> Store:
        return self.engine.store

    async def now(self) -> datetime:
        """A turned clock asks the database."""
        return self.clock.now() if isinstance(self.clock, RealClock) else await run_in_threadpool(self.clock.now)

    async def knows(self, district: int) -> bool:
        """Has anything happened there?"""
        if district not in self.districts:
            self.districts.update(await run_in_threadpool(self.store.districts))
        return district in self.districts

    async def district_of_area(self, code: str) -> int | None:
        """By the longest known code that contains this one."""
        read_at, district = self.areas.get(code, (0.0, 0))
        if district and monotonic() - read_at < AREAS_FRESH_FOR:
            return district
        found = await run_in_threadpool(areas.district_of, self.store, code)
        if found is not None and len(self.areas) < 100_000:
            self.areas[code] = (monotonic(), found)
        return found


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk
