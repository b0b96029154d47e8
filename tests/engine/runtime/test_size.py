"""Large models and long lives: what a step costs depends on what is alive, and on nothing else.

Only ratios are asserted, and with room: the machine may be busy. What they guard against grows by factors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from bpmn.lint import lint
from bpmn.parse import read
from engine.domain import facts, moves
from engine.domain.rejections import Invalid
from engine.domain.situation import DefinitionRow, Instance, Situation
from engine.runtime.runtime import Runtime
from tests.engine.runtime.drawing import (
    END,
    START,
    compensate,
    document,
    event,
    gateway,
    inside,
    many,
    node,
    scope,
    undone,
    user,
)
from tests.engine.runtime.story import BEGIN, CALENDAR, INSTANCE, Setting, Story, Twin, check, runtime_of

ROOM = 3
DEEPEST = 50


Answer = Callable[[int], dict[str, Any]]


def costs(runtime: Runtime, saved: bool, answer: Answer, most: int = 10_000, **variables: Any) -> list[float]:
    """The seconds that each completion takes, from the first task to the end of the instance."""
    twin, took = Twin(runtime, saved), []
    definition = DefinitionRow(1, "p0", 1, "p0", "process", "digest")
    start = moves.Start(INSTANCE, "wang", None, variables=variables)
    told: Sequence[facts.Fact] = twin.make(Situation(twin.new_id, CALENDAR, definition=definition), start, BEGIN)
    waiting = [fact for fact in told if isinstance(fact, facts.TaskOpened)]
    for number in range(most):
        if not waiting:
            break
        task = waiting.pop(0)
        instance = Instance(INSTANCE, 1, "p0", "active", None, "wang", None, True, None, twin.snapshot)
        situation = Situation(twin.new_id, CALENDAR, instance=instance)
        begun = perf_counter()
        told = twin.make(situation, moves.Complete(task.token, task.task, "li", answer(number)), BEGIN)
        took.append(perf_counter() - begun)
        waiting += [fact for fact in told if isinstance(fact, facts.TaskOpened)]
    return took


def does_not_grow(took: Sequence[float]) -> bool:
    return median(took[-100:]) < ROOM * median(took[:100])


@pytest.mark.parametrize("saved", [False, True])
def test_round_ten_thousand_of_a_loop_costs_what_the_first_costs(saved: bool) -> None:
    again = gateway("exclusive", "again")
    drawn = scope(START + END + user("fix") + again, "start > fix > again\nagain > fix : default\nagain > end : ready")
    took = costs(runtime_of(drawn), saved, lambda number: {"ready": number == 9_999})
    assert len(took) == 10_000
    assert does_not_grow(took)


@pytest.mark.parametrize(
    "body", [user("a", many("rooms", output="found")), inside("sub", user("a"), "s > a", parts=many("rooms"))]
)
def test_each_of_a_thousand_parallel_bodies_costs_the_same_to_complete(body: str) -> None:
    name = "sub" if "subProcess" in body else "a"
    runtime = runtime_of(scope(START + END + body, f"start > {name} > end"))
    took = costs(runtime, False, lambda number: {"result": number}, rooms=list(range(1000)))
    assert len(took) == 1000
    assert median(took[:100]) < ROOM * median(took[-100:]), "with a thousand alive, and with a hundred"


def test_a_thousand_parallel_bodies_through_bytes_cost_what_is_alive() -> None:
    body = user("a", many("rooms", output="found"))
    runtime = runtime_of(scope(START + END + body, "start > a > end"))
    thousand, hundred = (costs(runtime, True, lambda number: {}, 40, rooms=list(range(n))) for n in (1000, 100))
    assert min(thousand) / 1000 < ROOM * min(hundred) / 100, "a body costs the same, however many there are"


def joined(branches: int) -> str:
    names = [f"t{number}" for number in range(branches)]
    lines = ["start > p", *(f"p > {name} > j" for name in names), "j > end"]
    nodes = gateway("parallel", "p") + gateway("inclusive", "j") + "".join(map(user, names))
    return scope(START + END + nodes, "\n".join(lines))


def test_a_branch_of_an_inclusive_join_of_three_hundred_costs_what_one_of_a_hundred_costs() -> None:
    large, small = (median(costs(runtime_of(joined(n)), False, lambda number: {})[-20:]) / n for n in (300, 100))
    assert large < ROOM * small, "each token that waits would ask for each branch"


def test_what_can_be_undone_is_remembered_in_a_few_bytes_a_round() -> None:
    lines = "start > fix > again\nagain > fix : default\nagain > end : ready"
    story = Story(scope(START + END + undone("fix") + gateway("exclusive", "again"), lines))
    before = len(story.saved.snapshot or b"")
    for _ in range(500):
        story.completes("fix")
    assert len(story.saved.snapshot or b"") - before < 500 * 20


def chain(length: int) -> str:
    names = [f"n{number}" for number in range(length)]
    return scope(START + END + "".join(f'<task id="{name}"/>' for name in names), " > ".join(["start", *names, "end"]))


def seconds(do: Callable[[], Any]) -> float:
    begun = perf_counter()
    do()
    return perf_counter() - begun


def steps(length: int) -> list[float]:
    """Seconds a node: to read, to advise, to check at deployment, to make a program, to run."""
    drawn = chain(length)
    source = document(drawn)
    parsed, runtime = read(source, {}), runtime_of(drawn)
    doing: list[Callable[[], Any]] = [
        lambda: read(source, {}),
        lambda: lint(parsed),
        lambda: check(source),
        lambda: runtime.program(1),
        lambda: Story(setting=Setting(runtime=runtime)),
    ]
    return [seconds(do) / length for do in doing]


def best(length: int, times: int) -> list[float]:
    return [min(taken) for taken in zip(*(steps(length) for _ in range(times)), strict=True)]


def test_a_node_of_a_chain_of_five_thousand_costs_what_one_of_five_hundred_costs() -> None:
    small = [4 * each for each in best(500, 3)]
    once = all(one < most for one, most in zip(best(5000, 1), small, strict=True))
    assert once or [one < most for one, most in zip(best(5000, 2), small, strict=True)] == [True] * 5, "not ten times"


def test_a_chain_of_five_thousand_nodes_runs_to_its_end_in_one_command() -> None:
    story = Story(chain(5000))
    assert story.over
    assert len(story.done) == 5002


def nested(levels: int, parts: str = "") -> str:
    inner, lines = undone("a"), "s > a"
    for level in range(levels):
        inner, lines = inside(f"sub{level}", inner, lines, parts=parts), f"s > sub{level}"
    undo = event("intermediateThrow", "undo", compensate())
    return scope(START + END + inner + undo, f"start > sub{levels - 1} > undo > end")


@pytest.mark.parametrize("parts", ["", many(cardinality="1"), '<standardLoopCharacteristics loopMaximum="1"/>'])
def test_scopes_in_scopes_to_the_deepest_that_is_allowed_end_are_undone_and_are_withdrawn(parts: str) -> None:
    story = Story(nested(DEEPEST, parts)).completes("a")
    assert story.open == "undo_a"
    assert story.completes("undo_a").over
    assert Story(nested(DEEPEST, parts)).tell(moves.Cancel("x", "li")).over


@pytest.mark.parametrize("parts", ["", many(cardinality="1")])
def test_calls_in_calls_to_the_deepest_that_is_allowed_end_and_are_withdrawn(parts: str) -> None:
    calls = [node("callActivity", f"call{level}", parts, calledElement=f"p{level + 1}") for level in range(DEEPEST)]
    processes = [scope(START + call, f"start > call{level}") for level, call in enumerate(calls)]
    processes.append(scope(START + user("a"), "start > a"))
    assert Story(*processes).completes("a").over
    assert Story(*processes).tell(moves.Cancel("x", "li")).over


@pytest.mark.parametrize("levels", [DEEPEST + 1, 150, 500])
def test_deeper_scopes_are_refused_in_words(levels: int) -> None:
    with pytest.raises(Invalid, match="层"):
        check(document(nested(levels)))
