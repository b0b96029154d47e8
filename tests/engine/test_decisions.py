"""Decisions deployed by themselves, on a real database: versions by bytes, and processes that look them up."""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.bootstrap import open_engine
from engine.domain import facts
from engine.domain.commands import SYSTEM, DeployDecision, DeployDefinition, RetryIncident, StartInstance
from engine.domain.rejections import Forbidden, Invalid
from engine.outcome import Outcome
from engine.settings import Settings
from tests.bpmn.decisions.tables import decision, file, literal
from tests.engine.runtime.drawing import END, START, case, document, node, said, user
from tests.oracles.aftermath import check_whole
from tests.races.track import LI, WANG, Track, instance_of


@pytest.fixture(scope="module")
def track(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Track]:
    """After all of them: what the journal tells of decisions is what the table has."""
    engine = open_engine(Settings(home=tmp_path_factory.mktemp("home")), module_database)
    yield Track(engine)
    check_whole(engine)
    engine.store.close()


def deployed(track: Track, *parts: str, by: Any = WANG, **resources: bytes) -> Outcome:
    stamp = {**track.stamp(by), "district": 1}
    return track.engine.execute(DeployDecision(name="x.dmn", source=file(*parts), resources=resources, **stamp))


def versions(outcome: Outcome) -> list[tuple[str, int]]:
    return [(fact.key, fact.version) for fact in outcome.of(facts.DecisionDeployed)]


def test_each_decision_of_a_file_has_versions_and_the_same_bytes_are_the_same(track: Track) -> None:
    one, other = decision(literal("1"), "one"), decision(literal("2"), "other")

    assert versions(deployed(track, one, other)) == [("one", 1), ("other", 1)]
    assert deployed(track, one, other).facts == ()
    assert versions(deployed(track, one)) == [("one", 2)]
    assert versions(deployed(track, one, other)) == [("one", 3)], "the other is what it was"
    assert deployed(track, one, other, notes=b"no part of it").facts == ()


def test_a_file_with_faults_or_without_decisions_is_refused_with_all_of_them(track: Track) -> None:
    with pytest.raises(Invalid) as refused:
        deployed(track, decision(literal("1 +"), "one"), decision(literal(")"), "other"))
    assert [where for where, _ in refused.value.findings] == ["one", "other"]
    with pytest.raises(Invalid, match="没有决策"):
        deployed(track)
    with pytest.raises(Forbidden):
        deployed(track, decision(literal("1"), "one"), by=LI)


def calling(track: Track, key: str, binding: str) -> None:
    """A process that asks for the decision, then waits for somebody."""
    rule = node("businessRuleTask", "rule", said(f'<city:decision decision="{key}" result="band" {binding}/>'))
    source = document(case(START + END + rule + user("look") + LINKS, "", f"asks-{key}"))
    stamp = {**track.stamp(WANG), "district": 1}
    track.engine.execute(DeployDefinition(name="asks.bpmn", source=source, **stamp))


LINKS = "".join(
    f'<sequenceFlow id="f{source}" sourceRef="{source}" targetRef="{target}"/>'
    for source, target in (("start", "rule"), ("rule", "look"), ("look", "end"))
)


def started(track: Track, key: str) -> Outcome:
    return track.engine.execute(StartInstance(key=f"asks-{key}", **track.stamp()))


def band(outcome: Outcome) -> Any:
    [passed] = outcome.of(facts.ElementsPassed)
    return dict(passed.variables or {}).get("band")


def test_a_process_takes_the_latest_version_and_waits_where_there_is_none(track: Track) -> None:
    calling(track, "band", 'binding="latest"')

    stuck = started(track, "band")
    [incident] = stuck.of(facts.IncidentRaised)
    assert "没有部署" in incident.message
    deployed(track, decision(literal('"A"'), "band"))
    retry = RetryIncident(incident=incident.incident, instance=instance_of(stuck.facts), **track.stamp(SYSTEM))
    assert band(track.engine.execute(retry)) == "A"
    deployed(track, decision(literal('"B"'), "band"))
    assert band(started(track, "band")) == "B"


def test_a_process_keeps_to_the_version_that_it_names(track: Track) -> None:
    calling(track, "fixed", 'binding="version" version="1"')
    deployed(track, decision(literal('"A"'), "fixed"))
    deployed(track, decision(literal('"B"'), "fixed"))

    assert [band(started(track, "fixed")) for _ in range(2)] == ["A", "A"]
