"""Who acts in the stories: officials with a post and an area, and residents. They ask the engine for what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.domain.commands import Actor, ClaimTask, CompleteTask, Post, SendMessage, StartInstance
from tests.city.places import code_of

if TYPE_CHECKING:
    from tests.city.city import City
    from tests.city.matters import Matter


class Person:
    """`posts`: (group, place) pairs."""

    def __init__(self, city: City, id: str, *posts: tuple[str, str]):
        self.city, self.id = city, id
        self.posts = posts
        self.actor = Actor(id, id, tuple(Post(group, code_of(place)) for group, place in posts))

    def __repr__(self) -> str:
        return self.id

    def applies(self, key: str, **values: Any) -> Matter:
        """Starts a case, a ticket or whatever `key` is, where the person has the first post."""
        place = self.posts[0][1] if self.posts else "heping/nanhu/01"
        self.city.has(key)
        order = self.city.order(place, self.actor)
        outcome = self.city.engine.execute(StartInstance(**order, key=key, area=code_of(place), variables=values))
        return self.city.matter(outcome)

    def claims(self, matter: Matter, name: str) -> int:
        """Takes the open task of this name and gives its id."""
        task = matter.task(name, self)
        self.city.engine.execute(ClaimTask(**matter.order(self.actor), task=task))
        return task

    def does(self, matter: Matter, name: str, **values: Any) -> None:
        """Claims the open task of this name and completes it with these values; then the workers do their part."""
        task = self.claims(matter, name)
        self.completes(matter, task, **values)

    def completes(self, matter: Matter, task: int, **values: Any) -> None:
        self.city.engine.execute(CompleteTask(**matter.order(self.actor), task=task, variables=values))
        self.city.settle()

    def says(self, matter: Matter, message: str, **values: Any) -> None:
        """Sends a message to the matter: papers, an objection, a wish to withdraw."""
        order = matter.order(self.actor)
        self.city.engine.execute(SendMessage(**order, name=message, instance=matter.id, variables=values))
        self.city.settle()

    def sees(self) -> list[str]:
        """The names of the tasks that the person is offered or holds, the most urgent first."""
        return [str(row["name"]) for row in self.city.seen.worklist(self.actor)]


class Resident(Person):
    """Has no log-in of his own: what he brings to a window is handed in there."""

    def says(self, matter: Matter, message: str, **values: Any) -> None:
        self.city.clerk(f"window for {self.id}", at=self.posts[0][1]).says(matter, message, **values)
