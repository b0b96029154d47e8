"""The city of the stories: a real engine on a real PostgreSQL, its workers, and a clock that only the story turns."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from engine.domain.calendar import Calendar
from engine.domain.commands import Actor
from engine.domain.durations import CITY, parse_duration
from engine.domain.facts import InstanceStarted
from engine.engine import Engine
from engine.outcome import Outcome
from tests.city.grid import Department, GridOfficer, Leader, Street
from tests.city.matters import Matter
from tests.city.people import Person, Resident
from tests.city.places import number_of
from tests.city.seen import Seen
from tests.city.sharing import nothing_new
from tests.city.words import CODES, DEPARTMENTS
from tongban.deployment import deploy
from tongban.processes import PROCESSES, read_file
from workers.loop import run_until_quiet
from workers.work import Work

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=CITY)  # a Tuesday
STEP = timedelta(hours=6)  # how far the clock is turned at once: the workers look at every step
FEW = timedelta(days=1)

Kind = TypeVar("Kind", bound=Person)


class City:
    def __init__(self, engine: Engine, works: tuple[Work, ...], calendar: Calendar):
        self.engine, self.works, self.calendar = engine, works, calendar
        self.seen = Seen(engine.store)
        self.now = MORNING
        self.people: dict[str, Person] = {}
        self.jobs_answer = True
        self.fresh: set[str] = set()  # the datasets that are delivered every night
        self._requests = count(1)
        self._items: set[str] = set()

    # --- commands

    def stamp(self, actor: Actor, district: int) -> dict[str, Any]:
        """The common part of the next command; a second has passed since the last."""
        self.now += timedelta(seconds=1)
        return self.at_once(actor, district)

    def at_once(self, actor: Actor, district: int) -> dict[str, Any]:
        """The common part of a command at the same moment as the last."""
        return {"request_id": f"story-{next(self._requests)}", "at": self.now, "actor": actor, "district": district}

    def order(self, place: str, actor: Actor) -> dict[str, Any]:
        return self.stamp(actor, number_of(place))

    def matter(self, outcome: Outcome) -> Matter:
        """The case or ticket that a command has started, with the workers' part done."""
        started = outcome.of(InstanceStarted)[0]
        self.settle()
        return Matter(self, started.instance)

    def has(self, key: str) -> None:
        """An item of the library is deployed when a story first asks for it: a story needs few of them."""
        file = next(PROCESSES.glob(f"items/*/{key}.bpmn"), None)
        if file is None or key in self._items:
            return
        self._items.add(key)
        for deployed in deploy(self.engine, [read_file(file)], self.now):
            assert deployed.refused is None, f"{key}: {deployed.refused}"

    # --- people

    def person(self, id: str, *posts: tuple[str, str]) -> Person:
        """The same name is the same person, whatever posts are added."""
        return self._known(Person, id, posts)

    def clerk(self, id: str, at: str) -> Person:
        return self.person(id, ("window:community:clerk", at))

    def reviewer(self, id: str, at: str, department: str = "MZ") -> Person:
        return self.person(id, (f"{department}:street:reviewer", at))

    def approver(self, id: str, at: str, department: str = "MZ") -> Person:
        return self.person(id, (f"{department}:district:approver", at))

    def resident(self, id: str, at: str = "heping/nanhu/01") -> Resident:
        """`at`: the window to which he goes."""
        return self._known(Resident, id, (("resident", at),))

    def grid_officer(self, id: str, at: str = "heping/nanhu/03") -> GridOfficer:
        return self._known(GridOfficer, id, (("grid:cell:officer", at),))

    def street(self, name: str, district: str = "heping") -> Street:
        posts = ("grid:street:dispatcher", "grid:street:leader", "grid:street:crew")
        return self._known(Street, name, tuple((post, f"{district}/{name}") for post in posts))

    def department(self, word: str, district: str = "heping") -> Department:
        return self._known(Department, word, ((f"{CODES[word]}:district:responder", district),))

    def leader(self, district: str) -> Leader:
        posts = ("grid:district:leader", "grid:district:manager")
        return self._known(Leader, f"leader of {district}", tuple((post, district) for post in posts))

    def _known(self, kind: type[Kind], id: str, posts: tuple[tuple[str, str], ...]) -> Kind:
        known = self.people.get(id)
        held = known.posts if known else ()
        found = self.people[id] = kind(self, id, *dict.fromkeys((*held, *posts)))
        return found

    def department_of(self, id: str | None) -> str:
        """The department of somebody's first post, in the words of the stories."""
        person = self.people.get(id or "")
        code = person.posts[0][0].split(":")[0] if person and person.posts else str(id)
        return DEPARTMENTS.get(code, code)

    # --- time

    def settle(self) -> None:
        """The workers do what is due now."""
        works = [work for work in self.works if self.jobs_answer or work.name != "jobs"]
        run_until_quiet(works, self.engine, self.now)

    def passes(self, by: timedelta) -> None:
        """Turns the clock, in steps, so that what is due at different times happens in its order."""
        end = self.now + by
        step = STEP if by > FEW else by / 12
        while self.now < end:
            before = self.now.date()
            self.now = min(self.now + step, end)
            if self.fresh and self.now.date() != before:
                nothing_new(self, self.fresh)
            self.settle()

    def minutes_pass(self, count: int) -> None:
        self.passes(timedelta(minutes=count))

    def hours_pass(self, count: int) -> None:
        self.passes(timedelta(hours=count))

    def days_pass(self, count: int) -> None:
        self.passes(timedelta(days=count))

    def working_days_pass(self, count: int) -> None:
        """To just after the close of office on the last of the next `count` working days."""
        end = self.calendar.after(self.now, parse_duration(f"P{count}WD")).at
        self.passes(end + timedelta(minutes=1) - self.now)
