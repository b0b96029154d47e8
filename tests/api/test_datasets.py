"""Departments deliver over HTTP: their own data and no others', as text, workbook or JSON, with every fault by line."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from engine.bootstrap import open_engine
from engine.domain.commands import CreateAccount, DefineAreas, Post
from engine.domain.durations import CITY as ZONE
from engine.engine import Engine
from engine.settings import Settings
from tests.api.server import COMMUNITY, SECRET, Person, stamp
from tests.registers.people import JIA, YI
from tests.registers.test_deliveries import HEAD, LINES, text, workbook

People = Callable[[str], Person]
DATA = "/datasets/SW.income/deliveries"
_TODAY = datetime.now(ZONE).date()
TODAY, TOMORROW = f"{_TODAY}", f"{_TODAY + timedelta(days=1)}"
NEXT_YEAR = f"{_TODAY.year + 1}-01"


@pytest.fixture(scope="module", autouse=True)
def engine(address: str, module_database: str, home: Path) -> Iterator[Engine]:
    opened = open_engine(Settings(home=home), module_database)
    for account, group in (("swj", "SW:city:provider"), ("gaj", "GA:city:provider")):
        opened.execute(
            CreateAccount(account=account, name=account, secret=SECRET, posts=(Post(group, "2101"),), **stamp())
        )
    areas = (("210102001", "云栖街道", "street", 2), (COMMUNITY, "和风社区", "community", 2))
    opened.execute(DefineAreas(areas=areas, **stamp()))
    yield opened
    opened.store.close()


def sends(person: Person, content: bytes, path: str = DATA, as_of: str = TODAY) -> httpx.Response:
    headers = {"Idempotency-Key": uuid4().hex}
    return person.post(path, files={"file": ("x", content)}, data={"as_of": as_of}, headers=headers)


def standing(person: Person, name: str = "SW.income") -> dict[str, object]:
    return next(each for each in person.get("/datasets").json() if each["name"] == name)


def test_a_department_delivers_its_own_data(person: People) -> None:
    tax = person("swj")
    assert standing(tax)["state"] == "missing"
    for content in (text(HEAD, *LINES), workbook(HEAD, *LINES)):
        taken = sends(tax, content)
        assert taken.status_code == 201
        assert (taken.json()["records"], taken.json()["outcome"]) == (3, "taken")
    rows = [
        {"id_number": JIA, "month": "2026-10", "amount": 1200.5},
        {"id_number": YI, "month": "2026-10", "amount": 9},
    ]
    assert tax.says(DATA, as_of=TODAY, rows=rows).json()["kind"] == "json"
    there = standing(person("clerk"))
    assert (there["state"], there["as_of"], there["records"], there["provider"]) == ("fresh", TODAY, 2, "SW")
    assert [each["kind"] for each in person("clerk").get(DATA).json()] == ["json", "xlsx", "csv"]


def test_a_repeat_gets_the_first_answer(person: People) -> None:
    first = person("swj").says(DATA, "delivery-1", as_of=TODAY, rows=[])
    again = person("swj").says(DATA, "delivery-1", as_of=TODAY, rows=[])
    assert first.json() == again.json()


def test_nobody_delivers_for_another_department(person: People) -> None:
    for account in ("clerk", "admin", "gaj"):
        assert sends(person(account), text(HEAD, *LINES)).status_code == 403
    assert sends(person("swj"), text(HEAD, *LINES), "/persons/deliveries").status_code == 403
    assert httpx.get(f"{person('clerk').base_url}/datasets").status_code == 401


def test_faults_are_told_by_line_and_nothing_is_taken_in(person: People) -> None:
    before = standing(person("swj"))
    refused = sends(person("swj"), text(HEAD, ("210199195803120015", "2026-01", 1), LINES[0], (YI, NEXT_YEAR, 1)))
    assert refused.status_code == 422
    assert refused.json()["findings"] == [
        {"where": "line 1", "expected": "id_number: Expected a valid identity number"},
        {"where": "line 3", "expected": f"month: Expected a time up to {TODAY}, but found {NEXT_YEAR}"},
    ]
    assert "210199195803120015" not in refused.text
    assert standing(person("swj")) == before
    assert person("swj").get(DATA).json()[0]["outcome"] == "refused"


@pytest.mark.parametrize(
    ("content", "as_of", "status"),
    [(b"PK\x03\x04", TODAY, 422), (b"", TODAY, 422), (text(HEAD), "soon", 422), (text(HEAD), TOMORROW, 422)],
)
def test_what_is_no_delivery_is_refused(person: People, content: bytes, as_of: str, status: int) -> None:
    assert sends(person("swj"), content, as_of=as_of).status_code == status


def test_unknown_datasets_and_bodies_are_told(person: People) -> None:
    assert person("swj").says("/datasets/XX.y/deliveries", as_of=TODAY, rows=[]).status_code == 404
    assert person("swj").get("/datasets/XX.y/deliveries").status_code == 404
    assert person("swj").says(DATA, as_of=TODAY, rows=[{"id_number": [1]}]).status_code == 422
    assert person("swj").says(DATA, rows=[]).status_code == 422


def test_the_police_deliver_persons(person: People) -> None:
    head = ("id_number", "name", "household", "relation", "registered_area")
    taken = sends(person("gaj"), text(head, (JIA, "测试甲", "HK1", "户主", COMMUNITY)), "/persons/deliveries")
    assert (taken.status_code, taken.json()) == (201, {"persons": 1})
    refused = sends(person("gaj"), text(head, (JIA, "测试甲", "HK1", "子", COMMUNITY)), "/persons/deliveries")
    assert refused.json()["findings"][0]["where"] == "line 1"
