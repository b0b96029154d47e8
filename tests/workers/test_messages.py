"""The outbox: a message reaches the one who waits, else starts a process, else waits or is dropped; and only once."""

from datetime import timedelta
from typing import Any

import psycopg

from engine.domain.facts import InstanceStarted, MessageThrown
from engine.store import claims
from engine.store.claims import MESSAGES, Lease
from tests.workers.town import HERE, THERE, Town, end, flow, received, start
from workers.messages import _hand_over, _messages

MESSAGE = '<bpmn:message id="m" name="paid"/>'
SIGNAL = '<bpmn:signal id="s" name="alarm"/>'
CATCH = (
    "catch",
    '<bpmn:intermediateCatchEvent id="catch"><bpmn:extensionElements><city:correlation key="number"/>'
    '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>',
)
HEAR = (
    "hear",
    '<bpmn:intermediateCatchEvent id="hear"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent>',
)
BEGIN = ("begin", '<bpmn:startEvent id="begin"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>')
THROW = (
    "throw",
    '<bpmn:intermediateThrowEvent id="throw"><bpmn:extensionElements><city:correlation key="number"/>'
    '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateThrowEvent>',
)
CRY = (
    "cry",
    '<bpmn:intermediateThrowEvent id="cry"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateThrowEvent>',
)


def _waiter(town: Town, number: str = "A1", district: int = HERE) -> int:
    town.deploy("waiter", flow(start(), CATCH, end()), MESSAGE)
    return town.start("waiter", district, number=number)


def _settled(town: Town, message: int) -> str:
    with town.engine.store.writing() as connection:
        row = connection.execute(
            "select facts::text from journal where request_id = %s", (f"settle:{message}",)
        ).fetchone()
    return row[0].split('"how":"')[1].split('"')[0] if row else ""


def test_a_message_reaches_who_waits_for_its_key_in_any_district(town: Town) -> None:
    other, one = _waiter(town, "A2", THERE), _waiter(town, "A1", THERE)
    message = town.send("paid", "A1", HERE)
    town.work()
    assert "InstanceEnded" in town.names(one)
    assert received(town.told(one)) == {"from": "paid"}
    assert "InstanceEnded" not in town.names(other)
    assert _settled(town, message) == "delivered"
    assert town.count("message") == 0


def test_of_several_who_wait_the_first_gets_it_and_the_next_gets_the_next(town: Town) -> None:
    first = _waiter(town)
    town.now += timedelta(minutes=1)
    second = _waiter(town)
    town.send("paid", "A1")
    town.work()
    assert ["InstanceEnded" in town.names(one) for one in (first, second)] == [True, False]
    town.send("paid", "A1")
    town.work()
    assert "InstanceEnded" in town.names(second)


def test_two_messages_at_once_for_one_who_waits_once(town: Town) -> None:
    waiter = _waiter(town)
    first, second = town.send("paid", "A1"), town.send("paid", "A1")
    town.work()
    assert town.names(waiter).count("MessageReceived") == 1
    assert [_settled(town, first), _settled(town, second)] == ["delivered", "unwanted"]


def test_a_message_from_a_process_reaches_another(town: Town) -> None:
    waiter = _waiter(town)
    town.deploy("payer", flow(start(), THROW, end()), MESSAGE)
    town.start("payer", THERE, number="A1")
    town.work()
    assert "InstanceEnded" in town.names(waiter)


def test_who_waits_comes_before_a_process_that_it_would_start(town: Town, tables: psycopg.Connection[Any]) -> None:
    town.deploy("begun", flow(BEGIN, end()), MESSAGE)
    waiter = _waiter(town)
    town.send("paid", "A1")
    town.work()
    assert "InstanceEnded" in town.names(waiter)
    first = town.send("paid", "A1", THERE)
    town.work()
    row = tables.execute("select instance from journal where request_id = %s", (f"message:{first}",)).fetchone()
    assert row is not None
    begun = next(fact for fact in town.told(row[0]) if isinstance(fact, InstanceStarted))
    assert (begun.key, begun.instance >> 40, begun.business_key) == ("begun", THERE, "A1")
    assert begun.variables == {"from": "paid"}
    assert _settled(town, first) == "started"


def test_a_message_that_nobody_wants_is_dropped(town: Town) -> None:
    message = town.send("paid", "A1")
    town.work()
    assert _settled(town, message) == "unwanted"


