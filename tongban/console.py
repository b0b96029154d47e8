"""The command line's place at the engine: opens it, says who asks and when, and stamps commands. Decides nothing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from engine.bootstrap import open_engine
from engine.clock import Clock, open_clock
from engine.domain.commands import ADMINISTRATOR, AUDITOR, DESIGNER, OPERATOR, Actor, Command, Post
from engine.domain.ids import CITY, district_of
from engine.domain.rejections import Forbidden, Invalid, NotFound
from engine.engine import Engine
from engine.outcome import Outcome
from engine.settings import Settings
from engine.store.reads import areas, people
from engine.store.store import Store
from tongban.database import opened
from tongban.home import home

CONSOLE = Actor(
    "console", "控制台", tuple(Post(group) for group in (ADMINISTRATOR, AUDITOR, DESIGNER, OPERATOR)), system=True
)
"""Whoever sits at the machine and names no account."""


@dataclass(frozen=True, slots=True)
class Console:
    engine: Engine
    settings: Settings
    clock: Clock
    actor: Actor = CONSOLE

    @property
    def store(self) -> Store:
        return self.engine.store

    def now(self) -> datetime:
        return self.clock.now()

    def stamp(self, district: int = CITY) -> dict[str, Any]:
        """What every command has."""
        return {"request_id": f"console:{uuid4()}", "at": self.now(), "actor": self.actor, "district": district}

    def stamp_of(self, id: int) -> dict[str, Any]:
        """For a command about what is there; NotFound for an id that nothing can have."""
        district = district_of(id)
        if district not in self.store.districts():
            raise NotFound(f"Expected something with the id {id}, but there is nothing")
        return self.stamp(district)

    def carry_out(self, command: Command) -> Outcome:
        return self.engine.execute(command)

    def district(self, area: str | None) -> int:
        """Of the area's code; the city's own without one. Invalid for a code within no known area."""
        found = CITY if area is None else areas.district_of(self.store, area)
        if found is None:
            raise Invalid(f"Expected the code of a known area, but got {area!r}: `tongban areas` lists them")
        return found


@contextmanager
def console(account: str | None = None) -> Iterator[Console]:
    """At this installation's database; in the name of an account where one is given."""
    with opened() as dsn, at_engine(Settings(home=home()), dsn) as desk:
        yield desk if account is None else Console(desk.engine, desk.settings, desk.clock, acting(desk, account))


@contextmanager
def at_engine(settings: Settings, dsn: str) -> Iterator[Console]:
    engine = open_engine(settings, dsn)
    with closing(engine.store):
        yield Console(engine, settings, open_clock(settings, engine.store))


def acting(desk: Console, account: str) -> Actor:
    """The account as an actor. Forbidden in production: there nobody acts in another's name."""
    if desk.settings.production:
        raise Forbidden("Expected no --as in production: there everybody logs in with an account of their own")
    login = people.login(desk.store, account)
    if login is None:
        raise NotFound(f"Expected an account, but there is no {account!r}: `tongban account list` shows them")
    if not login.enabled:
        raise Forbidden(f"Expected an account that is in use, but {account} is disabled")
    return login.actor


def signing(desk: Console, *names: str) -> None:
    """Who is named at the machine stands for what he did. In production these are accounts that are in use: NotFound
    for a name that is none."""
    for name in names if desk.settings.production else ():
        login = people.login(desk.store, name)
        if login is None or not login.enabled:
            raise NotFound(f"Expected an account that is in use, but {name!r} is none: see `tongban account list`")
