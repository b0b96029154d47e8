"""What begins by an event: a signal begins everywhere, a message with a key one at a time, timers round by round."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.domain.commands import SYSTEM, StartInstance
from engine.domain.durations import CITY
from engine.domain.facts import InstanceStarted
from engine.domain.rejections import WrongState
from engine.engine import Engine
from engine.store import claims
from tests.workers.drawn import SIGNAL, begins, catches, settled, throws, works
from tests.workers.town import HERE, NOON, THERE, Town, end, flow, start

MESSAGES = '<bpmn:message id="m" name="paid"/><bpmn:message id="n" name="signed"/>'
WORK = works()


def keyed(town: Town, key: str = "permit") -> None:
    """A process that begins once for each number, and then waits for more of the same."""
    town.deploy(key, flow(begins(key="number"), WORK, end()), MESSAGES)


def begun(town: Town, key: str) -> list[int]:
    """The instances of a process, in the order in which they began."""
    with town.engine.store.writing() as connection:
        rows = connection.execute("select id from instance where key = %s order by started_at, id", (key,)).fetchall()
    return [id for (id,) in rows]


def test_a_signal_begins_each_process_that_hears_it_and_reaches_all_who_wait(town: Town) -> None:
    nodes = begins("s", "signal")
    town.deploy("alarm_log", flow(nodes, end()), SIGNAL)
    town.deploy("alarm_drill", flow(nodes, WORK, end()), SIGNAL)
    town.deploy("listener", flow(start(), catches(None, "s", "signal"), end()), SIGNAL)
    waiting = [town.start("listener", district) for district in (HERE, THERE)]
    town.signal("alarm")
    town.work()
    assert all("InstanceEnded" in town.names(one) for one in waiting)
    assert (len(begun(town, "alarm_log")), len(begun(town, "alarm_drill"))) == (1, 1)
    assert town.count("message") == 0


def test_a_signal_begins_the_latest_version_only(town: Town) -> None:
    nodes = begins("s", "signal")
    town.deploy("alarm_log", flow(nodes, end()), SIGNAL)
    town.deploy("alarm_log", flow(nodes, WORK, end()), SIGNAL)
    town.signal("alarm")
    town.work()
    (one,) = begun(town, "alarm_log")
    first = town.told(one)[0]
    assert isinstance(first, InstanceStarted)
    assert first.version == 2
    town.deploy("alarm_log", flow(start(), end()), SIGNAL)
    town.signal("alarm")
    town.work()
    assert len(begun(town, "alarm_log")) == 1


def test_a_process_that_throws_a_signal_begins_another_that_is_about_it(town: Town) -> None:
    town.deploy("alarm_log", flow(begins("s", "signal"), end()), SIGNAL)
    town.deploy("crier", flow(start(), throws("s", "signal"), end()), SIGNAL)
    crier = town.start("crier", THERE)
    town.work()
    (one,) = begun(town, "alarm_log")
    first = town.told(one)[0]
    assert isinstance(first, InstanceStarted)
    assert (first.about, one >> 40) == (crier, THERE)


def test_a_signal_begins_once_though_its_worker_died_before_it_settled(town: Town) -> None:
    town.deploy("alarm_log", flow(begins("s", "signal"), end()), SIGNAL)
    town.signal("alarm")
    town.handed_over(HERE)()
    assert len(begun(town, "alarm_log")) == 1
    town.now += claims.LEASE
    town.work()
    assert (len(begun(town, "alarm_log")), town.count("message")) == (1, 0)


def test_with_a_key_one_instance_is_under_way_at_a_time(town: Town) -> None:
    keyed(town)
    first, second = town.send("paid", "A1"), town.send("paid", "A1")
    other = town.send("paid", "A2")
    town.work()
    assert len(begun(town, "permit")) == 2
    assert [settled(town, message) for message in (first, second, other)] == ["started", "unwanted", "started"]
    one = next(id for id in begun(town, "permit") if town.told(id)[0].business_key == "A1")  # type: ignore[union-attr]
    town.cancel(one)
    again = town.send("paid", "A1", THERE)
    town.work()
    assert settled(town, again) == "started"


def test_without_a_key_each_message_begins_one(town: Town) -> None:
    town.deploy("permit", flow(begins(), WORK, end()), MESSAGES)
    for _ in range(3):
        town.send("paid", "A1")
    town.work()
    assert len(begun(town, "permit")) == 3
    keyed(town, "license")
    town.deploy("permit", flow(start(), end()), MESSAGES)
    town.send("paid")
    town.send("paid")
    town.work()
    assert len(begun(town, "license")) == 2


def test_a_second_message_goes_to_the_instance_where_it_waits_for_it(town: Town) -> None:
    town.deploy("permit", flow(begins(key="number"), catches("number"), end()), MESSAGES)
    begin = town.send("paid", "A1", number="A1")
    town.work()
    (one,) = begun(town, "permit")
    second = town.send("paid", "A1")
    town.work()
    assert [settled(town, message) for message in (begin, second)] == ["started", "delivered"]
    assert "InstanceEnded" in town.names(one)


def test_two_districts_at_once_begin_one(town: Town) -> None:
    """Each has looked before the other has begun; the database lets one of them begin."""
    keyed(town)
    here, there = town.send("paid", "A1", HERE), town.send("paid", "A1", THERE)
    stepped = town.handed_over(HERE), town.handed_over(THERE)
    for hand_over in stepped:
        hand_over()
    assert len(begun(town, "permit")) == 1
    town.now += timedelta(minutes=2)
    town.work()
    assert len(begun(town, "permit")) == 1
    assert sorted(settled(town, message) for message in (here, there)) == ["delivered", "unwanted"]


def test_of_many_who_begin_at_one_moment_one_does(town: Town) -> None:
    """In transactions side by side, in several districts: all but one find it under way."""
    keyed(town)

    def begin(number: int) -> bool:
        stamp: dict[str, Any] = {"request_id": f"race-{number}", "at": town.now, "actor": SYSTEM}
        where: dict[str, Any] = {
            "key": "permit",
            "business_key": "A1",
            "start_event": "begin",
            "district": HERE + number % 3,
        }
        try:
            town.engine.execute(StartInstance(once=True, **where, **stamp))
        except WrongState:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(begin, range(12))) == 1
    assert len(begun(town, "permit")) == 1


def test_where_all_must_come_the_second_message_finds_what_the_first_began(town: Town) -> None:
    both = (
        "begin",
        '<bpmn:startEvent id="begin" parallelMultiple="true"><bpmn:extensionElements><city:correlation key="number"/>'
        '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="m"/>'
        '<bpmn:messageEventDefinition messageRef="n"/></bpmn:startEvent>',
    )
    town.deploy("permit", flow(both, WORK, end()), MESSAGES)
    town.send("signed", "A1", number="A1")
    town.send("signed", "A2", THERE, number="A2")
    town.work()
    assert town.count("task") == 0
    town.send("paid", "A1", number="A1")
    town.work()
    assert (len(begun(town, "permit")), town.count("task")) == (2, 1)


def timed(kind: str, text: str) -> tuple[str, str]:
    when = f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"
    return "begin", f'<bpmn:startEvent id="begin">{when}</bpmn:startEvent>'


def moments(town: Town, until: datetime, step: timedelta) -> list[datetime]:
    """When instances began, on the city's clock, as it is turned step by step."""
    while town.now < until:
        town.now += step
        town.work()
    with town.engine.store.writing() as connection:
        return [
            at.astimezone(CITY)
            for (at,) in connection.execute("select started_at from instance order by started_at").fetchall()
        ]


