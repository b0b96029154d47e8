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
from tongban.commands.geography import define
from tongban.commands.people import enter
from tongban.console import Console, at_engine


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
        known = persons.find(connection, person, sealing(desk.store))
        assert units.make(connection) > 5000
        window = units.office(connection, "window", lines[0]["residence_area"], "community")
    assert known is not None
    assert (known.id_number, known.name) == (lines[0]["id_number"], lines[0]["name"])
    assert window is not None
    assert window.groups == ["window:community:clerk"]
    with pytest.raises(Refused, match="or before"):
        enter(desk, lines, today + timedelta(days=1))
