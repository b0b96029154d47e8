"""Comparisons over HTTP: departments post answers under their signature; who handles the case reads why."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.bootstrap import open_engine
from engine.engine import Engine
from engine.settings import Settings
from registers import comparisons
from registers.comparisons import Asked, Asking, request_of
from registers.departments.questions import ref_of
from registers.departments.signing import WINDOW, Letter
from registers.migrations import migrate
from tests.api.server import BEGIN, COMMUNITY, Person, prepare, serving
from tests.departments import SECRET, Department, Says
from workers import answers

PERSON = "ab" * 32
NONCE = "0" * 32
CLEAR = Says()


@pytest.fixture(scope="module")
def address(module_database: str, home: Path) -> Iterator[str]:
    prepare(module_database, home)
    migrate(module_database)
    file = home / "connectors.csv"
    file.write_text(
        "provider,name,url,key,checks\nGA,公安局,http://ga.example/ask,ga-1,\nMZ,民政局,http://mz.example/,mz-1,\n"
    )
    keys = home / "keys" / "connectors"
    keys.mkdir(parents=True)
    for key in ("ga-1", "mz-1"):
        (keys / f"{key}.key").write_text(f"{SECRET}\n")
    with serving(module_database, home, clock="turned", connectors=file) as found:
        yield found


@pytest.fixture(scope="module")
def engine(address: str, module_database: str, home: Path) -> Iterator[Engine]:
    opened = open_engine(Settings(home=home), module_database)
    yield opened
    opened.store.close()


def asked(engine: Engine, person: Callable[[str], Person], check: str = "death") -> tuple[int, str]:
    """A case of the clerk's, and a question to the police in it that waits; its job is over."""
    case = int(person("clerk").applies()["id"])
    job = case + 1_000_000
    with engine.store.writing() as connection:
        asking = Asking(job, case, "受理", BEGIN, "MZ:street:reviewer", COMMUNITY[:9])
        comparisons.ask(connection, asking, [Asked(check, "GA", PERSON)])
    return case, request_of(job, check, "GA")


def posted(address: str, request: str, says: Says = CLEAR, **changed: Any) -> httpx.Response:
    """The police's answer; `changed`: the key or secret it signs with, the moment, or the path it signs."""
    today = datetime.now(tz=BEGIN.tzinfo).date()
    department = Department(key=changed.get("key", "ga-1"), secret=changed.get("secret", SECRET), today=today)
    ref = ref_of(SECRET.encode(), request, PERSON)
    body = department.answer({"request_id": request, "subjects": [{"ref": ref}]}, says)
    path = f"/comparisons/{request}/answer"
    headers = department.signed(Letter("POST", changed.get("path", path), body), NONCE, at=changed.get("at"))
    return httpx.post(address + path, content=changed.get("body", body), headers=headers, timeout=30)


def kept(engine: Engine, request: str) -> comparisons.Comparison:
    with engine.store.writing() as connection:
        found = comparisons.find(connection, request)
    assert found is not None
    return found


def test_an_answer_is_taken_once(address: str, engine: Engine, person: Callable[[str], Person]) -> None:
    _, request = asked(engine, person)
    assert posted(address, request).json() == {"request_id": request, "taken": True}
    assert posted(address, request).json() == {"request_id": request, "taken": False}
    contradiction = posted(address, request, Says("hit"))
    assert (contradiction.status_code, kept(engine, request).verdict) == (409, "agree")


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"secret": "another secret that nobody has agreed upon"}, "Expected a signature made with the key ga-1"),
        ({"key": "xx-1"}, "Expected the key of a department that is asked, but there is none called xx-1"),
        ({"at": int(time.time()) - WINDOW - 60}, f"Expected a signature at most {WINDOW} s old"),
        ({"path": "/comparisons/5-death-GA/answer"}, "Expected a signature made with the key ga-1"),
        ({"body": b"{}"}, "Expected a signature made with the key ga-1"),
        ({"key": "not a key"}, "Expected the header x-city-key"),
    ],
)
def test_what_the_department_did_not_sign_is_refused(
    address: str, engine: Engine, person: Callable[[str], Person], changed: dict[str, Any], detail: str
) -> None:
    _, request = asked(engine, person)
    answer = posted(address, request, **changed)
    assert (answer.status_code, kept(engine, request).verdict) == (401, None)
    assert answer.json()["detail"].startswith(detail)


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (Says("perhaps"), "Expected a status of hit, clear, unknown or error, but found 'perhaps'"),
        (Says(changed={"ref": "another"}), "Expected `ref` to be"),
        (Says(changed={"request_id": "another"}), "Expected `request_id` to be"),
        (Says(changed={"as_of": None}), "Expected `as_of`, the moment of the data, but there is none"),
        (Says(changed={"as_of": "2126-01-01"}), "Expected `as_of` not after"),
        (Says(changed={"detail": "x" * 501}), "Expected `detail` to be a text of at most 500 signs"),
        (Says(raw=b"\xff\xfe"), "Expected an answer in JSON"),
    ],
)
def test_nonsense_is_refused_with_what_was_expected_and_the_question_goes_on_waiting(
    address: str, engine: Engine, person: Callable[[str], Person], says: Says, words: str
) -> None:
    _, request = asked(engine, person)
    answer = posted(address, request, says)
    assert (answer.status_code, kept(engine, request).verdict) == (422, None)
    assert words in answer.json()["detail"]
    assert words in (kept(engine, request).fault or "")
    assert posted(address, request).json()["taken"] is True


