"""The city looked after from the command line, as somebody would type: accounts, cases, worklists, calendar, seals."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.setup.places import Place, new_place
from tests.setup.test_commands import tongban
from tests.setup.test_processes import write

GROUP = "MZ:street:reviewer"
ASSIGNED = (
    '<bpmn:userTask id="work" name="街道审核"><bpmn:extensionElements>'
    f'<city:assignment candidateGroups="{GROUP}"/></bpmn:extensionElements></bpmn:userTask>'
)
Typed = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def desk() -> Iterator[Typed]:
    """Runs commands at a city with one process; each must say what went wrong without a traceback."""
    place = new_place()

    def typed(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        ran = tongban(place, *words, **environment)
        assert "Traceback" not in ran.stderr
        return ran

    for words in (("db", "start"), ("migrate",), ("deploy", write(place.folder, "review", ASSIGNED))):
        assert typed(*words).returncode == 0
    made = typed("account", "create", "li.ming", "--name", "李明", "--post", GROUP, TONGBAN_PASSWORD="long enough")
    assert made.returncode == 0, made.stderr
    yield typed
    place.clear()


def test_a_case_is_started_seen_and_told(desk: Typed) -> None:
    started = desk("start", "review", "--var", "applicant=测试甲", "--var", '{"people": 3}')
    id, *_ = started.stdout.split()
    assert "街道审核" in started.stdout
    mine = desk("worklist", "--as", "li.ming").stdout
    assert "街道审核" in mine
    assert "1 of 1 open tasks" in mine
    assert desk("worklist").stdout == mine
    assert "No open tasks." in desk("worklist", "--as", "li.ming", "--mine").stdout
    told = desk("case", id).stdout
    assert all(word in told for word in ("active", "街道审核", "没有时限", "发起"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("start", "nothing"), "there is no 'nothing'"),
        (("start", "review", "--area", "999999"), "`tongban areas` lists them"),
        (("start", "review", "--as", "nobody"), "`tongban account list` shows them"),
        (("start", "review", "--var", "x"), "--var name=value"),
        (("case", "7"), "none with the id 7"),
        (("incidents", "retry", "7"), "Expected an open incident"),
        (("erase", "--reason", "x", "--number", "210199195803120014"), "there are none in any district"),
        (("account", "create", "x y", "--name", "n"), "letters, digits, dots and dashes"),
        (("account", "create", "li.ming", "--name", "李明"), "is there already"),
        (("account", "grant", "li.ming", "MZ@1"), "4, 6, 9, 12 or 15 digits"),
    ],
)
def test_what_is_refused_says_what_was_expected(desk: Typed, words: tuple[str, ...], expected: str) -> None:
    ran = desk(*words, TONGBAN_PASSWORD="long enough")
    assert ran.returncode == 1
    assert expected in ran.stderr


def test_in_production_nobody_acts_in_anothers_name(desk: Typed) -> None:
    ran = desk("start", "review", "--as", "li.ming", TONGBAN_PRODUCTION="1")
    assert ran.returncode == 1
    assert "Expected no --as in production" in ran.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("sheet", "decide", "7", "--by", "somebody"),
        ("sheet", "correct", "7", "--amount", "1", "--reason", "x", "--by", "somebody"),
        ("payee", "send", "7", "--to", "file.csv", "--by", "somebody"),
        ("parameters", "approve", "7", "--by", "somebody"),
    ],
)
def test_in_production_money_is_signed_by_accounts(desk: Typed, words: tuple[str, ...]) -> None:
    ran = desk(*words, TONGBAN_PRODUCTION="1")
    assert ran.returncode == 1
    assert "Expected an account that is in use, but 'somebody' is none" in ran.stderr
    known = ("li.ming" if word == "somebody" else word for word in words)
    assert "an account that is in use" not in desk(*known, TONGBAN_PRODUCTION="1").stderr


def test_in_production_the_clock_is_real(desk: Typed) -> None:
    ran = desk("up", "--clock", "turned", "--port", "0", TONGBAN_PRODUCTION="1")
    assert ran.returncode == 1
    assert "Expected real time in production" in ran.stderr


def test_an_account_gains_and_loses_posts_and_is_disabled(desk: Typed) -> None:
    visitor = "MZ:street:visitor@210102001"
    assert desk("account", "grant", "li.ming", visitor).returncode == 0
    assert visitor in desk("account", "list").stdout
    assert desk("account", "revoke", "li.ming", visitor).returncode == 0
    assert visitor not in desk("account", "list", "li.").stdout
    assert desk("account", "disable", "li.ming", "--reason", "调岗").returncode == 0
    assert "is disabled" in desk("worklist", "--as", "li.ming").stderr
    assert desk("account", "enable", "li.ming").returncode == 0
    assert desk("account", "reset", "li.ming", TONGBAN_PASSWORD="short").returncode == 1


def test_a_decree_is_imported_or_refused_line_by_line(desk: Typed, tmp_path: Path) -> None:
    good, bad = tmp_path / "2027.csv", tmp_path / "bad.csv"
    good.write_text("date,working,name\n2027-02-06,休,春节\n", encoding="utf-8")
    bad.write_text("date,working,name\n2027-02-30,休,春节\n2027-02-06,maybe,\n", encoding="utf-8")
    assert "years published" in desk("calendar", "seed").stdout
    assert "has all its years" in desk("calendar", "seed").stdout
    refused = desk("calendar", "import", bad)
    assert refused.returncode == 1
    assert "line 2" in refused.stderr
    assert "line 3" in refused.stderr
    assert desk("calendar", "import", good).returncode == 0
    assert [line.split()[-1] for line in desk("calendar", "list").stdout.splitlines() if "2027" in line] == ["decreed"]


def test_a_day_that_is_over_is_sealed(desk: Typed) -> None:
    assert "Nothing was written up to" in desk("seal").stdout


def test_without_tables_it_says_what_to_do(place: Place) -> None:
    ran = tongban(place, "worklist")
    assert ran.returncode == 1
    assert "`tongban migrate`" in ran.stderr


def test_the_items_of_the_city_are_listed_with_their_limits(desk: Typed) -> None:
    listed = desk("items", "--department", "FC")
    assert listed.returncode == 0, listed.stderr
    assert "FC-001" in listed.stdout
    assert "MZ-001" not in listed.stdout
    assert "最低生活保障申请书" in desk("items", "MZ-001").stdout
    unknown = desk("items", "MZ-999")
    assert (unknown.returncode, "MZ-999" in unknown.stderr) == (1, True)
