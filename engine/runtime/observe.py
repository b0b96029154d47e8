"""What tokens show outside, as facts: tasks, jobs, timers, subscriptions, step limits, incidents.

A token shows one of these under a global id, its `ref`. Knows how each begins and ends to be shown, not when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.domain import facts
from engine.domain.calendar import Moment
from engine.domain.clocks import light_of
from engine.runtime.standing import begun, timed_by

if TYPE_CHECKING:
    from engine.runtime.lengths import Dated
    from engine.runtime.specs.activities import Assigned
    from engine.runtime.task import Task


def new_ref(task: Task) -> int:
    """The id under which the token is shown from now on."""
    ref: int = task.process.situation.new_id()
    task.internal_data["ref"] = ref
    return ref


def open_task(task: Task, to: Assigned, due_at: datetime | None) -> None:
    """`due_at`: by its own limit; where that is None it shows the one of the nearest step around it."""
    process, element = task.process, task.task_spec.element
    around = timed_by(task) if due_at is None else None
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
            around.due_at if around else due_at,
            light_of(around, process.now) if around else None,
            around.id if around else None,
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
        length=due.length,
        since=due.since,
    )
    process.notes.open(ref, fact)


def subscribe(task: Task, kind: str, name: str, key: str | None) -> None:
    process, ref = task.process, new_ref(task)
    process.notes.open(
        ref,
        facts.SubscriptionOpened(ref, process.instance, task.id, task.task_spec.heard_at, kind, name, key),
    )


def set_limit(task: Task, from_now: Dated) -> None:
    """A step's limit has the id of its token; a user task's is that of the task."""
    process, element = task.process, task.task_spec.element
    if "limit" in task.internal_data:
        return
    written, dated = from_now.written, from_now.schedule
    ref = task.internal_data.get("ref")
    id = task.internal_data["limit"] = ref or process.situation.new_id()
    is_task = task.task_spec.shows == "task"
    fact = facts.LimitSet(
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
        task=ref if is_task else None,
        escalates=element.overdue_drawn,
        provisional=dated.provisional,
        warn_share=written.warn_share,
        name=None if is_task else element.name or element.id,
    )
    process.clock.begun[id] = begun(fact)
    process.notes.open(id, fact)


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
