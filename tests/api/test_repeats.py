"""A request under the same key is carried out once; of two who want the same thing one gets it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx

from tests.api.server import COMMUNITY, PASSWORD, Person, start

People = Callable[[str], Person]
DONE = {"variables": {"accepted": True, "note": "可"}}


def test_a_repeat_gets_the_first_answer(person: People) -> None:
    clerk, key = person("clerk"), uuid4().hex
    first = clerk.says("/cases", key, **start())
    again = clerk.says("/cases", key, **start())
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.headers


def test_another_body_under_the_same_key_is_refused(person: People) -> None:
    clerk, key = person("clerk"), uuid4().hex
    clerk.says("/cases", key, **start())
    for other in (start(purpose="搬家"), start("failing", amount=1), {**start(), "area": "210103"}, {"key": "permit"}):
        assert clerk.says("/cases", key, **other).status_code == 409


def test_keys_of_two_people_do_not_meet(person: People) -> None:
    key = uuid4().hex
    first, second = (person(who).says("/cases", key, **start()).json() for who in ("clerk", "colleague"))
    assert first["id"] != second["id"]


def test_every_step_of_a_task_may_be_repeated_also_when_it_is_gone(person: People) -> None:
    clerk = person("clerk")
    task = clerk.applies()["opened"][0]["id"]
    steps: list[tuple[str, dict[str, Any]]] = [
        (f"/tasks/{task}/claim", {}),
        (f"/tasks/{task}/release", {}),
        ("/tasks/claim-next", {"area": COMMUNITY}),
        (f"/tasks/{task}/comments", {"text": "看过"}),
        (f"/tasks/{task}/complete", DONE),
    ]
    asked = [(path, body, uuid4().hex) for path, body in steps]
    while clerk.says("/tasks/claim-next").status_code == 200:
        pass  # so that the next one is this one
    first = [clerk.says(path, key, **body) for path, body, key in asked[:1]]
    assert first[0].status_code == 409
    clerk.says(f"/tasks/{task}/release")
    first = [clerk.says(path, key, **body) for path, body, key in asked]
    again = [clerk.says(path, key, **body) for path, body, key in asked]
    assert [answer.status_code for answer in first] == [200, 200, 200, 201, 200]
    assert [answer.content for answer in again] == [answer.content for answer in first]


def test_a_repeated_account_and_password_are_known_as_such(person: People) -> None:
    admin, key = person("admin"), uuid4().hex
    body = {"account": "newcomer", "name": "新人", "password": PASSWORD}
    assert [admin.says("/accounts", key, **body).status_code for _ in range(2)] == [201, 201]
    assert admin.says("/accounts", key, **{**body, "password": "another password"}).status_code == 409
    assert admin.says("/accounts", **body).status_code == 409


def test_of_two_people_one_gets_the_task(person: People) -> None:
    people = person("clerk"), person("colleague")
    for _ in range(20):
        task = people[0].applies()["opened"][0]["id"]
        answers = at_once(people, f"/tasks/{task}/claim")
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        winner = next(answer for answer in answers if answer.status_code == 200).json()["assignee"]
        assert people[0].get(f"/tasks/{task}").json()["task"]["assignee"] == winner


def test_those_who_ask_for_their_next_task_at_once_get_different_ones(person: People) -> None:
    people = person("clerk"), person("colleague")
    for _ in range(5):
        for one in people:
            one.applies()
        answers = at_once(people, "/tasks/claim-next", group="window:community:clerk")
        assert len({answer.json()["task"] for answer in answers}) == 2


def test_one_request_sent_twice_at_once_is_carried_out_once(person: People) -> None:
    clerk = person("clerk")
    for _ in range(10):
        key = uuid4().hex
        answers = at_once((clerk, clerk, clerk), "/cases", key, **start())
        assert len({answer.content for answer in answers}) == 1


def at_once(people: tuple[Person, ...], path: str, request: str | None = None, /, **body: Any) -> list[httpx.Response]:
    """All say the same at the same moment."""
    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(lambda one: one.says(path, request, **body), people))
