"""Facts -> rows of instances, and of the cases and tickets among them (what a matter is to the city)."""

from datetime import datetime
from typing import Any

from engine.domain import facts
from engine.projections.case_words import is_area
from engine.projections.changes import Change, Drop, Put, Set

MATTERS = ("case", "ticket")
HANDLING = "handling_area"
Speaking = facts.ElementsPassed | facts.MessageReceived | facts.TaskCompleted | facts.JobCompleted
"""The facts by which variables change."""


def started(fact: facts.InstanceStarted, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "definition": fact.definition,
        "key": fact.key,
        "kind": fact.kind,
        "status": "active",
        "clocked": fact.clocked,
        "name": fact.name,
        "title": fact.title,
        "code": fact.code,
        "area": fact.area,
        HANDLING: area if is_area(area := fact.variables.get(HANDLING)) else None,
        "business_key": fact.business_key,
        "about": fact.about,
        "started_by": fact.by,
        "started_at": at,
    }
    instance = Put("instance", fact.instance, row)
    return (instance, _matter(fact, at)) if fact.kind in MATTERS else (instance,)


def handled(fact: Speaking, at: datetime) -> tuple[Change, ...]:
    """Where it is handled is known as soon as its variables say so, and changes when they say otherwise."""
    area = fact.variables.get(HANDLING) if fact.variables else None
    return (Set("instance", fact.instance, {HANDLING: area}),) if is_area(area) else ()


def _matter(fact: facts.InstanceStarted, at: datetime) -> Put:
    row: dict[str, Any] = {
        "code": fact.code,
        "item": fact.item,
        "name": fact.name,
        "title": fact.title,
        "area": fact.area,
        "light": "none",
        "started_at": at,
    }
    return Put(fact.kind, fact.instance, row)


def ended(fact: facts.InstanceEnded, at: datetime) -> tuple[Change, ...]:
    instance = Set("instance", fact.instance, {"status": fact.how, "ended_at": at, "outcome": fact.outcome})
    if fact.kind not in MATTERS:
        return (instance,)
    return (instance, Set(fact.kind, fact.instance, {"ended_at": at, "outcome": fact.outcome, "paused_for": None}))


def milestone(fact: facts.MilestoneReached, at: datetime) -> tuple[Change, ...]:
    return (Set(fact.kind, fact.instance, {"milestone": fact.milestone}),) if fact.kind in MATTERS else ()


def incident_raised(fact: facts.IncidentRaised, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "instance": fact.instance,
        "token": fact.token,
        "element": fact.element,
        "message": fact.message,
        "raised_at": at,
    }
    return (Put("incident", fact.incident, row),)


def incident_resolved(fact: facts.IncidentResolved, at: datetime) -> tuple[Change, ...]:
    return (Drop("incident", fact.incident),)


def commented(fact: facts.CommentAdded, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "instance": fact.instance,
        "task": fact.task,
        "by": fact.by,
        "text": fact.text,
        "at": at,
    }
    return (Put("comment", fact.comment, row),)


def attached(fact: facts.FileAttached, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "instance": fact.instance,
        "task": fact.task,
        "by": fact.by,
        "name": fact.name,
        "media_type": fact.media_type,
        "sha256": fact.sha256,
        "size": fact.size,
        "at": at,
    }
    return (Put("attachment", fact.attachment, row),)
