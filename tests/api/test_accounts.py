"""Accounts over HTTP: log-in, lock-out, what ends a session, and who administers."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from api.passwords import Passwords
from api.tokens import Tokens
from tests.api.server import COMMUNITY, PASSWORD, Person, serving

People = Callable[[str], Person]


def newcomer(admin: Person, account: str, **more: object) -> None:
    body = {"account": account, "name": "新人", "password": PASSWORD, **more}
    assert admin.says("/accounts", **body).status_code == 201


def logs_in(address: str, account: str, password: str = PASSWORD) -> httpx.Response:
    return httpx.post(f"{address}/login", json={"account": account, "password": password})


def test_a_log_in_gives_a_token_and_says_who_one_is(address: str, person: People) -> None:
    answer = logs_in(address, "clerk").json()
    assert answer["posts"] == [{"group": "window:community:clerk", "area": COMMUNITY}]
    assert person("clerk").get("/me").json()["account"] == "clerk"


@pytest.mark.parametrize(
    "header",
    [None, "Bearer", "Bearer x", "Basic Y2xlcms6", "Bearer Y2xlcms.AAAA", "Bearer .", "Bearer \u00e9.\u00e9"],
)
def test_without_a_token_of_ours_nothing_is_answered(address: str, header: str | None) -> None:
    headers = httpx.Headers([] if header is None else [(b"Authorization", header.encode("latin-1"))])
    for answer in (httpx.get(f"{address}/tasks", headers=headers), httpx.post(f"{address}/cases", headers=headers)):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_of_another_city_is_none(address: str) -> None:
    token, _ = Tokens(b"another key").issue("admin", "secret")
    assert httpx.get(f"{address}/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_five_failures_lock_for_a_quarter_of_an_hour(address: str, person: People) -> None:
    admin = person("admin")
    newcomer(admin, "forgetful")
    assert [logs_in(address, "forgetful", "wrong").status_code for _ in range(4)] == [401] * 4
    assert logs_in(address, "forgetful").status_code == 200
    assert [logs_in(address, "forgetful", "wrong").status_code for _ in range(5)] == [401] * 5
    assert logs_in(address, "forgetful").json()["code"] == "locked"
    assert admin.get("/accounts?text=forgetful").json()[0]["locked_until"]
    admin.says("/clock", advance="PT15M")
    assert logs_in(address, "forgetful").status_code == 200


def test_an_administrator_ends_a_lock(address: str, person: People) -> None:
    admin = person("admin")
    newcomer(admin, "locked")
    assert [logs_in(address, "locked", "wrong").status_code for _ in range(5)] == [401] * 5
    assert logs_in(address, "locked").status_code == 403
    assert admin.says("/accounts/locked/enable").status_code == 200
    assert logs_in(address, "locked").status_code == 200


def test_unknown_accounts_sound_like_known_ones(address: str) -> None:
    unknown, known = logs_in(address, "nobody", "wrong"), logs_in(address, "reviewer", "wrong")
    assert (unknown.status_code, unknown.json()) == (known.status_code, known.json())


def test_a_disabled_account_is_refused_at_once_whatever_token_it_has(address: str, person: People) -> None:
    admin = person("admin")
    newcomer(admin, "leaver", posts=[{"group": "window:community:clerk", "area": COMMUNITY}])
    with closing(Person(address, "leaver")) as leaver:
        assert leaver.get("/tasks").status_code == 200
        assert admin.says("/accounts/leaver/disable", reason="离职").status_code == 200
        assert leaver.get("/tasks").status_code == 401
        assert leaver.says("/cases", key="permit").status_code == 401
        assert logs_in(address, "leaver").status_code == 401
        assert admin.says("/accounts/leaver/enable").status_code == 200
        assert leaver.get("/tasks").status_code == 200


def test_a_new_password_ends_all_sessions(address: str, person: People) -> None:
    newcomer(person("admin"), "changer")
    with closing(Person(address, "changer")) as changer:
        assert changer.says("/accounts/changer/password", password="short").status_code == 422
        assert changer.says("/accounts/clerk/password", password="a good password").status_code == 403
        assert changer.says("/accounts/changer/password", password="a good password").status_code == 200
        assert changer.get("/me").status_code == 401
    assert logs_in(address, "changer").status_code == 401
    assert logs_in(address, "changer", "a good password").status_code == 200


def test_posts_are_granted_and_revoked_and_hold_at_once(address: str, person: People) -> None:
    admin = person("admin")
    newcomer(admin, "helper")
    post = {"group": "window:community:clerk", "area": COMMUNITY}
    person("clerk").applies()
    with closing(Person(address, "helper")) as helper:
        assert helper.get("/tasks").json()["tasks"] == []
        assert admin.says("/accounts/helper/posts", **post).status_code == 201
        assert helper.get("/tasks").json()["tasks"] != []
        assert admin.says("/accounts/helper/posts", **post).status_code == 409
        assert admin.says("/accounts/helper/posts/revoke", **post).status_code == 200
        assert helper.get("/tasks").json()["tasks"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"account": "a b", "name": "x", "password": PASSWORD},
        {"account": "ok", "name": " ", "password": PASSWORD},
        {"account": "ok", "name": "x", "password": "short"},
        {"account": "ok", "name": "x", "password": "x" * 201},
        {"account": "ok", "name": "x", "password": PASSWORD, "posts": [{"group": "a b"}]},
        {"account": "ok", "name": "x", "password": PASSWORD, "posts": [{"group": "a:b", "area": "21x"}]},
    ],
)
def test_bad_accounts_are_refused(person: People, body: dict[str, object]) -> None:
    assert person("admin").says("/accounts", **body).status_code == 422


def test_only_administrators_administer(person: People) -> None:
    clerk = person("clerk")
    body = {"account": "mine", "name": "x", "password": PASSWORD}
    assert clerk.says("/accounts", **body).status_code == 403
    assert clerk.says("/accounts/reviewer/disable", reason="x").status_code == 403
    assert clerk.says("/accounts/clerk/posts", group="platform:city:administrator").status_code == 403
    assert clerk.says("/areas", areas=[]).status_code == 403
    assert clerk.says("/definitions", name="a.bpmn", source="<a/>").status_code == 403


def test_a_server_with_another_key_knows_none_of_the_tokens(module_database: str, address: str, tmp_path: Path) -> None:
    with serving(module_database, tmp_path) as other, closing(Person(address, "clerk")) as clerk:
        token = clerk.headers["Authorization"]
        assert httpx.get(f"{other}/me", headers={"Authorization": token}).status_code == 401


def test_too_many_log_ins_at_once_are_asked_to_come_back() -> None:
    async def crowd() -> list[object]:
        passwords = Passwords(b"key")
        asked = (passwords.holds(None, "x") for _ in range(70))
        try:
            return list(await asyncio.gather(*asked, return_exceptions=True))
        finally:
            passwords.close()

    answers = asyncio.run(crowd())
    assert sum(isinstance(answer, Exception) for answer in answers) == 6
