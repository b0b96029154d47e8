"""Random processes, walked at random: each step as an independent course says, in memory and through bytes alike."""

import os
from itertools import count
from random import Random
from typing import Any

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.engine.runtime.blocks import PLAIN, Course, drawn, random_process
from tests.engine.runtime.drawing import document
from tests.engine.runtime.eventful import DECLARED, eventful
from tests.engine.runtime.story import Story
from tests.engine.runtime.walking import walk as wander

SCALE = float(os.environ.get("SCALE", "1"))
WALKS = max(20, int(200 * SCALE))


@pytest.mark.parametrize("part", range(4))
def test_every_walk_goes_as_it_is_drawn(part: int) -> None:
    for seed in range(part, WALKS, 4):
        walk(seed)


@pytest.mark.parametrize("part", range(4))
def test_events_come_alike_in_memory_and_through_bytes(part: int) -> None:
    for seed in range(part, WALKS, 4):
        wander(Story(eventful(seed), declarations=DECLARED), {}, Random(seed))


def walk(seed: int) -> None:
    block, random = random_process(seed), Random(seed)
    expected = Course(block, {}).begin()
    story = Story(drawn(block))
    while not expected.done:
        assert story.open == " ".join(sorted(expected.open())), seed
        name = random.choice(expected.open())
        expected.complete(name)
        story.completes(name, **{f"by_{name}": random.randint(0, 9)})
    assert story.over, seed
    assert {name: story.variables[name] for name in expected.seen} == expected.seen, seed
    assert story.incidents == [], seed


@pytest.mark.parametrize("seed", range(max(10, int(40 * SCALE))))
def test_plain_spiffworkflow_gets_the_same_where_it_is_right(seed: int) -> None:
    """No loops and no multi-instance: there it is not. Each branch writes variables of its own."""
    block, random, numbers = random_process(seed, PLAIN), Random(seed), count()
    plain = Plain(document(drawn(block)))
    story = Story(drawn(block))
    while not story.over:
        assert story.open == plain.open
        name, number = random.choice(story.open.split()), next(numbers)
        story.completes(name, **{f"by_{name}": number})
        plain.complete(name, {f"by_{name}": number})
    assert plain.workflow.is_completed()
    assert plain.data == story.variables


class Plain:
    """The library as it comes, with its own parser and engine."""

    def __init__(self, source: bytes):
        parser = BpmnParser()
        parser.add_bpmn_str(source)
        specs = parser.find_all_specs()
        self.workflow = BpmnWorkflow(specs.pop("p0"), specs)
        self.workflow.do_engine_steps()

    @property
    def open(self) -> str:
        return " ".join(sorted(task.task_spec.name for task in self._ready()))

    @property
    def data(self) -> dict[str, object]:
        return dict(self.workflow.data)

    def _ready(self) -> list[Any]:
        return list(self.workflow.get_tasks(state=TaskState.READY, manual=True))

    def complete(self, name: str, values: dict[str, object]) -> None:
        task = next(task for task in self._ready() if task.task_spec.name == name)
        task.set_data(**values)
        task.run()
        self.workflow.do_engine_steps()
