"""Timers by date, duration and cycle, in working time too."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from engine.domain import facts, moves
from engine.domain.calendar import calendar
from engine.domain.days import Day
from engine.domain.durations import CITY
from engine.domain.rejections import WrongState
from tests.engine.runtime.drawing import END, START, event, node, scope, timer, user
from tests.engine.runtime.story import Setting, Story

FRIDAY = datetime(2030, 2, 1, 16, 0, tzinfo=CITY)
LINE = "start > wait > end"


def catch(kind: str, written: str) -> str:
    return event(
        "intermediateCatch", "wait", f"<timerEventDefinition><{kind}>{written}</{kind}></timerEventDefinition>"
    )


def armed(kind: str, written: str, **variables: Any) -> facts.TimerArmed:
    return Story(scope(START + END + catch(kind, written), LINE), setting=Setting(at=FRIDAY), **variables).one(
        facts.TimerArmed
    )


def test_a_timer_counts_working_days_and_hours() -> None:
    assert armed("timeDuration", "P3WD").due_at.date() == date(2030, 2, 6)
    assert armed("timeDuration", "PT4WH").due_at.date() == date(2030, 2, 4)
    assert armed("timeDuration", "P3WD").provisional
    assert not armed("timeDuration", "P3D").provisional
    assert armed("timeDuration", "= term", term="P1M").due_at == datetime(2030, 3, 1, 16, tzinfo=CITY)
    assert armed("timeDate", "2030-03-05").due_at == datetime(2030, 3, 5, tzinfo=CITY)
    assert armed("timeDate", "= when", when="2030-03-05T08:00:00Z").due_at == datetime(2030, 3, 5, 16, tzinfo=CITY)


def test_a_holiday_of_the_district_moves_the_timer() -> None:
    holiday = calendar([Day(date(2030, 2, 4), working=False)])
    story = Story(
        scope(START + END + catch("timeDuration", "P1WD"), LINE), setting=Setting(at=FRIDAY, calendar=holiday)
    )
    assert story.one(facts.TimerArmed).due_at.date() == date(2030, 2, 5)


def test_an_expression_may_look_at_the_clock_which_is_never_stored() -> None:
    story = Story(
        scope(START + END + catch("timeDate", "= now() + duration(&quot;P2D&quot;)"), LINE), setting=Setting(at=FRIDAY)
    )
    assert story.one(facts.TimerArmed).due_at == FRIDAY + timedelta(days=2)
    assert story.variables == {}
    assert b"$now" not in (story.saved.snapshot or b"")


@pytest.mark.parametrize("term", ["soon", None, 5, ["P1D"]])
def test_what_is_no_time_stops_the_token_and_is_corrected(term: object) -> None:
    story = Story(scope(START + END + catch("timeDuration", "= term"), LINE), setting=Setting(at=FRIDAY), term=term)
    assert len(story.incidents) == 1
    assert story.retried(term="PT1H").timers == "wait"
    assert story.passes(hours=1).over


def test_a_boundary_timer_that_cannot_be_read_leaves_the_work_alone() -> None:
    nodes = START + END + user("work") + user("late") + timer("work", "limit", "= term")
    story = Story(scope(nodes, "start > work > end\nlimit > late > end"))
    assert story.open == "work"
    assert len(story.incidents) == 1
    assert story.retried(term="P1D").passes(days=1).open == "late"
    done = Story(scope(nodes, "start > work > end\nlimit > late > end")).completes("work")
    assert done.over, "what only listens keeps nobody waiting"


def test_a_timer_fires_once_and_a_rearmed_one_under_another_id() -> None:
    nodes = START + END + user("work") + '<task id="remind"/>' + timer("work", "each", "R2/P1D", "false", "timeCycle")
    story = Story(scope(nodes, "start > work > end\neach > remind"))
    first = story.one(facts.TimerArmed)
    assert first.cycle == "R2/P1D"
    story.passes(days=1)
    second = story.one(facts.TimerArmed)
    assert second.timer != first.timer
    assert story.one(facts.TimerFired).late_for == timedelta(0)
    with pytest.raises(WrongState):
        story.runtime.advance(story.situation(), [moves.Fire(first.token or 0, first.timer, timedelta(0))], story.at)
    story.passes(days=1, hours=2)
    assert story.one(facts.TimerFired).late_for == timedelta(hours=2)
    assert story.done.count("remind") == 2
    assert story.timers == ""


def test_a_long_outage_is_caught_up_in_one_step() -> None:
    nodes = START + END + user("work") + '<task id="beat"/>' + timer("work", "each", "R/PT1S", "false", "timeCycle")
    story = Story(scope(nodes, "start > work > end\neach > beat"))
    story.at += timedelta(days=900)
    timers = list(story.shown.open["timer"].values())
    story.tell(moves.Fire(timers[0].token, timers[0].timer, timedelta(days=900)))
    assert story.one(facts.TimerArmed).due_at == story.at + timedelta(seconds=1)
    assert story.done.count("beat") == 1


def test_a_cycle_with_a_start_of_its_own_begins_there() -> None:
    each = timer("work", "each", "R3/2030-02-02T09:00/P1WD", "false", "timeCycle")
    story = Story(
        scope(START + END + user("work") + user("x") + each, "start > work > end\neach > x"), setting=Setting(at=FRIDAY)
    )
    assert story.one(facts.TimerArmed).due_at == datetime(2030, 2, 2, 9, tzinfo=CITY)
    assert story.passes(days=1).one(facts.TimerArmed).due_at.date() == date(2030, 2, 5)


def test_a_timer_of_an_event_subprocess_watches_the_whole_scope() -> None:
    trigger = (
        '<startEvent id="t"><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition></startEvent>'
    )
    inner = scope(trigger + user("escalate"), "t > escalate")
    nodes = START + END + user("a") + user("b") + node("subProcess", "watch", inner, triggeredByEvent="true")
    story = Story(scope(nodes, "start > a > b > end"))
    assert story.one(facts.TimerArmed).element == "t"
    story.passes(days=1).completes("a").passes(days=1)
    assert story.open == "escalate"
    assert story.completes("escalate").over
