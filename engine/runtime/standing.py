"""Which limits stand still with the clock of the case, and which tasks show the limit of a step around them.

A step's limit stands still while something holds the clock that is neither this step nor a step around it: what stops
the clock has its own time, and so has what is done inside it. The facts are the same as of the case's own limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from engine.domain import facts
from engine.domain.clocks import next_of, resumed
from engine.domain.limits import light
from engine.domain.situation import Limit

if TYPE_CHECKING:
    from engine.runtime.kernel import Process
    from engine.runtime.task import Task

Tasks = tuple[int, ...]


def matter(process: Process) -> str | None:
    kind = process.program.definition.kind
    return kind if kind in ("case", "ticket") else None


def limit_of(process: Process, id: int) -> Limit | None:
    """As it was loaded, or as it was set within this very command."""
    return process.situation.limits.get(id) or process.clock.begun.get(id)


def timed_by(task: Task) -> Limit | None:
    """The limit that a task without one of its own shows: that of the nearest step around it that has a due date."""
    for host in _around(task):
        id = host.internal_data.get("limit")
        row = None if id is None else limit_of(task.process, id)
        if row is not None and row.due_at is not None:
            return row
    return None


def settle_steps(process: Process, by: str | None) -> None:
    """At the end of a command: tells which limits of steps stand still now, or run again."""
    clock = process.clock
    steps = [row for row in (*process.situation.limits.values(), *clock.begun.values()) if row.token is not None]
    if not steps or not (clock.pauses or any(row.paused_at for row in steps)):
        return
    live = {task.id: task for task in process.live_tasks()}
    shown = _shown(live.values())
    for row in sorted(steps, key=lambda row: row.id):
        task = live.get(row.token or 0)
        if task is not None and task.internal_data.get("limit") == row.id:
            _settle(process, row, _holder(process, task), by, shown.get(row.id, ()))


def _settle(process: Process, row: Limit, holder: list[Any] | None, by: str | None, tasks: Tasks) -> None:
    if holder and row.paused_at is None:
        stop(process, row, holder, tasks)
    elif not holder and row.paused_at is not None:
        run_on(process, row, by, tasks)


def stop(process: Process, row: Limit, holder: list[Any], tasks: Tasks = ()) -> None:
    """`holder`: of the clock, [token, reason, clocks, element, by]."""
    _, reason, clocks, element, by = holder
    turn = next_of(row, paused=clocks)
    process.notes.tell(
        facts.LimitPaused(
            limit=row.id,
            instance=process.instance,
            reason=reason,
            clocks=clocks,
            by=by,
            element=element,
            next_at=turn.at if turn else None,
            matter=matter(process) if row.token is None else None,
            task=row.task,
            tasks=tasks,
        )
    )


def run_on(process: Process, row: Limit, by: str | None, tasks: Tasks = ()) -> None:
    dated, pauses = resumed(row, process.now, process.situation.calendar)
    turn = next_of(row, dated)
    process.notes.tell(
        facts.LimitResumed(
            limit=row.id,
            instance=process.instance,
            warn_at=dated.warn_at,
            due_at=dated.due_at,
            statutory_at=dated.statutory_at,
            paused_at=pauses[-1][0],
            provisional=dated.provisional,
            by=by,
            next_at=turn.at if turn else None,
            light=light(dated, process.now),
            matter=matter(process) if row.token is None else None,
            pauses=pauses,
            task=row.task,
            tasks=tasks,
        )
    )


def begun(fact: facts.LimitSet) -> Limit:
    """The row that the fact will be."""
    return Limit(
        id=fact.limit,
        instance=fact.instance,
        started_at=fact.started_at,
        warn_at=fact.warn_at,
        due_at=fact.due_at,
        statutory_at=fact.statutory_at,
        committed=fact.committed,
        statutory=fact.statutory,
        token=fact.token,
        task=fact.task,
        provisional=fact.provisional,
        warn_share=str(fact.warn_share),
    )


def _around(task: Task) -> Iterator[Task]:
    """What a token stands in, from the inside outwards: bodies of loops, subprocesses, call activities."""
    while True:
        host = task._owner or getattr(task.workflow, "host", None)
        if host is None:
            return
        yield host
        task = host


def _holder(process: Process, task: Task) -> list[Any] | None:
    """The first that holds the clock and has no part in this step."""
    pauses = process.clock.pauses
    if not pauses:
        return None
    own = {task.id, *(host.id for host in _around(task))}
    return next((pause for pause in pauses if pause[0] not in own), None)


def _shown(live: Iterable[Task]) -> dict[int, Tasks]:
    """The open tasks that show the limit of a step around them, by limit."""
    found: dict[int, Tasks] = {}
    for task in live:
        ref = task.internal_data.get("ref")
        if ref is None or "limit" in task.internal_data or task.task_spec.shows != "task":
            continue
        row = timed_by(task)
        if row is not None:
            found[row.id] = (*found.get(row.id, ()), ref)
    return found
