"""Every process file of the city, walked at random: in memory and through bytes alike, and nothing is told twice.

The values are those that the forms allow, so that all branches come up; what the files mean is told in the scenarios.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bpmn.model import Form
from engine.domain.source import Source
from engine.runtime.runtime import Runtime
from tests.engine.runtime.story import BEGIN, Setting, Story
from tests.engine.runtime.walking import filled, walk

PROCESSES = Path(__file__).parents[3] / "bpmn" / "processes"
FILES = sorted(PROCESSES.rglob("*.bpmn"))
SHARED = [path for path in FILES if "items" not in path.parts]
AREA = "210106003001"
WALKS = max(2, int(10 * float(os.environ.get("SCALE", "1"))))


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read; `forms` by their key."""

    key: str
    path: Path
    beside: Mapping[str, bytes]
    called: Collection[str]
    forms: Mapping[str, Form]


@cache
def read(path: Path) -> Read:
    beside = {item.name: item.read_bytes() for item in path.parent.iterdir() if item.suffix in (".dmn", ".form")}
    none: dict[int, Source] = {}
    compiled = Runtime(none.__getitem__).check(path.name, path.read_bytes(), beside, lambda key: 0)
    first = compiled.definitions[0]
    return Read(first.key, path, beside, tuple(compiled.called), first.forms)


def runtime_of_file(path: Path) -> tuple[Runtime, Mapping[str, Form]]:
    """The file is definition 1; what it calls is found in the files that all share. With the forms of them all."""
    files = [read(path), *(read(other) for other in SHARED if other != path)]
    known = {each.key: number for number, each in enumerate(files, start=1)}
    sources = {
        number: Source(
            number,
            each.key,
            each.path.name,
            each.path.read_bytes(),
            each.beside,
            {key: known[key] for key in each.called},
        )
        for number, each in enumerate(files, start=1)
    }
    return Runtime(sources.__getitem__), {key: form for each in files for key, form in each.forms.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_walks_alike_in_memory_and_through_bytes(path: Path) -> None:
    runtime, forms = runtime_of_file(path)
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
        walk(story, forms, random)


def variables(program: Any, random: Random) -> dict[str, Any]:
    """What the forms ask for, and what a block must be called with: texts, areas and numbers."""
    found: dict[str, Any] = {}
    for form in program.definition.forms.values():
        found |= filled(form, random)
    data = program.definition.data
    for name in data.input_sets[0].required if data and data.input_sets else ():
        found.setdefault(name, AREA if name.endswith("area") else "window:community:clerk")
    return found
