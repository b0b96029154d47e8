"""Business rule tasks: a decision beside the process or deployed by itself, and what it cannot decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.domain.rejections import Invalid
from engine.domain.source import DecisionSource, Source
from engine.runtime.runtime import Runtime
from tests.bpmn.decisions.tables import decision, file, literal, table
from tests.engine.runtime.drawing import END, START, document, node, said, scope
from tests.engine.runtime.story import Setting, Story, check

LINE = "start > rule > end"
LATEST, SECOND = 'binding="latest"', 'binding="version" version="2"'


def rule(binding: str = "", key: str = "band") -> str:
    return node("businessRuleTask", "rule", said(f'<city:decision decision="{key}" result="band" {binding}/>'))


@dataclass
class Shelf:
    """Versions of the decision `band` as they are deployed, each of which gives its own answer."""

    answers: list[str] = field(default_factory=list)

    def find(self, key: str, version: int | None) -> DecisionSource | None:
        number = len(self.answers) if version is None else version
        if key != "band" or not 0 < number <= len(self.answers):
            return None
        dmn = file(decision(literal(self.answers[number - 1]), "band"))
        return DecisionSource(100 + number, key, number, dmn)

    def story(self, binding: str, **variables: Any) -> Story:
        own = Source(1, "p0", "p0.bpmn", document(scope(START + END + rule(binding), LINE)))
        return Story(setting=Setting(runtime=Runtime({1: own}.__getitem__, find_decision=self.find)), **variables)


def test_the_latest_version_is_looked_up_when_the_task_is_entered() -> None:
    shelf = Shelf(['"one"'])
    assert shelf.story(LATEST).variables["band"] == "one"
    shelf.answers.append("income * 2")
    assert shelf.story(LATEST, income=4).variables["band"] == 8


def test_a_version_by_number_is_taken_whatever_came_after() -> None:
    assert Shelf(['"one"', '"two"', '"three"']).story(SECOND).variables["band"] == "two"


@pytest.mark.parametrize(("binding", "named"), [(LATEST, "band 没有部署"), (SECOND, "band 第 2 版没有部署")])
def test_what_is_not_deployed_is_an_incident_until_it_is(binding: str, named: str) -> None:
    shelf = Shelf()
    story = shelf.story(binding)
    assert [named in words for words in story.incidents] == [True]
    shelf.answers += ['"one"', '"two"']
    assert story.retried().variables["band"] == "two"


def test_a_decision_deployed_by_itself_need_not_be_there_when_the_process_is_deployed() -> None:
    check(document(scope(START + END + rule(LATEST), LINE)))
    with pytest.raises(Invalid, match="band"):
        check(document(scope(START + END + rule(), LINE)))


@pytest.mark.parametrize(
    "wrong", ['binding="version"', 'binding="latest" version="2"', 'binding="version" version="0"', 'binding="newest"']
)
def test_a_binding_that_says_two_things_or_none_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(document(scope(START + END + rule(wrong), LINE)))
    assert refused.value.findings[0][0] == "rule"


TYPED = '<inputData id="i" name="income"><variable name="income" typeRef="number"/></inputData>'
NEEDED = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'


def test_an_input_of_another_type_is_an_incident_that_names_it() -> None:
    dmn = file(TYPED, decision(NEEDED + literal("income * 2"), "band"))
    story = Story(scope(START + END + rule(), LINE), resources={"band.dmn": dmn}, income="many")

    assert story.incidents == ["决策无法计算：决策 band：输入“income”应为 number，却是 “many”"]
    assert story.retried(income=3).variables["band"] == 6


def test_what_a_decision_calls_otherwise_is_given_to_it_by_its_name() -> None:
    words = '<city:decision decision="band" result="band"/><city:input source="salary / 12" target="income"/>'
    dmn = file(TYPED, decision(NEEDED + literal("income * 2"), "band"))
    drawn = scope(START + END + node("businessRuleTask", "rule", said(words)), LINE)

    assert Story(drawn, resources={"band.dmn": dmn}, salary=120).variables == {"salary": 120, "band": 20}


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY"])
def test_rules_that_clash_are_named_in_the_incident(policy: str) -> None:
    dmn = file(decision(table(["< 9 -> 1", "< 5 -> 2", "< 7 -> 1"], f'hitPolicy="{policy}"', ins="income"), "band"))
    story = Story(scope(START + END + rule(), LINE), resources={"band.dmn": dmn}, income=1)

    named = "规则 1、2、3" if policy == "UNIQUE" else "规则 1、2"
    assert [named in words for words in story.incidents] == [True]
    assert story.retried(income=8).variables["band"] == 1


def test_a_decision_service_is_taken_and_a_file_imports_its_neighbour() -> None:
    shared = file(decision(literal("income / 10"), "share")).replace(b'id="f"', b'id="f" namespace="shared"')
    href = '<informationRequirement><requiredDecision href="shared#share"/></informationRequirement>'
    imports = '<import name="common" namespace="shared" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
    service = '<decisionService id="band" name="band"><outputDecision href="#total"/></decisionService>'
    dmn = file(imports, decision(href + literal("common.share + 1"), "total"), service)
    resources = {"band.dmn": dmn, "shared.dmn": shared}

    assert Story(scope(START + END + rule(), LINE), resources=resources, income=50).variables["band"] == 6
