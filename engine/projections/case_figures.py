"""Facts -> what the city's figures count of a case, one row a case, and a card for each limit that passed. Trailing.

Knows milestones and the words of a case by name, and no service item; looks nothing up. What hangs on the calendar
(worked time) is reckoned from the row by `reckoned`, so that another calendar can be applied later.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.domain import facts
from engine.domain.calendar import Calendar
from engine.domain.durations import WorkingDays, WorkingHours, parse_duration
from engine.domain.facts import Fact
from engine.domain.office import MICROSECOND, OFFICE
from engine.projections import case_words, steps

MINUTE = 60_000_000
ANSWER_WITHIN = WorkingDays(Decimal(15))  # metrics 1: a bad rating is answered within 15 working days
DECISIONS = ("granted", "refused")
PARTED = {"not_accepted": "not_accepted", "withdrawn": "withdrawn", "voided": "void"}


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """What is counted of one case. Times in working minutes; `how` it ended: granted, refused, completed, not_accepted,
    withdrawn, returned, cancelled or void.

    `returned`: to the window that received it, or because papers to come did not. `ended_at`: when it was delivered,
    else when its process ended: rating and review come after. `pauses`: (from, to) as ISO 8601. `steps`: the open
    tasks and who has them, by id.
    """

    district: int
    id: int
    code: str
    item: str | None
    received_at: datetime
    received_area: str | None = None
    handling_area: str | None = None
    cross_district: bool = False
    channel: str = "window"
    test: bool = False
    agent: bool = False
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    how: str | None = None
    decision: str | None = None
    promised: str | None = None
    statutory: str | None = None
    promised_minutes: int | None = None
    statutory_minutes: int | None = None
    warned: bool = False
    late: bool = False
    breached: bool = False
    paused_at: datetime | None = None
    pauses: list[list[str]] = field(default_factory=list)
    worked_minutes: int | None = None
    supplements: int = 0
    provisional: bool = False
    papers_completed: bool | None = None
    returned: bool = False
    papers_listed: int = 0
    papers_spared: int = 0
    rating: int | None = None
    rated_at: datetime | None = None
    answered_at: datetime | None = None
    answered_in_time: bool | None = None
    visits: int | None = None
    parties: list[str] = field(default_factory=list)
    calculated: Decimal | None = None
    awarded: Decimal | None = None
    steps_done: int = 0
    steps_traced: int = 0
    steps: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """A yellow card (a step or the promised time passed) or a red one (the statutory time passed).

    `task`: 0 for the whole case. Of whom: the group and the person who had the task, or the oldest open one.
    """

    district: int
    instance: int
    task: int
    which: str
    at: datetime
    colour: str
    late_minutes: int
    step: str | None
    area: str | None
    responsible: str | None
    holder: str | None


def told(row: CaseFigure, fact: Fact, at: datetime) -> CaseFigure:
    """The row after one more fact."""
    changes: dict[str, Any] = {}
    for part in PARTS.get(type(fact), ()):
        changes |= part(row, fact, at)
    return replace(row, **changes) if changes else row


def begun(fact: facts.InstanceStarted, district: int, at: datetime) -> CaseFigure:
    """The row of a case that is received. A case without a milestone "accepted" is accepted where its clock starts."""
    row = CaseFigure(district, fact.instance, fact.code or "", fact.item, at, received_area=fact.area)
    return replace(row, **case_words.said(row, fact.variables))


def card(row: CaseFigure, fact: Fact, at: datetime) -> Card | None:
    """What the passing of a limit is to those who had the case in hand."""
    if not isinstance(fact, facts.LimitPassed):
        return None
    step = steps.responsible(row.steps, fact.task)
    return Card(
        district=row.district,
        instance=row.id,
        task=fact.task or (0 if fact.matter else fact.limit),
        which=fact.which,
        at=at,
        colour="red" if fact.which == "statutory" and fact.matter else "yellow",
        late_minutes=fact.late_for // MICROSECOND // MINUTE,
        step=step.name if step and not fact.matter else None,
        area=step.area if step and step.area else row.handling_area or row.received_area,
        responsible=step.group if step else None,
        holder=step.holder if step else None,
    )


def reckoned(row: CaseFigure, calendar: Calendar) -> CaseFigure:
    """With what hangs on the calendar: how long was worked on it, and whether a bad rating was answered in time."""
    worked = answered = None
    if row.accepted_at and row.ended_at:
        worked = _worked(row.accepted_at, row.ended_at, _stood(row), calendar)
    if row.rated_at and row.answered_at:
        answered = row.answered_at <= calendar.after(row.rated_at, ANSWER_WITHIN).at
    return replace(row, worked_minutes=worked, answered_in_time=answered)


def _stood(row: CaseFigure) -> list[tuple[datetime, datetime]]:
    """When the clock stood still, also where it still did at the end."""
    found = [(datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in row.pauses]
    return [*found, (row.paused_at, row.ended_at)] if row.paused_at and row.ended_at else found


def _worked(since: datetime, until: datetime, pauses: Iterable[tuple[datetime, datetime]], calendar: Calendar) -> int:
    """Working minutes between, less those in which the clock stood still; rounded down."""
    stretches = ((max(since, paused), min(until, resumed)) for paused, resumed in pauses)
    still = sum(calendar.work_at(b) - calendar.work_at(a) for a, b in stretches if a < b)
    return max(0, calendar.work_at(until) - calendar.work_at(since) - still) // MINUTE


def _course(row: CaseFigure, fact: Fact, at: datetime) -> dict[str, Any]:
    """How it was received, accepted and ended."""
    match fact:
        case facts.MilestoneReached(milestone="accepted"):
            return {} if row.accepted_at else {"accepted_at": at}
        case facts.MilestoneReached(milestone="supplement_requested"):
            return {"supplements": row.supplements + 1}
        case facts.MilestoneReached(milestone="returned"):
            return {"returned": True}
        case facts.MilestoneReached(milestone="papers_late"):
            return {"returned": True, "papers_completed": False}
        case facts.MilestoneReached(milestone="delivered"):
            return _ended(row, at, row.how or row.decision or "completed")
        case facts.MilestoneReached(milestone=milestone) if milestone in DECISIONS:
            return {"decision": milestone, **({"how": milestone} if row.how in DECISIONS else {})}
        case facts.MilestoneReached(milestone=milestone) if milestone in PARTED:
            return {"how": PARTED[milestone]}
        case facts.InstanceEnded(how=how):
            return {**_last(row, how, at), "steps": {}}
    return {}


def _last(row: CaseFigure, how: str, at: datetime) -> dict[str, Any]:
    if row.ended_at is not None:
        return {}
    if how == "cancelled":
        return _ended(row, at, row.how or "cancelled")
    return _ended(row, at, row.how or row.decision or ("returned" if row.papers_completed is False else "completed"))


def _ended(row: CaseFigure, at: datetime, how: str) -> dict[str, Any]:
    """A case that was decided, or done at once, was accepted at the latest when it was received."""
    done = how in ("granted", "refused", "completed")
    accepted = {"accepted_at": row.received_at} if done and row.accepted_at is None else {}
    return {"ended_at": at, "how": how, **accepted}


def _clock(row: CaseFigure, fact: Fact, at: datetime) -> dict[str, Any]:
    """What the case's own limit says. Its steps' are their own."""
    match fact:
        case facts.LimitSet(matter=matter, committed=committed, statutory=statutory) if matter:
            begun = {} if row.accepted_at else {"accepted_at": at}
            lengths = {"promised_minutes": minutes(committed), "statutory_minutes": minutes(statutory)}
            return {"promised": committed, "statutory": statutory, **lengths, **begun}
        case facts.LimitPaused(matter=matter) if matter:
            return {"paused_at": at}
        case facts.LimitResumed(matter=matter, paused_at=paused_at) if matter:
            return {"paused_at": None, "pauses": [*row.pauses, [paused_at.isoformat(), at.isoformat()]]}
        case facts.LimitWarned(matter=matter) if matter:
            return {"warned": True}
        case facts.LimitPassed(matter=matter, which=which) if matter and row.ended_at is None:
            return {"late": True} if which == "committed" else {"breached": True}
        case facts.InstanceEnded(late=True) if row.ended_at is None:
            return {"late": True}
    return {}


def minutes(length: str | None) -> int | None:
    """A length in working minutes; None for one in natural time, which no working time equals."""
    match None if length is None else parse_duration(length):
        case WorkingDays(days):
            return int(days * OFFICE.length) // MINUTE
        case WorkingHours(hours):
            return int(hours * 60)
    return None


def _said(row: CaseFigure, fact: Fact, at: datetime) -> dict[str, Any]:
    """What its variables say, by whichever fact they came."""
    match fact:
        case (
            facts.TaskCompleted(variables=variables)
            | facts.ElementsPassed(variables=variables)
            | facts.MessageReceived(variables=variables)
            | facts.JobCompleted(variables=variables)
        ) if variables:
            return {**case_words.said(row, variables), **_rated(row, variables, at)}
    return {}


def _rated(row: CaseFigure, variables: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    rating = variables.get("rating")
    found: dict[str, Any] = {}
    if isinstance(rating, int) and not isinstance(rating, bool) and 1 <= rating <= 5 and row.rating is None:
        found = {"rating": rating, "rated_at": at}
    if variables.get("rating_answer") and row.answered_at is None and (found or row.rated_at):
        found["answered_at"] = at
    return found


def _steps(row: CaseFigure, fact: Fact, at: datetime) -> dict[str, Any]:
    match fact:
        case facts.TaskCompleted(by=by, variables=variables):
            parties = row.parties if by in row.parties else sorted((*row.parties, by))
            done = {"steps_done": row.steps_done + 1, "steps_traced": row.steps_traced + bool(by and variables)}
            return {"parties": parties, **done, "steps": steps.after(row.steps, fact)}
        case _:
            changed = steps.after(row.steps, fact)
            return {} if changed is row.steps else {"steps": changed}


PARTS: Mapping[type, tuple[Callable[[CaseFigure, Any, datetime], dict[str, Any]], ...]] = {
    facts.InstanceEnded: (_course, _clock),
    facts.MilestoneReached: (_course,),
    facts.LimitSet: (_clock,),
    facts.LimitPaused: (_clock,),
    facts.LimitResumed: (_clock,),
    facts.LimitWarned: (_clock,),
    facts.LimitPassed: (_clock,),
    facts.ElementsPassed: (_said,),
    facts.MessageReceived: (_said,),
    facts.JobCompleted: (_said,),
    facts.TaskCompleted: (_said, _steps),
    facts.TaskOpened: (_steps,),
    facts.TaskClaimed: (_steps,),
    facts.TaskReleased: (_steps,),
    facts.TaskTransferred: (_steps,),
    facts.TaskReturned: (_steps,),
    facts.TaskWithdrawn: (_steps,),
}
HEARD = frozenset(kind.__name__ for kind in (facts.InstanceStarted, *PARTS))
"""The facts that change a row; the projector reads no others."""
