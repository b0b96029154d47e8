"""How lengths, dates and cycles are written, and what is said of those that are not."""

from datetime import timedelta
from decimal import Decimal
from time import perf_counter

import pytest

from engine.domain.durations import (
    Cycle,
    Duration,
    Span,
    WorkingDays,
    WorkingHours,
    format_duration,
    parse_cycle,
    parse_date,
    parse_duration,
    times,
)
from tests.engine.domain.city import at

WRONG_LENGTHS = "P PT P1DT P1H PT1D -P1D P-1D 3WD P3wd PWD P1WDT1H PT4WHS P１D P1S P1M1Y P1.5M P1.1234567D hour"
WRONG_CYCLES = "R R3 3/PT1H R-1/PT1H R/P1D/x/y R/PT1H/ R0/PT1H R/PT0S R/P0WD Rx/P1D R/x/P1D R///////////"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("P3WD", WorkingDays(Decimal(3))),
        ("P0.5WD", WorkingDays(Decimal("0.5"))),
        ("P2,5WD", WorkingDays(Decimal("2.5"))),
        ("PT4WH", WorkingHours(Decimal(4))),
        ("PT1.25WH", WorkingHours(Decimal("1.25"))),
        ("P1Y2M", Duration(14, timedelta(0))),
        ("P2W", Duration(0, timedelta(14))),
        ("P7D", Duration(0, timedelta(7))),
        ("P1Y2M3W4DT5H6M7.5S", Duration(14, timedelta(25, hours=5, minutes=6, seconds=7.5))),
        ("PT1.5H", Duration(0, timedelta(minutes=90))),
        ("PT0S", Duration(0, timedelta(0))),
        ("PT0.000001S", Duration(0, timedelta(microseconds=1))),
    ],
)
def test_durations_are_read_and_written(text: str, span: Span) -> None:
    assert parse_duration(text) == span
    assert parse_duration(format_duration(parse_duration(text))) == span


def test_a_day_is_not_twenty_four_hours_where_limits_are_counted_in_days() -> None:
    cases = {"P1D": True, "P1M": True, "P2W": True, "PT24H": False, "P1DT0H": False, "P0.5D": False}
    spans = {text: parse_duration(text) for text in cases}
    assert {text: isinstance(span, Duration) and span.in_days for text, span in spans.items()} == cases


@pytest.mark.parametrize("text", WRONG_LENGTHS.split())
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expected a duration such as P3WD"):
        parse_duration(text)


def test_odd_and_endless_texts_are_refused_at_once() -> None:
    began = perf_counter()
    for text in ("", " P1D", "P1D\n", "1 hour", "P" + "1" * 100_000 + "D", "P1D" * 50_000, "R/" * 50_000):
        with pytest.raises(ValueError, match="Expected a duration such as P3WD") as refusal:
            parse_duration(text)
        assert len(str(refusal.value)) < 250
    assert perf_counter() - began < 0.5


@pytest.mark.parametrize("text", ["P101Y", "P999999999M", "P999999999D", "P40000WD", "PT999999999WH", "PT999999999H"])
def test_lengths_over_a_century_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="at most a hundred years"):
        parse_duration(text)


def test_working_days_come_in_halves() -> None:
    with pytest.raises(ValueError, match="whole or half working days"):
        parse_duration("P0.3WD")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-24", "2026-11-24T00:00:00+08:00"),
        ("2026-11-24T10:00", "2026-11-24T10:00:00+08:00"),
        ("2026-11-24T10:00:00Z", "2026-11-24T18:00:00+08:00"),
        ("2026-11-24T10:00:00-05:00", "2026-11-24T23:00:00+08:00"),
    ],
)
def test_dates_are_the_citys(text: str, moment: str) -> None:
    assert parse_date(text).isoformat() == moment


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "2026-13-01", "9999-12-31T23:00Z", "2026-11-24T25:00"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expected a date such as 2026-12-31"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("R/PT1H", Cycle(None, None, Duration(0, timedelta(hours=1)))),
        ("R3/P1WD", Cycle(3, None, WorkingDays(Decimal(1)))),
        ("R2/2026-12-01T09:00/P1M", Cycle(2, at("2026-12-01T09:00"), Duration(1, timedelta(0)))),
    ],
)
def test_cycles_are_read(text: str, cycle: Cycle) -> None:
    assert parse_cycle(text) == cycle


@pytest.mark.parametrize("text", WRONG_CYCLES.split())
def test_other_cycles_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expected a"):
        parse_cycle(text)


def test_months_are_multiplied_as_months() -> None:
    two = times(parse_duration("P1M"), 2)
    assert isinstance(two, Duration)
    assert two.after(at("2026-01-31")) == at("2026-03-31")
    assert times(parse_duration("P0.5WD"), 3) == WorkingDays(Decimal("1.5"))
    assert times(parse_duration("PT2WH"), 3) == WorkingHours(Decimal(6))
