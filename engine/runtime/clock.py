"""The clock of the case: whether it runs, and who holds it. One clock an instance, whatever its tokens do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bpmn.model import TimeLimit
from engine.domain import facts
from engine.domain.limits import Schedule, Stage, light, next_due, redate
from engine.domain.moves import Pause
from engine.domain.pauses import Pause as Stretch
from engine.domain.situation import Limit

if TYPE_CHECKING:
    from engine.runtime.kernel import Process

BY_HAND = 0  # the holder that is no token


@dataclass(slots=True)
class Clock:
    """`state`: unset, running, paused or ended, as it was told. `pauses`: [token, reason, clocks, element, by].

    However many hold it, it is paused once; the one that came first says why.
    """

    state: str = "unset"
    pauses: list[list[Any]] = field(default_factory=list)
    fresh: Limit | None = None  # the limit as it was set within this very command

    def hold(self, token: int, reason: str, clocks: str, element: str | None = None, by: str | None = None) -> None:
        if not any(pause[0] == token for pause in self.pauses):
            self.pauses.append([token, reason, clocks, element, by])

    def pause_by_hand(self, move: Pause) -> bool:
        """False if no clock runs, or it is stopped by hand already."""
        if self.state not in ("running", "paused") or any(pause[0] == BY_HAND for pause in self.pauses):
            return False
        self.hold(BY_HAND, move.reason, move.clocks, by=move.by)
        return True

    def leave(self, token: int) -> bool:
        """False if it did not hold the clock."""
        held = len(self.pauses)
        self.pauses = [pause for pause in self.pauses if pause[0] != token]
        return len(self.pauses) < held


def matter(process: Process) -> str | None:
    kind = process.program.definition.kind
    return kind if kind in ("case", "ticket") else None


def set_clock(process: Process) -> None:
    """Starts the case's own limit, once. Incident where its length cannot be read."""
    lengths = process.program.lengths
    if lengths is None or process.clock.state != "unset":
        return
    begun = lengths.dated(process, process.data)
    limit, dated = begun.written, begun.schedule
    fact = facts.LimitSet(
        limit=process.instance,
        instance=process.instance,
        started_at=dated.started_at,
        warn_at=dated.warn_at,
        due_at=dated.due_at,
        statutory_at=dated.statutory_at,
        committed=limit.committed,
        statutory=limit.statutory,
        provisional=dated.provisional,
        warn_share=limit.warn_share,
        matter=matter(process),
    )
    process.clock.state = "running"
    process.clock.fresh = _as_row(fact)
    process.notes.tell(fact)


def settle_clock(process: Process, by: str | None) -> None:
    """At the end of a command: tells whether the clock stands still now, or runs again."""
    clock = process.clock
    if clock.state == "running" and process.completed:
        _end(process)
    elif clock.state == "running" and clock.pauses:
        _pause(process)
    elif clock.state == "paused" and (process.completed or not clock.pauses):
        _end(process) if process.completed else _resume(process, by)


def is_late(process: Process) -> bool:
    """Has the case's own committed limit passed, told or not? One that stands still passes nothing."""
    row = process.situation.limits.get(process.instance)
    if row is None:
        return False
    runs_out = row.due_at is not None and row.paused_at is None and process.now >= row.due_at
    return runs_out or row.stage in ("passed", "breached")


def _end(process: Process) -> None:
    process.clock.state = "ended"
    process.notes.tell(facts.LimitEnded(process.instance, process.instance))


def _pause(process: Process) -> None:
    _, reason, clocks, element, by = process.clock.pauses[0]
    row = _row(process)
    turn = next_due(_schedule(row), _stage(row), clocks)
    process.clock.state = "paused"
    process.notes.tell(
        facts.LimitPaused(
            limit=process.instance,
            instance=process.instance,
            reason=reason,
            clocks=clocks,
            by=by,
            element=element,
            next_at=turn.at if turn else None,
            matter=matter(process),
        )
    )


def _resume(process: Process, by: str | None) -> None:
    row = _row(process)
    if row.paused_at is None:
        raise LookupError(f"Expected limit {row.id} to be paused, but its row says that it runs")
    pauses = (*row.pauses, (row.paused_at, process.now, row.paused_clocks or "both"))
    own = process.program.definition.limit or TimeLimit()
    lengths = replace(own, committed=row.committed, statutory=row.statutory, share=None)
    calendar = process.situation.calendar
    dated = redate(_schedule(row), lengths, calendar, pauses=[Stretch(*pause) for pause in pauses])
    turn = next_due(dated, _stage(row))
    process.clock.state = "running"
    process.notes.tell(
        facts.LimitResumed(
            limit=process.instance,
            instance=process.instance,
            warn_at=dated.warn_at,
            due_at=dated.due_at,
            statutory_at=dated.statutory_at,
            paused_at=row.paused_at,
            provisional=dated.provisional,
            by=by,
            next_at=turn.at if turn else None,
            light=light(dated, process.now),
            matter=matter(process),
            pauses=pauses,
        )
    )


def _row(process: Process) -> Limit:
    row = process.situation.limits.get(process.instance) or process.clock.fresh
    if row is None:
        raise LookupError(f"Expected the limit of instance {process.instance} to be loaded with it")
    return row


def _as_row(fact: facts.LimitSet) -> Limit:
    return Limit(
        id=fact.limit,
        instance=fact.instance,
        started_at=fact.started_at,
        warn_at=fact.warn_at,
        due_at=fact.due_at,
        statutory_at=fact.statutory_at,
        committed=fact.committed,
        statutory=fact.statutory,
        provisional=fact.provisional,
    )


def _schedule(row: Limit) -> Schedule:
    return Schedule(row.started_at, row.warn_at, row.due_at, row.statutory_at, row.provisional)


def _stage(row: Limit) -> Stage:
    return row.stage  # type: ignore[return-value]