def test_a_department_that_could_not_look_goes_on_being_asked(
    address: str, engine: Engine, person: Callable[[str], Person]
) -> None:
    _, request = asked(engine, person)
    assert posted(address, request, Says("error", changed={"detail": "库在维护"})).json()["taken"] is False
    assert (kept(engine, request).verdict, kept(engine, request).fault) == (None, "库在维护")


def test_nobody_answers_for_another_department_or_what_was_never_asked(
    address: str, engine: Engine, person: Callable[[str], Person]
) -> None:
    _, request = asked(engine, person)
    assert posted(address, request, key="mz-1").status_code == 404
    for never in ("1-death-GA", "x-death-GA", "99999999999999999-death-GA"):
        assert posted(address, never).status_code == 404


def test_data_that_are_too_old_are_not_clear(address: str, engine: Engine, person: Callable[[str], Person]) -> None:
    _, request = asked(engine, person)
    assert posted(address, request, Says(as_of="2026-10-08")).json()["taken"] is True
    assert (kept(engine, request).verdict, kept(engine, request).fresh) == ("unknown", False)
    assert posted(address, request, Says("hit")).json()["taken"] is True
    assert kept(engine, request).verdict == "hit"


def test_in_detail_for_those_who_handle_the_case_and_in_short_for_those_who_see_it(
    address: str, engine: Engine, person: Callable[[str], Person]
) -> None:
    case, request = asked(engine, person)
    posted(address, request, Says("hit", changed={"detail": "2026年3月1日死亡注销"}))
    (own,) = person("clerk").get(f"/cases/{case}/comparisons").json()
    (seen,) = person("reviewer").get(f"/cases/{case}/comparisons").json()
    assert (own["detail"], own["record"], own["outcome"]) == ("2026年3月1日死亡注销", "GA-2026-0001", "有不符")
    assert (seen["detail"], seen["record"], seen["outcome"]) == (None, "", "有不符")
    told = person("clerk").get(f"/cases/{case}/comparisons/explanation").text
    assert "查死亡比对,来源:GA" in told
    assert "死亡注销" not in person("reviewer").get(f"/cases/{case}/comparisons/explanation").text
    assert person("stranger").get(f"/cases/{case}/comparisons").status_code == 404


def test_of_prison_who_handles_the_case_reads_only_that_something_differs(
    address: str, engine: Engine, person: Callable[[str], Person]
) -> None:
    case, request = asked(engine, person, "prison")
    posted(address, request, Says("hit", changed={"detail": "2025年6月收监"}))
    (own,) = person("clerk").get(f"/cases/{case}/comparisons").json()
    assert (own["outcome"], own["detail"], own["record"]) == ("有不符", "不符合", "")
    assert "收监" not in person("clerk").get(f"/cases/{case}/comparisons/explanation").text
    assert (kept(engine, request).detail, kept(engine, request).evidence_ref) == ("不符合", None)


def test_a_late_answer_that_is_clear_troubles_nobody(
    address: str, engine: Engine, person: Callable[[str], Person]
) -> None:
    _, request = asked(engine, person)
    posted(address, request)
    now = datetime.now(tz=BEGIN.tzinfo)
    assert answers.step(engine, now) >= 1
    assert (kept(engine, request).late, kept(engine, request).settled) == (True, True)
    assert answers.step(engine, now) == 0
    assert json.dumps(kept(engine, request).confirmers) == '"MZ:street:reviewer"'
