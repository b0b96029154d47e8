"""Who sees what: the predicates in SQL say what `engine.domain.rights` says, over many people, tasks and cases."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from api.verbs import verbs
from engine.bootstrap import open_engine
from engine.domain import rights
from engine.domain.calendar import calendar
from engine.domain.commands import (
    Actor,
    ClaimTask,
    Command,
    CompleteTask,
    DelegateTask,
    Post,
    ReleaseTask,
    ReturnTask,
    TaskCommand,
    TransferTask,
)
from engine.domain.decide import decide
from engine.domain.ids import make_id
from engine.domain.rejections import Rejected
from engine.domain.situation import Instance, Situation, Task
from engine.engine import Engine
from engine.settings import Settings
from engine.store.reads import cases, worklist
from tests.api.server import BEGIN
from tests.conftest import scale

GROUPS = ("a:street:x", "a:street:y", "b:district:z", "platform:city:operator")
AREAS = ("", "21", "210102", "210102001", "210102002", "210103")
PEOPLE = tuple(f"p{number}" for number in range(6))
TASKS, VIEWERS = 150, 40
RANDOM = Random(20261124)


def some(of: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(RANDOM.sample(of, RANDOM.randint(0, most)))


def viewer() -> Actor:
    posts = [Post(RANDOM.choice(GROUPS), RANDOM.choice(AREAS)) for _ in range(RANDOM.randint(0, 3))]
    return Actor(RANDOM.choice(PEOPLE), posts=tuple(posts))


def task(number: int) -> Task:
    holder = RANDOM.choice((None, None, *PEOPLE))
    return Task(
        id=make_id(RANDOM.choice((2, 3)), number),
        instance=make_id(2, number),
        token=1,
        element="e",
        name="n",
        groups=some(GROUPS, 3),
        users=some(PEOPLE, 2),
        excluded=some(PEOPLE, 1),
        area=RANDOM.choice((None, *AREAS[1:])),
        assignee=holder,
        owner=RANDOM.choice((None, *PEOPLE)) if holder else None,
        due_at=None,
    )


def instance(number: int) -> Instance:
    return Instance(
        id=make_id(RANDOM.choice((2, 3)), number),
        definition=1,
        key="k",
        status="active",
        area=RANDOM.choice((None, *AREAS)),
        started_by=RANDOM.choice(PEOPLE),
        title=None,
        is_clocked=False,
        handling_area=RANDOM.choice((None, None, *AREAS[2:])),
        snapshot=None,
    )


@pytest.fixture(scope="module")
def engine(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = open_engine(Settings(home=Path(tmp_path_factory.mktemp("home"))), module_database)
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def tasks(engine: Engine, module_database: str) -> list[Task]:
    """As many as a page holds, so that none is hidden behind another."""
    made = [task(number) for number in range(1, TASKS + 1)]
    with psycopg.connect(module_database, autocommit=True) as connection:
        for district in (2, 3):
            connection.execute("insert into head (district) values (%s) on conflict do nothing", (district,))
        for one in made:
            connection.execute(
                "insert into task (district, id, instance, token, element, name, groups, users, excluded, area,"
                " assignee, owner, light, opened_at) values (%s,%s,%s,1,'e','n',%s,%s,%s,%s,%s,%s,'none',now())",
                (one.id >> 40, one.id, one.instance, list(one.groups), list(one.users), list(one.excluded), one.area,
                 one.assignee, one.owner),
            )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def instances(engine: Engine, module_database: str) -> list[Instance]:
    made = [instance(number) for number in range(1, TASKS + 1)]
    with psycopg.connect(module_database, autocommit=True) as connection:
        for district in (2, 3):
            connection.execute("insert into head (district) values (%s) on conflict do nothing", (district,))
        for one in made:
            connection.execute(
                "insert into instance (district, id, definition, key, kind, status, name, area, started_by,"
                " started_at, handling_area) values (%s,%s,1,'k','process','active','n',%s,%s,now(),%s)",
                (one.id >> 40, one.id, one.area, one.started_by, one.handling_area),
            )
    return made


def test_the_worklist_offers_what_the_rights_offer(engine: Engine, tasks: list[Task]) -> None:
    for who in (viewer() for _ in range(VIEWERS * scale())):
        free = {one.id for one in tasks if one.assignee is None and rights.is_offered(who, one)}
        mine = {one.id for one in tasks if who.id in (one.assignee, one.owner)}
        for scope, expected in (("free", free), ("mine", mine), ("all", free | mine)):
            wanted = worklist.Wanted(scope=scope, limit=500)
            assert {row["id"] for row in worklist.page(engine.store, who, wanted).rows} == expected
            assert worklist.count(engine.store, who, wanted) == len(expected)
        seen = {one.id for one in tasks if worklist.may_see(engine.store, who, one.id)}
        assert seen == {one.id for one in tasks if rights.may_see_task(who, one)}


def test_pages_follow_each_other_without_gap_or_repeat(engine: Engine, tasks: list[Task]) -> None:
    who = Actor("p0", posts=(Post(GROUPS[0]), Post(GROUPS[1])))
    whole = [row["id"] for row in worklist.page(engine.store, who, worklist.Wanted(scope="all", limit=500)).rows]
    pages: list[int] = []
    page = worklist.page(engine.store, who, worklist.Wanted(scope="all", limit=7))
    while True:
        pages += [row["id"] for row in page.rows]
        if page.after is None:
            break
        page = worklist.page(engine.store, who, worklist.Wanted(scope="all", limit=7, after=page.after))
    assert pages == whole
    assert len(whole) > 20


def test_cases_show_what_the_rights_show(engine: Engine, instances: list[Instance]) -> None:
    for who in (viewer() for _ in range(VIEWERS * scale())):
        expected = {one.id for one in instances if rights.may_see_instance(who, one)}
        rows = cases.page(engine.store, who, cases.Wanted(limit=500))
        assert [row["id"] for row in rows] == sorted(expected, reverse=True)
        assert cases.count(engine.store, who, cases.Wanted()) == len(expected)
        assert {one.id for one in instances if cases.find(engine.store, who, one.id)} == expected


def test_no_verb_is_shown_that_the_engine_would_refuse_and_none_is_hidden(instances: list[Instance]) -> None:
    for number in range(2000):
        one, who = task(number + 1), viewer()
        if not one.groups or not rights.may_see_task(who, one):
            continue
        shown = set(verbs(who, {name: getattr(one, name) for name in Task.__dataclass_fields__})) - {"comment"}
        assert shown == {name for name, command in commands(who, one).items() if allows(command, one, instances[0])}


def commands(who: Actor, one: Task) -> dict[str, Command]:
    """Each verb as its command; what is handed over goes to one who may do it."""
    able = Actor("able", posts=tuple(Post(group) for group in one.groups))
    asked: dict[str, Any] = {"request_id": "r", "at": BEGIN, "actor": who, "district": 2, "task": one.id}
    kinds: dict[str, type[TaskCommand]] = {
        "claim": ClaimTask,
        "release": ReleaseTask,
        "complete": CompleteTask,
        "return": ReturnTask,
    }
    given = {"transfer": TransferTask, "delegate": DelegateTask}
    plain: dict[str, Command] = {name: kind(**asked) for name, kind in kinds.items()}
    return plain | {name: kind(**asked, to=able) for name, kind in given.items()}


def allows(command: Command, one: Task, matter: Instance) -> bool:
    situation = Situation(new_id=lambda: 1, calendar=calendar(), task=one, instance=matter)
    try:
        decide(command, situation)
    except Rejected:
        return False
    return True
