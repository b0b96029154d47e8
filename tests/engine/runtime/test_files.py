"""Every process file of the city, walked at random: in memory and through bytes alike, and nothing is told twice.

The values are those that the forms allow, so that all branches come up; what the files mean is told in the scenarios.
"""

import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.domain.source import Source
from engine.runtime.runtime import Runtime
from tests.engine.runtime.story import BEGIN, Setting, Story
from tests.engine.runtime.walking import filled, walk

PROCESSES = Path(__file__).parents[3] / "bpmn" / "processes"
FILES = sorted(PROCESSES.rglob("*.bpmn"))
AREA = "210106003001"
WALKS = max(2, int(10 * float(os.environ.get("SCALE", "1"))))


def runtime_of_file(path: Path) -> Runtime:
    """The file is definition 1; what it calls is found in the other files."""
    sources: dict[int, Source] = {}
    known: dict[str, int] = {}
    for number, each in enumerate([path, *(other for other in FILES if other != path)], start=1):
        beside = {item.name: item.read_bytes() for item in each.parent.iterdir() if item.suffix in (".dmn", ".form")}
        compiled = Runtime(sources.__getitem__).check(each.name, each.read_bytes(), beside, lambda key: 0)
        key = compiled.definitions[0].key
        known[key] = number
        sources[number] = Source(number, key, each.name, each.read_bytes(), beside, compiled.called)
    called = {number: {key: known[key] for key in source.called} for number, source in sources.items()}
    bound = {n: Source(n, s.key, s.name, s.bpmn, s.resources, called[n]) for n, s in sources.items()}
    return Runtime(bound.__getitem__)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_walks_alike_in_memory_and_through_bytes(path: Path) -> None:
    runtime = runtime_of_file(path)
    program = runtime.program(1)
    start = (
        next((trigger.element.name for trigger in program.spec.triggers), None) if not program.spec.entries else None
    )
    for seed in range(WALKS):
        random = Random(seed)
        story = Story(
            setting=Setting(runtime=runtime, start_event=start, area="210106003", at=BEGIN),
            **variables(program, random),
        )
        walk(story, program.definition.forms, random)


def variables(program: Any, random: Random) -> dict[str, Any]:
    """What the forms ask for, and what a block must be called with: texts, areas and numbers."""
    found: dict[str, Any] = {}
    for form in program.definition.forms.values():
        found |= filled(form, random)
    data = program.definition.data
    for name in data.input_sets[0].required if data and data.input_sets else ():
        found.setdefault(name, AREA if name.endswith("area") else "window:community:clerk")
    return found
