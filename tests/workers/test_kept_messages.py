"""Messages that nobody waits for: without a time to live they are dropped, with one they are kept; the sender hears."""

from datetime import timedelta

from engine.store.reads.story import story
from tests.workers.drawn import MESSAGE, begins, catches, settled, throws, works
from tests.workers.town import HERE, THERE, Town, end, flow, start

HOUR = timedelta(hours=1)


def waiter(town: Town, number: str = "A1", district: int = HERE) -> int:
    town.deploy("waiter", flow(start(), catches("number"), end()), MESSAGE)
    return town.start("waiter", district, number=number)


def payer(town: Town, ttl: str | None = None) -> int:
    town.deploy("payer", flow(start(), throws(key="number", ttl=ttl), works(), end()), MESSAGE)
    return town.start("payer", THERE, number="A1")


def says(town: Town, instance: int) -> list[str]:
    return [line.sentence_zh for line in story(town.engine.store, instance)]


def test_a_process_that_throws_to_nobody_reads_it_in_its_story(town: Town) -> None:
    sender = payer(town)
    town.work()
    assert "没有人等“paid”，它没有送到" in says(town, sender)
    late = waiter(town)
    town.work()
    assert "MessageReceived" not in town.names(late)


def test_a_process_whose_message_expires_reads_it_in_its_story(town: Town) -> None:
    sender = payer(town, "PT1H")
    town.work()
    assert not any("没有人等" in line for line in says(town, sender))
    town.pass_(hours=1)
    assert "“paid”一直没有人等，保留期已过" in says(town, sender)


def test_a_process_whose_message_arrives_reads_nothing_of_it(town: Town) -> None:
    waiter(town)
    sender = payer(town)
    town.work()
    assert [line for line in says(town, sender) if "paid" in line] == ["发出“paid”"]


def test_what_a_process_keeps_is_delivered_once_to_who_comes_later(town: Town) -> None:
    payer(town, "PT1H")
    town.work()
    town.now += timedelta(minutes=30)
    first, second = waiter(town), waiter(town)
    town.work()
    town.work()
    assert [town.names(one).count("MessageReceived") for one in (first, second)] == [1, 0]


def test_one_that_is_kept_waits_for_the_next_when_its_taker_went_away(town: Town) -> None:
    """The taker was found, and was cancelled before the message reached it."""
    first = waiter(town)
    message = town.send("paid", "A1", ttl=HOUR)
    hand_over = town.handed_over(HERE)
    town.cancel(first)
    hand_over()
    town.pass_(minutes=1)
    assert settled(town, message) == ""
    second = waiter(town, district=THERE)
    town.pass_(minutes=1)
    assert "MessageReceived" in town.names(second)
    assert settled(town, message) == "delivered"


def test_one_that_is_not_kept_is_dropped_when_its_taker_went_away(town: Town) -> None:
    first = waiter(town)
    message = town.send("paid", "A1")
    hand_over = town.handed_over(HERE)
    town.cancel(first)
    hand_over()
    town.pass_(minutes=1)
    assert settled(town, message) == "unwanted"


def test_one_that_is_kept_begins_a_process_that_is_deployed_later(town: Town) -> None:
    message = town.send("paid", "A1", ttl=HOUR)
    town.work()
    town.deploy("permit", flow(begins(), end()), MESSAGE)
    town.pass_(minutes=5)
    assert (settled(town, message), town.count("instance")) == ("started", 1)


def test_one_that_is_kept_begins_the_next_when_the_one_under_way_has_ended(town: Town) -> None:
    town.deploy("permit", flow(begins(key="number"), works(), end()), MESSAGE)
    town.send("paid", "A1")
    town.work()
    second = town.send("paid", "A1", ttl=HOUR)
    town.pass_(minutes=5)
    assert (settled(town, second), town.count("instance")) == ("", 1)
    with town.engine.store.writing() as connection:
        row = connection.execute("select id from instance where status = 'active'").fetchone()
    assert row is not None
    town.cancel(row[0])
    town.pass_(minutes=5)
    assert (settled(town, second), town.count("instance")) == ("started", 2)


def test_one_to_a_named_case_is_kept_until_it_waits(town: Town) -> None:
    town.deploy("slow", flow(start(), works(), catches("number"), end()), MESSAGE)
    case = town.start("slow", number="A1")
    message = town.keeps_for(case, "paid", "A1", HOUR)
    town.work()
    assert settled(town, message) == ""
    town.completes(case, "work")
    town.pass_(minutes=1)
    assert settled(town, message) == "delivered"
    assert "InstanceEnded" in town.names(case)
