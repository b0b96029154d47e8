"""Who may see and do what. The store's worklist predicate says the same in SQL; a test holds the two together."""

from engine.domain.commands import AUDITOR, OPERATOR, Actor
from engine.domain.rejections import Forbidden
from engine.domain.situation import Instance, Task


def covers(post_area: str, area: str | None) -> bool:
    """An area contains all codes that begin with it; what has no area is everywhere."""
    return area is None or area.startswith(post_area)


def is_offered(actor: Actor, task: Task) -> bool:
    """May the actor take this task? Whoever did a step that must be done by another person may not."""
    if actor.id in task.excluded:
        return False
    if actor.id in task.users:
        return True
    return any(post.group in task.groups and covers(post.area, task.area) for post in actor.posts)


def may_see_task(actor: Actor, task: Task) -> bool:
    return actor.system or actor.id in (task.assignee, task.owner) or is_offered(actor, task)


def may_see_instance(actor: Actor, instance: Instance) -> bool:
    """Whoever started it, whoever holds a post where it was received or is handled, and who looks after the whole."""
    if actor.system or instance.started_by == actor.id or actor.holds(OPERATOR, AUDITOR):
        return True
    areas = [area for area in (instance.area, instance.handling_area) if area]
    return any(post.area and area.startswith(post.area) for post in actor.posts for area in areas)


def may_count(actor: Actor, area: str | None) -> bool:
    """May the actor see the figures of an area (None: the whole city), and which cases are behind them?

    Who holds a post in an area that contains it, and those who look after the whole.
    """
    if actor.system or actor.holds(OPERATOR, AUDITOR):
        return True
    return area is not None and any(post.area and area.startswith(post.area) for post in actor.posts)


def require(actor: Actor, *groups: str) -> None:
    if not actor.holds(*groups):
        raise Forbidden(f"Expected one who holds {' or '.join(groups)}, but {actor.id} does not")
