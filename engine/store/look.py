"""Locks and loads what a batch of commands needs, in one round trip (two where limits run), and says what each sees.

Statements are queued in pipeline mode and read when all are sent. Instances are locked first, in order of their ids.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg

from engine.domain.commands import Command
from engine.domain.situation import (
    Account,
    DecisionRow,
    DefinitionRow,
    Earlier,
    Instance,
    Job,
    Limit,
    Message,
    Task,
    Timer,
)
from engine.store import loads
from engine.store.arrays import BIGINT, INTEGER, TEXT, Packed
from engine.store.wanted import Wanted, wanted
from engine.store.wire import Connection

Cursor = psycopg.Cursor[Any]


@dataclass(slots=True)
class Loaded:
    """Rows by id. `earlier`: by (district, request id); `limits_of`: by instance; definitions by key and version.

    `sealed`: ids of values, by district and person. `personal`: names of variables.
    """

    earlier: dict[tuple[int, str], Earlier] = field(default_factory=dict)
    instances: dict[int, Instance] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    timers: dict[int, Timer] = field(default_factory=dict)
    limits: dict[int, Limit] = field(default_factory=dict)
    limits_of: dict[int, dict[int, Limit]] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    incidents: dict[int, int] = field(default_factory=dict)
    subscriptions: set[int] = field(default_factory=set)
    latest: dict[str, DefinitionRow] = field(default_factory=dict)
    versions: dict[tuple[str, int], DefinitionRow] = field(default_factory=dict)
    under_way: set[tuple[str, str]] = field(default_factory=set)
    latest_decisions: dict[str, DecisionRow] = field(default_factory=dict)
    start_timers: tuple[Timer, ...] = ()
    accounts: dict[str, Account] = field(default_factory=dict)
    sealed: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    personal: frozenset[str] = frozenset()


Take = Callable[[Loaded, list[loads.Row]], None]


def load(connection: Connection, commands: Sequence[Command]) -> Loaded:
    loaded, want = Loaded(), wanted(commands)
    districts = INTEGER.pack(sorted({command.district for command in commands}))
    asked = [(connection.execute(text, params, binary=True), take) for text, params, take in _ask(want, districts)]
    requests = TEXT.pack([command.request_id for command in commands])
    asked.append((connection.execute(loads.SEEN, (districts, requests), binary=True), _take_earlier))
    for cursor, take in asked:
        take(loaded, cursor.fetchall())
    _load_limits(connection, loaded, want, districts)
    _load_timed(connection, loaded, districts)
    return loaded


def _load_limits(connection: Connection, loaded: Loaded, want: Wanted, districts: Packed) -> None:
    """Those of moving instances on which a clock runs. A limit hangs on its instance, which is locked by now."""
    completing = {loaded.tasks[id].instance for id in want.completing if id in loaded.tasks}
    moving = completing | want.moving
    clocked = sorted(id for id in moving if id in loaded.instances and loaded.instances[id].is_clocked)
    if not clocked:
        return
    for row in connection.execute(loads.LIMITS_OF, (districts, BIGINT.pack(clocked)), binary=True).fetchall():
        limit = loads.limit(row)
        loaded.limits_of.setdefault(limit.instance, {})[limit.id] = limit


def _load_timed(connection: Connection, loaded: Loaded, districts: Packed) -> None:
    """The tasks whose light turns with the limit of a step around them, by now that its instance is locked."""
    steps = [limit for limit in loaded.limits.values() if limit.token is not None and limit.task is None]
    if not steps:
        return
    instances = _ids({limit.instance for limit in steps})
    tasks: dict[int, tuple[int, ...]] = {}
    rows = connection.execute(loads.TIMED, (districts, instances, _ids(limit.id for limit in steps)), binary=True)
    for limit, task in rows.fetchall():
        tasks[limit] = (*tasks.get(limit, ()), task)
    loaded.limits |= {limit.id: replace(limit, tasks=tasks.get(limit.id, ())) for limit in steps}


def _ask(want: Wanted, districts: Packed) -> Iterable[tuple[str, tuple[Packed, ...], Take]]:
    tasks, instances, limits = _ids(want.tasks), _ids(want.instances), _ids(want.limits)
    if sum(map(bool, (want.tasks, want.instances, want.limits))) > 1:
        yield loads.IN_ORDER, (districts, instances, districts, tasks, districts, limits), _take_nothing
    if want.tasks:
        yield loads.TASKS, (_ids(want.completing), districts, tasks), _take_tasks
    if want.instances:
        yield loads.INSTANCES, (_ids(want.moving), districts, instances), _take_instances
    for ids, text, take in (
        (want.timers, loads.TIMERS, _take_timers),
        (want.limits, loads.LIMITS, _take_limits),
        (want.jobs, loads.JOBS, _take_jobs),
        (want.messages, loads.MESSAGES, _take_messages),
        (want.incidents, loads.INCIDENTS, _take_incidents),
        (want.subscriptions, loads.SUBSCRIPTIONS, _take_subscriptions),
    ):
        if ids:
            yield text, (districts, _ids(ids)), take
    if want.people:
        people = TEXT.pack(sorted(want.people))
        yield loads.PERSON_KEYS, (districts, people), _take_nothing
        yield loads.SEALED_OF, (districts, people), _take_sealed
    yield from _ask_city(want, districts)


def _ask_city(want: Wanted, districts: Packed) -> Iterable[tuple[str, tuple[Packed, ...], Take]]:
    if want.deploying or want.decisions:
        yield loads.ONE_BY_ONE, (), _take_nothing
    if want.decisions:
        yield loads.LATEST_DECISIONS, (), _take_latest_decisions
    if want.deploying:
        yield loads.ALL_LATEST, (), _take_latest
        yield loads.START_TIMERS, (districts,), _take_start_timers
    elif want.latest:
        yield loads.LATEST, (TEXT.pack(sorted(want.latest)),), _take_latest
    if want.versions:
        keys, versions = zip(*sorted(want.versions), strict=True)
        yield loads.NAMED, (TEXT.pack(keys), INTEGER.pack(versions)), _take_versions
    if want.once:
        once, by = (TEXT.pack(names) for names in zip(*sorted(want.once), strict=True))
        yield loads.BEGIN_ONCE, (once, by), _take_nothing
        yield loads.UNDER_WAY, (by, once), _take_under_way
    if want.personal:
        yield loads.PERSONAL, (), _take_personal
    if want.accounts:
        names = TEXT.pack(sorted(want.accounts))
        yield loads.ACCOUNTS, (names,), _take_accounts
        yield loads.POSTS, (names,), _take_posts


def _ids(ids: Iterable[int]) -> Packed:
    return BIGINT.pack(sorted(ids))


def _take_nothing(loaded: Loaded, rows: list[loads.Row]) -> None:
    """It was sent for its locks."""


def _take_earlier(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.earlier = {(row[0], row[1]): loads.earlier(row) for row in rows}


def _take_tasks(loaded: Loaded, rows: list[loads.Row]) -> None:
    for row in rows:
        task = loads.task(row[: loads.TASK_WIDTH])
        loaded.tasks[task.id] = task
        _take_instance(loaded, row[loads.TASK_WIDTH :])


def _take_instances(loaded: Loaded, rows: list[loads.Row]) -> None:
    for row in rows:
        _take_instance(loaded, row)


def _take_instance(loaded: Loaded, row: loads.Row) -> None:
    """Several statements may give it; the one with the snapshot says most."""
    known = loaded.instances.get(row[0])
    if known is None or known.snapshot is None:
        loaded.instances[row[0]] = Instance(*row)


def _take_timers(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.timers = {row[0]: Timer(*row) for row in rows}


def _take_limits(loaded: Loaded, rows: list[loads.Row]) -> None:
    for row in rows:
        loaded.limits[row[0]] = loads.limit(row[: loads.LIMIT_WIDTH])
        _take_instance(loaded, row[loads.LIMIT_WIDTH :])


def _take_jobs(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.jobs = {row[0]: Job(*row) for row in rows}


def _take_messages(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.messages = {row[0]: Message(*row) for row in rows}


def _take_incidents(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.incidents = dict(rows)


def _take_subscriptions(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.subscriptions = {row[0] for row in rows}


def _take_latest(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.latest = {row[1]: loads.definition(row) for row in rows}


def _take_latest_decisions(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.latest_decisions = {row[1]: DecisionRow(*row) for row in rows}


def _take_versions(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.versions = {(row[1], row[2]): loads.definition(row) for row in rows}


def _take_under_way(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.under_way = {(key, business_key) for key, business_key in rows}


def _take_start_timers(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.start_timers = tuple(Timer(*row) for row in rows)


def _take_accounts(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.accounts = {row[0]: Account(*row) for row in rows}


def _take_sealed(loaded: Loaded, rows: list[loads.Row]) -> None:
    for district, person, id in rows:
        loaded.sealed.setdefault((district, person), []).append(id)


def _take_personal(loaded: Loaded, rows: list[loads.Row]) -> None:
    loaded.personal = frozenset(name for (name,) in rows)


def _take_posts(loaded: Loaded, rows: list[loads.Row]) -> None:
    for name, account in loaded.accounts.items():
        posts = tuple((group, area) for holder, group, area in rows if holder == name)
        loaded.accounts[name] = Account(account.id, account.name, account.enabled, posts)
