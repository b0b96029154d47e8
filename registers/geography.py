"""The map of the city: districts with their real codes, and under them streets, communities and grid cells.

Where no public list exists the names and numbers below a district are made, the same for the same seed; a list of the
city's own is read from CSV instead. Codes are those of GB/T 2260 with the statistical codes below them.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from random import Random

from registers.imports import Refused

CITY_CODE, CITY_NAME = "2101", "沈阳市"
LEVELS = {4: "city", 6: "district", 9: "street", 12: "community", 15: "cell"}
LEAST_CELLS, MOST_CELLS = 8, 12
FIRST = "东西南北中新和兴安康文武明华永长春丰福泰"
SECOND = "山湖园泉林河岭桥城塔台湾苑岗坊川溪庭阳景"
MARKS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Place:
    """An area: its official code says what it lies in."""

    code: str
    name: str

    @property
    def level(self) -> str:
        return LEVELS[len(self.code)]


def made(seed: int, cells: bool = True) -> Iterator[Place]:
    """The whole city: 13 districts, 200 streets and towns, 2,430 communities and villages, each with its grid cells."""
    yield Place(CITY_CODE, CITY_NAME)
    for row in _districts():
        random = Random(f"{seed}-{row['code']}")  # a district does not change when another one does
        yield Place(row["code"], row["name"])
        yield from _streets(row, random, cells)


def _streets(row: Mapping[str, str], random: Random, cells: bool) -> Iterator[Place]:
    streets, communities, rural = (int(row[name]) for name in ("streets", "communities", "rural"))
    villages = communities * rural // 100
    names = _names(random)
    for number, share in enumerate(_shared_out(communities, streets), 1):
        is_town = number > streets - round(streets * rural / 100)
        code = f"{row['code']}{number:03}"
        yield Place(code, next(names) + ("镇" if is_town else "街道"))
        for place in range(1, share + 1):
            is_village = is_town and villages > 0
            villages -= is_village
            community = Place(f"{code}{place:03}", next(names) + ("村" if is_village else "社区"))
            yield community
            if cells:
                yield from _cells(community, random)


def _cells(community: Place, random: Random) -> Iterator[Place]:
    for number in range(1, random.randint(LEAST_CELLS, MOST_CELLS) + 1):
        yield Place(f"{community.code}{number:03}", f"{community.name}第{number}网格")


def _shared_out(total: int, parts: int) -> list[int]:
    """Whole numbers, as equal as can be."""
    return [total * (part + 1) // parts - total * part // parts for part in range(parts)]


def _names(random: Random) -> Iterator[str]:
    """Never the same twice in a district."""
    pairs = [first + second for first in FIRST for second in SECOND]
    random.shuffle(pairs)
    yield from pairs
    for mark in MARKS:
        yield from (pair + mark for pair in pairs)


def _districts() -> list[dict[str, str]]:
    with (files("registers") / "districts.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def read(rows: Iterable[Mapping[str, str]]) -> list[Place]:
    """A list of the city's own, columns code and name. Refused, with every finding by line, where one is wrong."""
    places: dict[str, Place] = {}
    findings: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 1):
        code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
        wrong = _wrong(code, name, places)
        if wrong:
            findings.append((number, wrong))
        else:
            places[code] = Place(code, name)
    if findings:
        raise Refused(tuple(findings))
    return list(places.values())


def _wrong(code: str, name: str, before: Mapping[str, Place]) -> str | None:
    if not (code.isascii() and code.isdigit() and len(code) in LEVELS):
        return f"Expected a code of 4, 6, 9, 12 or 15 digits, but found {code[:20]!r}"
    if not name:
        return f"Expected a name for {code}, but it is empty"
    if code in before:
        return f"Expected each code once, but {code} is {before[code].name} already"
    around = code[:4] if len(code) == 6 else code[:-3]
    if len(code) > 4 and around not in before:
        return f"Expected {around} before {code}, which lies in it"
    return None
