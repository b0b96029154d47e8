"""The bytes of an instance at rest: small, exact, plain data, and of a form that is known."""

from decimal import Decimal
from typing import Any

import pytest

from engine.domain import facts, moves
from engine.domain.rejections import Invalid
from engine.runtime import snapshot
from engine.runtime.kernel import Process
from engine.runtime.snapshot import UnknownVersion
from tests.engine.runtime.drawing import END, START, boundary, gateway, many, message, scope, timer, user
from tests.engine.runtime.story import INSTANCE, Story

VARIABLES: dict[str, Any] = {
    "applicant_id": "210199199001011234",
    "income": 650,
    "accepted": True,
    "address": "沈阳市和平区南湖街道" * 4,
    "materials": [{"name": f"材料{n}", "sha256": "0" * 64} for n in range(5)],
    "remark": "x" * 300,
}


def test_an_instance_with_a_kilobyte_of_variables_takes_less_than_two() -> None:
    branches = user("a") + user("b") + timer("a", "t", "P3D") + gateway("parallel", "split", "join")
    lines = "start > split\nsplit > a > join\nsplit > b > join\njoin > end\nt > end"
    story = Story(scope(START + END + branches, lines), **VARIABLES)
    assert len(story.saved.snapshot or b"") < 1400
    many_instances = Story(scope(START + END + user("m", many(cardinality="100")), "start > m > end"))
    assert len(many_instances.saved.snapshot or b"") < 100 * 100


def test_numbers_come_back_exact() -> None:
    values: dict[str, Any] = {
        "cent": Decimal("0.01"),
        "money": Decimal("12345678901234567890.123456789"),
        "large": 10**30,
        "small": Decimal("-1E-20"),
        "nested": [{"rate": Decimal("0.1")}, [Decimal("2.50")]],
    }
    story = Story(scope(START + END + user("a") + user("b"), "start > a > b > end"), **values)
    story.completes("a")
    program = story.runtime.program(1)
    loaded = snapshot.load(story.saved.snapshot or b"", program, INSTANCE, 10)
    assert dict(loaded.data) == values
    assert [type(value) for value in loaded.data.values()] == [Decimal, Decimal, int, Decimal, list]


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), object(), "\ud800"])
def test_what_would_not_come_back_is_refused(value: Any) -> None:
    story = Story(scope(START + END + user("a") + user("b"), "start > a > b > end"))
    task = story.one(facts.TaskOpened)
    with pytest.raises(Invalid):
        story.runtime.advance(story.situation(), [moves.Complete(task.token, task.task, "li", {"x": value})], story.at)


def test_a_word_that_looks_like_no_number_is_a_word() -> None:
    story = Story(scope(START + END + user("a") + user("b"), "start > a > b > end"), text="NaN Infinity")
    assert story.completes("a", more="-Infinity").open == "b"


def test_another_form_is_refused_with_a_clear_error() -> None:
    story = Story(scope(START + END + user("a"), "start > a > end"))
    for state in (b"", b"\x09" + (story.saved.snapshot or b"")[1:]):
        with pytest.raises(UnknownVersion, match="version 2"):
            snapshot.load(state, story.runtime.program(1), INSTANCE, 10)


def test_only_an_instance_at_rest_is_saved() -> None:
    story = Story(scope(START + END + user("a"), "start > a > end"))
    process = Process(story.runtime.program(1), INSTANCE, 10)
    process.enter(process.spec.entries[0])
    with pytest.raises(RuntimeError, match="at rest"):
        snapshot.save(process)


def operations(story: Story, *step: tuple[str, dict[str, Any]]) -> tuple[int, int, int]:
    """What one round leaves behind: live tasks, bytes, facts. No clock is asked."""
    told = 0
    for name, values in step:
        told += len(story.completes(name, **values).last)
    assert story.memory.process is not None
    return len(list(story.memory.process.live_tasks())), len(story.saved.snapshot or b""), told


def test_round_a_thousand_costs_what_round_ten_cost() -> None:
    """A loop with all that leaves something behind: a join, a boundary, a subprocess, a message, many instances."""
    hear = boundary("a", "hear", message("m"), cancel="false") + timer("b", "late", "P30D")
    inside = scope('<startEvent id="s"/>' + user("c", many(cardinality="2")), "s > c")
    inner = f'<subProcess id="sub">{inside}</subProcess>'
    nodes = START + END + user("a") + user("b") + hear + inner + gateway("parallel", "split", "join")
    lines = "start > merge > split\nsplit > a > join\nsplit > b > join\njoin > sub > again\nhear > end\nlate > end"
    drawn = scope(
        nodes + gateway("exclusive", "merge", "again"), f"{lines}\nagain > merge : default\nagain > end : stop"
    )
    story = Story(drawn, declarations='<message id="m" name="m"/>')
    rounds = [operations(story, ("a", {}), ("b", {}), ("c", {}), ("c", {})) for _ in range(400)]
    assert {(live, told) for live, _, told in rounds} == {(rounds[0][0], rounds[0][2])}
    assert rounds[-1][1] - rounds[9][1] <= 8, "the numbers of tokens take a byte more"


def test_what_did_not_change_is_the_end_of_the_next_snapshot() -> None:
    """So that the database's log of a step holds the step and not all variables once more."""
    story = Story(scope(START + END + user("a") + user("b"), "start > a > b > end"), **VARIABLES)
    before = story.saved.snapshot or b""
    after = story.completes("a", result="pass").saved.snapshot or b""
    same = next(n for n in range(1, len(before)) if before[-n:] != after[-n:])
    assert same > len(snapshot._to_json(VARIABLES)) - 2
    loaded = snapshot.load(after, story.runtime.program(1), INSTANCE, 10)
    assert list(loaded.data) == [*VARIABLES, "result"]
