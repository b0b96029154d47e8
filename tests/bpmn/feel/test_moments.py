"""Dates, times, durations, and the clock that the engine supplies."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from bpmn import feel
from bpmn.feel import Months

CITY = timezone(timedelta(hours=8))
NOW = datetime(2026, 1, 31, 10, 30, tzinfo=CITY)
CASES = [
    ('date("2026-01-31")', date(2026, 1, 31)),
    ('@"2026-01-31"', date(2026, 1, 31)),
    ("date(2026, 1, 31)", date(2026, 1, 31)),
    ("date(2026, 2, 31)", None),
    ('date("2026-02-30")', None),
    ('date("31.1.2026")', None),
    ("date(now())", date(2026, 1, 31)),
    ("date(null)", None),
    ('time("10:30:00")', time(10, 30)),
    ('time("10:30:00.5+08:00")', time(10, 30, 0, 500000, tzinfo=CITY)),
    ('time("25:00:00")', None),
    ('time(10, 30, 0, duration("PT8H"))', time(10, 30, tzinfo=CITY)),
    ("time(10, 30, 1.5)", time(10, 30, 1, 500000)),
    ("time(now())", time(10, 30, tzinfo=CITY)),
    ('date and time("2026-01-31T10:30:00+08:00")', NOW),
    ('date and time("2026-01-31T10:30:00@Nowhere/Land")', None),
    ('date and time(date("2026-01-31"), time("10:30:00+08:00"))', NOW),
    ('@"2026-01-31T02:30:00Z" = now()', True),
    ('duration("P1DT2H")', timedelta(days=1, hours=2)),
    ('duration("-PT1.5S")', timedelta(seconds=-1.5)),
    ('duration("P1Y2M")', Months(14)),
    ('duration("P")', None),
    ('duration("P1DT")', None),
    ('@"P1M"', Months(1)),
    ("now()", NOW),
    ("today()", date(2026, 1, 31)),
    ("now() = now()", True),
    ('now() + duration("PT2H") > now()', True),
    ('@"2026-01-31" + @"P1D"', date(2026, 2, 1)),
    ('@"P1D" + @"2026-01-31"', date(2026, 2, 1)),
    ('@"2026-01-31" + @"P1M"', date(2026, 2, 28)),
    ('@"2026-03-31" - @"P1M"', date(2026, 2, 28)),
    ('@"2024-02-29" + @"P1Y"', date(2025, 2, 28)),
    ('now() + @"P1M"', datetime(2026, 2, 28, 10, 30, tzinfo=CITY)),
    ('@"2026-02-01" - @"2026-01-31"', timedelta(days=1)),
    ('now() - @"2026-01-31T08:30:00+08:00"', timedelta(hours=2)),
    ('@"10:30:00" - @"08:00:00"', timedelta(hours=2, minutes=30)),
    ('@"23:30:00" + @"PT1H"', time(0, 30)),
    ('@"2026-01-31T24:00:00" = @"2026-02-01T00:00:00"', True),
    ('@"2026-01-31T10:00:00" - now()', None),
    ('for d in [@"2026-02-01"..@"2026-01-01"] return d', None),
    ('string(@"10:30:00.250")', "10:30:00.25"),
    ('@"P1D" * 2', timedelta(days=2)),
    ('2 * @"P1Y"', Months(24)),
    ('@"P1D" / 2', timedelta(hours=12)),
    ('@"P1D" / @"PT6H"', Decimal(4)),
    ('@"P1D" / 0', None),
    ('@"P1D" + @"P1M"', None),
    ('@"P1D" - @"PT1H"', timedelta(hours=23)),
    ('-@"P1D"', timedelta(days=-1)),
    ('@"2026-01-31" + 1', None),
    ('@"2026-01-31" < @"2026-02-01"', True),
    ('@"2026-01-31" < now()', None),
    ('@"2026-01-31T10:00:00" < now()', True),
    ('@"P1D" < @"PT25H"', True),
    ('@"P12M" = @"P1Y"', True),
    ('@"P1M" = @"P30D"', None),
    ('@"2026-01-31" in [@"2026-01-01"..@"2026-12-31"]', True),
    ('today() between @"2026-01-01" and @"2026-12-31"', True),
    ('@"2026-01-31".year', 2026),
    ('@"2026-01-31".month', 1),
    ('@"2026-01-31".day', 31),
    ('@"2026-01-31".weekday', 6),
    ('@"2026-01-31".hour', None),
    ("now().hour", 10),
    ("now().minute", 30),
    ("now().second", 0),
    ("now().time offset", timedelta(hours=8)),
    ('@"10:30:05.25".second', Decimal("5.25")),
    ('@"P3DT4H5M6S".days', 3),
    ('@"P3DT4H5M6S".hours', 4),
    ('@"P3DT4H5M6S".minutes', 5),
    ('@"P3DT4H5M6S".seconds', 6),
    ('@"-P3D".days', -3),
    ('@"P1Y2M".years', 1),
    ('@"P1Y2M".months', 2),
    ('@"P1Y2M".days', None),
    ('years and months duration(@"2011-12-22", @"2013-08-24")', Months(20)),
    ('years and months duration(@"2013-08-24", @"2011-12-25")', Months(-19)),
    ("years and months duration(birth, today()).years", 65),
    ('day of week(@"2026-01-31")', "Saturday"),
    ('day of year(@"2026-02-01")', 32),
    ('week of year(@"2026-01-01")', 1),
    ('month of year(@"2026-02-01")', "February"),
    ('last day of month(@"2026-02-01")', date(2026, 2, 28)),
    ('abs(@"-P1D")', timedelta(days=1)),
    ("string(now())", "2026-01-31T10:30:00+08:00"),
    ('string(@"2026-01-31T10:30:00Z")', "2026-01-31T10:30:00Z"),
    ('string(@"PT0S")', "PT0S"),
    ('string(@"-P14M")', "-P1Y2M"),
    ('string(@"PT0.5S")', "PT0.5S"),
    ('sum([@"P1D", @"PT12H"])', timedelta(hours=36)),
    ('max(@"2026-01-31", @"2026-02-01")', date(2026, 2, 1)),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_moments(text: str, expected: object) -> None:
    assert feel.compile(text)({"$now": NOW, "birth": date(1960, 2, 1)}) == expected


def test_without_a_clock_now_is_a_fault() -> None:
    with pytest.raises(feel.FeelError, match="当前时间"):
        feel.compile("now()")({})


@pytest.mark.parametrize(
    "text",
    ["2026-01-31", "10:30:00", "10:30:00+08:00", "2026-01-31T10:30:00Z", "P1DT2H3M4.5S", "P1Y2M", "-P1D", "PT0S"],
)
def test_what_is_written_is_read_again(text: str) -> None:
    assert feel.plain(feel.compile(f'@"{text}"')({})) == text
