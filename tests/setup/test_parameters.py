"""Amounts and limits of an installation: a demo has those of the product, and new ones need two persons."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.settings import Settings
from tests.setup.places import Place
from tests.setup.test_commands import tongban
from tongban.commands.parameters import seed_parameters
from tongban.console import Console, at_engine

HEAD = "rules,name,label,area,residence,valid_from,valid_to,value,unit,mark,basis\n"


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Console]:
    with at_engine(Settings(home=tmp_path), database) as opened:
        yield opened


def test_the_values_of_the_product_are_taken_in_once(desk: Console) -> None:
    assert seed_parameters(desk) > 80
    assert seed_parameters(desk) == 0


def test_values_are_imported_and_listed_and_one_person_is_not_enough(place: Place) -> None:
    file = place.folder / "values.csv"
    file.write_text(f"{HEAD}SUB-99,most,上限,2101,,2026-01-01,,12.50,元,A,试用\n", encoding="utf-8")
    assert tongban(place, "db", "start").returncode == 0
    assert tongban(place, "migrate").returncode == 0
    alone = tongban(place, "parameters", "import", file, "--entered-by", "li", "--approved-by", "li")
    assert (alone.returncode, "another person" in alone.stderr) == (1, True)
    both = tongban(place, "parameters", "import", file, "--entered-by", "li", "--approved-by", "wang")
    assert "1 values are added" in both.stdout
    assert "12.5" in tongban(place, "parameters", "list", "SUB-99", "--on", "2026-03-01").stdout
    gap = tongban(place, "parameters", "list", "SUB-99", "--on", "2025-03-01")
    assert (gap.returncode, "most" in gap.stderr) == (1, True)
