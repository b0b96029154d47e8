"""The city's own affairs: calendars, areas, accounts, posts, persons; what is secret stands in no fact."""

from typing import Any

import pytest

from engine.domain import facts
from engine.domain.commands import (
    Command,
    CreateAccount,
    DefineAreas,
    DisableAccount,
    EnableAccount,
    ErasePerson,
    GrantPost,
    LockAccount,
    Post,
    PublishCalendar,
    ResetPassword,
    RevokePost,
)
from engine.domain.decision import Decision
from engine.projections.changes import Drop, Put, Set
from tests.engine.domain.sight import ACCOUNT, GROUP, LI, NOW, ROOT, WANG, asked, decided, refused

HELD, OTHER = Post(GROUP, "210102"), Post(GROUP, "210103")
DAYS = (("2027-01-01", False, "元旦"),)
AREAS = (("210102", "和平区", "district", 7),)
NEW = {"account": "new", "name": "新", "secret": "$argon2"}


def by_root(kind: type[Command], **fields: Any) -> Any:
    return asked(kind, ROOT, **fields)


@pytest.mark.parametrize(
    ("command", "fact"),
    [
        (by_root(PublishCalendar, days=DAYS), facts.CalendarPublished(0, DAYS, False, "root")),
        (by_root(DefineAreas, areas=AREAS), facts.AreaDefined("210102", "和平区", "district", 7)),
        (by_root(DisableAccount, account="li", reason="调离"), facts.AccountDisabled("li", "root", "调离")),
        (by_root(LockAccount, account="li", until=NOW), facts.AccountLocked("li", NOW)),
        (by_root(GrantPost, account="li", post=OTHER), facts.PostGranted("li", GROUP, "210103", "root")),
        (by_root(RevokePost, account="li", post=HELD), facts.PostRevoked("li", GROUP, "210102", "root")),
    ],
)
def test_what_an_administrator_may_do_becomes_a_fact(command: Command, fact: Any) -> None:
    assert decided(command, account=ACCOUNT) == Decision((fact,))


def test_secrets_are_written_beside_the_facts() -> None:
    made = decided(by_root(CreateAccount, posts=(HELD,), **NEW))
    assert made == Decision(
        (facts.AccountCreated("new", "新", "root"), facts.PostGranted("new", GROUP, "210102", "root")),
        asides=(Put("credential", "new", {"secret": "$argon2", "failures": 0}),),
    )
    reset = decided(asked(ResetPassword, LI, account="li", secret="$other"), account=ACCOUNT)
    assert reset == Decision(
        (facts.PasswordReset("li", "li"),), asides=(Set("credential", "li", {"secret": "$other", "failures": 0}),)
    )
    enabled = decided(by_root(EnableAccount, account="li"), account=ACCOUNT)
    assert enabled == Decision(
        (facts.AccountEnabled("li", "root"),), asides=(Set("credential", "li", {"failures": 0}),)
    )
    erased = decided(by_root(ErasePerson, person="p", reason="申请"), sealed=(70,))
    emptied = Set("sealed", 70, {"mask": "已删除", "salt": b"", "value": b""})
    assert erased == Decision(
        (facts.PersonErased("p", "root", "申请"),), asides=(Drop("person_key", (7, "p")), emptied)
    )


@pytest.mark.parametrize(
    "command",
    [
        asked(PublishCalendar, days=DAYS),
        asked(DefineAreas, areas=AREAS),
        asked(CreateAccount, LI, **NEW),
        asked(DisableAccount, account="li", reason="x"),
        asked(EnableAccount, account="li"),
        asked(ResetPassword, WANG, account="li", secret="x"),
        asked(GrantPost, account="li", post=OTHER),
        asked(RevokePost, account="li", post=HELD),
        asked(ErasePerson, person="p", reason="x"),
    ],
)
def test_nobody_else_may(command: Command) -> None:
    assert refused(command, account=ACCOUNT).startswith("Forbidden: Expected one who holds platform:city:administrator")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (by_root(CreateAccount, **{**NEW, "account": "li"}), "WrongState: Expected a new account, but li is there"),
        (by_root(ErasePerson, person="p", reason="x"), "NotFound: Expected personal values of this person in district"),
        (by_root(GrantPost, account="li", post=HELD), "WrongState: Expected a new post, but li holds"),
        (by_root(RevokePost, account="li", post=OTHER), "WrongState: Expected a post that li holds"),
        (
            by_root(PublishCalendar, days=(*DAYS, ("1.1.2027", True, ""))),
            "Invalid: Expected a date as in 2027-01-01",
        ),
        (
            by_root(PublishCalendar, days=(("20270101", True, ""),)),
            "Invalid: Expected a date as in 2027-01-01",
        ),
        (by_root(DefineAreas, areas=(("21010", "x", "district", 7),)), "Invalid: Expected an area code of 4, 6, 9, 12"),
        (by_root(DefineAreas, areas=(("21010a", "x", "district", 7),)), "Invalid: Expected an area code"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(command: Command, said: str) -> None:
    assert refused(command, account=ACCOUNT).startswith(said)


@pytest.mark.parametrize("kind", [DisableAccount, EnableAccount, ResetPassword, LockAccount, GrantPost, RevokePost])
def test_an_account_that_is_not_there_is_not_found(kind: type[Command]) -> None:
    more: dict[type, dict[str, Any]] = {
        DisableAccount: {"reason": "x"},
        ResetPassword: {"secret": "x"},
        LockAccount: {"until": NOW},
        GrantPost: {"post": HELD},
        RevokePost: {"post": HELD},
    }
    command = by_root(kind, account="nobody", **more.get(kind, {}))
    assert refused(command) == "NotFound: Expected an account, but there is no 'nobody'"


def test_a_new_account_has_an_id_and_a_name() -> None:
    for field in ("account", "name"):
        command = by_root(CreateAccount, **{**NEW, field: " "})
        assert refused(command) == "Invalid: Expected an account with an id and a name"
