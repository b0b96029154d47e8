"""Random limits, pauses and warnings against a counter by minutes: not one may differ. SCALE=10 runs 100,000 cases."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from time import perf_counter

import chinese_calendar
import pytest

from bpmn.model import TimeLimit
from engine.domain.calendar import Calendar, calendar
from engine.domain.days import Day
from engine.domain.durations import Duration, Span, WorkingDays, WorkingHours, format_duration
from engine.domain.limits import Schedule, schedule
from engine.domain.office import office
from engine.domain.pauses import Pause, resume
from tests.conftest import scale
from tests.engine.domain.minutes import BEIJING, Counter, counted

CASES = 10_000
DAYS = 900
Hours = tuple[tuple[int, int], ...]
HOURS: tuple[Hours, ...] = (
    ((510, 690), (780, 1020)),
    ((540, 720), (810, 1050)),
    ((480, 720),),
    ((500, 700), (800, 1000), (1140, 1240)),
)
HALVES: dict[Hours, Hours] = {
    HOURS[2]: ((480, 600), (600, 720))
}  # how the counter is told that half of a lone session is half a day


@dataclass(frozen=True)
class World:
    """The same city twice: as the engine sees it, and minute by minute."""

    ours: Calendar
    counter: Counter
    settled: frozenset[date]


@dataclass(frozen=True)
class Case:
    started_at: datetime
    pause: Pause
    between: datetime


@cache
def world(number: int) -> World:
    """World 0 is the real one, from the middle of 2025 on; the others have random days and other office hours.

    The table of the engine is shorter at both ends than the counter's, so that days outside it are asked for as well.
    """
    random = Random(number)
    first = date(2025, 6, 1) if number == 0 else date(2026, 1, 1) + timedelta(days=random.randrange(2000))
    dates = [first + timedelta(days=n) for n in range(DAYS)]
    table = [day for day in dates[60:500] if number or day.year < 2027]
    works = {day: day.weekday() < 5 for day in dates}
    works |= {day: chinese_calendar.is_workday(day) if not number else random.random() < 0.6 for day in table}
    unsettled = {day for day in table if number and random.random() < 0.02}
    hours = HOURS[number % len(HOURS)]
    opening = office(*((time(a // 60, a % 60), time(b // 60, b % 60)) for a, b in hours))
    ours = calendar((Day(day, works[day], day in unsettled) for day in table), opening)
    counter = counted(first, DAYS, works.__getitem__, HALVES.get(hours, hours))
    return World(ours, counter, frozenset(table) - unsettled)


def moments(random: Random, here: World) -> Case:
    """Three moments in order on whole minutes, often in the same days, and sometimes exactly where a session ends."""
    start = random.randrange(20 * 1440, 450 * 1440)
    gaps = [
        random.choice((0, random.randrange(900), random.randrange(6000), random.randrange(60000))) for _ in range(3)
    ]
    minutes = [start, start + gaps[0], start + gaps[0] + gaps[1], start + sum(gaps)]
    near = [random.choice(here.counter.halves[:600]) if random.random() < 0.1 else minute for minute in minutes]
    times = [here.counter.moment(minute) for minute in sorted(near)]
    return Case(times[0], Pause(times[1], times[3]), times[2])


def later(case: Case, microseconds: int) -> Case:
    shift = timedelta(microseconds=microseconds)
    pause = Pause(case.pause.paused_at + shift, case.pause.resumed_at + shift)
    return Case(case.started_at + shift, pause, case.between + shift)


def check_days(random: Random, here: World, case: Case) -> None:
    count, halves = here.counter, random.choice((random.randrange(130), 2 * random.randrange(65)))
    span = WorkingDays(Decimal(halves) / 2)
    case = later(case, random.choice((0, random.randrange(60_000_000))))
    got = schedule(TimeLimit(format_duration(span)), case.started_at, here.ours)
    due = count.days_end(count.minute(case.started_at), halves)
    assert got.due_at == count.moment(due)
    if halves:
        left = max(halves * count.a_day * 3 // 20, count.a_day)
        assert got.warn_at == max(case.started_at, count.moment(count.left_at(due, left)))
    check_flag(here, got)
    ends = count.halves if halves % 2 else count.closes
    paused, resumed = count.minute(case.pause.paused_at), count.minute(case.pause.resumed_at)
    after = resume(here.ours, span, count.moment(due), [case.pause])
    assert after == count.moment(count.resumed(ends, due, paused, resumed))
    assert here.ours.working_days_left(case.started_at, after) == count.days_left(
        count.minute(case.started_at), int(count.minute(after))
    )
    assert_adds_up(here, span, count.moment(due), case)


def check_hours(random: Random, here: World, case: Case) -> None:
    count, minutes = here.counter, 30 * random.randrange(1, 250)
    span = WorkingHours(Decimal(minutes) / 60)
    start = int(count.minute(case.started_at))
    got = schedule(TimeLimit(format_duration(span)), case.started_at, here.ours)
    due = count.hours_end(start, minutes)
    assert got.due_at == count.moment(due)
    assert got.warn_at == max(case.started_at, count.moment(count.left_at(due, minutes * 3 // 10)))
    check_flag(here, got)
    paused, resumed = int(count.minute(case.pause.paused_at)), int(count.minute(case.pause.resumed_at))
    after = resume(here.ours, span, count.moment(due), [case.pause])
    assert after == count.moment(count.hours_resumed(due, paused, resumed))
    assert here.ours.working_minutes_between(case.started_at, after) == count.between(start, int(count.minute(after)))
    assert_adds_up(here, span, count.moment(due), case)


def check_calendar_days(random: Random, here: World, case: Case) -> None:
    count, days = here.counter, random.randrange(1, 70)
    span = Duration(0, timedelta(days=days), in_days=True)
    got = schedule(TimeLimit(format_duration(span)), case.started_at, here.ours)
    due = count.rolled(int(count.minute(case.started_at)) // 1440 + days)
    assert got.due_at == count.moment(due)
    early = min(count.moment(due) - timedelta(days=days) * 3 / 10, count.moment(count.left_at(due, count.a_day)))
    assert got.warn_at == max(case.started_at, early)
    check_flag(here, got)
    paused, resumed = count.minute(case.pause.paused_at), count.minute(case.pause.resumed_at)
    after = resume(here.ours, span, count.moment(due), [case.pause])
    assert after == count.moment(count.calendar_resumed(due, paused, resumed))
    assert_adds_up(here, span, count.moment(due), case)


def check_flag(here: World, got: Schedule) -> None:
    assert got.due_at is not None
    first, last = got.started_at.astimezone(BEIJING).date(), got.due_at.astimezone(BEIJING).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    assert got.provisional == any(day not in here.settled for day in days)


def assert_adds_up(here: World, span: Span, due_at: datetime, case: Case) -> None:
    """Two pauses on end are one; a later resume never gives an earlier end; resumed at once, nothing moved."""
    paused_at, resumed_at = case.pause.paused_at, case.pause.resumed_at
    once = resume(here.ours, span, due_at, [case.pause])
    halves = [Pause(paused_at, case.between), Pause(case.between, resumed_at)]
    first = resume(here.ours, span, due_at, halves[:1])
    assert resume(here.ours, span, due_at, halves) == once
    assert isinstance(span, Duration) or resume(here.ours, span, first, halves[1:]) == once
    assert due_at <= first <= once
    assert resume(here.ours, span, due_at, [Pause(paused_at, paused_at)]) == due_at
    assert paused_at > due_at or once >= resumed_at or once == due_at


@pytest.mark.timeout(600)
def test_no_random_case_differs_from_the_count_by_minutes() -> None:
    random, began, cases = Random(20261124), perf_counter(), CASES * scale()
    kinds = (check_days, check_days, check_hours, check_hours, check_calendar_days)
    for number in range(cases):
        here = world(random.choice((0, 0, 1, 2, 3)))
        kinds[number % len(kinds)](random, here, moments(random, here))
    print(f"{cases:,} cases, 0 differences, {perf_counter() - began:.1f} s")