def test_a_monthly_start_comes_back_to_the_thirty_first(engine: Engine) -> None:
    town = Town(engine, now=datetime(2030, 1, 30, 4, 0, tzinfo=UTC))
    town.deploy("monthly", flow(timed("timeCycle", "R/2030-01-31T12:00:00+08:00/P1M"), end()))
    days = moments(town, datetime(2030, 5, 2, tzinfo=UTC), timedelta(days=1))
    assert [(at.month, at.day) for at in days] == [(1, 31), (2, 28), (3, 31), (4, 30)]


def test_a_cycle_without_a_start_is_counted_from_its_deployment(engine: Engine) -> None:
    town = Town(engine, now=datetime(2030, 1, 31, 4, 0, tzinfo=UTC))
    town.deploy("monthly", flow(timed("timeCycle", "R3/P1M"), end()))
    days = moments(town, datetime(2030, 9, 2, tzinfo=UTC), timedelta(days=1))
    assert [(at.month, at.day) for at in days] == [(2, 28), (3, 31), (4, 30)]


def test_rounds_that_were_over_when_it_was_deployed_are_not_made_up(town: Town) -> None:
    town.deploy("daily", flow(timed("timeCycle", "R/2020-01-01T20:00:00+08:00/P1D"), end()))
    town.work()
    days = moments(town, NOON + timedelta(days=2), timedelta(hours=1))
    assert [(at.day, at.hour) for at in days] == [(4, 20), (5, 20)]


def test_a_date_and_a_length_begin_one(town: Town) -> None:
    town.deploy("dated", flow(timed("timeDate", "2026-03-05T09:00:00+01:00"), end()))
    town.deploy("later", flow(timed("timeDuration", "PT3H"), end()))
    days = moments(town, NOON + timedelta(days=3), timedelta(hours=1))
    assert [(at.day, at.hour) for at in days] == [(4, 15), (5, 16)]
