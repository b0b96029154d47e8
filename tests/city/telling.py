"""From the facts of a matter to its story, a line a thing that people speak of. Knows facts and words, no tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.domain import facts
from engine.domain.facts import Fact
from tests.city.words import DEPARTMENTS, MILESTONES, OF_DEPARTMENTS

if TYPE_CHECKING:
    from tests.city.city import City

Row = Sequence[Fact]
"""The facts of one command."""


def story(city: City, id: int) -> list[str]:
    """The matter's own story and, in their place in time, the supervisions about it."""
    rows = city.seen.journal([id, *city.seen.about(id)])
    late: dict[int, str] = {}
    for fact in (fact for row in rows for fact in row):
        if isinstance(fact, facts.LimitSet) and fact.task is None:
            late[fact.limit] = fact.name or "the whole"
        elif isinstance(fact, facts.TaskOpened):
            late[fact.task] = _whose(fact)
    return [line for row in rows for line in _lines(city, row, late)]


def _lines(city: City, row: Row, late: dict[int, str]) -> Iterator[str]:
    """`late`: who or what has passed a limit, by its id."""
    by = next((fact.by for fact in row if isinstance(fact, facts.TaskCompleted)), None)
    for fact in row:
        match fact:
            case facts.MilestoneReached(milestone="accepted", kind="ticket"):
                yield "filed"
            case facts.MilestoneReached(milestone=milestone):
                told = MILESTONES.get(milestone, milestone)
                yield f"{city.department_of(by)} {told}" if milestone in OF_DEPARTMENTS and by else told
            case facts.LimitPassed(which="committed", limit=limit):
                yield f"limit passed: {late[limit]}"
            case facts.LimitPassed():
                yield "statutory limit passed"
            case facts.LimitPaused(reason=reason, limit=limit) if limit == fact.instance:
                yield f"clock stopped: {reason}"
            case facts.LimitResumed(limit=limit) if limit == fact.instance:
                yield "clock runs"
            case facts.IncidentRaised(message=message):
                yield f"incident: {message}"


def _whose(task: facts.TaskOpened) -> str:
    """The department that is late, or the step where no department is called by name."""
    group = task.groups[0] if task.groups else ""
    code = group.split(":")[0]
    return DEPARTMENTS.get(code, code) if group.endswith((":responder", ":checker")) else task.name
