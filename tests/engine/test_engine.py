"""The spine on a real database: what is carried out, refused, repeated, failed; and what is deployed once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.bootstrap import open_engine
from engine.domain import facts
from engine.domain.commands import (
    ClaimTask,
    Command,
    CompleteTask,
    DeployDefinition,
    SendMessage,
    SendSignal,
    StartInstance,
)
from engine.domain.rejections import Forbidden, Invalid, NotFound, Rejected, WrongState
from engine.engine import Engine
from engine.fingerprint import fingerprint
from engine.outcome import Outcome
from engine.settings import Settings
from tests.engine.runtime.drawing import END, START, case, document, event, scope, script, user
from tests.oracles.aftermath import check_whole
from tests.races.track import HERE, LI, NOON, SINGLE, WANG, Track, instance_of, told

DAILY = "<timerEventDefinition><timeCycle>R3/PT24H</timeCycle></timerEventDefinition>"
KEY = b"k" * 32


@pytest.fixture(scope="module")
def track(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Track]:
    engine = open_engine(Settings(home=tmp_path_factory.mktemp("home")), module_database)
    made = Track(engine)
    made.deploy()
    yield made
    check_whole(engine)
    engine.store.close()


@pytest.fixture
def engine(track: Track) -> Engine:
    return track.engine


def starting(track: Track, **fields: Any) -> StartInstance:
    return StartInstance(**{"key": "single", **track.stamp(), **fields})


def journalled(engine: Engine) -> int:
    with engine.store.writing() as connection:
        row = connection.execute("select coalesce(sum(position), 0)::bigint from head").fetchone()
    assert row is not None
    return int(row[0])


def test_what_is_carried_out_is_told_with_its_place(track: Track, engine: Engine) -> None:
    first, second = engine.execute(starting(track)), engine.execute(starting(track))
    assert [type(fact).__name__ for fact in first.facts] == ["InstanceStarted", "TaskOpened", "ElementsPassed"]
    assert second.position == first.position + 1
    assert not first.repeated


def test_what_is_refused_changes_nothing(track: Track, engine: Engine) -> None:
    before = journalled(engine)
    for command, kind in (
        (starting(track, key="nothing"), NotFound),
        (starting(track, version=99), NotFound),
        (ClaimTask(task=HERE << 40 | 99, **track.stamp()), NotFound),
        (ClaimTask(task=99, **track.stamp()), NotFound),
        (DeployDefinition(name="x", source=b"", **track.stamp()), Forbidden),
    ):
        with pytest.raises(kind):
            engine.execute(command)
    assert journalled(engine) == before


def deep(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    "value",
    [1.5, {1: 2}, {2, 3}, deep(65), deep(1_000), deep(100_000), "x" * 1_000_001, "a\0", "\ud800", Decimal("NaN")],
    ids=["float", "number as name", "set", "deep", "deeper", "deepest", "large", "nul", "surrogate", "nan"],
)
def test_variables_that_nothing_can_keep_are_refused_alone(track: Track, engine: Engine, value: Any) -> None:
    """Its neighbours in the batch are carried out."""
    good, bad, other = engine.execute_many(
        [starting(track), starting(track, variables={"value": value}), starting(track)]
    )
    assert isinstance(bad, Invalid)
    assert told(other).position == told(good).position + 1


@pytest.mark.parametrize("value", [1.5, deep(65), "x" * 1_000_001], ids=["float", "deep", "large"])
def test_what_no_case_could_take_does_not_enter_the_outbox(track: Track, engine: Engine, value: Any) -> None:
    for kind in (SendMessage, SendSignal):
        with pytest.raises(Invalid):
            engine.execute(kind(name="paid", variables={"value": value}, **track.stamp()))


def test_what_any_process_keeps_as_personal_does_not_enter_the_outbox(track: Track, engine: Engine) -> None:
    source = document(case(SINGLE, '<city:personal variables="id_no"/>', "discreet"))
    stamp = {**track.stamp(WANG), "district": 1}
    engine.execute(DeployDefinition(name="discreet.bpmn", source=source, **stamp))
    for kind in (SendMessage, SendSignal):
        with pytest.raises(Invalid, match="by its id"):
            engine.execute(kind(name="paid", variables={"id_no": "210199195803120014"}, **track.stamp()))
    assert engine.execute(SendMessage(name="paid", variables={"sum": 5, "id_no": None}, **track.stamp()))


@pytest.mark.parametrize("text", ["a\0b", "\udfff"])
def test_other_texts_that_nothing_can_keep_are_refused_too(track: Track, engine: Engine, text: str) -> None:
    with pytest.raises(Invalid):
        engine.execute(starting(track, business_key=text))
    assert told(engine.execute_many([starting(track, business_key="\\u0000")])[0])


def test_a_fault_is_the_answer_to_its_command_alone(track: Track, engine: Engine) -> None:
    """A request_id that the database cannot read fails its own command, not the batch it came with."""
    good, bad, other = engine.execute_many([starting(track), starting(track, request_id="a\0"), starting(track)])
    assert isinstance(good, Outcome)
    assert isinstance(other, Outcome)
    assert isinstance(bad, Exception)
    assert not isinstance(bad, Rejected)


def test_of_two_commands_about_one_task_the_second_sees_the_first(track: Track, engine: Engine) -> None:
    [[task]] = track.tasks("single", 1)
    claim, late, complete, again = engine.execute_many(
        [
            ClaimTask(task=task, **track.stamp(LI)),
            ClaimTask(task=task, **track.stamp(WANG)),
            CompleteTask(task=task, **track.stamp(LI)),
            CompleteTask(task=task, **track.stamp(LI)),
        ]
    )
    assert isinstance(late, WrongState)
    assert isinstance(again, NotFound)
    assert told(complete).position == told(claim).position + 1


def test_a_repeat_gets_the_first_answer_even_within_one_batch(track: Track, engine: Engine) -> None:
    command = starting(track, variables={"income": Decimal("650.10"), "names": ["李"]})
    first, second = (told(answer) for answer in engine.execute_many([command, command]))
    third = engine.execute(replace(command, at=NOON + timedelta(days=1)))
    assert (first.repeated, second.repeated, third.repeated) == (False, True, True)
    assert first.facts == second.facts == third.facts
    assert first.position == second.position == third.position


def test_a_repeat_with_another_body_is_refused(track: Track, engine: Engine) -> None:
    command = starting(track, variables={"income": 650})
    engine.execute(command)
    for other in (
        replace(command, variables={"income": 651}),
        ClaimTask(task=1, **{**track.stamp(), "request_id": command.request_id}),
    ):
        with pytest.raises(WrongState, match="its body differs"):
            engine.execute(other)


def test_a_refused_request_may_be_sent_again_and_may_then_succeed(track: Track, engine: Engine) -> None:
    [[task]] = track.tasks("single", 1)
    track.claim([task], WANG)
    command = ClaimTask(task=task, **track.stamp(LI))
    with pytest.raises(WrongState):
        engine.execute(command)
    track.complete([task], WANG)
    with pytest.raises(NotFound):
        engine.execute(command)


def test_a_fingerprint_knows_the_body_and_not_the_asking(track: Track) -> None:
    command = starting(track, variables={"a": 1, "b": [Decimal("0.10"), None]})
    same = replace(
        command,
        request_id="other",
        at=NOON + timedelta(1),
        actor=WANG,
        variables={"b": [Decimal("0.10"), None], "a": 1},
    )
    assert fingerprint(command, KEY) == fingerprint(same, KEY)
    others: list[Command] = [
        replace(command, variables={"a": 1, "b": [None, Decimal("0.10")]}),
        replace(command, district=8),
        replace(command, key="other"),
    ]
    prints = [fingerprint(one, KEY) for one in others]
    assert len({fingerprint(command, KEY), fingerprint(command, b"x" * 32), *prints}) == 5


def test_automatic_steps_without_end_are_bounded_and_become_an_incident(track: Track, engine: Engine) -> None:
    nodes = START + END + script("turn", "n = n + 1") + '<exclusiveGateway id="g"/><exclusiveGateway id="on"/>'
    deploy(track, "endless", scope(nodes, "start > g > turn > on\non > g : n > 0\non > end : default"))
    outcome = engine.execute(starting(track, key="endless", variables={"n": 1}))
    assert len(outcome.of(facts.IncidentRaised)) == 1


# --- deployment


def deploy(track: Track, key: str, nodes: str, **fields: Any) -> Outcome:
    source = document(case(nodes, "", key))
    stamp = {**track.stamp(WANG), "district": 1}
    return track.engine.execute(DeployDefinition(name=f"{key}.bpmn", source=source, **stamp, **fields))


def test_the_same_bytes_are_the_same_version(track: Track) -> None:
    first = deploy(track, "twice", SINGLE)
    assert [fact.version for fact in first.of(facts.DefinitionDeployed)] == [1]
    assert deploy(track, "twice", SINGLE).facts == ()
    changed = SINGLE.replace('id="end"', 'id="end" name="办结"')
    assert [fact.version for fact in deploy(track, "twice", changed).of(facts.DefinitionDeployed)] == [2]
    back = deploy(track, "twice", SINGLE).of(facts.DefinitionDeployed)
    assert [fact.version for fact in back] == [3]


@pytest.mark.parametrize(("distributed", "transactions"), [(False, 1), (True, 2)])
def test_where_tables_are_distributed_a_transaction_is_of_one_district(
    track: Track, module_database: str, tmp_path: Path, distributed: bool, transactions: int
) -> None:
    engine = open_engine(Settings(home=tmp_path, distributed=distributed), module_database)
    commands = [starting(track, district=district) for district in (HERE, HERE + 1, HERE, HERE + 1)]
    answers = engine.execute_many(commands)
    places = [instance_of(answer.facts) >> 40 for answer in answers if isinstance(answer, Outcome)]
    with engine.store.writing() as connection:
        requests = [command.request_id for command in commands]
        rows = connection.execute("select distinct xmin::text from journal where request_id = any(%s)", (requests,))
        assert len(rows.fetchall()) == transactions
    engine.store.close()
    assert places == [HERE, HERE + 1, HERE, HERE + 1]


def test_running_instances_keep_their_version(track: Track, engine: Engine) -> None:
    deploy(track, "kept", SINGLE)
    old = engine.execute(starting(track, key="kept"))
    task = old.of(facts.TaskOpened)[0].task
    other = scope(START + END + user("review") + user("more"), "start > review > more > end")
    deploy(track, "kept", other)
    track.claim([task])
    track.complete([task])
    assert track.ends([instance_of(old.facts)]) == [("completed", "end")]
    new = engine.execute(starting(track, key="kept")).of(facts.InstanceStarted)[0]
    assert (old.of(facts.InstanceStarted)[0].version, new.version) == (1, 2)


def test_start_timers_of_a_new_version_take_the_place_of_the_old(track: Track) -> None:
    nodes = event("start", "begin", DAILY) + END
    [armed] = deploy(track, "daily", scope(nodes, "begin > end")).of(facts.TimerArmed)
    assert (armed.due_at, armed.instance, armed.cycle) == (NOON + timedelta(days=1), None, "R3/PT24H")
    second = deploy(track, "daily", scope(nodes + user("look"), "begin > look > end"))
    assert second.of(facts.TimerDisarmed) == [facts.TimerDisarmed(armed.timer)]
    [anew] = second.of(facts.TimerArmed)
    assert anew.definition == second.of(facts.DefinitionDeployed)[0].definition
    third = deploy(track, "daily", SINGLE)
    assert [fact.timer for fact in third.of(facts.TimerDisarmed)] == [anew.timer]
    assert third.of(facts.TimerArmed) == []


def test_a_file_at_fault_is_refused_whole(track: Track, engine: Engine) -> None:
    before = journalled(engine)
    with pytest.raises(Invalid, match="nowhere") as refusal:
        deploy(track, "broken", START + '<sequenceFlow id="f" sourceRef="start" targetRef="nowhere"/>')
    assert refusal.value.findings
    assert journalled(engine) == before
