"""What writes answer: shapes, and how they are drawn from the facts of a command."""

from datetime import datetime

import msgspec

from engine.domain import facts
from engine.outcome import Outcome


class Token(msgspec.Struct, kw_only=True):
    """`expires_at`: seconds since 1970."""

    access_token: str
    token_type: str = "bearer"
    expires_at: int
    account: str
    name: str
    posts: list[dict[str, str]]


class OpenedTask(msgspec.Struct, kw_only=True):
    id: int
    element: str
    name: str
    groups: list[str]
    area: str | None
    assignee: str | None
    form: str | None
    due_at: datetime | None


class Raised(msgspec.Struct, kw_only=True):
    """A step of the process failed; whoever looks after processes will find it."""

    incident: int
    element: str
    message: str


class Moved(msgspec.Struct, kw_only=True):
    """What a command brought about. `ended`: completed, terminated or cancelled; None while the case goes on."""

    position: int
    opened: list[OpenedTask]
    milestones: list[str]
    incidents: list[Raised]
    ended: str | None
    outcome: str | None


class Sent(Moved, kw_only=True):
    """`message`: its id in the outbox, where no case took it at once."""

    message: int | None = None


class Kept(msgspec.Struct, kw_only=True):
    """`how`: waiting, or how it ended: delivered, started, expired, unwanted, refused.

    `instance`: the one that it reached or started.
    """

    id: int
    how: str
    instance: int | None
    expires_at: datetime | None


class Started(Moved, kw_only=True):
    id: int
    key: str
    version: int
    name: str
    kind: str
    code: str | None
    title: str | None
    area: str | None
    due_at: datetime | None
    statutory_at: datetime | None


class Completed(Moved, kw_only=True):
    task: int
    instance: int


class Held(msgspec.Struct, kw_only=True):
    """Who has the task from now on, None for nobody; `owner` where it was delegated."""

    task: int
    instance: int
    assignee: str | None
    owner: str | None
    position: int


class Noted(msgspec.Struct, kw_only=True):
    """A thing of its own was written: a comment, an attachment, a message. `id` names it."""

    id: int
    position: int


class Recorded(msgspec.Struct, kw_only=True):
    """It is in the journal, at this position of its district."""

    position: int


def moved(outcome: Outcome) -> Moved:
    return Moved(**_movement(outcome))  # type: ignore[arg-type]


def sent(outcome: Outcome) -> Sent:
    thrown = outcome.of(facts.MessageThrown)
    own = thrown[0].message if thrown and thrown[0].origin is None else None
    return Sent(message=own, **_movement(outcome))  # type: ignore[arg-type]


def started(outcome: Outcome) -> Started:
    first = outcome.of(facts.InstanceStarted)[0]
    clock = next((limit for limit in outcome.of(facts.LimitSet) if limit.limit == first.instance), None)
    return Started(
        id=first.instance,
        key=first.key,
        version=first.version,
        name=first.name,
        kind=first.kind,
        code=first.code,
        title=first.title,
        area=first.area,
        due_at=clock.due_at if clock else None,
        statutory_at=clock.statutory_at if clock else None,
        **_movement(outcome),  # type: ignore[arg-type]
    )


def completed(outcome: Outcome, task: int) -> Completed:
    instance = outcome.of(facts.TaskCompleted)[0].instance
    return Completed(task=task, instance=instance, **_movement(outcome))  # type: ignore[arg-type]


def held(outcome: Outcome) -> Held:
    """Of the last word on who holds it."""
    assignee: str | None
    owner: str | None = None
    match outcome.facts[-1]:
        case facts.TaskClaimed(task, instance, by):
            assignee = by
        case facts.TaskReleased(task, instance):
            assignee = None
        case facts.TaskDelegated(task, instance, by, to):
            assignee, owner = to, by
        case facts.TaskTransferred(task, instance, _, to) | facts.TaskReturned(task, instance, _, to):
            assignee = to
        case other:
            raise TypeError(f"Expected a fact about the holder of a task, but got {other}")
    return Held(task=task, instance=instance, assignee=assignee, owner=owner, position=outcome.position)


def _movement(outcome: Outcome) -> dict[str, object]:
    opened: list[OpenedTask] = []
    milestones: list[str] = []
    incidents: list[Raised] = []
    end: facts.InstanceEnded | None = None
    for fact in outcome.facts:
        match fact:
            case facts.TaskOpened():
                opened.append(_opened(fact))
            case facts.MilestoneReached():
                milestones.append(fact.milestone)
            case facts.IncidentRaised():
                incidents.append(Raised(incident=fact.incident, element=fact.element, message=fact.message))
            case facts.InstanceEnded():
                end = fact
    return {
        "position": outcome.position,
        "opened": opened,
        "milestones": milestones,
        "incidents": incidents,
        "ended": end.how if end else None,
        "outcome": end.outcome if end else None,
    }


def _opened(fact: facts.TaskOpened) -> OpenedTask:
    return OpenedTask(
        id=fact.task,
        element=fact.element,
        name=fact.name,
        groups=list(fact.groups),
        area=fact.area,
        assignee=fact.assignee,
        form=fact.form,
        due_at=fact.due_at,
    )


class Clocked(Recorded, kw_only=True):
    """The new dates of the case's own clock."""

    due_at: datetime | None
    statutory_at: datetime | None


class Filed(Noted, kw_only=True):
    sha256: str
    media_type: str
    size: int
    name: str
