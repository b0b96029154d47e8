"""The map of a city on its database: defined once, whole or in parts, and what was there keeps its name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings import Settings
from engine.store.reads import areas
from registers.geography import Place, made
from tongban.commands.geography import define
from tongban.console import Console, at_engine
from tongban.demo import furnish


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Console]:
    with at_engine(Settings(home=tmp_path), database) as opened:
        yield opened


def test_the_whole_city_is_defined_once(desk: Console) -> None:
    city = list(made(7))
    assert define(desk, city) == len(city)
    assert define(desk, city) == 0
    assert sorted(set(areas.numbers(desk.store).values())) == list(range(1, 15)), "the city's own, and thirteen"
    assert desk.district("210181024001003") == desk.district("210181")


def test_the_demo_district_keeps_its_names_in_the_city_around_it(desk: Console) -> None:
    furnish(desk.engine, desk.settings, desk.now())
    before = {row["code"]: row["name"] for row in areas.within(desk.store, "210102")}
    define(desk, made(7, cells=False))
    after = {row["code"]: row["name"] for row in areas.within(desk.store, "210102")}
    assert {code: after[code] for code in before} == before
    assert len(after) > 150


def test_a_new_street_gets_the_number_of_its_district(desk: Console) -> None:
    assert define(desk, [Place("2101", "沈阳市"), Place("210102", "和平区"), Place("210103", "沈河区")]) == 3
    assert define(desk, [Place("210103001", "长青街道")]) == 1
    assert desk.district("210103001") == desk.district("210103") != desk.district("210102")
