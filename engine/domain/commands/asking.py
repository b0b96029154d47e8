"""Who asks, and what every command has."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Post:
    """A group (`department:level:post`) held in an area; an area contains all codes that begin with it."""

    group: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `system` is the workers' own actor, who may do whatever time and messages bring about."""

    id: str
    name: str = ""
    posts: tuple[Post, ...] = ()
    system: bool = False

    def holds(self, *groups: str) -> bool:
        return self.system or any(post.group in groups for post in self.posts)


SYSTEM = Actor("system", "系统", system=True)
ADMINISTRATOR, DESIGNER = "platform:city:administrator", "platform:city:designer"
OPERATOR, AUDITOR = "platform:city:operator", "platform:city:auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`request_id` makes a repeat harmless; `at` is the only clock; `district` is where it is journalled."""

    request_id: str
    at: datetime
    actor: Actor
    district: int
