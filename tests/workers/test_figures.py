"""The rows that figures are counted from: each journal row once, by however many followers, killed or not."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from engine.store import case_figures, folding
from tests.workers.town import HERE, NOON, THERE, Town, end, flow, start
from workers import figures

TASK = ("task", '<bpmn:userTask id="task" name="审核"/>')
CASE = '<bpmn:extensionElements><city:item code="MZ-001"/><city:timeLimit committed="P1WD" statutory="P3WD"/>'
CASE += "</bpmn:extensionElements>"
ROWS = "select * from case_figure order by district, id"
CARDS = "select district, which, colour, step, responsible from case_card order by district, instance, task, which"


def _open(town: Town, many: int) -> None:
    town.deploy("case", flow(start(), TASK, end()), extensions=CASE)
    for _ in range(many):
        town.cancel(town.start("case", HERE, channel="online"))
        town.start("case", THERE, papers=[{"name": "a", "source": "shared"}, {"name": "b", "source": "paper"}])


def _told(tables: psycopg.Connection[Any], query: str = ROWS) -> list[tuple[Any, ...]]:
    return tables.execute(query).fetchall()


def test_a_case_has_one_row(town: Town, tables: psycopg.Connection[Any]) -> None:
    _open(town, 1)
    town.work()
    columns = "district, item, channel, how, papers_listed, papers_spared, promised_minutes"
    query = f"select {columns} from case_figure order by district"
    assert _told(tables, query) == [
        (HERE, "MZ-001", "online", "cancelled", 0, 0, 420),
        (THERE, "MZ-001", "window", None, 2, 1, 420),
    ]


def test_two_followers_count_once(town: Town, tables: psycopg.Connection[Any]) -> None:
    _open(town, 10)
    with ThreadPoolExecutor(4) as pool:
        read = sum(pool.map(lambda _: figures.step(town.engine, NOON), range(8)))
    read += figures.step(town.engine, NOON)
    assert read == 31
    assert len(_told(tables)) == 20


def test_a_follower_killed_before_it_commits_has_written_nothing(
    town: Town, database: str, tables: psycopg.Connection[Any]
) -> None:
    _open(town, 2)
    killed = psycopg.connect(database)
    assert folding.lock(killed, case_figures.NAME, HERE) == 0
    rows, cards = figures.fold(killed, HERE, case_figures.read(killed, HERE, 0, 100))
    case_figures.put(killed, rows, cards)
    folding.move(killed, case_figures.NAME, HERE, 100)
    killed.close()
    assert _told(tables) == []
    town.work()
    assert len(_told(tables)) == 4


def test_small_pages_and_a_rebuild_give_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch, tables: psycopg.Connection[Any]
) -> None:
    _open(town, 4)
    town.pass_(days=8)
    town.work()
    first = (_told(tables), _told(tables, CARDS))
    monkeypatch.setattr(figures, "PAGE", 2)
    assert figures.retell(town.engine, town.now) > 12
    assert (_told(tables), _told(tables, CARDS)) == first
    assert (THERE, "committed", "yellow", None, None) in first[1]
