"""The clock rules of the city, as tables: rest days, make-up days, half days, office hours, years not yet decreed."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.domain.calendar import calendar
from engine.domain.days import Day
from engine.domain.durations import WorkingDays, parse_cycle, parse_duration
from engine.domain.office import office, parse_office
from tests.engine.domain.city import at, city

DAYS = [
    ("2026-09-24", 5, "2026-10-09"),  # 10-01 to 10-07 are off
    ("2026-09-30", 3, "2026-10-10"),  # a make-up Saturday
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-02-14", 1, "2026-02-24"),  # a make-up Saturday before nine days off
    ("2026-04-30", 10, "2026-05-18"),
    ("2026-11-24", 10, "2026-12-08"),
    ("2026-11-24", 27, "2026-12-31"),  # the last day that a decree has settled
]
PROVISIONAL = [("2026-11-24", 30, "2027-01-06"), ("2026-11-24", 45, "2027-01-27"), ("2026-11-24", 60, "2027-02-23")]


@pytest.mark.parametrize(("start", "days", "end"), DAYS)
def test_a_limit_in_working_days_ends_at_the_close_of_its_last_day(start: str, days: int, end: str) -> None:
    moment = city().after(at(start), parse_duration(f"P{days}WD"))
    assert (moment.at, moment.provisional) == (at(f"{end}T17:00"), False)


@pytest.mark.parametrize(("start", "days", "end"), PROVISIONAL)
def test_a_year_without_a_decree_gives_a_provisional_end(start: str, days: int, end: str) -> None:
    moment = city().after(at(start), parse_duration(f"P{days}WD"))
    assert (moment.at, moment.provisional) == (at(f"{end}T17:00"), True)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-11-24T07:00", "P1WD", "2026-11-25T17:00"),  # before the opening: that day
        ("2026-11-24T17:00", "P1WD", "2026-11-25T17:00"),  # at the close: still that day
        ("2026-11-24T17:00:00.000001", "P1WD", "2026-11-26T17:00"),  # after it: the next
        ("2026-11-28T10:00", "P1WD", "2026-12-01T17:00"),  # a Saturday counts as the Monday
        ("2026-11-27T18:00", "P1WD", "2026-12-01T17:00"),
        ("2026-02-13T18:00", "P1WD", "2026-02-24T17:00"),  # counts as the make-up Saturday
        ("2026-11-24T10:00", "P0WD", "2026-11-24T17:00"),  # 当场
        ("2026-11-24T18:00", "P0WD", "2026-11-25T17:00"),
        ("2026-11-24T10:00", "P0.5WD", "2026-11-25T11:30"),
        ("2026-11-27T16:00", "P0.5WD", "2026-11-30T11:30"),
        ("2026-11-24T10:00", "P1.5WD", "2026-11-26T11:30"),
        ("2026-11-24T02:00:00+00:00", "P1WD", "2026-11-25T17:00"),  # any zone is read on the city's clock
        ("2026-11-24T23:30:00+00:00", "P1WD", "2026-11-26T17:00"),
    ],
)
def test_the_day_of_the_event_is_not_counted(start: str, length: str, end: str) -> None:
    assert city().after(at(start), parse_duration(length)).at == at(end)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-11-24T09:00", "PT2WH", "2026-11-24T11:00"),
        ("2026-11-24T09:30", "PT2WH", "2026-11-24T11:30"),  # the end of a session, not the next opening
        ("2026-11-24T10:00", "PT2WH", "2026-11-24T13:30"),  # over lunch
        ("2026-11-24T12:00", "PT2WH", "2026-11-24T15:00"),  # from within lunch
        ("2026-11-24T13:00", "PT4WH", "2026-11-24T17:00"),
        ("2026-11-24T16:00", "PT4WH", "2026-11-25T11:30"),
        ("2026-11-27T16:59", "PT1WH", "2026-11-30T09:29"),  # over a weekend
        ("2026-11-28T10:00", "PT1WH", "2026-11-30T09:30"),  # on a rest day
        ("2026-11-24T20:00", "PT0.5WH", "2026-11-25T09:00"),
        ("2026-02-14T16:00", "PT2WH", "2026-02-24T09:30"),
        ("2026-11-24T10:00:30.5", "PT0.25WH", "2026-11-24T10:15:30.5"),
        ("2026-11-24T10:00", "PT7WH", "2026-11-25T10:00"),
        ("2026-11-24T10:00", "PT0WH", "2026-11-24T10:00"),
        ("2026-12-31T16:00", "PT2WH", "2027-01-04T09:30"),
        ("2026-11-24T10:00", "PT36H", "2026-11-25T22:00"),  # natural lengths know no office
        ("2026-11-24T10:00", "P7D", "2026-12-01T10:00"),
        ("2026-01-31T10:00", "P1M", "2026-02-28T10:00"),
        ("2026-01-30T20:00:00+00:00", "P1M", "2026-02-28T04:00"),  # months are the city's
    ],
)
def test_hours_run_from_the_moment_itself(start: str, length: str, end: str) -> None:
    assert city().after(at(start), parse_duration(length)).at == at(end)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-11-24T08:30", "2026-11-24T17:00", 420),
        ("2026-11-24T11:00", "2026-11-24T13:30", 60),
        ("2026-11-27T16:00", "2026-11-30T09:00", 90),
        ("2026-11-28T00:00", "2026-11-29T23:59", 0),
        ("2026-11-24T17:00", "2026-11-24T08:30", -420),
        ("2026-11-24T10:00", "2026-11-24T10:00:59", 0),
        ("2026-09-30T16:00", "2026-10-08T09:30", 120),
    ],
)
def test_the_working_time_between_two_moments(since: str, until: str, minutes: int) -> None:
    assert city().working_minutes_between(at(since), at(until)) == minutes


@pytest.mark.parametrize(
    ("now", "due", "left"),
    [
        ("2026-11-24T10:00", "2026-11-24T17:00", 0),
        ("2026-11-24T10:00", "2026-11-25T17:00", 1),
        ("2026-11-24T23:00", "2026-12-08T17:00", 10),
        ("2026-11-28T10:00", "2026-11-30T17:00", 1),
        ("2026-11-30T10:00", "2026-11-27T17:00", -1),
        ("2026-09-30T10:00", "2026-10-10T17:00", 3),
    ],
)
def test_the_working_days_left_are_those_after_today(now: str, due: str, left: int) -> None:
    assert city().working_days_left(at(now), at(due)) == left


def test_days_outside_the_table_are_weekdays_and_provisional() -> None:
    small = calendar([Day(date(2026, 11, 25), working=False), Day(date(2026, 11, 27), working=True)])
    assert [small.is_working(date(2026, 11, day)) for day in (24, 25, 26, 27, 28)] == [True, False, True, True, False]
    assert small.is_provisional(at("2026-11-26"), at("2026-11-26"))  # a gap in the table
    assert not small.is_provisional(at("2026-11-25"), at("2026-11-25"))
    for start in ("1950-01-02", "2026-11-24", "2400-06-01"):
        moment = small.after(at(start), WorkingDays(Decimal(20)))
        assert moment.provisional
        assert moment.at > at(start)


def test_an_empty_calendar_counts_from_monday_to_friday() -> None:
    moment = calendar().after(at("2026-11-27"), WorkingDays(Decimal(1)))
    assert (moment.at, moment.provisional) == (at("2026-11-30T17:00"), True)


def test_every_place_is_the_place_of_its_own_end() -> None:
    start = city().day_at(at("2026-01-01"))
    for number in range(-400, 400):
        assert city().day_at(city().day_end(start + number)) == start + number
        assert city().half_at(city().half_end(start + number)) == start + number
        assert city().work_at(city().work_end(start + number * 10**9)) == start + number * 10**9


def test_an_end_beyond_the_range_of_dates_says_so() -> None:
    for length in ("P99Y", "P30000WD", "PT800000WH"):
        with pytest.raises(ValueError, match="Expected an end before the year 10000"):
            city().after(at("9990-01-01"), parse_duration(length))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="Expected a moment with a time zone"):
        city().day_at(datetime(2026, 11, 24))  # noqa: DTZ001  # that is the case
    assert city().day_at(datetime(2026, 11, 24, tzinfo=UTC)) == city().day_at(at("2026-11-24"))


def test_a_cycle_keeps_to_its_start() -> None:
    armed = at("2026-01-01T09:00")
    monthly = parse_cycle("R/2026-01-31T09:00/P1M")
    ends = [city().occurrence(monthly, armed, number).at for number in (1, 2, 3)]
    assert ends == [at("2026-01-31T09:00"), at("2026-02-28T09:00"), at("2026-03-31T09:00")]
    daily = parse_cycle("R3/P1WD")
    assert city().occurrence(daily, at("2026-11-27"), 2).at == at("2026-12-01T17:00")


@pytest.mark.parametrize(
    ("every", "since", "now", "following"),
    [
        ("PT1S", "2020-01-01T00:00", "2026-11-24T10:00", "2026-11-24T10:00:01"),
        ("P1M", "2026-01-31T10:00", "2026-02-28T10:00", "2026-03-31T10:00"),
        ("P1WD", "2026-11-24T17:00", "2026-11-28T10:00", "2026-11-30T17:00"),
        ("P1D", "2026-11-24T10:00", "2026-11-20T10:00", "2026-11-25T10:00"),
    ],
)
def test_missed_rounds_are_not_walked_through(every: str, since: str, now: str, following: str) -> None:
    assert city().following(parse_duration(every), at(since), at(now)).at == at(following)


def test_office_hours_are_a_matter_of_the_calendar() -> None:
    summer = calendar([], parse_office("09:00-12:00, 13:30-17:30"))
    assert summer.after(at("2026-11-24"), parse_duration("P1WD")).at == at("2026-11-25T17:30")
    assert summer.after(at("2026-11-24"), parse_duration("P0.5WD")).at == at("2026-11-25T12:00")
    short = calendar([], office((time(9), time(15))))
    assert short.after(at("2026-11-24"), parse_duration("P0.5WD")).at == at("2026-11-25T12:00")
    assert short.working_time_between(at("2026-11-24"), at("2026-11-26")) == timedelta(hours=12)


@pytest.mark.parametrize("text", ["", "8-12", "09:00-08:00", "09:00-12:00,11:00-17:00", "25:00-26:00", "9" * 9999])
def test_wrong_office_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expected office hours such as"):
        parse_office(text)
