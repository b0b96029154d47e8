"""Decisions over HTTP: deployed with versions, tried out with reasons, and refused in words that say where."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.server import Person
from tests.bpmn.decisions.tables import decision, file, table

People = Callable[[str], Person]
INCOME = '<inputData id="i" name="income"><variable name="income" typeRef="number"/></inputData>'
NEEDED = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'


def grant(limit: int, policy: str = "") -> str:
    """A decision that pays 300 below the limit, else nothing; both rules match at 100."""
    logic = table([f"< {limit} -> 300", f">= {limit} -> 0", "100 -> 1"], policy, ins="income", outs="amount")
    return file(INCOME, decision(NEEDED + logic, "grant", name="补贴")).decode()


@pytest.fixture(scope="module")
def deployed(person: People) -> list[int]:
    """The versions that three deployments gave: new, the same bytes, changed."""
    found: list[int] = []
    for limit in (900, 900, 1000):
        answer = person("designer").says("/decisions", None, name="grant.dmn", source=grant(limit))
        assert answer.status_code == 201, answer.text
        found += [one["version"] for one in answer.json()["decisions"]]
    return found


def journal_of_the_city(person: People) -> list[Any]:
    return list(person("auditor").get("/journal?district=1&limit=1000").json())


def test_the_same_bytes_are_the_same_version(person: People, deployed: list[int]) -> None:
    assert deployed == [1, 2]
    assert [one["version"] for one in person("clerk").get("/decisions/grant").json()] == [2, 1]
    assert ("grant", 2) in [(one["key"], one["version"]) for one in person("clerk").get("/decisions").json()]
    assert person("clerk").get("/decisions/grant/xml?version=1").text == grant(900)
    assert person("clerk").get("/decisions/nothing").status_code == 404


def test_staff_try_a_decision_and_see_its_reasons(person: People, deployed: list[int]) -> None:
    first = person("clerk").says("/decisions/grant/evaluate?version=1", variables={"income": 950}).json()
    latest = person("clerk").says("/decisions/grant/evaluate", variables={"income": 950}).json()

    assert (first["output"], latest["output"]) == (0, 300)
    assert (first["version"], latest["version"]) == (1, 2)
    assert [rule["number"] for rule in latest["explanation"][0]["rules"]] == [1]
    assert latest["explanation"][0]["inputs"] == [{"column": "income", "value": 950}]
    assert latest["sentences"][1] == "命中规则 1：income 符合 < 1000，amount 取 300"


@pytest.mark.parametrize(
    ("variables", "where"),
    [({}, "income"), ({"income": "many"}, "income"), ({"income": 100}, "grant rule 3")],
)
def test_bad_inputs_and_clashing_rules_are_named(
    person: People, deployed: list[int], variables: dict[str, Any], where: str
) -> None:
    answer = person("clerk").says("/decisions/grant/evaluate", variables=variables)

    assert answer.status_code == 422
    assert where in [finding["where"] for finding in answer.json()["findings"]]


def test_a_draft_is_tried_by_designers_and_nothing_is_kept(person: People) -> None:
    before = journal_of_the_city(person)
    draft = {"source": grant(500), "variables": {"income": 400}}

    assert person("designer").says("/decisions/evaluate", **draft).json()["output"] == 300
    assert person("clerk").says("/decisions/evaluate", **draft).status_code == 403
    assert journal_of_the_city(person) == before


def test_a_draft_with_faults_names_all_of_them(person: People) -> None:
    source = file(decision(table(["< -> 1"]), "a"), decision(table(["1 -> (2"]), "b")).decode()

    answer = person("designer").says("/decisions/evaluate", source=source)

    assert answer.status_code == 422
    assert [finding["where"] for finding in answer.json()["findings"]] == ["a", "b"]
    refused = person("designer").says("/decisions", name="x.dmn", source=source)
    assert refused.status_code == 422
    assert len(refused.json()["findings"]) == 2
