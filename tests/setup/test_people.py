"""People are made for a city that has a map, and its units; nothing is delivered from the future."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.sealing import sealing
from engine.domain.durations import in_city
from engine.settings import Settings
from registers.geography import made
from registers.imports import Refused
from registers.organisation import units
from registers.population import persons, synthetic
from registers.population.jurisdiction import Asked, Handling, answer
from tongban.commands.geography import define
from tongban.commands.people import FEW, enter, settle
from tongban.console import Console, at_engine
from tongban.demo import furnish


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Console]:
    with at_engine(Settings(home=tmp_path), database) as opened:
        yield opened


def test_a_made_city_has_its_people_sealed_under_its_own_keys(desk: Console) -> None:
    define(desk, made(7, cells=False))
    communities = [place.code for place in made(7, cells=False) if place.level == "community"]
    today = in_city(desk.now()).date()
    lines = list(synthetic.made(7, 500, communities, today))
    assert enter(desk, lines, today) == 500
    person = desk.store.vault.person(lines[0]["id_number"], 0)
    with desk.store.writing() as connection:
        assert persons.somebody(connection)
        known = persons.find(connection, person, sealing(desk.store))
        assert units.make(connection) > 5000
        window = units.office(connection, "window", lines[0]["residence_area"], "community")
    assert known is not None
    assert (known.id_number, known.name) == (lines[0]["id_number"], lines[0]["name"])
    assert window is not None
    assert window.groups == ["window:community:clerk"]
    with pytest.raises(Refused, match="or before"):
        enter(desk, lines, today + timedelta(days=1))


def test_from_every_community_of_the_city_a_matter_goes_to_the_same_offices(desk: Console) -> None:
    define(desk, made(7, cells=False))
    communities = [place.code for place in made(7, cells=False) if place.level == "community"]
    today = in_city(desk.now()).date()
    lines = list(synthetic.made(7, 1, communities, today))
    enter(desk, lines, today)
    home, person = lines[0]["registered_area"], desk.store.vault.person(lines[0]["id_number"], 0)
    with desk.store.writing() as connection:
        units.make(connection)
        found = {answer(connection, Asked("household", person, today, here, {})) for here in communities}
        received = {answer(connection, Asked("none", person, today, here, {})).area for here in communities}
        street, district = (units.office(connection, "MZ", home, level) for level in ("street", "district"))
    assert found == {Handling(home, "register")}
    assert len(received) == 2430
    assert street is not None
    assert district is not None
    assert (street.area, district.area) == (home[:9], home[:6])


def test_the_demo_district_has_its_units_and_a_few_people_once(desk: Console) -> None:
    furnish(desk.engine, desk.settings, desk.now())
    assert settle(desk) == FEW
    assert settle(desk) == 0
    with desk.store.writing() as connection:
        street = units.office(connection, "MZ", "210102001001", "street")
    assert street is not None
    assert street.name == "云栖街道办事处"
