"""The clock of the case: whether it runs, and who holds it. One clock an instance, whatever its tokens do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.domain import facts
from engine.domain.moves import Pause
from engine.domain.situation import Limit
from engine.runtime.standing import begun, limit_of, matter, run_on, settle_steps, stop

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
    begun: dict[int, Limit] = field(default_factory=dict)  # limits as they were set within this very command

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


def set_clock(process: Process) -> None:
    """Starts the case's own limit, once. Incident where its length cannot be read."""
    lengths = process.program.lengths
    if lengths is None or process.clock.state != "unset":
        return
    from_now = lengths.of_case(process)
    limit, dated = from_now.written, from_now.schedule
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
    process.clock.begun[fact.limit] = begun(fact)
    process.notes.tell(fact)


def settle_clock(process: Process, by: str | None) -> None:
    """At the end of a command: tells whether the clock stands still now, or runs again, and the steps with it."""
    _settle_own(process, by)
    if not process.completed:
        settle_steps(process, by)
    process.clock.begun.clear()


def _settle_own(process: Process, by: str | None) -> None:
    clock = process.clock
    if clock.state == "running" and process.completed:
        _end(process)
    elif clock.state == "running" and clock.pauses:
        clock.state = "paused"
        stop(process, _row(process), clock.pauses[0])
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


def _resume(process: Process, by: str | None) -> None:
    run_on(process, _row(process), by)
    process.clock.state = "running"


def _row(process: Process) -> Limit:
    row = limit_of(process, process.instance)
    if row is None:
        raise LookupError(f"Expected the limit of instance {process.instance} to be loaded with it")
    return row
