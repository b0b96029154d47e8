"""When limits warn, pass and breach, what a step's share is, and the colour of the light."""

from decimal import Decimal

import pytest

from bpmn.model import TimeLimit
from engine.domain.calendar import calendar
from engine.domain.durations import parse_duration
from engine.domain.limits import Schedule, Stage, Turn, light, limit_end, next_due, redate, resolved, schedule
from engine.domain.pauses import Pause
from tests.engine.domain.city import at, city
from tongban.calendars import city_days, read_decree, settled

LIMIT = TimeLimit("P10WD", "P20WD")


@pytest.mark.parametrize(
    ("length", "start", "warn", "due"),
    [
        ("P10WD", "2026-11-24T10:00", "2026-12-03T17:00", "2026-12-08T17:00"),  # three days left
        ("P5WD", "2026-11-24T10:00", "2026-11-30T13:30", "2026-12-01T17:00"),  # a day and a half left
        ("P2WD", "2026-11-24T10:00", "2026-11-25T17:00", "2026-11-26T17:00"),  # one day is more than 30 %
        ("P1WD", "2026-11-24T10:00", "2026-11-24T17:00", "2026-11-25T17:00"),
        ("P0.5WD", "2026-11-24T13:30", "2026-11-24T13:30", "2026-11-25T11:30"),  # never before it began
        ("P0WD", "2026-11-24T15:00", "2026-11-24T16:24", "2026-11-24T17:00"),  # 当场: the share of what is left today
        ("PT4WH", "2026-11-24T09:00", "2026-11-24T13:18", "2026-11-24T14:30"),
        ("PT2H", "2026-11-28T10:00", "2026-11-28T11:24", "2026-11-28T12:00"),
        ("PT30M", "2026-11-28T23:50", "2026-11-29T00:11", "2026-11-29T00:20"),
        ("P30D", "2026-11-20T10:00", "2026-12-12T17:00", "2026-12-21T17:00"),  # 12-20 is a Sunday
        ("P2D", "2026-11-24T10:00", "2026-11-25T17:00", "2026-11-26T17:00"),
    ],
)
def test_a_limit_warns_when_a_share_or_a_day_is_left(length: str, start: str, warn: str, due: str) -> None:
    got = schedule(TimeLimit(length), at(start), city())
    assert (got.warn_at, got.due_at, got.statutory_at) == (at(warn), at(due), None)


def test_the_share_that_warns_is_the_designers() -> None:
    got = schedule(TimeLimit("P10WD", warn_share=Decimal("0.5")), at("2026-11-24"), city())
    assert got.warn_at == at("2026-12-01T17:00")


def test_a_limit_in_days_of_the_calendar_rolls_on_and_a_timer_does_not() -> None:
    span, start = parse_duration("P4D"), at("2026-11-24T19:00")
    assert limit_end(span, start, city()) == at("2026-11-30T17:00")
    assert limit_end(span, start, city(), rolls=False) == city().after(start, span).at == at("2026-11-28T19:00")
    assert limit_end(parse_duration("PT96H"), start, city()) == at("2026-11-28T19:00")


def test_a_zero_limit_ends_with_the_day_it_counts_for() -> None:
    for length in ("P0WD", "P0D", "PT0S", "PT0WH"):
        assert limit_end(parse_duration(length), at("2026-11-27T18:00"), city()) == at("2026-11-30T17:00")


@pytest.mark.parametrize(
    ("share", "whole", "committed"),
    [
        ("0.3", "P10WD", "P3WD"),
        ("0.1", "P5WD", "P0.5WD"),
        ("0.25", "P5WD", "P1.5WD"),  # 1.25 is rounded up
        ("0.2", "P1WD", "P0.5WD"),  # half a day at least
        ("0.3", "P0WD", "P0WD"),
        ("0.5", "PT5WH", "PT2.5WH"),
        ("0.3", "P30D", "P9D"),
        ("0.5", "PT1H", "PT1800S"),
    ],
)
def test_a_share_is_rounded_to_half_days(share: str, whole: str, committed: str) -> None:
    limit = TimeLimit(share=Decimal(share))
    assert resolved(limit, whole) == TimeLimit(committed=committed)
    start = at("2026-11-24")
    assert schedule(limit, start, city(), whole) == schedule(TimeLimit(committed), start, city())


@pytest.mark.parametrize("whole", [None, "P1M", "soon"])
def test_a_share_of_nothing_is_refused(whole: str | None) -> None:
    with pytest.raises(ValueError, match="Expected a"):
        schedule(TimeLimit(share=Decimal("0.3")), at("2026-11-24"), city(), whole)


