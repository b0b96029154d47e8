"""What tokens show outside, as facts: tasks, jobs, timers, subscriptions, step limits, incidents.

A token shows one of these under a global id, its `ref`. Knows how each begins and ends to be shown, not when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bpmn.model import TimeLimit
from engine.domain import facts
from engine.domain.calendar import Moment
from engine.domain.limits import Schedule, resolved, schedule
from engine.runtime.incidents import Incident
from engine.runtime.script_engine import string, text

if TYPE_CHECKING:
    from engine.runtime.kernel import Process
    from engine.runtime.specs.activities import Assigned
    from engine.runtime.task import Task


length_of = lru_cache(text)  # the same few lengths over and over, compiled once


def new_ref(task: Task) -> int:
    """The id under which the token is shown from now on; kept where its limit has begun already."""
    ref: int = task.process.situation.new_id()
    task.internal_data["ref"] = ref
    return ref


def open_task(task: Task, to: Assigned, due_at: datetime | None) -> None:
    process, element = task.process, task.task_spec.element
    ref = new_ref(task)
    process.notes.open(
        ref,
        facts.TaskOpened(
            ref,
            process.instance,
            task.id,
            element.id,
            element.name or element.id,
            to.groups,
            to.users,
            to.excluded,
            to.assignee,
            to.area or process.area,
            element.form,
            process.title,
            process.program.definition.key,
            due_at,
        ),
    )


def open_job(task: Task, inputs: Mapping[str, Any]) -> None:
    process, element = task.process, task.task_spec.element
    job, ref = element.job, new_ref(task)
    fact = facts.JobRequested(ref, process.instance, task.id, element.id, job.kind, inputs, job.retries, job.backoff)
    process.notes.open(ref, fact)


def arm_timer(task: Task, due: Moment, cycle: str | None) -> None:
    process, ref = task.process, new_ref(task)
    fact = facts.TimerArmed(
        timer=ref,
        due_at=due.at,
        element=task.task_spec.heard_at,
        instance=process.instance,
        token=task.id,
        cycle=cycle,
        provisional=due.provisional,
    )
    process.notes.open(ref, fact)


def subscribe(task: Task, kind: str, name: str, key: str | None) -> None:
    process, ref = task.process, new_ref(task)
    process.notes.open(
        ref,
        facts.SubscriptionOpened(ref, process.instance, task.id, task.task_spec.heard_at, kind, name, key),
    )


def written_limit(task: Task) -> TimeLimit | None:
    """The limit of the activity; lengths that are expressions are worked out now."""
    limit: TimeLimit | None = task.task_spec.element.limit
    if limit is None or not any(length and length.startswith("=") for length in (limit.committed, limit.statutory)):
        return limit
    lengths = (string(length_of(each), task.data) if each else None for each in (limit.committed, limit.statutory))
    committed, statutory = lengths
    return replace(limit, committed=committed, statutory=statutory)


def dated_limit(task: Task) -> Schedule | None:
    """When the time limit of the activity ends, if it has one. Incident where its length cannot be read."""
    limit = written_limit(task)
    if limit is None:
        return None
    try:
        return schedule(limit, task.process.now, task.process.situation.calendar, _whole(task.process))
    except (ValueError, OverflowError) as error:
        raise Incident(f"时限无法计算：{error}") from error


def set_limit(task: Task, dated: Schedule) -> None:
    """A step's limit has the id of its token; a user task's is that of the task."""
    process, element = task.process, task.task_spec.element
    if "limit" in task.internal_data:
        return
    written = resolved(written_limit(task) or TimeLimit(), _whole(process))
    ref = task.internal_data.get("ref")
    id = task.internal_data["limit"] = ref or process.situation.new_id()
    process.notes.open(
        id,
        facts.LimitSet(
            limit=id,
            instance=process.instance,
            started_at=dated.started_at,
            warn_at=dated.warn_at,
            due_at=dated.due_at,
            statutory_at=dated.statutory_at,
            committed=written.committed,
            statutory=written.statutory,
            element=element.id,
            token=task.id,
            task=ref if task.task_spec.shows == "task" else None,
            escalates=element.overdue_drawn,
            provisional=dated.provisional,
            warn_share=written.warn_share,
        ),
    )


def _whole(process: Process) -> str | None:
    limit = process.program.definition.limit
    return limit.committed if limit else None


def raise_incident(task: Task, message: str) -> None:
    process = task.process
    resolve_incident(task)
    id = process.situation.new_id()
    task.internal_data["incident"] = [id, message]
    process.notes.open(id, facts.IncidentRaised(id, process.instance, task.id, task.task_spec.name, message))


def resolve_incident(task: Task, by: str | None = None) -> None:
    incident = task.internal_data.pop("incident", None)
    if incident:
        task.process.notes.close(incident[0], facts.IncidentResolved(incident[0], task.process.instance, by))


def withdraw(task: Task) -> None:
    """The token is gone: so is what it showed."""
    data = task.internal_data
    ref, limit = data.pop("ref", None), data.pop("limit", None)
    if ref is not None:
        task.process.notes.close(ref, _gone(task, ref))
    if limit is not None:
        task.process.notes.close(limit, facts.LimitEnded(limit, task.process.instance))
    if "incident" in data:
        resolve_incident(task)


def _gone(task: Task, ref: int) -> facts.Fact:
    instance: int = task.process.instance
    match task.task_spec.shows:
        case "task":
            return facts.TaskWithdrawn(ref, instance, task.task_spec.name)
        case "job":
            return facts.JobWithdrawn(ref, instance)
        case "timer":
            return facts.TimerDisarmed(ref, instance)
        case _:
            return facts.SubscriptionClosed(ref, instance)
