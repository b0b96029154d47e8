"""Dates beyond the years 1 to 9999 count on as the calendar does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import feel
from bpmn.feel.far import CYCLE, YEARS, far_date, joined, parted

CASES: list[tuple[str, object]] = [
    ('string(@"-2017-12-31")', "-2017-12-31"),
    ('string(date("999999999-12-31"))', "999999999-12-31"),
    ('date("1000000000-01-01")', None),
    ('date("-999999999-01-01") - @"P1D"', None),
    ('date("02017-01-01")', None),
    ('date("-2017-02-29")', None),
    ('date("12000-02-29").day', 29),
    ('date("0000-01-01")', None),
    ("string(date(-44, 3, 15))", "-0044-03-15"),
    ("date(10000, 2, 30)", None),
    ('string(@"-2021-01-01T10:10:10+11:00" + @"P1M")', "-2021-02-01T10:10:10+11:00"),
    ('string(@"-2021-01-01T10:10:10@Asia/Shanghai" - @"PT11H")', "-2022-12-31T23:10:10@Asia/Shanghai"),
    ('string(@"9999-12-31" + @"P1D")', "10000-01-01"),
    ('string(@"9999-12-31" + @"P1M")', "10000-01-31"),
    ('string(@"10000-01-01" - @"P1D")', "9999-12-31"),
    ('@"10000-01-01" - @"9999-12-31" = @"P1D"', True),
    ('@"12026-01-31".year', 12026),
    ('@"12026-01-31".weekday = @"2026-01-31".weekday', True),
    ('@"-0001-01-31T08:30:00".hour', 8),
    ('day of week(@"12026-01-31")', "Saturday"),
    ('day of year(@"12026-02-01")', 32),
    ('week of year(@"12026-01-31")', 5),
    ('string(last day of month(@"12024-02-10T08:00:00"))', "12024-02-29"),
    ('@"12026-01-31" > @"9999-12-31"', True),
    ('@"-0001-01-31" < @"0001-01-01"', True),
    ('@"12026-01-31" = date("12026-01-31")', True),
    ('@"12026-01-31T08:00:00Z" = @"12026-01-31T16:00:00+08:00"', True),
    ('@"12026-01-31T08:00:00" < @"12026-01-31T16:00:00+08:00"', True),
    ('@"12026-06-01" in [@"12026-01-01"..@"12026-12-31"]', True),
    ('string(date(@"12026-01-31T08:00:00"))', "12026-01-31"),
    ('string(time(@"12026-01-31T08:00:00"))', "08:00:00"),
    ('string(date and time(@"12026-01-31", @"08:00:00"))', "12026-01-31T08:00:00"),
    ('string(date and time("9999-12-31T24:00:00"))', "10000-01-01T00:00:00"),
    ('string(years and months duration(@"-2016-01-30", @"-2017-02-28"))', "-P11M"),
    ('string(years and months duration(@"2014-12-31", @"-2019-10-01"))', "-P4033Y2M"),
    ('@"999999999-01-01" - @"-999999999-01-01"', None),
    ('@"999999999-01-01" > @"-999999999-01-01"', True),
    ('@"12026-01-31" instance of date', True),
    ('@"12026-01-31T08:00:00" instance of date and time', True),
    ('@"12026-01-31" + 1', None),
    ('distinct values([@"12026-01-31", @"12026-01-31"]) = [@"12026-01-31"]', True),
    ('sort([@"12026-01-31", @"-0001-01-31", @"2026-01-31"])[2].year', 2026),
    ('for d in @"12026-01-31"..@"12026-02-02" return d', None),
]
DAYS = st.dates(date(1600, 1, 1), date(3000, 1, 1))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(timezones=st.sampled_from([None, UTC])))
CYCLES = st.integers(-1_000_000, 1_000_000)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_far_dates(text: str, expected: object) -> None:
    assert feel.compile(text)({}) == expected


def test_a_far_date_leaves_the_language_as_text() -> None:
    assert feel.plain(feel.compile('[@"12026-01-31", @"-0044-03-15T12:00:00Z"]')({})) == [
        "12026-01-31",
        "-0044-03-15T12:00:00Z",
    ]


def far(value: date, cycles: int) -> object:
    more, near = parted(value)
    return joined(cycles + more, near)


@given(DAYS | MOMENTS, CYCLES, st.integers(-(10**6), 10**6), st.integers(-5000, 5000))
def test_what_is_400_years_away_stays_so(value: date, cycles: int, days: int, months: int) -> None:
    """The calendar repeats itself: the same sum, so many cycles off."""
    for text, by in (
        ("d + by", timedelta(days=days)),
        ("d - by", timedelta(hours=days)),
        ("d + by", feel.Months(months)),
    ):
        run = feel.compile(text)
        assert run({"d": far(value, cycles), "by": by}) == far(run({"d": value, "by": by}), cycles)


@given(DAYS, DAYS, CYCLES)
def test_far_dates_lie_apart_and_in_order_as_near_ones_do(one: date, other: date, cycles: int) -> None:
    values = {"a": far(one, cycles), "b": far(other, cycles), "c": one, "d": other}

    assert feel.compile("a - b = c - d").holds(values)
    assert feel.compile("(a < b) = (c < d) and (a = b) = (c = d)").holds(values)
    assert feel.compile("date(string(a)) = a").holds(values)


@given(DAYS, st.integers(-1000, 1000).filter(bool))
def test_a_cycle_is_146097_days(day: date, cycles: int) -> None:
    assert feel.compile("a - b = by").holds({"a": far(day, cycles), "b": day, "by": cycles * CYCLE})
    assert far_date(day.year + YEARS * cycles, day.month, day.day) in (far(day, cycles), None)


def test_a_moment_and_its_day() -> None:
    value = feel.compile("date and time(d, t)")({"d": far_date(-300, 2, 28), "t": time(1, 2, 3)})

    assert feel.compile("[m.year, m.month, m.day, m.second]")({"m": value}) == [-300, 2, 28, 3]
