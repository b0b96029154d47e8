"""Facts -> the city's reference tables: definitions, calendars, areas, accounts and posts."""

from datetime import date, datetime
from typing import Any

from engine.domain import facts
from engine.projections.changes import Change, Drop, Put, Set


def deployed(fact: facts.DefinitionDeployed, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "key": fact.key,
        "version": fact.version,
        "name": fact.name,
        "kind": fact.kind,
        "item": fact.item,
        "digest": fact.digest,
        "starters": fact.starters,
        "starts": [list(start) for start in fact.starts],
        "called": dict(fact.called),
        "deployed_at": at,
        "deployed_by": fact.by,
        "personal": fact.personal,
    }
    return (Put("definition", fact.definition, row),)


def decision_deployed(fact: facts.DecisionDeployed, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {
        "key": fact.key,
        "version": fact.version,
        "name": fact.name,
        "digest": fact.digest,
        "deployed_at": at,
        "deployed_by": fact.by,
    }
    return (Put("decision", fact.decision, row),)


def calendar(fact: facts.CalendarPublished, at: datetime) -> tuple[Change, ...]:
    return tuple(
        Put(
            "calendar_day",
            (fact.district, date.fromisoformat(day)),
            {"working": working, "name": name, "provisional": fact.provisional},
        )
        for day, working, name in fact.days
    )


def area(fact: facts.AreaDefined, at: datetime) -> tuple[Change, ...]:
    return (Put("area", fact.code, {"name": fact.name, "level": fact.level, "district": fact.district}),)


def account_created(fact: facts.AccountCreated, at: datetime) -> tuple[Change, ...]:
    row: dict[str, Any] = {"name": fact.name, "enabled": True, "locked_until": None, "created_at": at}
    return (Put("account", fact.account, row),)


def account_disabled(fact: facts.AccountDisabled, at: datetime) -> tuple[Change, ...]:
    return (Set("account", fact.account, {"enabled": False}),)


def account_open(fact: facts.AccountEnabled | facts.PasswordReset, at: datetime) -> tuple[Change, ...]:
    """Enabling says so; a new password only ends a lock."""
    enabled = {"enabled": True} if isinstance(fact, facts.AccountEnabled) else {}
    return (Set("account", fact.account, {**enabled, "locked_until": None}),)


def account_locked(fact: facts.AccountLocked, at: datetime) -> tuple[Change, ...]:
    return (Set("account", fact.account, {"locked_until": fact.until}),)


def post_granted(fact: facts.PostGranted, at: datetime) -> tuple[Change, ...]:
    return (Put("post", (fact.account, fact.group, fact.area), {}),)


def post_revoked(fact: facts.PostRevoked, at: datetime) -> tuple[Change, ...]:
    return (Drop("post", (fact.account, fact.group, fact.area)),)
