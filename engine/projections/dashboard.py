"""Facts -> the leaders' counters by day and process: trailing, folded by the projector in batches."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from engine.domain import facts
from engine.domain.durations import in_city
from engine.domain.facts import Fact
from engine.projections.changes import Add


@dataclass(frozen=True, slots=True)
class Told:
    """One journal row as the dashboard reads it; `key` is the process of its instance, empty where it has none."""

    district: int
    at: datetime
    key: str
    facts: tuple[Fact, ...]


def fold(rows: Iterable[Told]) -> list[Add]:
    """Counters to add, one Add a (district, day, key). Days are the city's."""
    sums: dict[tuple[int, date, str], Counter[str]] = {}
    for row in rows:
        counted = Counter(name for fact in row.facts for name in _counted(fact))
        if counted:
            sums.setdefault((row.district, in_city(row.at).date(), row.key), Counter()).update(counted)
    return [Add("dashboard_day", key, dict(counters)) for key, counters in sums.items()]


def _counted(fact: Fact) -> tuple[str, ...]:
    match fact:
        case facts.InstanceStarted():
            return ("started",)
        case facts.InstanceEnded(late=late, how="completed"):
            return ("ended",) if late else ("ended", "on_time")
        case facts.InstanceEnded():
            return ("ended",)
        case facts.LimitWarned(matter=matter) if matter:
            return ("warned",)
        case facts.LimitPassed(matter=matter, which=which) if matter:
            return ("passed",) if which == "committed" else ("breached",)
        case facts.TaskOpened():
            return ("opened",)
        case facts.TaskCompleted():
            return ("completed",)
        case facts.IncidentRaised():
            return ("incidents",)
        case _:
            return ()
