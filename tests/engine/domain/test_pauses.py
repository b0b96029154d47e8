"""A clock that stood still: what was left at the pause is left at the resume."""

from itertools import pairwise

import pytest

from engine.domain.durations import parse_duration
from engine.domain.pauses import Pause, resume
from tests.engine.domain.city import at, city

MOVES = [
    # length, due, paused, resumed, new due
    ("P10WD", "2026-12-08T17:00", "2026-11-26T10:00", "2026-12-01T10:00", "2026-12-11T17:00"),  # three working days
    ("P10WD", "2026-12-08T17:00", "2026-11-26T10:00", "2026-11-26T16:00", "2026-12-08T17:00"),  # within a day
    ("P10WD", "2026-12-08T17:00", "2026-11-26T16:59", "2026-11-27T08:00", "2026-12-09T17:00"),
    ("P10WD", "2026-12-08T17:00", "2026-11-26T18:00", "2026-11-27T08:00", "2026-12-08T17:00"),  # a night
    ("P10WD", "2026-12-08T17:00", "2026-11-27T17:30", "2026-11-30T08:00", "2026-12-08T17:00"),  # a weekend
    ("P10WD", "2026-12-08T17:00", "2026-11-28T09:00", "2026-11-29T20:00", "2026-12-08T17:00"),
    ("P10WD", "2026-12-08T17:00", "2026-11-28T09:00", "2026-11-30T18:00", "2026-12-09T17:00"),  # all of the Monday
    ("P10WD", "2026-12-08T17:00", "2026-12-08T17:00", "2026-12-09T09:00", "2026-12-09T17:00"),  # at the last moment
    ("P10WD", "2026-12-08T17:00", "2026-12-08T17:01", "2026-12-20T09:00", "2026-12-08T17:00"),  # it had passed
    ("P5WD", "2026-10-09T17:00", "2026-09-28T09:00", "2026-10-08T09:00", "2026-10-13T17:00"),  # over a week off
    ("P0.5WD", "2026-11-25T11:30", "2026-11-25T10:00", "2026-11-25T14:00", "2026-11-25T17:00"),  # one half day
    ("P1.5WD", "2026-11-26T11:30", "2026-11-24T15:00", "2026-11-26T15:00", "2026-11-30T11:30"),
    ("PT4WH", "2026-11-24T15:00", "2026-11-24T10:00", "2026-11-24T11:00", "2026-11-24T16:00"),
    ("PT4WH", "2026-11-24T15:00", "2026-11-24T14:30", "2026-11-27T16:45", "2026-11-30T08:45"),
    ("PT4WH", "2026-11-24T15:00", "2026-11-24T11:30", "2026-11-24T13:00", "2026-11-24T15:00"),  # lunch
    ("PT4WH", "2026-11-24T15:00", "2026-11-24T15:00", "2026-11-26T09:00", "2026-11-24T15:00"),  # nothing is left
    ("PT4WH", "2026-11-24T15:00", "2026-11-24T14:59", "2026-11-26T09:00", "2026-11-26T09:01"),
    ("PT24H", "2026-11-25T10:00", "2026-11-25T10:00", "2026-11-26T10:00", "2026-11-25T10:00"),
    ("PT24H", "2026-11-25T10:00", "2026-11-24T12:00", "2026-11-24T20:00", "2026-11-25T18:00"),
    ("P7D", "2026-12-01T17:00", "2026-11-25T10:00", "2026-11-29T10:00", "2026-12-07T17:00"),  # a Saturday rolls on
    ("P7D", "2026-12-01T17:00", "2026-11-25T10:00", "2026-11-25T16:00", "2026-12-01T17:00"),
]


@pytest.mark.parametrize(("length", "due", "paused", "resumed", "new"), MOVES)
def test_the_end_moves_by_what_passed(length: str, due: str, paused: str, resumed: str, new: str) -> None:
    assert resume(city(), parse_duration(length), at(due), [Pause(at(paused), at(resumed))]) == at(new)


@pytest.mark.parametrize(("length", "due"), sorted({(length, due) for length, due, *_ in MOVES}))
def test_resumed_at_once_nothing_moves(length: str, due: str) -> None:
    for moment in ("2026-11-24T11:47", "2026-11-25T09:00", "2026-11-28T12:00", "2026-12-30T12:00"):
        pause = Pause(at(moment), at(moment))
        assert resume(city(), parse_duration(length), at(due), [pause]) == at(due)


def test_pauses_on_end_are_one() -> None:
    stops = [at(f"2026-11-{day}T{hour}") for day, hour in ((25, "15:00"), (27, "18:00"), (28, "12:00"), (30, "16:00"))]
    parts = [Pause(since, until) for since, until in pairwise(stops)]
    for length in ("P10WD", "P9.5WD", "PT60WH", "P20D", "PT400H"):
        span = parse_duration(length)
        due_at = city().after(at("2026-11-24"), span).at
        assert resume(city(), span, due_at, parts) == resume(city(), span, due_at, [Pause(stops[0], stops[-1])])


def test_a_pause_on_the_rest_day_that_a_limit_would_end_on() -> None:
    pauses = [Pause(at("2026-11-25"), at("2026-11-29")), Pause(at("2026-12-06"), at("2026-12-11"))]
    moved = resume(city(), parse_duration("P7D"), at("2026-12-01T17:00"), pauses)
    assert moved == at("2026-12-11T17:00")  # after the first pause its last day is Saturday 12-05: none is left


def test_the_working_days_left_are_the_same_before_and_after() -> None:
    pause = Pause(at("2026-11-26T10:00"), at("2026-12-14T15:00"))
    moved = resume(city(), parse_duration("P10WD"), at("2026-12-08T17:00"), [pause])
    before = city().working_days_left(pause.paused_at, at("2026-12-08T17:00"))
    assert city().working_days_left(pause.resumed_at, moved) == before == 8
