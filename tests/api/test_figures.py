"""Figures over HTTP: the catalogue, rights by area, a page of the cases behind, and what is no figure."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from engine.domain.ids import make_id
from engine.projections.case_figures import Card, CaseFigure
from engine.store import case_figures
from tests.api.server import BEGIN, COMMUNITY, ELSEWHERE, STREET, Person

People = Callable[[str], Person]
CASE = CaseFigure(2, make_id(2, 1), "A1", "MZ-001", BEGIN, COMMUNITY, accepted_at=BEGIN, ended_at=BEGIN, how="granted")

CARD = Card(2, make_id(2, 1), 0, "committed", BEGIN, "yellow", 0, "受理", COMMUNITY, "window:community:clerk", "clerk")


@pytest.fixture(scope="module")
def counted(address: str, module_database: str) -> None:
    """Three cases of a month in one community, one elsewhere."""
    rows = [replace(CASE, id=make_id(2, number), code=f"A{number}", late=number == 1) for number in (1, 2, 3)]
    rows.append(replace(CASE, id=make_id(2, 4), code="B4", received_area=f"{ELSEWHERE}001", item="FC-001"))
    with psycopg.connect(module_database, autocommit=True) as connection:
        connection.execute("insert into head (district) values (2)")
        case_figures.put(connection, rows, [replace(CARD, task=task) for task in range(6)])


def test_the_catalogue_says_what_is_counted_and_how(person: People) -> None:
    found = {row["name"]: row for row in person("clerk").get("/figures").json()}
    assert found["on_time"]["title"] == "按时办结率"
    assert (found["on_time"]["opens_to"], found["limit_cut"]["opens_to"]) == ("cases", "items")
    assert "district" in found["on_time"]["dimensions"]


def test_a_figure_in_all_and_by_street(person: People, counted: None) -> None:
    told = person("auditor").get("/figures/on_time?period=2026-11&by=street").json()
    assert (told["total"]["value"], told["total"]["shown"]) == (75.0, "75.00%")
    assert [(part["key"], part["shown"]) for part in told["parts"]] == [(STREET, "66.67%"), (ELSEWHERE, "100.00%")]


def test_it_opens_to_the_cases_page_by_page(person: People, counted: None) -> None:
    address = "/figures/on_time/cases?period=2026-11&part={}&limit=2&after={}"
    first = person("auditor").get(address.format("denominator", 0)).json()
    rest = person("auditor").get(address.format("denominator", first[-1]["id"])).json()
    assert [row["code"] for row in first + rest] == ["A1", "A2", "A3", "B4"]
    assert [row["code"] for row in person("auditor").get(address.format("numerator", 0)).json()] == ["A2", "A3"]


def test_who_has_a_post_sees_the_figures_of_his_area_and_no_more(person: People, counted: None) -> None:
    clerk = person("clerk")
    assert clerk.get("/figures/concluded?period=2026-11").json()["total"]["value"] == 3
    assert clerk.get(f"/figures/concluded?period=2026-11&area={COMMUNITY}").json()["area"] == COMMUNITY
    for area in (STREET, ELSEWHERE, "2101"):
        for path in ("", "/cases"):
            assert clerk.get(f"/figures/concluded{path}?period=2026-11&area={area}").status_code == 403
    assert person("designer").get("/figures/concluded").status_code == 403


def test_a_report_has_all_figures(person: People, counted: None) -> None:
    told = person("auditor").get("/figures/report?period=2026").json()
    shown = {one["figure"]["name"]: one["total"]["shown"] for one in told["figures"]}
    assert (shown["limit_cut"], shown["papers_cut"], shown["accepted"]) == ("75.10%", "50.02%", "4 件")
    assert shown["good"] == "—"


def test_cards_are_told_by_who_is_responsible_and_what_they_lead_to(person: People, counted: None) -> None:
    told = {"responsible": "window:community:clerk", "yellow": 6, "red": 0, "leads_to": "约谈"}
    assert person("auditor").get("/figures/cards?period=2026-Q4").json() == [told]
    assert person("stranger").get("/figures/cards?period=2026-Q4").json() == []
    rows = person("auditor").get("/figures/yellow_cards/cases?period=2026-11").json()
    assert [(row["code"], row["step"]) for row in rows] == [("A1", "受理")] * 6


def test_a_figure_of_the_register_opens_to_its_items(person: People) -> None:
    rows = person("auditor").get("/figures/limit_cut/cases?limit=500").json()
    assert (len(rows), rows[0]["item"], rows[0]["share"]) == (115, "MZ-001", 66.67)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/figures/unheard", 404, "Expected the name of a figure"),
        ("/figures/on_time?period=2026-13", 422, "Expected a period such as 2026-12"),
        ("/figures/on_time?by=moon", 422, "Expected one of district"),
        ("/figures/closing?by=month", 422, "closing"),
        ("/figures/on_time?area=x", 422, "area"),
        ("/figures/on_time/cases?part=middle", 422, "part"),
    ],
)
def test_what_is_no_figure_is_refused_in_words(person: People, path: str, status: int, words: str) -> None:
    answer = person("auditor").get(path)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text
