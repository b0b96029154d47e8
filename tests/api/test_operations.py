"""What operators, leaders and auditors ask of the API: health, figures, counters, the journal, the clock."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import httpx
import psycopg
import pytest

from tests.api.server import HERE, PASSWORD, Person, serving

People = Callable[[str], Person]


def test_health_says_what_runs_and_how_the_clock_goes(address: str) -> None:
    assert httpx.get(f"{address}/health").json() == {"status": "ok", "version": "0.1.0", "clock": "turned"}


def test_figures_are_told_by_route_and_not_by_id(address: str, person: People) -> None:
    task = person("clerk").applies()["opened"][0]["id"]
    person("clerk").get(f"/tasks/{task}")
    told = httpx.get(f"{address}/metrics").text
    assert 'route="/tasks/{task}"' in told
    assert str(task) not in told


def test_the_journal_is_read_and_held_by_auditors_alone(person: People) -> None:
    auditor = person("auditor")
    case = person("clerk").applies()
    rows = auditor.get("/journal?district=2&limit=1000").json()
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1]["command"][0] == "StartInstance"
    assert rows[-1]["instance"] == case["id"]
    assert auditor.get("/journal/verify").json() == {"holds": True, "breaches": []}
    for who in ("clerk", "operator", "admin"):
        assert person(who).get("/journal?district=2").status_code == 403
        assert person(who).get("/journal/verify").status_code == 403


def test_a_changed_journal_is_found_out(person: People, module_database: str) -> None:
    case = person("clerk").applies()
    change = "update journal set actor = %s where instance = %s and position = %s"
    with psycopg.connect(module_database, autocommit=True) as connection:
        connection.execute("alter table journal disable trigger user")
        connection.execute(change, ("reviewer", case["id"], case["position"]))
        found = person("auditor").get("/journal/verify?district=2").json()
        connection.execute(change, ("clerk", case["id"], case["position"]))
        connection.execute("alter table journal enable trigger user")
    assert (found["holds"], found["breaches"][0]["position"]) == (False, case["position"])


def test_the_clock_goes_ahead_and_never_back(person: People) -> None:
    admin, clerk = person("admin"), person("clerk")
    before = datetime.fromisoformat(clerk.get("/clock").json()["now"])
    assert clerk.says("/clock", advance="P1D").status_code == 403
    assert admin.says("/clock").status_code == 422
    assert admin.says("/clock", advance="soon").status_code == 422
    assert admin.says("/clock", jump="2020-01-01T00:00:00+08:00").status_code == 409
    assert admin.says("/clock", jump="2030-01-01T00:00:00").status_code == 422
    after = datetime.fromisoformat(admin.says("/clock", advance="P1WD").json()["now"])
    assert after > before
    assert person("clerk").get("/clock").json()["clock"] == "turned"


@pytest.mark.parametrize("settings", [{"clock": "real"}, {"clock": "real", "production": True}])
def test_real_time_is_not_turned(module_database: str, home: Path, address: str, settings: dict[str, object]) -> None:
    with serving(module_database, home, **settings) as real, closing(Person(real, "admin")) as admin:
        assert admin.says("/clock", advance="P1D").status_code == 403


def test_the_dashboard_counts_by_day_and_tells_how_far_it_is_behind(person: People) -> None:
    seen = person("clerk").get("/dashboard").json()
    assert seen["behind"] > 0
    assert seen["days"] == seen["processes"] == []


def test_a_file_comes_back_byte_for_byte_and_its_forms_with_it(person: People) -> None:
    clerk = person("clerk")
    source = (HERE / "permit.bpmn").read_bytes()
    assert clerk.get("/definitions/permit/xml").content == source
    with ZipFile(BytesIO(clerk.get("/definitions/permit/files?version=1").content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: (HERE / name).read_bytes() for name in ("permit.bpmn", "permit-acceptance.form")
        }
    versions = clerk.get("/definitions/permit").json()
    assert [row["version"] for row in versions] == [1]
    form = clerk.get(f"/forms/{versions[0]['id']}/permit-acceptance").json()
    assert [field["key"] for field in form["components"]] == ["accepted", "note"]


def test_a_file_is_deployed_in_parts_and_the_same_bytes_stay_the_same_version(person: People) -> None:
    designer = person("designer")
    source = (HERE / "permit.bpmn").read_text().replace('id="failing"', 'id="other"').encode()
    form = HERE / "permit-acceptance.form"
    parts = [("file", ("other.bpmn", source)), ("file", (form.name, form.read_bytes()))]
    first = designer.post("/definitions", files=parts)
    assert first.status_code == 201, first.text
    assert ("other", 1) in {(row["key"], row["version"]) for row in first.json()["definitions"]}
    assert designer.post("/definitions", files=parts).json()["definitions"] == []
    assert designer.get("/definitions/other/xml").content == source
    assert designer.post("/definitions", files=[("file", ("a.form", b"{}"))]).status_code == 422
    assert designer.post("/definitions", files=[*parts, ("file", ("b.form", b"\xff"))]).status_code == 422


def test_areas_are_defined_and_named(person: People) -> None:
    admin = person("admin")
    street = {"code": "210104001", "name": "新街道", "level": "street", "district": 4}
    assert admin.says("/areas", areas=[street]).status_code == 201
    assert admin.get("/areas?within=210104").json() == [street]
    assert admin.says("/areas", areas=[{**street, "district": 9000}]).status_code == 422
    assert admin.says("/areas", areas=[{**street, "code": "21x"}]).status_code == 422
    started = person("clerk").says("/cases", key="permit", area="210104001002", variables={"purpose": "x"})
    assert started.json()["id"] >> 40 == 4


def test_people_are_found_by_group_and_name(person: People) -> None:
    found = person("clerk").get("/accounts?group=MZ:street:reviewer").json()
    assert [row["account"] for row in found] == ["colleague", "reviewer", "stranger"]
    assert "secret" not in str(found)
    assert PASSWORD not in str(found)
