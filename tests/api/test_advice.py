"""What a deployment says of a file: all at once, by element, line, rule and remedy; advice also where it is taken."""

from collections.abc import Callable
from typing import Any

from tests.api.server import Person
from tests.bpmn.examples.example import choice, decision, user
from tests.bpmn.files import chain, file, flow

People = Callable[[str], Person]
PARTS = {"severity", "rule", "element", "line", "message", "remedy"}


def advised() -> str:
    return file(choice("income < 900", "income > 900")).decode().replace('id="p"', 'id="advised" name="有建议的"')


def deployed(person: People, source: str) -> Any:
    return person("designer").says("/definitions", name="x.bpmn", source=source)


def test_a_file_that_is_taken_comes_back_with_advice(person: People) -> None:
    answer = deployed(person, advised())
    (gap,) = (each for each in answer.json()["findings"] if each["rule"] == "condition-gap")

    assert answer.status_code == 201
    assert (gap["severity"], gap["element"]) == ("warning", "x")
    assert advised().splitlines()[gap["line"] - 1].startswith('<exclusiveGateway id="x"')
    assert gap["remedy"]


def test_the_same_file_again_is_no_new_version_and_has_the_same_advice(person: People) -> None:
    first, second = deployed(person, advised()).json(), deployed(person, advised()).json()

    assert (second["definitions"], second["findings"]) == ([], first["findings"])


def test_a_file_that_is_refused_comes_back_with_errors_and_advice(person: People) -> None:
    source = file(chain('<serviceTask id="w"/>', user("t", "")) + flow("t", "gone", id="f")).decode()
    answer = deployed(person, source)
    found = answer.json()["findings"]
    told = {each["rule"]: each for each in found}

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert {"service-nothing", "dangling-flow", "unnamed-task"} <= set(told)
    assert found == sorted(found, key=lambda each: ("error", "warning", "hint").index(each["severity"]))
    assert told["service-nothing"].keys() == PARTS | {"where", "expected"}
    assert (told["dangling-flow"]["element"], told["dangling-flow"]["line"] > 0) == ("f", True)


def test_what_only_the_engine_refuses_stands_first(person: People) -> None:
    source = file(chain('<callActivity id="c" name="回访" calledElement="nobody"/>')).decode()
    found = deployed(person, source).json()["findings"]

    assert (found[0]["where"], found[0]["severity"]) == ("c", "error")


def test_who_may_not_deploy_learns_nothing_of_the_file(person: People) -> None:
    answer = person("clerk").says("/definitions", name="x.bpmn", source=advised())

    assert (answer.status_code, answer.json()["findings"]) == (403, [])


def test_a_decision_that_is_taken_comes_back_with_advice_on_its_table(person: People) -> None:
    source = decision("< 900 -> 300", "<= 900 -> 100").replace('id="grant"', 'id="advised_grant"')
    answer = person("designer").says("/decisions", name="grant.dmn", source=source)
    (found,) = answer.json()["findings"]

    assert (answer.status_code, found["rule"], found["element"]) == (201, "table-overlap", "advised_grant")
    assert "rule" in source.splitlines()[found["line"] - 1]
