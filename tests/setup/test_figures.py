"""Figures on the terminal: a table in Chinese, and words where something else was meant."""

from tests.setup.places import Place
from tests.setup.test_commands import tongban


def test_figures_of_a_month_are_told_in_chinese(place: Place) -> None:
    assert tongban(place, "db", "start").returncode == 0
    assert tongban(place, "migrate").returncode == 0
    told = tongban(place, "figures", "--period", "2026-12", "--area", "2101")
    assert told.returncode == 0, told.stderr
    lines = {line.split()[0]: line for line in told.stdout.splitlines() if line.strip()}
    assert "75.10%" in lines["时限压缩率（目录）"]
    assert "—" in lines["按时办结率"]
    assert "0 件" in lines["办结量"]
    by = tongban(place, "figures", "--only", "on_time", "--by", "district")
    assert (by.returncode, "75.10%" in by.stdout) == (0, False)
    again = tongban(place, "rebuild", "--figures")
    assert (again.returncode, "folded anew" in again.stdout) == (0, True)
    for words, expected in (
        (("--period", "202612"), "Expected a period"),
        (("--only", "moon"), "Expected the name of a figure"),
        (("--side", "left"), "Expected --side"),
    ):
        refused = tongban(place, "figures", *words)
        assert (refused.returncode, expected in refused.stderr) == (1, True)
