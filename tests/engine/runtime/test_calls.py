"""Call activities: which version is entered, what passes in and out, and how deep calls may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.domain import facts
from engine.domain.rejections import Invalid
from engine.domain.source import Source
from engine.runtime.runtime import Runtime
from tests.engine.runtime.drawing import END, START, document, many, node, said, scope, script, user
from tests.engine.runtime.story import Setting, Story, check

LINE = "start > call > end"


def block(answer: str) -> bytes:
    """A process of another file: a person works in it, then it says which version it is."""
    nodes = node("startEvent", "s") + user("inside") + script("say", f'version = "{answer}"') + node("endEvent", "e")
    return document(f'<process id="block" isExecutable="true">{scope(nodes, "s > inside > say > e")}</process>')


def call(binding: str = "", key: str = "block", inside: str = "", more: str = "") -> str:
    mapped = '<city:input source="income" target="amount"/><city:output source="version" target="answer"/>'
    return node("callActivity", "call", said(binding, mapped, more) + inside, calledElement=key)


@dataclass
class Shelf:
    """Versions of `block` as they are deployed, one after the other: definition 11 is version 1, and so on."""

    versions: list[str] = field(default_factory=list)

    def deploy(self, answer: str) -> None:
        self.versions.append(answer)

    def find(self, key: str, version: int | None) -> int | None:
        number = len(self.versions) if version is None else version
        return 10 + number if key == "block" and 0 < number <= len(self.versions) else None

    def runtime(self, *processes: str) -> Runtime:
        own = Source(1, "p0", "p0.bpmn", document(*processes))
        return Runtime(lambda id: own if id == 1 else self._source(id), find_process=self.find)

    def _source(self, id: int) -> Source:
        return Source(id, "block", "block.bpmn", block(self.versions[id - 11]))


LATEST, SECOND = '<city:call binding="latest"/>', '<city:call binding="version" version="2"/>'


def called(shelf: Shelf, binding: str, **variables: Any) -> Story:
    return Story(setting=Setting(runtime=shelf.runtime(scope(START + END + call(binding), LINE))), **variables)


def test_the_latest_version_is_looked_up_when_the_call_is_entered_and_kept_until_it_is_left() -> None:
    shelf = Shelf(["one"])
    story = called(shelf, LATEST)
    shelf.deploy("two")
    assert story.completes("inside").over
    assert story.variables["answer"] == "one"
    assert called(shelf, LATEST).completes("inside").variables["answer"] == "two"


def test_a_version_by_number_is_entered_whatever_came_after() -> None:
    shelf = Shelf(["one", "two", "three"])
    assert called(shelf, SECOND).completes("inside").variables["answer"] == "two"


@pytest.mark.parametrize(("binding", "named"), [(LATEST, "block 没有部署"), (SECOND, "block 第 2 版没有部署")])
def test_what_is_not_there_when_it_is_entered_is_an_incident_until_it_is_deployed(binding: str, named: str) -> None:
    shelf = Shelf()
    story = called(shelf, binding)
    assert [named in words for words in story.incidents] == [True]
    shelf.deploy("one")
    shelf.deploy("two")
    assert story.retried().open == "inside"
    assert story.completes("inside").variables["answer"] == "two"


def test_a_call_that_is_looked_up_binds_nothing_at_deployment() -> None:
    assert check(document(scope(START + END + call(LATEST), LINE))).called == {}
    with pytest.raises(Invalid):
        check(document(scope(START + END + call('<city:call binding="deployment"/>'), LINE)))
    assert check(document(scope(START + END + call(), LINE)), {"block": 7}).called == {"block": 7}


@pytest.mark.parametrize(
    "wrong",
    [
        '<city:call binding="version"/>',
        '<city:call binding="latest" version="2"/>',
        '<city:call binding="version" version="0"/>',
        '<city:call binding="newest"/>',
    ],
)
def test_a_binding_that_says_two_things_or_none_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(document(scope(START + END + call(wrong), LINE)), {"block": 7})
    assert refused.value.findings[0][0] == "call"


@pytest.mark.parametrize("binding", ["", LATEST])
def test_a_process_calls_itself_until_it_is_done(binding: str) -> None:
    countdown = node(
        "callActivity",
        "again",
        said(binding, '<city:input source="n - 1" target="n"/>', '<city:output source="depth + 1" target="depth"/>'),
        calledElement="p0",
    )
    nodes = START + END + user("look") + script("bottom", "depth = 0") + '<exclusiveGateway id="x"/>' + countdown
    drawn = scope(nodes, "start > look > x\nx > again : n > 0\nx > bottom : default\nagain > end\nbottom > end")
    own = Source(1, "p0", "p0.bpmn", document(drawn))
    runtime = Runtime({1: own}.__getitem__, find_process=lambda key, version: 1)
    story = Story(setting=Setting(runtime=runtime), n=3)
    for _ in range(4):
        story.completes("look")
    assert story.over
    assert story.variables == {"n": 3, "depth": 3}


def test_each_of_many_calls_enters_for_itself_with_what_is_mapped_in_and_out() -> None:
    shelf = Shelf(["one"])
    more = '<city:input source="item" target="who"/><city:output source="version + who" target="result"/>'
    drawn = scope(START + END + call(LATEST, inside=many("list", output="answers"), more=more), LINE)
    story = Story(setting=Setting(runtime=shelf.runtime(drawn)), list=["a", "b"])
    shelf.deploy("two")
    story.completes("inside").completes("inside")
    assert story.variables == {"list": ["a", "b"], "answer": "one", "answers": ["onea", "oneb"]}


def test_the_clock_of_a_case_waits_for_an_acceptance_in_a_process_that_is_looked_up() -> None:
    inside = scope(node("startEvent", "s") + user("x", words='<city:milestone is="accepted"/>'), "s > x")
    source = document(f'<process id="block" isExecutable="true">{inside}</process>')
    words = said('<city:item code="MZ-001"/><city:timeLimit committed="P3WD"/>')
    drawn = f'<process id="p0" isExecutable="true">{words}{scope(START + END + call(LATEST), LINE)}</process>'
    sources = {1: Source(1, "p0", "p0.bpmn", document(drawn)), 7: Source(7, "block", "block.bpmn", source)}
    story = Story(setting=Setting(runtime=Runtime(sources.__getitem__, find_process=lambda key, version: 7)))
    assert story.shown.limits == {}
    story.completes("x")
    assert len(story.all(facts.LimitSet)) == 1
