"""Where the days of the city's calendar come from: the decrees known to `chinese_calendar`, else the statutory days of
`holidays`, flagged provisional; and a decree (放假安排) that an administrator imports as CSV. Writes nothing."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial

import chinese_calendar
import holidays

from engine.domain.days import Day

HEADER = ["date", "working", "name"]
WORKING = {"1": True, "true": True, "yes": True, "班": True, "0": False, "false": False, "no": False, "休": False}
MOST_ROWS = 400
NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


def city_days(first_year: int, last_year: int) -> list[Day]:
    """Every day of these years. Never fails for a year without a decree: its days are provisional."""
    return [day for year in range(first_year, last_year + 1) for day in _year(year)]


def settled(decree: Iterable[Day], year: int) -> list[Day]:
    """Every day of `year` as the decree has it, and the decree's days of the years beside it; none is provisional.

    A decree names only the exceptions: the other days of its year are worked from Monday to Friday.
    """
    named = {day.date: day for day in decree}
    plain = (Day(day, day.weekday() < 5) for day in _dates(year) if day not in named)
    return sorted([*named.values(), *plain], key=lambda day: day.date)


def read_decree(text: str) -> list[Day]:
    """The days a published decree names, from CSV with the columns `date,working,name`.

    `working`: 1 or 0 (also true, yes, 班 and false, no, 休). ValueError names every line that is wrong, and why.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or [cell.strip() for cell in lines[0].split(",")] != HEADER:
        raise ValueError(
            f"line 1: Expected the columns {','.join(HEADER)}, but found {lines[0][:80] if lines else ''!r}"
        )
    if len(lines) > MOST_ROWS:
        raise ValueError(f"Expected at most {MOST_ROWS} lines, but found {len(lines)}")
    days: dict[date, Day] = {}
    faults = [fault for number, line in enumerate(lines[1:], 2) if (fault := _read_line(number, line, days))]
    if not days and not faults:
        faults = ["line 2: Expected at least one day, but found none"]
    faults += _scattered(days)
    if faults:
        raise ValueError("\n".join(faults))
    return sorted(days.values(), key=lambda day: day.date)


def _read_line(number: int, line: str, days: dict[date, Day]) -> str | None:
    """Adds the day of this line to `days`, or says what is wrong with it."""
    if not line.strip():
        return None
    expected = partial("line {}: Expected {}, but found {!r}".format, number)
    cells = [cell.strip() for cell in next(csv.reader([line[:200]]))]
    if len(cells) != len(HEADER):
        return expected(f"{len(HEADER)} columns ({','.join(HEADER)})", line[:80])
    day, working = _date(cells[0]), WORKING.get(cells[1].lower())
    if day is None:
        return expected("a date such as 2027-02-06", cells[0])
    if working is None:
        return expected("1 (working) or 0 (a day off)", cells[1])
    if day in days:
        return expected("each day once", cells[0])
    days[day] = Day(day, working, name=cells[2])
    return None


def _scattered(days: Iterable[date]) -> list[str]:
    """A decree is about one year, with a few days of the years beside it."""
    years = sorted({day.year for day in days})
    if years and years[-1] - years[0] > 2:
        return [f"Expected the days of one year and its neighbours, but found {years[0]} to {years[-1]}"]
    return []


def _year(year: int) -> Iterator[Day]:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return _provisional(year)
    return (_decreed(day) for day in _dates(year))


def _decreed(day: date) -> Day:
    _, name = chinese_calendar.get_holiday_detail(day)
    return Day(day, chinese_calendar.is_workday(day), name=NAMES.get(name, name or ""))


def _provisional(year: int) -> Iterator[Day]:
    known = holidays.country_holidays("CN", years=year, language="zh_CN")
    made_up: set[date] = getattr(known, "weekend_workdays", set())
    for day in _dates(year):
        works = day in made_up or (day.weekday() < 5 and day not in known)
        yield Day(day, works, provisional=True, name=known.get(day) or "")


def _dates(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
