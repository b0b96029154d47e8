"""The areas of the city: which district a code belongs to, and all that lie within one."""

from collections.abc import Mapping
from typing import Any

from engine.store.store import Store

DISTRICT = """
select district from area where starts_with(%(code)s, code) order by length(code) desc limit 1
"""
WITHIN = "select code, name, level, district from area where starts_with(code, %(code)s) order by code limit 10000"

ALL = "select code, district from area"


def numbers(store: Store) -> dict[str, int]:
    """The district of every area that is known, by code."""
    with store.reading() as connection:
        return {row["code"]: int(row["district"]) for row in connection.execute(ALL)}


def district_of(store: Store, code: str) -> int | None:
    """By the longest known code that contains this one; None where none does."""
    with store.reading() as connection:
        row = connection.execute(DISTRICT, {"code": code}).fetchone()
    return None if row is None else int(row["district"])


def within(store: Store, code: str) -> list[Mapping[str, Any]]:
    with store.reading() as connection:
        return list(connection.execute(WITHIN, {"code": code}))
