"""Which projection listens to which fact. All here are prompt: written with the facts, in the same transaction.

The trailing one, the dashboard, is folded by the projector (`engine.projections.dashboard`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from engine.domain import facts
from engine.domain.facts import Fact
from engine.projections import city, instances, tasks, timers, work
from engine.projections.changes import Change

PROMPT: dict[type, Callable[[Any, datetime], tuple[Change, ...]]] = {
    facts.InstanceStarted: instances.started,
    facts.InstanceEnded: instances.ended,
    facts.ElementsPassed: instances.handled,
    facts.MessageReceived: instances.handled,
    facts.MilestoneReached: instances.milestone,
    facts.IncidentRaised: instances.incident_raised,
    facts.IncidentResolved: instances.incident_resolved,
    facts.CommentAdded: instances.commented,
    facts.FileAttached: instances.attached,
    facts.TaskOpened: tasks.opened,
    facts.TaskClaimed: tasks.claimed,
    facts.TaskReleased: tasks.released,
    facts.TaskTransferred: tasks.transferred,
    facts.TaskDelegated: tasks.delegated,
    facts.TaskReturned: tasks.returned,
    facts.TaskCompleted: tasks.gone,
    facts.TaskWithdrawn: tasks.gone,
    facts.TimerArmed: timers.armed,
    facts.TimerRedated: timers.redated_timer,
    facts.TimerFired: timers.over,
    facts.TimerDisarmed: timers.over,
    facts.LimitSet: timers.limit_set,
    facts.LimitPaused: timers.paused,
    facts.LimitResumed: timers.resumed,
    facts.LimitRedated: timers.redated,
    facts.LimitWarned: timers.warned,
    facts.LimitPassed: timers.passed,
    facts.LimitEnded: timers.limit_ended,
    facts.JobRequested: work.job_requested,
    facts.JobPostponed: work.job_postponed,
    facts.JobCompleted: work.job_gone,
    facts.JobFailed: work.job_gone,
    facts.JobWithdrawn: work.job_gone,
    facts.MessageThrown: work.thrown,
    facts.MessageSettled: work.settled,
    facts.SubscriptionOpened: work.subscribed,
    facts.SubscriptionClosed: work.unsubscribed,
    facts.DefinitionDeployed: city.deployed,
    facts.DecisionDeployed: city.decision_deployed,
    facts.CalendarPublished: city.calendar,
    facts.AreaDefined: city.area,
    facts.AccountCreated: city.account_created,
    facts.AccountDisabled: city.account_disabled,
    facts.AccountEnabled: city.account_open,
    facts.PasswordReset: city.account_open,
    facts.AccountLocked: city.account_locked,
    facts.PostGranted: city.post_granted,
    facts.PostRevoked: city.post_revoked,
}


def project(told: Sequence[Fact], at: datetime) -> list[Change]:
    """The row changes of one command, in the order of its facts."""
    changes: list[Change] = []
    for fact in told:
        projection = PROMPT.get(type(fact))
        if projection is not None:
            changes += projection(fact, at)
    return changes
