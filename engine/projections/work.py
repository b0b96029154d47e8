"""Facts -> what workers claim: jobs, the outbox of messages, and who waits for which message."""

from datetime import datetime
from typing import Any

from engine.domain import facts
from engine.projections.changes import Change, Drop, Put, Set
from engine.projections.instances import handled


def job_requested(fact: facts.JobRequested, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "instance": fact.instance,
        "token": fact.token,
        "element": fact.element,
        "kind": fact.kind,
        "inputs": fact.inputs,
        "retries": fact.retries,
        "backoff": fact.backoff,
        "attempts": 0,
        "due_at": at,
    }
    return (Put("job", fact.job, row),)


def job_postponed(fact: facts.JobPostponed, at: datetime) -> tuple[Change, ...]:
    columns = {"attempts": fact.attempts, "due_at": fact.retry_at, "claimed_until": None}
    return (Set("job", fact.job, columns),)


def job_gone(fact: facts.JobCompleted | facts.JobFailed | facts.JobWithdrawn, at: datetime) -> tuple[Change, ...]:
    return (Drop("job", fact.job), *(handled(fact, at) if isinstance(fact, facts.JobCompleted) else ()))


def thrown(fact: facts.MessageThrown, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "kind": fact.kind,
        "name": fact.name,
        "key": fact.key,
        "to_instance": fact.to,
        "origin": fact.origin,
        "definition": fact.definition,
        "start_event": fact.start_event,
        "variables": fact.variables,
        "due_at": at,
        "expires_at": None if fact.ttl is None else at + fact.ttl,
    }
    return (Put("message", fact.message, row),)


def settled(fact: facts.MessageSettled, at: datetime) -> tuple[Change, ...]:
    return (Drop("message", fact.message),)


def subscribed(fact: facts.SubscriptionOpened, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "instance": fact.instance,
        "token": fact.token,
        "element": fact.element,
        "kind": fact.kind,
        "name": fact.name,
        "key": fact.key,
        "opened_at": at,
    }
    return (Put("subscription", fact.subscription, row),)


def unsubscribed(fact: facts.SubscriptionClosed, at: datetime) -> tuple[Change, ...]:
    return (Drop("subscription", fact.subscription),)