def test_a_pause_moves_the_clocks_it_stops() -> None:
    both = schedule(LIMIT, at("2026-11-24"), city(), pauses=[Pause(at("2026-11-26"), at("2026-12-01"))])
    assert (both.warn_at, both.due_at) == (at("2026-12-08T17:00"), at("2026-12-11T17:00"))
    assert both.statutory_at == at("2026-12-25T17:00")
    one = schedule(LIMIT, at("2026-11-24"), city(), pauses=[Pause(at("2026-11-26"), at("2026-12-01"), "committed")])
    assert (one.due_at, one.statutory_at) == (at("2026-12-11T17:00"), at("2026-12-22T17:00"))


def test_a_published_decree_dates_the_open_limits_anew() -> None:
    old = schedule(LIMIT, at("2026-12-20"), city())
    assert (old.due_at, old.provisional) == (at("2027-01-05T17:00"), True)  # 12-20 is a Sunday: counts from 12-21
    decree = settled(read_decree("date,working,name\n2027-01-01,0,元旦\n2027-01-04,0,调休\n2027-01-09,1,补班"), 2027)
    published = calendar([*city_days(2025, 2028), *decree])
    new = redate(old, LIMIT, published)
    assert (new.due_at, new.provisional) == (at("2027-01-06T17:00"), False)
    assert redate(new, LIMIT, published) == new
    pauses = [Pause(at("2026-12-22"), at("2026-12-23"))]
    assert redate(old, LIMIT, published, pauses=pauses).due_at == at("2027-01-07T17:00")


@pytest.mark.parametrize(
    ("moment", "paused", "colour"),
    [
        ("2026-11-24T10:00", None, "green"),
        ("2026-12-03T16:59:59", None, "green"),
        ("2026-12-03T17:00", None, "yellow"),
        ("2026-12-08T17:00", None, "red"),
        ("2026-12-22T17:00", None, "dark_red"),
        ("2026-12-30T10:00", "both", "stopped"),
        ("2026-12-09T10:00", "committed", "stopped"),
        ("2026-12-30T10:00", "committed", "dark_red"),
    ],
)
def test_the_light(moment: str, paused: str | None, colour: str) -> None:
    assert light(schedule(LIMIT, at("2026-11-24"), city()), at(moment), paused) == colour


def test_no_limit_has_no_light() -> None:
    none = schedule(TimeLimit(), at("2026-11-24"), city())
    assert none == Schedule(at("2026-11-24"), None, None, None)
    assert light(none, at("2030-01-01")) == light(none, at("2030-01-01"), paused=True) == "none"
    assert next_due(none, "running") is None


def test_a_limit_by_law_alone_warns_and_turns_dark_red() -> None:
    only = schedule(TimeLimit(statutory="P20WD"), at("2026-11-24"), city())
    assert (only.warn_at, only.due_at) == (at("2026-12-14T17:00"), None)
    days = ("2026-11-25", "2026-12-15", "2026-12-23")
    assert [light(only, at(day)) for day in days] == ["green", "yellow", "dark_red"]
    assert next_due(only, "warned") == Turn("breached", at("2026-12-22T17:00"))


def test_the_moments_come_in_order() -> None:
    dates, stage, turns = schedule(LIMIT, at("2026-11-24"), city()), "running", []
    while turn := next_due(dates, stage):  # type: ignore[arg-type]  # a stage of the turn before
        turns.append(turn)
        stage = turn.stage
    assert turns == [
        Turn("warned", at("2026-12-03T17:00")),
        Turn("passed", at("2026-12-08T17:00")),
        Turn("breached", at("2026-12-22T17:00")),
    ]


@pytest.mark.parametrize(
    ("stage", "paused", "turn"),
    [
        ("running", "both", None),
        ("running", True, None),
        ("running", "committed", Turn("breached", at("2026-12-22T17:00"))),
        ("breached", None, None),
    ],
)
def test_a_clock_that_stands_still_turns_nothing(stage: Stage, paused: str | bool | None, turn: Turn | None) -> None:
    assert next_due(schedule(LIMIT, at("2026-11-24"), city()), stage, paused) == turn


def test_a_breach_that_comes_first_is_told_first() -> None:
    pauses = [Pause(at("2026-11-26"), at("2026-12-28"), "committed")]
    late = schedule(LIMIT, at("2026-11-24"), city(), pauses=pauses)
    assert late.statutory_at is not None
    assert late.due_at is not None
    assert late.statutory_at < late.due_at
    assert next_due(late, "running") == Turn("breached", late.statutory_at)
