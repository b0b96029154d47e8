"""The city's clock can be turned where it is no production; one process keeps house; a new calendar moves limits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from engine.clock import RealClock, TurnedClock, open_clock
from engine.domain.commands import PublishCalendar
from engine.domain.facts import LimitRedated, LimitSet
from engine.domain.rejections import Forbidden, Invalid, WrongState
from engine.engine import Engine
from engine.settings import Settings
from engine.store.facts_json import decode
from engine.store.seals import fault, read_seals, seal_key
from registers import notices
from registers.notices import Notice
from tests.workers.town import HERE, NOON, WANG, Town, end, flow, id_in, start
from workers.clock import Housekeeper, chores_under


def test_a_turned_clock_is_seen_by_all_and_never_goes_back(engine: Engine, database: str) -> None:
    one, other = TurnedClock(engine.store), TurnedClock(engine.store)
    before = other.now()
    assert one.advance(timedelta(days=3)) - before >= timedelta(days=3)
    assert other.now() - before >= timedelta(days=3)
    far = datetime.now(UTC) + timedelta(days=10)
    assert other.jump(far) == far
    assert one.now() >= far
    with pytest.raises(WrongState, match="is before it"):
        one.jump(far - timedelta(days=1))
    with pytest.raises(Invalid, match="backwards"):
        one.advance(timedelta(seconds=-1))
    with pytest.raises(Invalid, match="time zone"):
        one.jump(datetime(2030, 1, 1))  # noqa: DTZ001 - that it is refused is what is tested
    assert one.now() >= far


def test_turning_wakes_the_workers(engine: Engine, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("listen work")
        TurnedClock(engine.store).advance(timedelta(hours=1))
        assert [notice.payload for notice in connection.notifies(timeout=10, stop_after=1)] == ["clock"]


def test_production_runs_on_real_time(engine: Engine) -> None:
    settings = Settings(clock="turned", production=True)
    with pytest.raises(ValueError, match="real time in production"):
        open_clock(settings, engine.store)
    clock = open_clock(Settings(), engine.store)
    assert isinstance(clock, RealClock)
    with pytest.raises(Forbidden):
        clock.advance(timedelta(hours=1))
    with pytest.raises(Forbidden):
        clock.jump(datetime.now(UTC))
    assert isinstance(open_clock(Settings(clock="turned"), engine.store), TurnedClock)


def _keeper(database: str) -> Housekeeper:
    return Housekeeper(database, chores_under(seal_key(bytes(32))))


def test_one_process_keeps_house_and_another_takes_over(engine: Engine, database: str) -> None:
    first, second = _keeper(database), _keeper(database)
    first.step(engine, NOON)
    second.step(engine, NOON)
    assert (bool(first.done), bool(second.done)) == (True, False)
    first.close()
    second.step(engine, NOON)
    assert second.done == first.done
    second.close()


def test_a_lost_session_is_given_up(engine: Engine, database: str, tables: psycopg.Connection[Any]) -> None:
    keeper = _keeper(database)
    keeper.step(engine, NOON)
    tables.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name = 'tongban-workers-clock' and datname = current_database()"
    )
    seen = []
    for _ in range(2):
        keeper.step(engine, NOON)
        seen.append(keeper.is_at_work)
    keeper.close()
    assert seen == [False, True]


def test_chores_are_done_once_a_day_on_the_city_clock(engine: Engine, database: str) -> None:
    keeper = _keeper(database)
    keeper.step(engine, datetime(2026, 3, 3, 16, 20, tzinfo=UTC))  # 00:20 in the city
    assert keeper.done.keys() == {"redate", "seal"}
    keeper.step(engine, NOON)
    assert keeper.done.keys() == {"calendar", "comparisons", "notices", "redate", "seal"}
    keeper.close()


def test_every_day_is_sealed(town: Town, database: str, tables: psycopg.Connection[Any]) -> None:
    town.deploy("brief", flow(start(), end()))
    town.start("brief")
    keeper, key = _keeper(database), seal_key(bytes(32))
    keeper.step(town.engine, NOON)
    assert read_seals(tables, HERE) == []
    keeper.step(town.engine, NOON + timedelta(days=1))
    keeper.close()
    (seal,) = read_seals(tables, HERE)
    assert (seal.position, fault(seal, {key.id: key.public})) == (1, None)


def test_old_notices_are_forgotten(engine: Engine, database: str, tables: psycopg.Connection[Any]) -> None:
    tables.execute("insert into head (district) values (%s)", (HERE,))
    for number, years in enumerate((4, 1), 1):
        written = NOON - timedelta(days=366 * years)
        notices.write(tables, Notice(id_in(HERE, number), id_in(HERE, 5), "li.ming", "inbox", "", "x", written))
    keeper = _keeper(database)
    keeper.step(engine, NOON)
    keeper.close()
    assert [one.id for one in notices.of_case(tables, id_in(HERE, 5))] == [id_in(HERE, 2)]


def test_a_published_calendar_dates_provisional_limits_anew(town: Town, database: str) -> None:
    task = ("task", '<bpmn:userTask id="task" name="task"/>')
    limit = '<bpmn:extensionElements><city:timeLimit committed="P2WD"/></bpmn:extensionElements>'
    town.deploy("slow", flow(start(), task, end()), extensions=limit)
    slow = town.start("slow")
    (was,) = [fact for fact in town.told(slow) if isinstance(fact, LimitSet)]
    assert was.provisional

    keeper = _keeper(database)
    keeper.step(town.engine, town.now)
    days = tuple((f"2026-03-{day:02d}", day not in (5, 7, 8), "") for day in range(1, 32))
    town.engine.execute(PublishCalendar(request_id="c", at=town.now, actor=WANG, district=1, days=days))
    keeper.step(town.engine, town.now)
    keeper.close()
    (now,) = _redated(town, slow)
    assert not now.provisional
    assert was.due_at is not None
    assert now.due_at is not None
    assert now.due_at > was.due_at


def _redated(town: Town, instance: int) -> list[LimitRedated]:
    with town.engine.store.writing() as connection:
        rows = connection.execute("select facts::text from journal where request_id like 'redate:%'").fetchall()
    told = [fact for (text,) in rows for fact in decode(text)]
    return [fact for fact in told if isinstance(fact, LimitRedated) and fact.instance == instance]
