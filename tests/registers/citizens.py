"""A small city with people in it: areas, and a seal that is no secret, for tests of the registers without an engine."""

from datetime import date
from typing import Any

import psycopg

from registers.population import persons, rows
from registers.population.rows import Person
from registers.sealing import Sealing
from tests.registers.people import JIA, TODAY, YI, index

HEPING, NANHU, XIJIE = "210102001001", "210102001002", "210103001001"
COMMUNITIES = {HEPING: "和风社区", NANHU: "南湖社区", XIJIE: "西街社区"}
AREAS = {"2101": "沈阳市", "210102": "甲区", "210102001": "云栖街道", "210103": "乙区", "210103001": "北河镇"}
SEALING = Sealing(index, lambda person, content: content[::-1], lambda person, content: content[::-1])
ROW = {
    "id_number": JIA,
    "name": "测试甲",
    "phone": "10000000000",
    "address": "测试路 1 号",
    "household": "HK1",
    "relation": "户主",
    "registered_area": HEPING,
    "residence_area": NANHU,
    "property_areas": "",
    "insured_area": "",
    "died_on": "",
}
SPOUSE = {**ROW, "id_number": YI, "name": "测试乙", "relation": "配偶", "phone": ""}


def lay_out(connection: psycopg.Connection[Any]) -> None:
    """The table of areas, which is the engine's, with a few places."""
    for code, name in {**AREAS, **COMMUNITIES}.items():
        levels = {4: "city", 6: "district", 9: "street", 12: "community"}
        district = 1 if len(code) == 4 else 2 if code.startswith("210102") else 3
        connection.execute(
            "insert into area (code, name, level, district) values (%s, %s, %s, %s)",
            (code, name, levels[len(code)], district),
        )


def read(*lines: dict[str, str], today: date = TODAY) -> list[Person]:
    return rows.read(lines, COMMUNITIES, today)


def deliver(connection: psycopg.Connection[Any], *lines: dict[str, str], as_of: date = TODAY) -> int:
    return persons.take_in(connection, read(*lines), as_of, SEALING)
