"""Every process file of the city, walked at random: in memory and through bytes alike, and nothing is told twice.

The values are those that the forms allow, so that all branches come up; what the files mean is told in the scenarios.
"""

import os
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bpmn.model import Form, FormField
from engine.domain import facts, moves
from engine.domain.source import Source
from engine.runtime.runtime import Runtime
from tests.engine.runtime.story import BEGIN, Setting, Story

PROCESSES = Path(__file__).parents[3] / "bpmn" / "processes"
FILES = sorted(PROCESSES.rglob("*.bpmn"))
WALKS = max(2, int(10 * float(os.environ.get("SCALE", "1"))))
STEPS = 120
LIKELY = 8  # work is done more often than it fails or runs out of time
VERDICTS = ("match", "conflict", "none")


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


def value(field: FormField, random: Random) -> Any:
    if field.options:
        return random.choice(field.options)
    match field.kind:
        case "checkbox":
            return random.random() < 0.7
        case "number":
            return random.randint(int(field.minimum or 0), int(field.maximum or 2000))
        case "datetime":
            return "2030-02-01"
    return random.choice(["PT4WH", "沈阳市和平区", "210199199001011234", "PT2H"])


def filled(form: Form | None, random: Random) -> dict[str, Any]:
    return {field.key: value(field, random) for field in form.fields} if form else {}


def possible(story: Story, forms: Any, random: Random) -> list[moves.Move]:
    """All that could happen next."""
    rows = story.shown.open
    now: list[moves.Move] = []
    for task in rows["task"].values():
        now += LIKELY * [moves.Complete(task.token, task.task, "li", filled(forms.get(task.form or ""), random))]
    for job in rows["job"].values():
        now += LIKELY * [moves.Finish(job.token, job.job, {"comparison": random.choice(VERDICTS)})]
        now.append(moves.Fail(job.token, job.job, "register down"))
    now += [moves.Fire(timer.token, timer.timer, timedelta(0)) for timer in rows["timer"].values()]
    now += [moves.Deliver(one.kind, one.name, one.key, one.token) for one in rows["subscription"].values()]
    now += [moves.Retry(incident.token) for incident in rows["incident"].values()]
    for limit in story.all(facts.LimitSet):
        if limit.limit in story.shown.limits and limit.escalates and limit.token:
            now.append(moves.Escalate(limit.token, "overdue"))
    return now


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_walks_alike_in_memory_and_through_bytes(path: Path) -> None:
    runtime = runtime_of_file(path)
    program = runtime.program(1)
    start = next((spec.name for spec in program.spec.start_events), None) if not program.spec.entries else None
    for seed in range(WALKS):
        random = Random(seed)
        story = Story(
            setting=Setting(runtime=runtime, start_event=start, area="210106003", at=BEGIN),
            **variables(program, random),
        )
        walk(story, program.definition.forms, random)


def variables(program: Any, random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for form in program.definition.forms.values():
        found |= filled(form, random)
    return found


def walk(story: Story, forms: Any, random: Random) -> None:
    for _ in range(STEPS):
        if story.over:
            return
        choices = possible(story, forms, random)
        assert choices, "it waits for nothing, and is not over"
        move = random.choice(choices)
        due = [timer.due_at for timer in story.shown.open["timer"].values() if isinstance(move, moves.Fire)]
        story.at = max([story.at + timedelta(minutes=random.randint(0, 600)), *due])
        story.tell(move)
    story.tell(moves.Cancel("撤回", "wang"))
    assert story.over
