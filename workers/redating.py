"""When a calendar is published, limits that were dated provisionally are dated anew, district by district."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b

from engine.domain.commands import SYSTEM, RedateLimits
from engine.engine import Engine
from engine.store import chores
from workers.work import execute

PAGE = 500


def redate(engine: Engine, now: datetime) -> int:
    """Asks the engine to date every provisional limit by the calendar as it is; gives how many were asked for.

    Asked again under the same calendar it is a repeated request, and nothing is written.
    """
    commands = list(_commands(engine, now))
    for command in commands:
        execute(engine, "redate", [command])
    return sum(len(command.limits) for command in commands)


def _commands(engine: Engine, now: datetime) -> Iterator[RedateLimits]:
    with engine.store.writing() as connection:
        version = chores.calendar_version(connection)
        for district in chores.districts(connection):
            after = 0
            while page := chores.provisional_limits(connection, district, after, PAGE):
                after = page[-1]
                yield _command(district, version, page, now)


def _command(district: int, version: str, limits: list[int], now: datetime) -> RedateLimits:
    which = blake2b(repr(limits).encode(), digest_size=8).hexdigest()
    return RedateLimits(
        request_id=f"redate:{version}:{which}", at=now, actor=SYSTEM, district=district, limits=tuple(limits)
    )
