"""The leaders' counters: each journal row counted once, by however many projectors, killed or not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import psycopg

from engine.projections.dashboard import fold
from engine.store import folding
from tests.workers.town import HERE, NOON, THERE, Town, end, flow, start
from workers import projector

TASK = ("task", '<bpmn:userTask id="task" name="task"/>')


def _counts(tables: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    query = "select district, day, key, started, ended, opened from dashboard_day where started > 0 order by district"
    return tables.execute(query).fetchall()


def _open(town: Town, many: int) -> None:
    town.deploy("case", flow(start(), TASK, end()))
    for _ in range(many):
        town.cancel(town.start("case", HERE))
        town.start("case", THERE)


def test_counters_are_by_district_day_and_process(town: Town, tables: psycopg.Connection[Any]) -> None:
    _open(town, 3)
    assert projector.step(town.engine, NOON) == 10
    day = date(2026, 3, 4)
    assert _counts(tables) == [(HERE, day, "case", 3, 3, 3), (THERE, day, "case", 3, 0, 3)]
    assert projector.step(town.engine, NOON) == 0


def test_two_projectors_count_once(town: Town, tables: psycopg.Connection[Any]) -> None:
    _open(town, 20)
    with ThreadPoolExecutor(4) as pool:
        read = sum(pool.map(lambda _: projector.step(town.engine, NOON), range(8)))
    read += projector.step(town.engine, NOON)
    assert read == 61
    assert [row[3:] for row in _counts(tables)] == [(20, 20, 20), (20, 0, 20)]


def test_a_projector_killed_before_it_commits_has_counted_nothing(
    town: Town, database: str, tables: psycopg.Connection[Any]
) -> None:
    _open(town, 2)
    killed = psycopg.connect(database)
    position = folding.lock(killed, projector.NAME, HERE)
    assert position == 0
    page = folding.read(killed, HERE, position, 100)
    folding.write(killed, fold(page.rows))
    folding.move(killed, projector.NAME, HERE, page.last)
    killed.close()
    town.work()
    assert [row[3:] for row in _counts(tables)] == [(2, 2, 2), (2, 0, 2)]


def test_pages_follow_one_another(town: Town, monkeypatch: Any, tables: psycopg.Connection[Any]) -> None:
    monkeypatch.setattr(projector, "PAGE", 3)
    _open(town, 4)
    steps = 0
    while projector.step(town.engine, NOON):
        steps += 1
    assert steps == 3
    assert [row[3:] for row in _counts(tables)] == [(4, 4, 4), (4, 0, 4)]
