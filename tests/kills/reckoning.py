"""Afterwards: what is left is brought to its end, and every answer that was given is held against the journal."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from api import answers
from engine.domain import facts
from engine.domain.commands import Actor, ClaimTask, Command, CompleteTask
from engine.engine import Engine
from engine.outcome import Outcome
from engine.store.facts_json import decode, dumps
from tests.kills.clients import Kept
from tests.kills.town import CLERKS, HERE
from workers.crew import run_until_quiet

LEASES_OVER = timedelta(minutes=5)
TASKS = "select id, assignee from task order by id"


def bring_to_an_end(engine: Engine) -> int:
    """The workers run until all is quiet, at a time when the leases of the killed are over; gives how many tasks the
    killed had left open."""
    left, at = 0, datetime.now(UTC)
    while True:
        at += LEASES_OVER
        run_until_quiet(engine, at)
        with engine.store.writing() as connection:
            tasks = connection.execute(TASKS).fetchall()
        if not tasks:
            return left
        left += len(tasks)
        _finish(engine, tasks, at)


def _finish(engine: Engine, tasks: Iterable[tuple[int, str | None]], at: datetime) -> None:
    by_id = {clerk.id: clerk for clerk in CLERKS}
    claims: list[Command] = []
    completions: list[Command] = []
    for task, assignee in tasks:
        clerk = by_id[assignee or CLERKS[0].id]
        if assignee is None:
            claims.append(ClaimTask(task=task, **_stamp("claim", task, clerk, at)))
        completions.append(CompleteTask(task=task, **_stamp("complete", task, clerk, at)))
    for commands in (claims, completions):
        for answer in engine.execute_many(commands):
            assert isinstance(answer, Outcome), answer


def _stamp(verb: str, task: int, clerk: Actor, at: datetime) -> dict[str, Any]:
    return {"request_id": f"left-{verb}-{task}", "at": at, "actor": clerk, "district": HERE}


def journalled(engine: Engine) -> dict[str, tuple[int, str]]:
    """Of every request in the district: its position and its facts, as the journal has them."""
    with engine.store.writing() as connection:
        rows = connection.execute(
            "select request_id, position, facts::text from journal where district = %s", (HERE,)
        ).fetchall()
    return {request_id: (position, text) for request_id, position, text in rows}


def check_driver(log: Path, written: dict[str, tuple[int, str]]) -> int:
    """Every line of the driver stands in the journal, to the letter; gives how many there are."""
    lines = [msgspec.json.decode(line) for line in log.read_bytes().split(b"\n")[:-1]]
    wrong = [line[0] for line in lines if written.get(line[0]) != (line[1], line[2])]
    assert wrong == []
    return len(lines)


def check_kept(kept: Sequence[Kept], written: dict[str, tuple[int, str]]) -> int:
    """Every answer over HTTP is the one that the journal's facts give; gives how many there are."""
    for one in kept:
        assert one.request_id in written, f"{one.path}: it was answered, and it is not in the journal"
        position, text = written[one.request_id]
        assert one.body == _redrawn(one.path, Outcome(decode(text), position))
    return len(kept)


def _redrawn(path: str, outcome: Outcome) -> bytes:
    if path == "/cases":
        return dumps(answers.started(outcome))
    if path.endswith("/claim"):
        return dumps(answers.held(outcome))
    return dumps(answers.completed(outcome, outcome.of(facts.TaskCompleted)[0].task))
