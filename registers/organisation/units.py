"""Which unit of a department works at which level and where, and which posts it has; made from the map, or a list.

Names and posts come from units.csv, a row for each department, level and ending of an area's name: the first that fits.
A post is held as the group `department:level:post` in the unit's area. Knows no account.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import psycopg
from psycopg.rows import class_row

from registers.geography import LEVELS
from registers.imports import Refused

Connection = psycopg.Connection[Any]
Row = Mapping[str, str]

CODES = {"city": 4, "district": 6, "street": 9, "community": 12}
AREAS = "select code, name from area order by code"
NAME = "select code, name from area where code = %s"
KEEP = """
insert into unit (code, department, level, area, name) values (%s, %s, %s, %s, %s)
on conflict (code) do update set name = excluded.name
"""
DROP_POSTS = "delete from unit_post where unit = any(%s)"
POST = "insert into unit_post (unit, post) values (%s, %s) on conflict do nothing"
DEPARTMENT = """
insert into department (code, name, level, kind) values (%s, %s, %s, %s)
on conflict (code) do update set name = excluded.name, level = excluded.level, kind = excluded.kind
"""
FIND = """
select code, department, level, area, name,
       array(select post from unit_post where unit = unit.code order by post) as posts from unit
"""
OFFICE = f"{FIND} where department = %s and level = %s and starts_with(%s, area)"
NEAREST = f"{FIND} where department = %s and starts_with(%s, area) order by length(area) desc limit 1"
LIST = (
    f"{FIND} where (%(department)s = '' or department = %(department)s) and starts_with(area, %(area)s) order by code"
)
GROUPS = """
select distinct u.department || ':' || u.level || ':' || p.post
  from unit u join unit_post p on p.unit = u.code order by 1
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """`posts`: the last part of the groups `department:level:post`, held in `area`."""

    code: str
    department: str
    level: str
    area: str
    name: str
    posts: Sequence[str] = ()

    @property
    def groups(self) -> list[str]:
        return [f"{self.department}:{self.level}:{post}" for post in self.posts]


def make(connection: Connection) -> int:
    """All units by the rules of units.csv on the map that is there; gives how many. The map has to be there first."""
    rules = _rules()
    places: dict[str, list[tuple[str, str]]] = {}
    for code, name in connection.execute(AREAS).fetchall():
        places.setdefault(LEVELS[len(code)], []).append((code, name))
    return keep(connection, _made(rules, places))


def _made(rules: Mapping[tuple[str, str], list[Row]], places: Mapping[str, list[tuple[str, str]]]) -> Iterator[Unit]:
    for (department, level), rows in rules.items():
        for code, name in places.get(level, ()):
            row = next((each for each in rows if name.endswith(each["ending"])), None)
            if row is not None:
                called = row["name"].replace("{area}", name)
                yield Unit(f"{department}-{code}", department, level, code, called, row["posts"].split(";"))


def keep(connection: Connection, units: Iterable[Unit]) -> int:
    """Enters units, or names them anew, with the departments of departments.csv."""
    known = list(units)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(DEPARTMENT, [_department(row) for row in _csv("departments.csv")])
        cursor.executemany(KEEP, [(each.code, each.department, each.level, each.area, each.name) for each in known])
        cursor.execute(DROP_POSTS, ([each.code for each in known],))
        cursor.executemany(POST, [(each.code, post) for each in known for post in each.posts])
    return len(known)


def read(rows: Iterable[Row]) -> list[Unit]:
    """A list of the city's own, columns department, area, name, posts (with `;`). Refused with all findings by line."""
    units: dict[str, Unit] = {}
    findings: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 1):
        try:
            unit = _unit(row)
            if unit.code in units:
                raise ValueError(f"Expected each unit once, but {unit.code} is {units[unit.code].name} already")
            units[unit.code] = unit
        except ValueError as error:
            findings.append((number, str(error)))
    if findings:
        raise Refused(tuple(findings))
    return list(units.values())


def office(connection: Connection, department: str, area: str, level: str | None = None) -> Unit | None:
    """The unit of a department that is in charge of an area: at a level, or the nearest one that there is.

    At a level also where no units were made yet: then it is the one that the rules give.
    """
    with connection.cursor(row_factory=class_row(Unit)) as cursor:
        if level is None:
            return cursor.execute(NEAREST, (department, area)).fetchone()
        found = cursor.execute(OFFICE, (department, level, area)).fetchone()
    return found or _by_rule(connection, department, area, level)


def _by_rule(connection: Connection, department: str, area: str, level: str) -> Unit | None:
    rules = {key: rows for key, rows in _rules().items() if key == (department, level)}
    row = connection.execute(NAME, (area[: CODES[level]],)).fetchone() if rules else None
    return next(_made(rules, {level: [(row[0], row[1])]}), None) if row else None


def listed(connection: Connection, department: str = "", area: str = "") -> list[Unit]:
    with connection.cursor(row_factory=class_row(Unit)) as cursor:
        return cursor.execute(LIST, {"department": department, "area": area}).fetchall()


def groups(connection: Connection) -> list[str]:
    """All groups that a post can be held in."""
    return [group for (group,) in connection.cursor(row_factory=psycopg.rows.tuple_row).execute(GROUPS)]


def planned() -> set[str]:
    """The groups that units have by the rules, whatever the map."""
    return {
        f"{row['department']}:{row['level']}:{post}" for row in _csv("units.csv") for post in row["posts"].split(";")
    }


def departments() -> set[str]:
    """The codes of the departments, and of the windows and the grid, which have units of their own."""
    return {row["code"] for row in _csv("departments.csv")} | {row["department"] for row in _csv("units.csv")}


def _unit(row: Row) -> Unit:
    department, area, name, posts = ((row.get(key) or "").strip() for key in ("department", "area", "name", "posts"))
    if department not in departments():
        raise ValueError(f"Expected a department of departments.csv, but found {department[:20]!r}")
    if not (area.isascii() and area.isdigit() and len(area) in CODES.values()):
        raise ValueError(f"Expected an area of 4, 6, 9 or 12 digits, but found {area[:20]!r}")
    if not name:
        raise ValueError(f"Expected a name for {department} in {area}, but it is empty")
    listed = [post.strip() for post in posts.split(";") if post.strip()]
    if not all(post.isascii() and post.isidentifier() for post in listed):
        raise ValueError(f"Expected posts such as reviewer;approver, but found {posts[:40]!r}")
    return Unit(f"{department}-{area}", department, LEVELS[len(area)], area, name, listed)


def _department(row: Row) -> tuple[str, str, str, str]:
    return row["code"], row["name"], row["level"], row["kind"]


@cache
def _rules() -> dict[tuple[str, str], list[Row]]:
    rules: dict[tuple[str, str], list[Row]] = {}
    for row in _csv("units.csv"):
        rules.setdefault((row["department"], row["level"]), []).append(row)
    return rules


def _csv(name: str) -> list[dict[str, str]]:
    with (files("registers.organisation") / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
