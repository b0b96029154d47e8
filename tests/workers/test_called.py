"""Called processes as they are deployed one after the other: versions, forms, personal values, global tasks."""

import json
from typing import Any

import pytest

from engine.domain.facts import IncidentRaised, InstanceEnded, TaskCompleted, TaskOpened
from engine.domain.rejections import Invalid
from engine.peek import place
from engine.store.reads import matters
from tests.engine.runtime.drawing import END, START, case, document, node, said, scope, script, user
from tests.workers.town import Town

MINE = '<city:assignment assignee="wang"/>'
IDENTITY = "210199199001011234"


def form(key: str, *, personal: bool = False) -> bytes:
    field: dict[str, Any] = {"type": "textfield", "key": key, "label": key, "validate": {"required": True}}
    if personal:
        field["properties"] = {"city:personal": "true"}
    return json.dumps({"type": "default", "id": key, "components": [field]}).encode()


def block(answer: str, words: str = MINE) -> bytes:
    nodes = node("startEvent", "s") + user("ask", words=words) + script("say", f'answer = "{answer}"')
    return document(case(scope(nodes, "s > ask > say"), "", id="block"))


def caller(*words: str, before: str = "") -> bytes:
    mapped = '<city:output source="answer" target="answer"/><city:output source="who" target="who"/>'
    call = node("callActivity", "call", said(*words, mapped), calledElement="block")
    nodes = START + END + user("first", words=MINE + before) + call + user("last", words=MINE)
    return document(case(scope(nodes, "start > first > call > last > end"), "", id="caller"))


def test_the_latest_version_is_the_one_that_is_deployed_when_the_call_is_entered(town: Town) -> None:
    town.deploy_file(caller('<city:call binding="latest"/>'))
    early, late = town.start("caller"), town.start("caller")
    town.completes(early, "first")
    stopped = [fact.message for fact in town.told(early) if isinstance(fact, IncidentRaised)]
    assert stopped == ["call 调用的流程 block 没有部署：先部署它，再重试"]
    town.deploy_file(block("one"))
    town.retries(early)
    town.deploy_file(block("two"))
    town.completes(late, "first")
    for instance, answer in ((early, "one"), (late, "two")):
        town.completes(instance, "ask")
        assert town.variables(instance)["answer"] == answer
        town.completes(instance, "last")
        assert isinstance(town.told(instance)[-1], InstanceEnded)


def test_a_version_by_number_stays_what_it_is(town: Town) -> None:
    for answer in ("one", "two", "three"):
        town.deploy_file(block(answer))
    town.deploy_file(caller('<city:call binding="version" version="2"/>'))
    instance = town.start("caller")
    town.completes(instance, "first")
    town.completes(instance, "ask")
    assert town.variables(instance)["answer"] == "two"


def test_two_files_may_call_each_other_where_the_latest_is_looked_up(town: Town) -> None:
    for key, other in (("ping", "pong"), ("pong", "ping")):
        words = ('<city:call binding="latest"/>', '<city:input source="n - 1" target="n"/>')
        back = '<city:output source="deep + 1" target="deep"/>'
        call = node("callActivity", "call", said(*words, back), calledElement=other)
        nodes = (
            START + END + '<exclusiveGateway id="x"/>' + call + script("bottom", "deep = 0") + user("last", words=MINE)
        )
        lines = "start > x\nx > call : n > 0\nx > bottom : default\ncall > last\nbottom > last\nlast > end"
        town.deploy_file(document(case(scope(nodes, lines), "", id=key)))
    instance = town.start("ping", n=3)
    for _ in range(3):
        town.completes(instance, "last")
    assert town.variables(instance) == {"n": 3, "deep": 3}


def test_a_task_in_a_called_process_is_asked_for_the_form_of_that_process(town: Town) -> None:
    town.deploy_file(block("one", MINE + '<city:form key="who"/>'), who=form("who"))
    town.deploy_file(caller(before='<city:form key="name"/>'), name=form("name"))
    instance = town.start("caller")
    with pytest.raises(Invalid) as refused:
        town.completes(instance, "first")
    assert refused.value.findings[0][0] == "name"
    town.completes(instance, "first", name="王")
    with pytest.raises(Invalid) as refused:
        town.completes(instance, "ask", name="王")
    assert refused.value.findings[0][0] == "who"
    town.completes(instance, "ask", who="李")
    assert town.variables(instance)["who"] == "李"


def test_what_is_personal_in_a_called_process_is_sealed_there(town: Town) -> None:
    town.deploy_file(block("one", MINE + '<city:form key="who"/>'), who=form("who", personal=True))
    town.deploy_file(caller())
    instance = town.start("caller")
    town.completes(instance, "first")
    town.completes(instance, "ask", who=IDENTITY)
    done = [fact.variables for fact in town.told(instance) if isinstance(fact, TaskCompleted)]
    assert IDENTITY not in str(done)
    assert town.variables(instance)["who"] == done[1]["who"]


def test_the_form_of_a_task_is_found_beside_the_process_that_it_is_in(town: Town) -> None:
    town.deploy_file(block("one"))
    town.deploy_file(caller())
    instance = town.start("caller")
    town.completes(instance, "first")
    kept = matters.snapshot(town.engine.store, instance)
    assert kept is not None
    opened = [fact for fact in town.told(instance) if isinstance(fact, TaskOpened)]
    found = place(town.engine.runtime, kept["definition"], bytes(kept["snapshot"]), opened[-1].token)
    assert (found.process.key, found.definition) == ("block", town.engine.store.latest("block"))
