"""Joins that never fire or wait in vain, merges that let several tokens through; and no word on what is sound."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import parse
from bpmn.lint import lint
from bpmn.scopes import executable, scopes
from bpmn.soundness import Budget, troubles
from bpmn.soundness.net import net_of
from bpmn.soundness.reduction import reduced
from tests.bpmn.files import file, flow
from tests.engine.runtime.blocks import drawn, random_process

KINDS = {
    "X": "exclusiveGateway",
    "P": "parallelGateway",
    "O": "inclusiveGateway",
    "C": "complexGateway",
    "V": "eventBasedGateway",
    "t": "userTask",
    "s": "startEvent",
    "e": "endEvent",
    "T": "endEvent",
}
END_ALL = "<terminateEventDefinition/>"


def drawing(flows: str, more: str = "") -> bytes:
    """`s>X1 X1>t2`: each id begins with the letter of its kind."""
    pairs = [pair.split(">") for pair in flows.split()]
    nodes = dict.fromkeys(id for pair in pairs for id in pair)
    xml = (f'<{KINDS[id[0]]} id="{id}">{END_ALL if id[0] == "T" else ""}</{KINDS[id[0]]}>' for id in nodes)
    return file("".join(xml) + "".join(flow(*pair) for pair in pairs) + more)


def found(source: bytes) -> set[tuple[str, str]]:
    (process,) = executable(parse.read(source).tree)
    return {(each.kind, each.element) for level in scopes(process) for each in troubles(level)}


def beside(event: str, interrupts: str, target: str) -> str:
    return f'<boundaryEvent id="b" attachedToRef="{event}" cancelActivity="{interrupts}"/>' + flow("b", target)


TROUBLED = {
    "s>X1 X1>t1 X1>t2 t1>P1 t2>P1 P1>e": {("never", "P1")},
    "s>V1 V1>t1 V1>t2 t1>P1 t2>P1 P1>e": {("never", "P1")},
    "s>X1 X1>t1 X1>t2 t1>X2 X2>P3 X2>t3 t2>P3 P3>t4 t4>X3 t3>X3 X3>e": {("never", "P3")},
    "s>O1 O1>t1 O1>t2 t1>P2 t2>P2 P2>e": {("stuck", "P2")},
    "s>P1 P1>t1 P1>X1 X1>t2 X1>e t1>P2 t2>P2 P2>e": {("stuck", "P2")},
    "s>P1 P1>X1 P1>X2 X1>P2 X1>P3 X2>P2 X2>P3 P2>X4 P3>X4 X4>e": {("stuck", "P2"), ("stuck", "P3")},
    "s>P1 P1>t1 P1>t2 t1>X1 t2>X1 X1>t3 t3>e": {("doubled", "X1")},
    "s>P1 P1>t1 P1>t2 t1>t3 t2>t3 t3>e": {("doubled", "t3")},
    "s>O1 O1>t1 O1>t2 t1>X2 t2>X2 X2>t3 t3>e": {("doubled", "X2")},
    "s>t0 t0>t1 t0>t2 t1>X1 t2>X1 X1>t3 t3>e": {("doubled", "X1")},
    "s>P1 P1>X2 P1>X3 X2>t1 X2>X4 X3>X4 X3>t2 X4>t3 t1>e t2>e t3>e": {("doubled", "X4")},
}
SOUND = (
    "s>P1 P1>t1 P1>X1 X1>t2 X1>T t1>P2 t2>P2 P2>e",
    "s>O1 O1>t1 O1>t2 t1>O2 t2>O2 O2>e",
    "s>O1 O1>t1 O1>t2 O1>t3 t1>O2 t2>O2 O2>O3 t3>O3 O3>e",
    "s>P1 P1>t1 P1>t2 t1>O2 t2>O2 O2>e",
    "s>P1 P1>t1 P1>t2 t1>P2 P2>t3 P2>P3 t2>P3 P3>t4 t3>P4 t4>P4 P4>e",
    "s>X1 X1>P1 P1>t1 P1>t2 t1>P2 t2>P2 P2>X2 X2>X1 X2>e",
    "s>t0 t0>t1 t0>t2 t1>P1 t2>P1 P1>e",
    "s>P1 P1>t1 P1>t2 t1>e t2>e",
    "s>X1 X1>t1 X1>t2 t1>X2 t2>X2 X2>t3 t3>X3 X3>X1 X3>t4 t4>e",
    "s1>X1 s2>X1 X1>t1 t1>e",
    "s>C1 C1>t1 C1>t2 t1>C2 t2>C2 C2>e",
)


@pytest.mark.parametrize("flows", TROUBLED)
def test_what_is_wrong_is_found_by_play(flows: str) -> None:
    assert found(drawing(flows)) == TROUBLED[flows]


@pytest.mark.parametrize("flows", SOUND)
def test_what_is_sound_is_left_in_peace(flows: str) -> None:
    assert found(drawing(flows)) == set()


def test_a_boundary_event_may_take_the_token_that_a_join_waits_for() -> None:
    flows = "s>P0 P0>t1 P0>t2 t1>P1 t2>P1 P1>e t3>e"

    assert found(drawing(flows, beside("t1", "true", "t3"))) == {("stuck", "P1")}
    assert found(drawing(flows, beside("t1", "false", "t3"))) == set()


def test_a_reminder_may_come_often_unless_it_runs_into_the_main_way() -> None:
    flows = "s>t1 t1>t2 t2>e t3>e"

    assert found(drawing(flows, beside("t1", "false", "t3"))) == set()
    assert found(drawing(flows, beside("t1", "false", "t2"))) == {("doubled", "t2")}


def test_an_event_gateway_that_begins_with_all_of_its_messages_splits_as_a_parallel_one() -> None:
    race = '<eventBasedGateway id="g" instantiate="true" eventGatewayType="{}"/>'
    behind = '<receiveTask id="r1" messageRef="m"/><receiveTask id="r2" messageRef="m"/>'
    flows = "".join(flow(*pair.split(">")) for pair in ("g>r1", "g>r2", "r1>P1", "r2>P1", "P1>e"))
    body = race + behind + '<parallelGateway id="P1"/><endEvent id="e"/>' + flows

    assert found(file(body.format("Parallel"))) == set()
    assert found(file(body.format("Exclusive"))) == {("never", "P1")}


@given(st.integers(0, 100_000))
def test_no_block_structured_process_is_told_anything(seed: int) -> None:
    """Nested blocks are sound, and the reduction leaves nothing of them to be played."""
    (process,) = executable(parse.read(file(drawn(random_process(seed)))).tree)
    for level in scopes(process):
        net = net_of(level)
        assert net is not None
        assert reduced(net) == []
        assert len(net.gates) <= 3
        assert troubles(level) == []


def tangle(width: int) -> str:
    """Ways that cross between two joins: nothing of it can be reduced."""
    ways = (f"P0>X{n} X{n}>t{n} X{n}>P1 t{n}>P2" for n in range(1, width + 1))
    return " ".join(["s>P0", *ways, "P1>e", "P2>e"])


def test_a_tangle_is_given_up_after_a_bound() -> None:
    began = time.process_time()
    assert ("stuck", "P1") in found(drawing(tangle(40)))
    assert time.process_time() - began < 2


def test_many_tangles_in_one_file_share_the_bound() -> None:
    (process,) = executable(parse.read(drawing(tangle(12))).tree)
    (level,) = scopes(process)
    budget = Budget()
    began = time.process_time()
    found = [troubles(level, budget) for _ in range(60)]

    assert time.process_time() - began < 5
    assert budget.left < 0
    assert (len(found[0]), found[-1]) == (2, [])


def long_chain(count: int) -> str:
    """Blocks of three kinds, one after the other, five nodes each."""
    pieces = []
    for n in range(count):
        kind = "PXO"[n % 3]
        before = f"{kind}{n}a"
        pieces.append(
            f"{before}>t{n}a {before}>t{n}b t{n}a>{kind}{n}b t{n}b>{kind}{n}b {kind}{n}b>{'PXO'[(n + 1) % 3]}{n + 1}a"
        )
    return f"s>P0a {' '.join(pieces)} {'PXO'[count % 3]}{count}a>e"


def test_five_thousand_nodes_are_judged_in_seconds() -> None:
    document = parse.read(drawing(long_chain(1_000)))
    began = time.process_time()
    rules = {each.rule for each in lint(document)}

    assert time.process_time() - began < 5
    assert "join-never" not in rules
    assert found(drawing(long_chain(1_000))) == set()
