"""Where the days come from: decrees known to the libraries, provisional years, and a decree that is imported."""

from datetime import date

import pytest

from engine.domain.days import Day
from tongban.calendars import city_days, read_decree, settled

HEAD = "date,working,name\n"


def test_make_up_days_are_worked_and_settled() -> None:
    days = {day.date: day for day in city_days(2026, 2026)}
    assert len(days) == 365
    assert not any(day.provisional for day in days.values())
    worked = [str(day.date)[5:] for day in days.values() if day.working and day.date.weekday() > 4]
    assert worked == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert days[date(2026, 2, 17)].name == "春节"


def test_a_year_without_a_decree_has_its_statutory_days_provisionally() -> None:
    days = city_days(2027, 2027)
    assert all(day.provisional for day in days)
    off = [str(day.date)[5:] for day in days if not day.working and day.date.weekday() < 5]
    spring = ["02-05", "02-08", "02-09", "02-10"]
    assert off == ["01-01", *spring, "04-05", "05-03", "05-04", "06-09", "09-15", "10-01", "10-04", "10-05"]


@pytest.mark.parametrize("year", [1, 1949, 2003, 2028, 2100, 2600, 9999])
def test_no_year_fails(year: int) -> None:
    days = city_days(year, year)
    assert (days[0].date, days[-1].date) == (date(year, 1, 1), date(year, 12, 31))
    assert all(day.provisional for day in days)


def test_a_decree_settles_its_whole_year() -> None:
    decree = read_decree(HEAD + "2027-02-06,0,春节\n\n2027-02-20,班,补班\n2026-12-31,no,元旦\n")
    assert decree[0] == Day(date(2026, 12, 31), working=False, name="元旦")
    days = {day.date: day for day in settled(decree, 2027)}
    assert len(days) == 366
    assert not any(day.provisional for day in days.values())
    assert days[date(2027, 2, 20)].working
    assert days[date(2027, 2, 22)].working
    assert not days[date(2027, 2, 21)].working


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: Expected the columns date,working,name, but found ''"),
        ("2027-02-06,0,春节", "line 1: Expected the columns date,working,name"),
        (HEAD, "line 2: Expected at least one day"),
        (HEAD + "2027-02-30,0,x", "line 2: Expected a date such as 2027-02-06, but found '2027-02-30'"),
        (HEAD + "\n2027-02-06,maybe,x", "line 3: Expected 1 .working. or 0 .a day off., but found 'maybe'"),
        (HEAD + "2027-02-06", "line 2: Expected 3 columns"),
        (HEAD + "2027-02-06,0,x\n2027-02-06,0,x", "line 3: Expected each day once"),
        (HEAD + "2027-02-06,0,x\n2072-02-06,0,x", "Expected the days of one year and its neighbours"),
        (HEAD + "2027-02-06,0,x\n" * 500, "Expected at most 400 lines"),
    ],
)
def test_a_faulty_decree_is_refused_line_by_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_decree(text)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ValueError) as refusal:
        read_decree("\ufeff" + HEAD + "x,0,a\n2027-01-01,0,元旦\n2027-01-02,2,b")
    assert [line.partition(":")[0] for line in str(refusal.value).splitlines()] == ["line 2", "line 4"]
