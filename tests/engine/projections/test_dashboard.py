"""The leaders' counters: by district, day of the city and process; what is counted, and how often."""

from datetime import UTC, date, datetime, timedelta

from engine.domain import facts
from engine.domain.facts import Fact
from engine.projections.changes import Add
from engine.projections.dashboard import Told, fold

NIGHT = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)  # a minute before midnight in the city
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)


def told(*happened: Fact, district: int = 7, at: datetime = NIGHT, key: str = "permit") -> Told:
    return Told(district, at, key, happened)


def started(id: int) -> facts.InstanceStarted:
    return facts.InstanceStarted(id, 1, "permit", 1, "许可", "case", "li")


def test_counters_are_summed_by_district_day_and_process() -> None:
    rows = [
        told(started(1), facts.TaskOpened(20, 1, 2, "a", "a")),
        told(started(2)),
        told(started(3), at=NIGHT + timedelta(minutes=1)),
        told(started(4), district=9),
        told(started(5), key="other"),
    ]
    assert fold(rows) == [
        Add("dashboard_day", (7, TODAY, "permit"), {"started": 2, "opened": 1}),
        Add("dashboard_day", (7, TOMORROW, "permit"), {"started": 1}),
        Add("dashboard_day", (9, TODAY, "permit"), {"started": 1}),
        Add("dashboard_day", (7, TODAY, "other"), {"started": 1}),
    ]


def test_only_what_is_completed_in_time_is_on_time() -> None:
    rows = [
        told(facts.InstanceEnded(1, "completed", "case")),
        told(facts.InstanceEnded(2, "completed", "case", late=True)),
        told(facts.InstanceEnded(3, "cancelled", "case")),
    ]
    assert fold(rows) == [Add("dashboard_day", (7, TODAY, "permit"), {"ended": 3, "on_time": 1})]


def test_lights_are_counted_of_whole_matters_and_not_of_their_steps() -> None:
    rows = [
        told(facts.LimitWarned(1, 1, matter="case"), facts.LimitPassed(1, 1, "committed", matter="case")),
        told(facts.LimitPassed(1, 1, "statutory", matter="case")),
        told(facts.LimitWarned(20, 1, 20), facts.LimitPassed(20, 1, "committed", 20)),
    ]
    assert fold(rows) == [Add("dashboard_day", (7, TODAY, "permit"), {"warned": 1, "passed": 1, "breached": 1})]


def test_completions_and_incidents_are_counted_and_the_rest_is_not() -> None:
    row = told(
        facts.TaskClaimed(20, 1, "li"),
        facts.TaskCompleted(20, 1, "a", "li"),
        facts.IncidentRaised(70, 1, 2, "a", "x"),
    )
    assert fold([row, told(facts.TaskClaimed(21, 1, "li"))]) == [
        Add("dashboard_day", (7, TODAY, "permit"), {"completed": 1, "incidents": 1})
    ]
    assert fold([]) == []
