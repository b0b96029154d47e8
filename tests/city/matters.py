"""What happens in the stories: a case or a ticket as people see it. Reads through `tests.city.seen`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.domain.commands import Actor
from engine.domain.ids import district_of
from tests.city import telling
from tests.city.words import DEPARTMENTS

if TYPE_CHECKING:
    from tests.city.city import City
    from tests.city.people import Person

GRAVITY = ("none", "green", "yellow", "red", "dark_red", "stopped")


class Matter:
    def __init__(self, city: City, id: int):
        self.city, self.id = city, id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Matter) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"{self.row['name']} {self.id}"

    @property
    def row(self) -> Mapping[str, Any]:
        return self.city.seen.matter(self.id)

    @property
    def light(self) -> str:
        """The worst lamp of the matter and its open steps, which is what a list shows of it."""
        lamps = [str(self.row["light"]), *(str(task["light"]) for task in self.city.seen.tasks(self.id))]
        return max(lamps, key=GRAVITY.index)

    @property
    def own_light(self) -> str:
        """The lamp of the whole matter alone."""
        return str(self.row["light"])

    @property
    def due(self) -> str:
        """The committed date, as it is written on the receipt."""
        return str(self.row["due_at"].date())

    @property
    def is_provisional(self) -> bool:
        """Does a date hang on holidays that are not decreed yet?"""
        return bool(self.row["provisional"])

    @property
    def stopped_for(self) -> str | None:
        return self.row["paused_for"]  # type: ignore[no-any-return]

    @property
    def milestone(self) -> str | None:
        """The last that was reached."""
        return self.row["milestone"]  # type: ignore[no-any-return]

    @property
    def outcome(self) -> str | None:
        """The name of the end that was reached; None while it is under way."""
        return self.row["outcome"]  # type: ignore[no-any-return]

    @property
    def papers(self) -> list[str]:
        """The names of what is filed with it, in order."""
        return self.city.seen.papers(self.id)

    @property
    def notices(self) -> list[str]:
        """The titles of what was told to somebody about it, the oldest first."""
        return self.city.seen.notices(self.id)

    @property
    def open_tasks(self) -> list[str]:
        return sorted(str(task["name"]) for task in self.city.seen.tasks(self.id))

    @property
    def waits_for(self) -> list[str]:
        """The departments that have an open task in it."""
        codes = {str(group).split(":")[0] for task in self.city.seen.tasks(self.id) for group in task["groups"]}
        return sorted(DEPARTMENTS.get(code, code) for code in codes)

    def task(self, name: str, person: Person) -> int:
        """The open task of this name that the person may have; of several alike, the first."""
        mine = {row["id"] for row in self.city.seen.worklist(person.actor)}
        named = [task["id"] for task in self.city.seen.tasks(self.id) if task["name"] == name]
        offered = [task for task in named if task in mine] or named
        assert offered, f"Expected an open task {name}, but {self.open_tasks} are open; {self.story()}"
        return int(offered[0])

    def value(self, name: str) -> Any:
        """What was last written under this name, as the audit shows it."""
        return self.city.seen.variables(self.id).get(name)

    def story(self) -> list[str]:
        return telling.story(self.city, self.id)

    def order(self, actor: Actor) -> dict[str, Any]:
        """The common part of a command about it."""
        return self.city.stamp(actor, district_of(self.id))
