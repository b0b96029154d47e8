"""What must hold of a database after anything: the journal convicts nobody, and what it tells is what is there."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.domain import facts
from engine.domain.facts import Fact
from engine.engine import Engine
from engine.store.facts_json import decode
from engine.store.rebuild import compare
from engine.store.verify import verify

FOLLOWED = ("task", "timer", "time_limit", "job", "message", "subscription", "incident")


def check_whole(engine: Engine) -> None:
    """The chain of hashes holds, and projections rebuilt from the journal are the live ones."""
    with engine.store.writing() as connection:
        assert verify(connection, {}) == []
        assert [str(difference) for difference in compare(connection)] == []


def check_ended(engine: Engine) -> None:
    """Every instance has come to its end, and nothing of any is left behind."""
    with engine.store.writing() as connection:
        active = connection.execute("select id from instance where status = 'active'").fetchall()
        left = {name: _count(connection, name) for name in FOLLOWED}
    assert active == []
    assert left == dict.fromkeys(FOLLOWED, 0)


def check_once(engine: Engine) -> Counter[str]:
    """Nothing twice: each instance began and ended once, each task, timer, job and message came to one end.

    Gives how many facts of each kind there are.
    """
    told = list(story(engine))
    opened = Counter(key for fact in told for key in _opening(fact))
    ended = Counter(key for fact in told for key in _ending(fact))
    assert {key: count for key, count in opened.items() if count > 1} == {}
    assert {key: count for key, count in ended.items() if count > 1} == {}
    assert ended.keys() - opened.keys() == set(), "ended, but never begun"
    received = Counter((fact.message, fact.instance) for fact in told if isinstance(fact, facts.MessageReceived))
    assert {key: count for key, count in received.items() if key[0] is not None and count > 1} == {}
    return Counter(type(fact).__name__ for fact in told)


def story(engine: Engine) -> Iterator[Fact]:
    """All facts, district by district, in their order."""
    with engine.store.writing() as connection:
        rows = connection.execute("select facts::text from journal order by district, position").fetchall()
    for (text,) in rows:
        yield from decode(text)


def _count(connection: Any, table: str) -> int:
    row = connection.execute(f'select count(*) from "{table}"').fetchone()
    return int(row[0])


def _opening(fact: Fact) -> Iterator[tuple[str, int]]:
    match fact:
        case facts.InstanceStarted(instance=id):
            yield "instance", id
        case facts.TaskOpened(task=id):
            yield "task", id
        case facts.TimerArmed(timer=id):
            yield "timer", id
        case facts.JobRequested(job=id):
            yield "job", id
        case facts.MessageThrown(message=id):
            yield "message", id
        case facts.SubscriptionOpened(subscription=id):
            yield "subscription", id


def _ending(fact: Fact) -> Iterator[tuple[str, int]]:
    match fact:
        case facts.InstanceEnded(instance=id):
            yield "instance", id
        case facts.TaskCompleted(task=id) | facts.TaskWithdrawn(task=id):
            yield "task", id
        case facts.TimerFired(timer=id) | facts.TimerDisarmed(timer=id):
            yield "timer", id
        case facts.JobCompleted(job=id) | facts.JobFailed(job=id) | facts.JobWithdrawn(job=id):
            yield "job", id
        case facts.MessageSettled(message=id):
            yield "message", id
        case facts.SubscriptionClosed(subscription=id):
            yield "subscription", id
