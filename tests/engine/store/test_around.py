"""What lies around a transaction: ids, calendars, wake-ups, attachments, sources."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from engine.domain import facts
from engine.domain.commands import AddComment, PublishCalendar
from engine.domain.ids import district_of
from engine.domain.rejections import Invalid
from engine.projections.changes import Put
from engine.store import blobs
from engine.store.calendars import Calendars
from engine.store.entries import Entry
from engine.store.store import Store
from tests.engine.store.desk import AT, DISTRICT, Desk, asked, opened, told

HOLIDAY = date(2026, 11, 25)


@pytest.fixture
def ear(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("listen work")
        yield connection


def heard(ear: psycopg.Connection) -> list[str]:
    return [notice.payload for notice in ear.notifies(timeout=0.05)]


def publish(desk: Desk, district: int, working: bool) -> None:
    fact = facts.CalendarPublished(district, ((HOLIDAY.isoformat(), working, "日"),), False, "li")
    desk.do([asked(PublishCalendar, district=1, days=fact.days)], lambda c, s: told(c, [fact]))


def test_ids_of_all_threads_and_processes_differ(database: str) -> None:
    with opened(database) as one, opened(database) as other, ThreadPoolExecutor(4) as pool:
        taken = [
            id
            for ids in pool.map(lambda store: [store.ids.take(DISTRICT) for _ in range(700)], [one, other] * 2)
            for id in ids
        ]

    assert len(set(taken)) == 2800
    assert {district_of(id) for id in taken} == {DISTRICT}


def test_a_published_calendar_is_seen_at_once_and_the_districts_own_wins(desk: Desk) -> None:
    def works(district: int) -> bool:
        with desk.store.transaction() as tx:
            [situation] = tx.look([asked(AddComment, district=district, instance=1, text="t")])
        return situation.calendar.is_working(HOLIDAY)

    assert works(DISTRICT)
    publish(desk, 0, False)
    assert not works(DISTRICT)
    publish(desk, DISTRICT, True)
    assert works(DISTRICT)
    assert not works(8)


def test_another_process_sees_it_when_it_looks_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    calendars = Calendars(desk.store.writing)
    assert calendars.of(DISTRICT).is_working(HOLIDAY)
    publish(desk, 0, False)
    monkeypatch.setattr("engine.store.calendars.FRESH_FOR", 0.0)

    assert not calendars.of(DISTRICT).is_working(HOLIDAY)


def test_workers_are_woken_when_there_is_something_for_them(desk: Desk, ear: psycopg.Connection) -> None:
    [(instance, task)] = desk.start()
    desk.claim(task)
    assert heard(ear) == []
    timer = facts.TimerArmed(DISTRICT << 40 | 5000, AT, "wait", instance, 3)
    job = facts.JobRequested(DISTRICT << 40 | 5001, instance, 4, "notify", "notify")
    desk.do([asked(AddComment, instance=instance, text="t")], lambda c, s: told(c, [timer, job]))
    assert sorted(heard(ear)) == ["job", "timer"]


def test_an_attachment_is_kept_once(store: Store) -> None:
    with store.writing() as connection:
        digest = blobs.put(connection, b"paper", "application/pdf", 100)
        assert blobs.put(connection, b"paper", "text/plain", 100) == digest == sha256(b"paper").hexdigest()
    with store.reading() as connection:
        assert blobs.get(connection, digest) == (b"paper", "application/pdf")
        assert blobs.get(connection, "0" * 64) is None


@pytest.mark.parametrize("content", [b"", b"x" * 101])
def test_an_attachment_has_its_bounds(store: Store, content: bytes) -> None:
    with store.writing() as connection, pytest.raises(Invalid, match="100 bytes"):
        blobs.put(connection, content, "text/plain", 100)


def test_a_source_is_what_was_deployed(desk: Desk) -> None:
    definition = desk.deploy()
    row = {"name": "approval.bpmn", "bpmn": b"<x/>", "resources": {"form.json": '{"文": 1}'}}
    command = asked(AddComment, instance=1, text="t", district=1)
    desk.do([command], lambda c, s: _with_source(told(c, []), row))
    source = desk.store.source(definition)

    assert (source.key, source.name, source.bpmn, source.called) == ("approval", "approval.bpmn", b"<x/>", {})
    assert source.resources == {"form.json": '{"文": 1}'.encode()}
    with pytest.raises(LookupError, match="no 99"):
        desk.store.source(99)


def _with_source(entry: Entry, row: dict[str, Any]) -> Entry:
    return replace(entry, changes=[Put("source", "digest", row)])
