"""Timers on the way, on the border and inside: months as the calendar has them, zones, expressions over variables."""

from datetime import datetime, timedelta

import pytest

from engine.domain import facts
from engine.domain.durations import CITY
from tests.engine.runtime.drawing import END, START, event, node, scope, timer, user
from tests.engine.runtime.story import BEGIN, Story

HEARS = "start > work > end\nmet > hear"


def worked(written: str, cancel: str, kind: str) -> Story:
    nodes = START + END + user("work") + timer("work", "met", written, cancel, kind) + user("hear")
    return Story(scope(nodes, HEARS))


def rounds(story: Story, days: int) -> list[tuple[int, int]]:
    """Month and day of each time that the timer fired."""
    fired = []
    for _ in range(days):
        before = len(story.all(facts.TimerFired))
        story.passes(days=1)
        if len(story.all(facts.TimerFired)) > before:
            fired.append((story.at.month, story.at.day))
    return fired


def test_a_monthly_border_comes_back_to_the_thirty_first() -> None:
    assert (BEGIN.month, BEGIN.day) == (1, 31)
    assert rounds(worked("R/P1M", "false", "timeCycle"), 125) == [(2, 28), (3, 31), (4, 30), (5, 31)]


def test_a_yearly_one_knows_leap_years_and_makes_up_for_none_that_are_over() -> None:
    story = worked("R/2028-02-29T09:00/P1Y", "false", "timeCycle")
    due = [story.one(facts.TimerArmed).due_at]
    for _ in range(2):
        story.at = due[-1]
        due.append(story.passes(days=0).one(facts.TimerArmed).due_at)
    assert [(at.year, at.month, at.day) for at in due] == [(2030, 2, 28), (2031, 2, 28), (2032, 2, 29)]


def test_a_cycle_whose_rounds_are_all_over_never_fires() -> None:
    story = worked("R2/2029-01-01T09:00/P1D", "false", "timeCycle")
    assert (story.timers, story.open) == ("", "work")
    assert story.completes("work").over


def test_a_cycle_with_a_number_of_rounds_ends_with_them() -> None:
    story = worked("R3/P1D", "false", "timeCycle")
    assert rounds(story, 6) == [(2, 1), (2, 2), (2, 3)]
    assert (story.timers, story.open) == ("", "hear hear hear work")


def test_a_border_that_interrupts_takes_the_work_and_its_timer_away() -> None:
    story = worked("P1D", "true", "timeDuration").passes(days=1)
    assert (story.open, story.timers) == ("hear", "")
    done = worked("P1D", "true", "timeDuration").completes("work")
    assert (done.over, done.timers) == (True, "")


@pytest.mark.parametrize(
    ("kind", "written", "variables", "due_at"),
    [
        ("timeDuration", "= term", {"term": "P1M"}, datetime(2030, 2, 28, 9, tzinfo=CITY)),
        (
            "timeDuration",
            "= duration(&quot;PT&quot; + string(hours) + &quot;H&quot;)",
            {"hours": 5},
            BEGIN + timedelta(hours=5),
        ),
        ("timeDate", "2030-02-01T00:30:00+01:00", {}, datetime(2030, 2, 1, 7, 30, tzinfo=CITY)),
        ("timeDate", "2030-02-01T00:30:00Z", {}, datetime(2030, 2, 1, 8, 30, tzinfo=CITY)),
        ("timeDate", "2030-02-01T00:30:00", {}, datetime(2030, 2, 1, 0, 30, tzinfo=CITY)),
        (
            "timeDate",
            "= date(visit) + duration(&quot;P2D&quot;)",
            {"visit": "2030-02-01"},
            datetime(2030, 2, 3, tzinfo=CITY),
        ),
        (
            "timeDate",
            "= date and time(visit)",
            {"visit": "2030-02-01T09:00:00@Europe/Paris"},
            datetime(2030, 2, 1, 16, tzinfo=CITY),
        ),
    ],
)
def test_a_time_may_be_computed_and_may_have_a_zone(
    kind: str, written: str, variables: dict[str, object], due_at: datetime
) -> None:
    wait = event(
        "intermediateCatch", "wait", f"<timerEventDefinition><{kind}>{written}</{kind}></timerEventDefinition>"
    )
    story = Story(scope(START + END + wait, "start > wait > end"), **variables)  # type: ignore[arg-type]
    assert story.one(facts.TimerArmed).due_at == due_at


def test_an_event_subprocess_may_hear_a_cycle() -> None:
    monthly = "<timerEventDefinition><timeCycle>R2/P1M</timeCycle></timerEventDefinition>"
    inner = scope(node("startEvent", "s", monthly, isInterrupting="false") + user("hear"), "s > hear")
    nodes = START + END + user("work") + node("subProcess", "each", inner, triggeredByEvent="true")
    story = Story(scope(nodes, "start > work > end"))
    assert rounds(story, 100) == [(2, 28), (3, 31)]
    assert story.open == "hear hear work"
