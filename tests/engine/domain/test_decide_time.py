"""What the passing of time brings: timers that fire, limits that turn and are dated anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.domain import facts, moves
from engine.domain.commands import FireTimer, RedateLimits, RedateTimers, TurnLimit
from engine.domain.decision import Decision
from engine.domain.durations import parse_duration
from engine.domain.situation import Limit, Timer
from tests.engine.domain.city import city
from tests.engine.domain.sight import CASE, HOUR, LIMIT, NOW, TIMER, WORKER, asked, decided, refused

FIRE = asked(FireTimer, WORKER, timer=30, instance=10)
TURN = asked(TurnLimit, WORKER, limit=10)
STARTING = Timer(30, None, None, "daily", NOW - HOUR, definition=1)


def test_a_timer_that_is_due_fires_and_says_how_late() -> None:
    assert decided(FIRE, timer=TIMER, instance=CASE) == Decision(moves=(moves.Fire(3, 30, HOUR),))
    exact = replace(TIMER, due_at=NOW)
    assert decided(FIRE, timer=exact, instance=CASE) == Decision(moves=(moves.Fire(3, 30, timedelta(0)),))


def test_a_timer_that_is_gone_or_not_due_or_of_an_ended_case_does_not_fire() -> None:
    early = replace(TIMER, due_at=NOW + timedelta(microseconds=1))
    for timer in (None, early):
        said = refused(FIRE, timer=timer, instance=CASE)
        assert said == "WrongState: Expected a timer that is due, but 30 is disarmed or not due"
    for instance in (None, replace(CASE, status="completed")):
        said = refused(FIRE, timer=TIMER, instance=instance)
        assert said == "WrongState: Expected timer 30 to belong to an active case"


@pytest.mark.parametrize(
    ("cycle", "due_in", "following"),
    [
        (None, None, None),
        ("R1/PT3H", None, None),
        ("R3/PT3H", 2 * HOUR, "R2/PT3H"),
        ("R/PT3H", 2 * HOUR, "R/PT3H"),
    ],
)
def test_a_start_timer_sends_for_an_instance_and_is_armed_again(
    cycle: str | None, due_in: timedelta | None, following: str | None
) -> None:
    answer = decided(asked(FireTimer, WORKER, timer=30, instance=None), timer=replace(STARTING, cycle=cycle))
    assert isinstance(answer, Decision)
    fired, thrown, *armed = answer.facts
    assert fired == facts.TimerFired(30, "daily", HOUR)
    assert thrown == facts.MessageThrown(100, "message", "timer:daily", definition=1, start_event="daily")
    assert [(one.due_at - NOW, one.cycle) for one in armed if isinstance(one, facts.TimerArmed)] == (
        [] if due_in is None else [(due_in, following)]
    )


@pytest.mark.parametrize(
    ("limit", "turned"),
    [
        (LIMIT, ["LimitWarned", "committed"]),
        (replace(LIMIT, stage="warned"), ["committed"]),
        (replace(LIMIT, stage="warned", statutory_at=NOW), ["committed", "statutory"]),
        (replace(LIMIT, stage="passed", statutory_at=NOW), ["statutory"]),
        (replace(LIMIT, warn_at=NOW, due_at=NOW + HOUR), ["LimitWarned"]),
        (replace(LIMIT, warn_at=None, due_at=None, statutory_at=NOW), ["statutory"]),
    ],
)
def test_all_that_is_due_turns_in_order(limit: Limit, turned: list[str]) -> None:
    answer = decided(TURN, limit=limit)
    assert isinstance(answer, Decision)
    assert [getattr(fact, "which", type(fact).__name__) for fact in answer.facts] == turned
    assert answer.moves == ()


def test_a_turn_says_how_late_it_was_and_what_comes_next() -> None:
    answer = decided(TURN, limit=LIMIT)
    assert isinstance(answer, Decision)
    assert answer.facts == (
        facts.LimitWarned(10, 10, None, 2 * HOUR, NOW - HOUR, "case"),
        facts.LimitPassed(10, 10, "committed", None, HOUR, NOW + HOUR, "case"),
    )


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (None, "WrongState: Expected a running limit, but 10 has ended"),
        (replace(LIMIT, stage="passed"), "WrongState: Expected limit 10 to be due, but it is not"),
        (replace(LIMIT, paused_at=NOW - 3 * HOUR, paused_clocks="both"), "WrongState: Expected limit 10 to be due"),
    ],
)
def test_what_does_not_run_or_is_not_due_does_not_turn(limit: Limit | None, said: str) -> None:
    assert refused(TURN, limit=limit).startswith(said)


def test_where_only_the_committed_clock_stands_the_statutory_one_turns() -> None:
    limit = replace(LIMIT, paused_at=NOW - 3 * HOUR, paused_clocks="committed", statutory_at=NOW)
    answer = decided(TURN, limit=limit)
    assert isinstance(answer, Decision)
    assert [getattr(fact, "which", "warned") for fact in answer.facts] == ["statutory"]


def test_a_drawn_escalation_is_thrown_once_when_the_committed_limit_passes() -> None:
    drawn = replace(LIMIT, token=5, escalates=True)
    escalation = (moves.Escalate(5, "overdue"),)
    for stage, expected in (("running", escalation), ("warned", escalation), ("passed", ())):
        answer = decided(TURN, limit=replace(drawn, stage=stage, statutory_at=NOW))
        assert isinstance(answer, Decision)
        assert answer.moves == expected


def test_only_limits_whose_dates_change_are_dated_anew() -> None:
    start = NOW - HOUR
    undated = replace(LIMIT, started_at=start, committed="PT10H", statutory_at=None, warn_share="0.5")
    right = replace(undated, warn_at=start + 5 * HOUR, due_at=start + 10 * HOUR)
    wrong = replace(right, id=11, due_at=start + 9 * HOUR, provisional=True)
    answer = decided(asked(RedateLimits, WORKER, limits=(10, 11)), limits={10: right, 11: wrong})
    assert isinstance(answer, Decision)
    [redated] = answer.facts
    assert isinstance(redated, facts.LimitRedated)
    assert (redated.limit, redated.due_at, redated.provisional) == (11, start + 10 * HOUR, False)
    assert redated.next_at == start + 5 * HOUR


def test_only_timers_whose_dates_change_are_dated_anew() -> None:
    counted = replace(TIMER, length="PT10WH", since=NOW)
    due = city().after(NOW, parse_duration("PT10WH"))
    timers = {
        30: replace(counted, due_at=due.at),
        31: replace(counted, id=31, provisional=True),
        32: replace(counted, id=32, due_at=due.at, provisional=True),
        33: replace(TIMER, id=33, provisional=True),
    }
    answer = decided(asked(RedateTimers, WORKER, timers=tuple(timers)), timers=timers)
    assert answer == Decision(
        (
            facts.TimerRedated(31, due.at, "hour", due.provisional, 10),
            facts.TimerRedated(32, due.at, "hour", due.provisional, 10),
        )
    )


def test_the_next_round_of_a_start_timer_can_be_counted_again() -> None:
    answer = decided(asked(FireTimer, WORKER, timer=30, instance=None), timer=replace(STARTING, cycle="R/P1WD"))
    assert isinstance(answer, Decision)
    armed = answer.facts[-1]
    assert isinstance(armed, facts.TimerArmed)
    assert (armed.length, armed.since) == ("P1WD", STARTING.due_at)