def test_a_message_with_time_to_live_waits_for_who_waits_for_it(town: Town) -> None:
    message = town.send("paid", "A1", ttl=timedelta(hours=1))
    town.work()
    assert _settled(town, message) == ""
    town.now += timedelta(minutes=5)
    waiter = _waiter(town, district=THERE)
    town.work()
    assert "InstanceEnded" in town.names(waiter)
    assert _settled(town, message) == "delivered"


def test_a_message_expires(town: Town) -> None:
    message = town.send("paid", "A1", ttl=timedelta(hours=1))
    town.pass_(minutes=59)
    assert _settled(town, message) == ""
    town.pass_(minutes=1)
    assert _settled(town, message) == "expired"
    waiter = _waiter(town)
    town.work()
    assert "MessageReceived" not in town.names(waiter)


def _thrown(town: Town, throw: tuple[str, str], root: str) -> int:
    """A process throws variables under a name that is the engine's own: no instance takes them."""
    town.deploy("payer", flow(start(), throw, end()), root)
    instance = town.start("payer", number="A1")
    message = next(fact for fact in town.told(instance) if isinstance(fact, MessageThrown)).message
    with town.engine.store.writing() as connection:
        connection.execute("""update message set variables = '{"$now": 1}' where id = %s""", (message,))
    return message


def test_a_message_that_its_taker_finds_invalid_leaves_the_outbox(town: Town) -> None:
    waiter = _waiter(town)
    message = _thrown(town, THROW, MESSAGE)
    town.work()
    assert "MessageReceived" not in town.names(waiter)
    assert _settled(town, message) == "refused"
    assert town.count("message") == 0


def test_a_signal_that_all_find_invalid_leaves_the_outbox(town: Town) -> None:
    town.deploy("listener", flow(start(), HEAR, end()), SIGNAL)
    town.start("listener", THERE)
    message = _thrown(town, CRY, SIGNAL)
    town.work()
    assert _settled(town, message) == "refused"


def test_a_worker_that_dies_before_it_settles_delivers_once(town: Town) -> None:
    """The next one finds another who waits for the same: he must not get it too."""
    first = _waiter(town, district=THERE)
    town.now += timedelta(minutes=1)
    second = _waiter(town, district=HERE)
    message = town.send("paid", "A1")
    with town.engine.store.writing() as connection:
        rows = claims.claim(connection, MESSAGES, Lease(HERE, town.now, 10))
    _hand_over(town.engine, _messages(town.engine, rows, town.now), town.now)
    assert "InstanceEnded" in town.names(first)

    town.now += claims.LEASE
    town.work()
    assert "MessageReceived" not in town.names(second)
    assert _settled(town, message) == "delivered"


def test_a_worker_that_dies_before_it_settles_starts_once(town: Town) -> None:
    town.deploy("begun", flow(BEGIN, end()), MESSAGE)
    message = town.send("paid", "A1")
    with town.engine.store.writing() as connection:
        rows = claims.claim(connection, MESSAGES, Lease(HERE, town.now, 10))
    _hand_over(town.engine, _messages(town.engine, rows, town.now), town.now)
    town.now += claims.LEASE
    town.work()
    assert town.count("instance") == 1
    assert _settled(town, message) == "delivered"


def test_a_signal_reaches_all_who_waited_when_it_was_thrown(town: Town) -> None:
    town.deploy("listener", flow(start(), HEAR, end()), SIGNAL)
    listeners = [town.start("listener", district) for district in (HERE, THERE, THERE)]
    town.now += timedelta(minutes=1)
    town.signal("alarm")
    town.now += timedelta(minutes=1)
    late = town.start("listener")
    town.work()
    assert all("InstanceEnded" in town.names(one) for one in listeners)
    assert "MessageReceived" not in town.names(late)
    assert town.count("message") == 0


def test_a_start_timer_starts_the_version_it_was_armed_for(town: Town) -> None:
    nightly = (
        "nightly",
        '<bpmn:startEvent id="nightly"><bpmn:timerEventDefinition><bpmn:timeCycle>R2/PT1H</bpmn:timeCycle>'
        "</bpmn:timerEventDefinition></bpmn:startEvent>",
    )
    town.deploy("nightly_run", flow(nightly, end()))
    town.pass_(minutes=61)
    assert town.count("instance") == 1
    town.pass_(minutes=60)
    assert town.count("instance") == 2
    town.pass_(hours=5)
    assert town.count("instance") == 2
