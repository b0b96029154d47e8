"""A window that waits a moment for its comparisons: `Prefer: wait=3`, and what it costs whoever does not ask."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from engine.bootstrap import open_engine
from engine.domain.commands import DeployDefinition
from engine.engine import Engine
from engine.settings import Settings
from registers.migrations import migrate
from tests.api.server import BEGIN, Person, prepare, serving, stamp, start
from workers import listen, loop
from workers.awaited import Awaited
from workers.clock import Housekeeper
from workers.crew import crew
from workers.loop import Signals

PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:city="http://tongban.org/schema/city"
    targetNamespace="http://tongban.org/tests">
  <process id="{key}" name="比对" isExecutable="true">
    <extensionElements><city:personal variables="applicant_id"/></extensionElements>
    <startEvent id="start"/>{first}<sequenceFlow id="f1" sourceRef="{before}" targetRef="compare"/>
    <serviceTask id="compare"><extensionElements><city:job kind="compare">
      <city:input source="applicant_id" target="subject"/><city:input source='["{check}"]' target="checks"/>
      <city:output source="verdict" target="verdict"/></city:job></extensionElements></serviceTask>
    <sequenceFlow id="f2" sourceRef="compare" targetRef="look"/>
    <userTask id="look" name="看结果"><extensionElements>
      <city:assignment candidateGroups="window:community:clerk"/></extensionElements></userTask>
    <sequenceFlow id="f3" sourceRef="look" targetRef="end"/><endEvent id="end"/>
  </process>
</definitions>"""
FIRST = """<sequenceFlow id="f0" sourceRef="start" targetRef="accept"/>
  <userTask id="accept" name="受理"><extensionElements>
  <city:assignment candidateGroups="window:community:clerk"/></extensionElements></userTask>"""
DRAWN = {
    "death": PROCESS.format(key="death", check="death", first="", before="start"),
    "income": PROCESS.format(key="income", check="income", first="", before="start"),
    "accepting": PROCESS.format(key="accepting", check="death", first=FIRST, before="accept"),
}
SESSIONS = "select count(*) from pg_stat_activity where application_name = %s and datname = current_database()"


@pytest.fixture(scope="module")
def address(module_database: str, home: Path) -> Iterator[str]:
    prepare(module_database, home)
    migrate(module_database)
    engine = open_engine(Settings(home=home), module_database)
    for key, source in DRAWN.items():
        engine.execute(DeployDefinition(name=f"{key}.bpmn", source=source.encode(), **stamp()))
    engine.store.close()
    with serving(module_database, home, clock="turned") as found:
        yield found


@pytest.fixture(scope="module")
def engine(address: str, module_database: str, home: Path) -> Iterator[Engine]:
    opened = open_engine(Settings(home=home), module_database)
    yield opened
    opened.store.close()


@contextmanager
def working(engine: Engine, dsn: str) -> Iterator[None]:
    """A worker that does jobs, woken by the database's hints."""
    signals = Signals(crew(["jobs"], Housekeeper("", ())))
    listener = listen.start(dsn, signals)
    threads = loop.start(engine, now, signals)
    try:
        yield
    finally:
        signals.end()
        for thread in [*threads, listener]:
            thread.join()


def now() -> datetime:
    return datetime.now(tz=BEGIN.tzinfo)


def sessions(dsn: str, name: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(SESSIONS, (name,)).fetchone()
    return int(row[0]) if row else 0


def test_whoever_does_not_ask_waits_for_nothing_and_opens_no_session(
    address: str, module_database: str, person: Callable[[str], Person]
) -> None:
    answer = person("clerk").post("/cases", json=start("death"))
    assert answer.status_code == 201
    assert "preference-applied" not in answer.headers
    assert sessions(module_database, "tongban-hearing") == 0


def test_the_answer_comes_with_the_comparison_done(
    engine: Engine, module_database: str, person: Callable[[str], Person]
) -> None:
    clerk = person("clerk")
    with working(engine, module_database):
        for _ in range(5):
            answer = clerk.post("/cases", json=start("death"), headers={"Prefer": "wait=3"})
            assert (answer.status_code, answer.headers["x-jobs-pending"]) == (201, "0")
            assert answer.headers["preference-applied"] == "wait=3"
            case = clerk.get(f"/cases/{answer.json()['id']}").json()
            assert [task["name"] for task in case["tasks"]] == ["看结果"]
            assert case["variables"]["verdict"] == "unknown"


def test_completing_a_task_waits_too(engine: Engine, module_database: str, person: Callable[[str], Person]) -> None:
    clerk = person("clerk")
    with working(engine, module_database):
        (opened,) = clerk.applies("accepting")["opened"]
        clerk.says(f"/tasks/{opened['id']}/claim")
        done = clerk.post(f"/tasks/{opened['id']}/complete", json={"variables": {}}, headers={"Prefer": "wait=3"})
        assert (done.status_code, done.headers["x-jobs-pending"]) == (200, "0")


def test_after_the_time_the_page_goes_on_without_it(address: str, person: Callable[[str], Person]) -> None:
    began = time.monotonic()
    answer = person("clerk").post("/cases", json=start("death"), headers={"Prefer": "respond-async, wait=1"})
    assert (answer.status_code, answer.headers["x-jobs-pending"]) == (201, "1")
    assert 1 <= time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("process", "prefer", "applied"),
    [
        ("income", "wait=60", "wait=3"),
        ("permit", 'wait="2"; foo', "wait=2"),
        ("permit", "wait=2", "wait=2"),
        ("permit", "await=2", None),
        ("permit", "wait=soon", None),
    ],
)
def test_async_comparisons_and_none_are_not_waited_for(
    address: str, person: Callable[[str], Person], process: str, prefer: str, applied: str | None
) -> None:
    began = time.monotonic()
    answer = person("clerk").post("/cases", json=start(process), headers={"Prefer": prefer})
    assert answer.status_code == 201
    assert time.monotonic() - began < 2
    assert answer.headers.get("preference-applied") == applied


def test_whichever_is_told_first_nothing_is_missed() -> None:
    awaited = Awaited()
    assert awaited.hear("job", 0.0) == []
    assert awaited.hear("await:1,2", 0.0) == []
    assert awaited.finish([3, 2]) == [2]
    assert awaited.finish([2]) == []
    assert awaited.hear("await:3,4", 1.0) == [3]
    assert awaited.finish([4]) == [4]
