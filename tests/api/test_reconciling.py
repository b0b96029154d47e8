"""A department's daily file of answers: fills in what never came, once, and names each line that is wrong."""

from collections.abc import Callable, Iterator
from contextlib import closing
from uuid import uuid4

import httpx
import pytest

from engine.domain.commands import CreateAccount, Post
from engine.engine import Engine
from registers.departments.reconciling import COLUMNS, mac
from tests.api import test_comparisons
from tests.api.server import SECRET as PASSWORD_HASH
from tests.api.server import Person, stamp
from tests.api.test_comparisons import asked, kept, posted
from tests.departments import SECRET, Says
from tests.registers.test_deliveries import text

People = Callable[[str], Person]
TODAY = "2026-11-24"
address, engine = test_comparisons.address, test_comparisons.engine


@pytest.fixture(scope="module")
def police(engine: Engine, address: str) -> Iterator[Person]:
    posts = (Post("GA:city:provider", "2101"),)
    engine.execute(CreateAccount(account="gaj", name="gaj", secret=PASSWORD_HASH, posts=posts, **stamp()))
    with closing(Person(address, "gaj")) as client:
        yield client


def line(request: str, status: str = "clear", secret: str = SECRET, **changed: str) -> tuple[str, ...]:
    said = {"request_id": request, "status": status, "as_of": TODAY, "evidence_ref": "GA-1", "detail": "", **changed}
    return (*said.values(), mac(secret.encode(), said))


def sends(person: Person, *lines: tuple[str, ...], provider: str = "GA") -> httpx.Response:
    headers, files = {"Idempotency-Key": uuid4().hex}, {"file": ("x.csv", text(COLUMNS, *lines))}
    path = f"/comparisons/reconciliations/{provider}"
    return person.post(path, files=files, data={"as_of": TODAY}, headers=headers)


def test_an_answer_that_never_came_is_filled_in_once(engine: Engine, person: People, police: Person) -> None:
    (_, first), (_, second) = asked(engine, person), asked(engine, person)
    lines = line(first), line(second, "hit")
    assert sends(police, *lines).json() == {"taken": 2, "known": 0, "findings": []}
    assert (kept(engine, first).verdict, kept(engine, second).verdict) == ("agree", "hit")
    assert not kept(engine, first).settled
    assert sends(police, *lines).json() == {"taken": 0, "known": 2, "findings": []}


def test_each_wrong_line_is_named_and_holds_up_no_other(engine: Engine, person: People, police: Person) -> None:
    requests = [asked(engine, person)[1] for _ in range(5)]
    posted(str(police.base_url), requests[4], Says("hit"))
    lines = (
        line(requests[0], secret="another secret that nobody has agreed upon"),
        line("1-death-GA"),
        line(requests[1], "perhaps"),
        line(requests[2], as_of="2126-01-01"),
        line(requests[4]),
        line(requests[3]),
    )
    told = sends(police, *lines).json()
    assert (told["taken"], told["known"], [number for number, _ in told["findings"]]) == (1, 0, [1, 2, 3, 4, 5])
    words = (
        "Expected one made with the key ga-1",
        "Expected a question that",
        "Expected a status of",
        "Expected `as_of`",
    )
    assert all(part in found for part, (_, found) in zip(words, told["findings"], strict=False))
    assert "Expected the answer that was given before, hit, but it is agree" in told["findings"][4][1]
    assert [kept(engine, one).verdict for one in requests] == [None, None, None, "agree", "hit"]


def test_prison_stays_sealed_on_this_way_too(engine: Engine, person: People, police: Person) -> None:
    _, request = asked(engine, person, "prison")
    assert sends(police, line(request, "hit", detail="2025年6月收监")).json()["taken"] == 1
    assert (kept(engine, request).detail, kept(engine, request).evidence_ref) == ("不符合", None)


def test_only_the_department_itself_and_only_what_can_be_read(engine: Engine, person: People, police: Person) -> None:
    assert sends(person("clerk")).status_code == 403
    assert sends(police, provider="MZ").status_code == 403
    broken = police.post(
        "/comparisons/reconciliations/GA",
        files={"file": ("x.csv", b"a,a\n1,2\n")},
        data={"as_of": TODAY},
        headers={"Idempotency-Key": uuid4().hex},
    )
    assert broken.status_code == 422
