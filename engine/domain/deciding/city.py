"""Decides the city's own affairs: definitions, calendars, areas, accounts and posts. All of district 1."""

from datetime import date

from engine.domain import facts
from engine.domain.commands import (
    ADMINISTRATOR,
    Actor,
    CreateAccount,
    DefineAreas,
    DisableAccount,
    EnableAccount,
    ErasePerson,
    GrantPost,
    LockAccount,
    PublishCalendar,
    ResetPassword,
    RevokePost,
)
from engine.domain.decision import Decision
from engine.domain.rejections import Invalid, NotFound, WrongState
from engine.domain.rights import require
from engine.domain.situation import Account, Situation
from engine.projections.changes import Drop, Put, Set

EMPTIED = {"mask": "已删除", "salt": b"", "value": b""}
"""What is left of a sealed value: the words that people see in its place."""


def publish(command: PublishCalendar, situation: Situation) -> Decision:
    require(command.actor, ADMINISTRATOR)
    for number, (day, _, _) in enumerate(command.days, 1):
        if not _is_date(day):
            raise Invalid(f"Expected a date as in 2027-01-01 for day {number}, but got {day!r}")
    by = command.actor.id
    return Decision((facts.CalendarPublished(command.for_district, command.days, command.provisional, by),))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def define_areas(command: DefineAreas, situation: Situation) -> Decision:
    require(command.actor, ADMINISTRATOR)
    for code, _, _, _ in command.areas:
        if not (code.isdigit() and len(code) in (4, 6, 9, 12, 15)):
            raise Invalid(f"Expected an area code of 4, 6, 9, 12 or 15 digits, but got {code!r}")
    return Decision(tuple(facts.AreaDefined(*area) for area in command.areas))


def create_account(command: CreateAccount, situation: Situation) -> Decision:
    require(command.actor, ADMINISTRATOR)
    if situation.account is not None:
        raise WrongState(f"Expected a new account, but {command.account} is there already")
    if not command.account.strip() or not command.name.strip():
        raise Invalid("Expected an account with an id and a name")
    by = command.actor.id
    posts = (facts.PostGranted(command.account, post.group, post.area, by) for post in command.posts)
    return Decision(
        (facts.AccountCreated(command.account, command.name, by), *posts),
        asides=(Put("credential", command.account, {"secret": command.secret, "failures": 0}),),
    )


def disable_account(command: DisableAccount, situation: Situation) -> Decision:
    account = _managed(command.actor, situation, command.account)
    if not account.enabled:
        raise WrongState(f"Expected an account that is in use, but {account.id} is disabled")
    return Decision((facts.AccountDisabled(account.id, command.actor.id, command.reason),))


def enable_account(command: EnableAccount, situation: Situation) -> Decision:
    account = _managed(command.actor, situation, command.account)
    return Decision(
        (facts.AccountEnabled(account.id, command.actor.id),), asides=(Set("credential", account.id, {"failures": 0}),)
    )


def reset_password(command: ResetPassword, situation: Situation) -> Decision:
    """One's own, or anybody's by an administrator."""
    if command.actor.id != command.account:
        require(command.actor, ADMINISTRATOR)
    if situation.account is None:
        raise NotFound(f"Expected an account, but there is no {command.account!r}")
    return Decision(
        (facts.PasswordReset(command.account, command.actor.id),),
        asides=(Set("credential", command.account, {"secret": command.secret, "failures": 0}),),
    )


def lock_account(command: LockAccount, situation: Situation) -> Decision:
    if situation.account is None:
        raise NotFound(f"Expected an account, but there is no {command.account!r}")
    return Decision((facts.AccountLocked(command.account, command.until),))


def grant_post(command: GrantPost, situation: Situation) -> Decision:
    account = _managed(command.actor, situation, command.account)
    if (command.post.group, command.post.area) in account.posts:
        raise WrongState(f"Expected a new post, but {account.id} holds {command.post.group} already")
    return Decision((facts.PostGranted(account.id, command.post.group, command.post.area, command.actor.id),))


def revoke_post(command: RevokePost, situation: Situation) -> Decision:
    account = _managed(command.actor, situation, command.account)
    if (command.post.group, command.post.area) not in account.posts:
        raise WrongState(f"Expected a post that {account.id} holds, but {command.post.group} is not")
    return Decision((facts.PostRevoked(account.id, command.post.group, command.post.area, command.actor.id),))


def erase(command: ErasePerson, situation: Situation) -> Decision:
    """The key goes, and with it every value; so do salts and masks, by which a number could be guessed."""
    require(command.actor, ADMINISTRATOR)
    if not situation.sealed:
        raise NotFound(f"Expected personal values of this person in district {command.district}, but there are none")
    emptied = (Set("sealed", id, EMPTIED) for id in situation.sealed)
    return Decision(
        (facts.PersonErased(command.person, command.actor.id, command.reason),),
        asides=(Drop("person_key", (command.district, command.person)), *emptied),
    )


def _managed(actor: Actor, situation: Situation, name: str) -> Account:
    require(actor, ADMINISTRATOR)
    if situation.account is None:
        raise NotFound(f"Expected an account, but there is no {name!r}")
    return situation.account
