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


def test_whom_a_value_affects_is_asked_by_rule_area_and_month(place: Place) -> None:
    assert tongban(place, "db", "start").returncode == 0
    assert tongban(place, "migrate").returncode == 0
    about = ("--rule", "SUB-01", "--area", "210102", "--from")
    assert "0 benefits change, back-pay 0 yuan" in tongban(place, "parameters", "affected", *about, "2026-07").stdout
    wrong = tongban(place, "parameters", "affected", *about, "07/2026")
    assert (wrong.returncode, "such as 2026-03" in wrong.stderr) == (1, True)
    nothing = tongban(place, "parameters", "adjust", *about, "2026-07", "--by", "li")
    assert (nothing.returncode, "没有要调整的" in nothing.stderr) == (1, True)
    assert tongban(place, "parameters", "approve", "5", "--by", "wang").returncode == 1


def test_a_case_that_was_never_calculated_has_no_sheet_to_make_again(place: Place) -> None:
    assert tongban(place, "db", "start").returncode == 0
    assert tongban(place, "migrate").returncode == 0
    assert "has no sheet" in tongban(place, "recompute", "1099511627777").stderr
    assert "there is no 5" in tongban(place, "sheet", "show", "5").stderr
    wrong = tongban(place, "sheet", "correct", "5", "--amount", "much", "--reason", "x", "--by", "li")
    assert "amount in yuan" in wrong.stderr


def test_accounts_are_taken_in_from_a_list_and_shown_by_four_digits(place: Place) -> None:
    file = place.folder / "accounts.csv"
    line = "210199195803120014,102,6200000000001234,测试甲,名单\n"
    file.write_text(f"id_number,bank,account,name,source\n{line}", encoding="utf-8")
    assert tongban(place, "db", "start").returncode == 0
    assert tongban(place, "migrate").returncode == 0
    signed = ("--entered-by", "li", "--approved-by")
    assert "another person" in tongban(place, "payee", "import", file, *signed, "li").stderr
    assert "1 accounts are in force" in tongban(place, "payee", "import", file, *signed, "wang").stdout
    shown = tongban(place, "payee", "list", "210199195803120014").stdout
    assert ("**** 1234" in shown, "6200000000001234" in shown) == (True, False)
    sent = tongban(place, "payee", "send", "5", "--to", place.folder / "out.csv", "--by", "li")
    assert "there is no 5" in sent.stderr
