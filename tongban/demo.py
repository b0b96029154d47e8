"""The demo district that `tongban up` opens with: areas, people, posts and log-ins, made by commands and kept.

Names of streets, communities and people are invented. Never in production: everybody's password is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from api.passwords import HASHER
from engine.domain.commands import (
    ADMINISTRATOR,
    AUDITOR,
    DESIGNER,
    OPERATOR,
    Actor,
    CreateAccount,
    DefineAreas,
    GrantPost,
    Post,
)
from engine.domain.ids import CITY
from engine.domain.rejections import Forbidden
from engine.engine import Engine
from engine.settings import Settings
from engine.store.reads import areas, people
from tongban import officials
from tongban.processes import PROCESSES, bpmn_files

PASSWORD = "tongban-demo"
FOUNDER = Actor("console", "控制台", (Post(ADMINISTRATOR),))

SHENYANG = "2101"
DISTRICTS = (
    ("210102", "和平区"),
    ("210103", "沈河区"),
    ("210104", "大东区"),
    ("210105", "皇姑区"),
    ("210106", "铁西区"),
    ("210111", "苏家屯区"),
    ("210112", "浑南区"),
    ("210113", "沈北新区"),
    ("210114", "于洪区"),
    ("210115", "辽中区"),
    ("210123", "康平县"),
    ("210124", "法库县"),
    ("210181", "新民市"),
)
HEPING = "210102"
# Streets and their communities in the demo district; each community has two grid cells.
STREETS = {
    "云栖街道": ("清泉社区", "柳荫社区", "晨光社区"),
    "望河街道": ("听涛社区", "新岸社区"),
    "松影街道": ("松风社区", "暖阳社区"),
}
STREET = f"{HEPING}001"
COMMUNITY, CELL = f"{STREET}001", f"{STREET}001001"
RESPONDERS = {
    "SH": "水务集团",
    "GD": "供电公司",
    "RQ": "燃气集团",
    "FC": "房产局",
    "CG": "城管执法局",
    "CJ": "城乡建设局",
    "SL": "水务局",
    "GA": "公安局",
    "JJ": "交警支队",
    "XF": "消防救援支队",
    "SC": "市场监管局",
    "ST": "生态环境局",
    "YJ": "应急管理局",
    "MZ": "民政局",
}


@dataclass(frozen=True, slots=True)
class Person:
    """`posts`: (group, area) pairs. `told`: shown among the log-ins when the city opens."""

    account: str
    name: str
    posts: tuple[tuple[str, str], ...]
    told: bool = True


LISTED = (
    Person("window", "窗口 甲", (("window:community:clerk", COMMUNITY),)),
    Person("window2", "窗口 乙", (("window:community:clerk", COMMUNITY),), told=False),
    Person("reviewer", "街道审核", (("MZ:street:reviewer", STREET), ("FC:street:reviewer", STREET))),
    Person("rechecker", "街道复核", (("MZ:street:rechecker", STREET),), told=False),
    Person("visitor", "入户核查 甲", (("MZ:street:visitor", STREET),)),
    Person("visitor2", "入户核查 乙", (("MZ:street:visitor", STREET),), told=False),
    Person("appraiser", "民主评议", (("MZ:community:appraiser", COMMUNITY),)),
    Person("street", "街道负责人", (("MZ:street:leader", STREET), ("FC:street:leader", STREET))),
    Person("deliverer", "发放送达", (("MZ:street:deliverer", STREET), ("FC:district:deliverer", HEPING)), told=False),
    Person("approver", "区民政审批", (("MZ:district:approver", HEPING),)),
    Person("inspector", "区民政抽查", (("MZ:district:inspector", HEPING), ("MZ:district:verifier", HEPING))),
    Person("mz", "民政 联审", (("MZ:district:checker", HEPING),)),
    Person("zr", "自然资源 联审", (("ZR:district:checker", HEPING),)),
    Person("fc", "房产 联审", (("FC:district:checker", HEPING),)),
    Person("ga", "公安 联审", (("GA:district:checker", HEPING),)),
    Person("gj", "公积金 联审", (("GJ:district:checker", HEPING),)),
    Person("jj", "交警 联审", (("JJ:district:checker", HEPING),)),
    Person("housing", "房产审批", (("FC:district:approver", HEPING),)),
    Person("housing2", "房产复核", (("FC:district:rechecker", HEPING),), told=False),
    Person("grid", "网格员", (("grid:cell:officer", CELL),)),
    Person("dispatcher", "街道指挥", (("grid:street:dispatcher", STREET),)),
    Person("crew", "街道处置队", (("grid:street:crew", STREET),)),
    Person("commander", "街道负责人 吹哨", (("grid:street:leader", STREET),)),
    Person("manager", "区指挥中心", (("grid:district:manager", HEPING),)),
    Person("leader", "区领导", (("grid:district:leader", HEPING),)),
    *(
        Person(f"{code.lower()}-duty", f"{name} 值班", ((f"{code}:district:responder", HEPING),), code in ("SH", "GD"))
        for code, name in RESPONDERS.items()
    ),
    Person("designer", "流程设计", ((DESIGNER, ""),)),
    Person("operator", "运行维护", ((OPERATOR, ""),)),
    Person("admin", "管理员", ((ADMINISTRATOR, ""),)),
    Person("auditor", "审计", ((AUDITOR, ""),)),
)
WHERE = {"city": "", "district": HEPING, "street": STREET, "community": COMMUNITY}


def _officials() -> Iterator[Person]:
    """Those who hold what the processes name and nobody listed holds."""
    held = {group for person in LISTED for group, _ in person.posts}
    for account, name, groups in officials.posts(officials.named(bpmn_files([PROCESSES])) - held):
        yield Person(account, name, tuple((group, WHERE[group.split(":")[1]]) for group in groups), told=False)


PEOPLE = (*LISTED, *_officials())


def furnish(engine: Engine, settings: Settings, at: datetime) -> int:
    """Makes what is missing of the demo district, and gives how many accounts that were. Forbidden in production."""
    if settings.production:
        raise Forbidden("Expected a city for trying things out, but this one is in production: it gets no demo people")
    there = areas.numbers(engine.store)
    missing = tuple(area for area in demo_areas() if area[0] not in there)
    if missing:
        engine.execute(DefineAreas(areas=missing, **_stamp(at)))
    known = {person.account: people.login(engine.store, person.account) for person in PEOPLE}
    if None in known.values():
        secret = HASHER.hash(PASSWORD)
        _create(engine, at, [person for person in PEOPLE if known[person.account] is None], secret)
    for person in PEOPLE:
        _grant(engine, at, person, known[person.account])
    return sum(login is None for login in known.values())


def logins() -> list[tuple[str, str, str]]:
    """(account, what the person is, password) of those that a visitor needs, for whoever opens the city."""
    return [(person.account, person.name, PASSWORD) for person in PEOPLE if person.told]


def demo_areas() -> Iterator[tuple[str, str, str, int]]:
    """(code, name, level, district): districts are numbered from 2 in the order of their codes."""
    yield SHENYANG, "沈阳市", "city", CITY
    for number, (code, name) in enumerate(DISTRICTS, CITY + 1):
        yield code, name, "district", number
    home = CITY + 1
    for number, (street, communities) in enumerate(STREETS.items(), 1):
        code = f"{HEPING}{number:03}"
        yield code, street, "street", home
        for place, community in enumerate(communities, 1):
            yield f"{code}{place:03}", community, "community", home
            for cell in (1, 2):
                yield f"{code}{place:03}{cell:03}", f"{community}第{cell}网格", "cell", home


def _create(engine: Engine, at: datetime, new: list[Person], secret: str) -> None:
    """All with one hash: they have one password."""
    commands = [
        CreateAccount(
            account=person.account,
            name=person.name,
            secret=secret,
            posts=tuple(Post(*post) for post in person.posts),
            **_stamp(at),
        )
        for person in new
    ]
    for answer in engine.execute_many(commands):
        if isinstance(answer, Exception):
            raise answer


def _grant(engine: Engine, at: datetime, person: Person, login: people.Login | None) -> None:
    """The posts that an account of an earlier version lacks."""
    held = {(post.group, post.area) for post in login.actor.posts} if login else set(person.posts)
    for post in person.posts:
        if post not in held:
            engine.execute(GrantPost(account=person.account, post=Post(*post), **_stamp(at)))


def _stamp(at: datetime) -> dict[str, Any]:
    return {"request_id": f"demo-{uuid4()}", "at": at, "actor": FOUNDER, "district": CITY}
