"""When a calendar is published, what was dated provisionally is dated anew: limits and timers, district by district.

A command is about one instance, so that its journal and its story tell of it; a page of them is one transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import blake2b

from engine.domain.commands import SYSTEM, Command, RedateLimits, RedateTimers
from engine.engine import Engine
from engine.store import chores
from workers import metrics
from workers.work import execute

PAGE = 200
Found = list[tuple[int, int]]  # a page of ids, each with its instance


@dataclass(frozen=True, slots=True)
class Kind:
    """`page(connection, district, after, size)`: what is provisional. `ask(ids=...)`: the command about it."""

    name: str
    page: Callable[[chores.Connection, int, int, int], Found]
    ask: Callable[..., Command]


KINDS = (
    Kind("limits", chores.provisional_limits, lambda ids, **asked: RedateLimits(limits=ids, **asked)),
    Kind("timers", chores.provisional_timers, lambda ids, **asked: RedateTimers(timers=ids, **asked)),
)


def redate(engine: Engine, now: datetime) -> int:
    """Asks the engine to date everything provisional by the calendar as it is; gives how many were asked for.

    Asked again under the same calendar it is a repeated request, and nothing is written.
    """
    with engine.store.writing() as connection:
        version = chores.calendar_version(connection)
        districts = chores.districts(connection)
    return sum(_redate(engine, kind, district, version, now) for kind in KINDS for district in districts)


def _redate(engine: Engine, kind: Kind, district: int, version: str, now: datetime) -> int:
    asked = 0
    ask = partial(kind.ask, at=now, actor=SYSTEM, district=district)
    for page in _pages(engine, kind, district):
        commands = [
            ask(request_id=f"redate:{kind.name}:{version}:{_digest(ids)}", ids=ids) for ids in _by_instance(page)
        ]
        done = execute(engine, "redate", commands).done.values()
        told = sum(len(outcome.facts) for outcome in done if not outcome.repeated)
        metrics.REDATED.labels(kind.name).inc(told)
        asked += len(page)
    return asked


def _pages(engine: Engine, kind: Kind, district: int) -> Iterator[Found]:
    after = 0
    while True:
        with engine.store.writing() as connection:
            page = kind.page(connection, district, after, PAGE)
        if not page:
            return
        yield page
        after = page[-1][0]


def _by_instance(page: Found) -> Iterable[tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for id, instance in page:
        found.setdefault(instance, []).append(id)
    return [tuple(ids) for ids in found.values()]


def _digest(ids: tuple[int, ...]) -> str:
    return blake2b(repr(ids).encode(), digest_size=8).hexdigest()
