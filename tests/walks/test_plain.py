"""Where the library as it comes is right, it gets the same: what is open after each step, and the variables.

Compared are user and script tasks, sequences, exclusive gateways with conditions and defaults, parallel splits and
joins, embedded subprocesses, and inclusive splits and joins around single tasks. Not compared is all else, because
there it is wrong or waits for a person: loops, multi-instance, events, compensation, calls, tasks without a kind,
implicit splits, inclusive gateways around more than one task or with a flow around all; nor what scripts count: a
branch of it works on a copy, and an old copy may come back at a join.
"""

from itertools import count
from random import Random
from typing import Any

import pytest
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.engine.runtime.drawing import document
from tests.engine.runtime.story import Setting, Story, runtime_of
from tests.walks.block_drawn import drawn
from tests.walks.block_random import plain_process
from tests.walks.blocks import variables
from tests.walks.size import in_parts, seeds

PERCENT = 5  # of all walks


@in_parts
@pytest.mark.timeout(1200)
def test_plain_spiffworkflow_gets_the_same_where_it_is_right(part: int) -> None:
    for seed in seeds(PERCENT, part):
        beside(seed)


def beside(seed: int) -> None:
    """Each task writes a variable of its own; by which it decides is written at the start."""
    process, random, numbers = plain_process(seed), Random(seed), count()
    values = {name: random.randint(0, 3) if name[0] == "d" else 0 for name in variables(process)}
    processes, declared = drawn(process)
    plain = Plain(document(*processes, declarations=declared), values)
    given: dict[str, Any] = dict(values)
    story = Story(setting=Setting(runtime=runtime_of(*processes, declarations=declared)), **given)
    while not story.over:
        assert story.open == plain.open, f"process {seed}"
        name, number = random.choice(story.open.split()), next(numbers)
        story.completes(name, **{f"by_{name}": number})
        plain.complete(name, {f"by_{name}": number})
    assert plain.workflow.is_completed(), f"process {seed}"
    assert plain.data == {name: value for name, value in story.variables.items() if name[0] != "n"}, f"process {seed}"


class Plain:
    """The library as it comes, with its own parser and engine."""

    def __init__(self, source: bytes, values: dict[str, int]):
        parser = BpmnParser()
        parser.add_bpmn_str(source)
        specs = parser.find_all_specs()
        self.workflow = BpmnWorkflow(specs.pop("p0"), specs)
        self.workflow.task_tree.set_data(**values)
        self.workflow.do_engine_steps()

    @property
    def open(self) -> str:
        return " ".join(sorted(task.task_spec.name for task in self._ready()))

    @property
    def data(self) -> dict[str, object]:
        return {name: value for name, value in self.workflow.data.items() if name[0] != "n"}

    def _ready(self) -> list[Any]:
        return list(self.workflow.get_tasks(state=TaskState.READY, manual=True))

    def complete(self, name: str, values: dict[str, object]) -> None:
        task = next(task for task in self._ready() if task.task_spec.name == name)
        task.set_data(**values)
        task.run()
        self.workflow.do_engine_steps()
