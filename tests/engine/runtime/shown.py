"""What people and workers would see, folded from facts; nothing may be told twice, or closed unopened."""

from dataclasses import dataclass, field, replace
from typing import Any

from engine.domain import facts
from engine.domain.facts import Fact
from engine.domain.situation import Limit

OPENINGS = {
    facts.TaskOpened: "task",
    facts.TimerArmed: "timer",
    facts.JobRequested: "job",
    facts.SubscriptionOpened: "subscription",
    facts.IncidentRaised: "incident",
}
CLOSINGS = {
    facts.TaskCompleted: "task",
    facts.TaskWithdrawn: "task",
    facts.TimerFired: "timer",
    facts.TimerDisarmed: "timer",
    facts.JobCompleted: "job",
    facts.JobFailed: "job",
    facts.JobWithdrawn: "job",
    facts.SubscriptionClosed: "subscription",
    facts.IncidentResolved: "incident",
}


@dataclass
class Shown:
    """`open`: kind -> id -> the fact that opened it. `variables`: folded from all facts that carry some."""

    open: dict[str, dict[int, Any]] = field(default_factory=lambda: {kind: {} for kind in OPENINGS.values()})
    limits: dict[int, Limit] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    ended: str | None = None

    def see(self, fact: Fact) -> None:
        assert self.ended is None, f"{fact} after the end"
        if type(fact) in OPENINGS:
            rows = self.open[OPENINGS[type(fact)]]
            id = getattr(fact, OPENINGS[type(fact)])
            assert id not in rows, f"told twice: {fact}"
            rows[id] = fact
        elif type(fact) in CLOSINGS:
            kind = CLOSINGS[type(fact)]
            assert self.open[kind].pop(getattr(fact, kind), None), f"closed, but not open: {fact}"
        elif isinstance(fact, facts.InstanceEnded):
            assert not any(self.open.values()), f"left open at the end: {self.open}"
            assert not self.limits, f"clocks left running: {self.limits}"
            self.ended = fact.how
        self._see_clock(fact)
        self.variables |= getattr(fact, "variables", {}) if not isinstance(fact, facts.MessageThrown) else {}

    def _see_clock(self, fact: Fact) -> None:
        match fact:
            case facts.LimitSet():
                assert fact.limit not in self.limits, f"told twice: {fact}"
                names = ("instance", "started_at", "warn_at", "due_at", "statutory_at", "committed", "statutory")
                values = {name: getattr(fact, name) for name in names}
                self.limits[fact.limit] = Limit(fact.limit, **values, token=fact.token, task=fact.task)
            case facts.LimitPaused():
                row = self.limits[fact.limit]
                assert row.paused_at is None, f"paused twice: {fact}"
                self.limits[fact.limit] = replace(row, paused_clocks=fact.clocks, paused_at=row.started_at)
            case facts.LimitResumed():
                self.limits[fact.limit] = replace(
                    self.limits[fact.limit],
                    warn_at=fact.warn_at,
                    due_at=fact.due_at,
                    statutory_at=fact.statutory_at,
                    paused_at=None,
                    pauses=fact.pauses,
                )
            case facts.LimitEnded():
                assert self.limits.pop(fact.limit, None), f"ended, but not running: {fact}"

    def paused_at(self, limit: int, at: Any) -> None:
        """The moment of the command, which the fact of a pause does not carry."""
        self.limits[limit] = replace(self.limits[limit], paused_at=at)
