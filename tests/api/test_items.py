"""The register of service items over HTTP: all of them, of a department, and one, each with its limits and papers."""

from collections.abc import Callable

from bpmn.register import items
from tests.api.server import Person

People = Callable[[str], Person]
PERMIT = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:city="http://tongban.org/schema/city"
 targetNamespace="t"><process id="living" isExecutable="true"><extensionElements><city:item code="MZ-001"/>
 <city:timeLimit committed="P10WD" statutory="P30WD"/></extensionElements><startEvent id="s"/>
 <sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/></process></definitions>"""


def test_all_items_are_listed_with_limits_and_papers(person: People) -> None:
    listed = person("clerk").get("/items").json()
    assert [item["code"] for item in listed] == list(items())
    for item in listed:
        assert item["promised_days"] <= item["statutory_days"]
        assert len(item["materials"]) == item["materials_now"] <= item["materials_before"]
    housing = person("clerk").get("/items?department=FC").json()
    assert {item["department"] for item in housing} == {"FC"}
    assert person("clerk").get("/items?department=ZZ").json() == []


def test_an_item_says_which_process_runs_it(person: People) -> None:
    assert person("clerk").get("/items/MZ-001").json()["process"] is None
    answer = person("designer").says("/definitions", None, name="living.bpmn", source=PERMIT)
    assert answer.status_code == 201, answer.text
    item = person("clerk").get("/items/MZ-001").json()
    assert (item["process"], item["version"]) == ("living", 1)
    assert (item["statutory_days"], item["promised_days"]) == (30, 10)
    assert len(item["materials"]) == 4


def test_a_code_that_is_none_is_named(person: People) -> None:
    answer = person("clerk").get("/items/MZ-999")
    assert answer.status_code == 404
    assert "MZ-999" in answer.text
