"""The calendar of a new city: published once, year by year, and anew only where something is wanting."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.domain.commands import PublishCalendar
from engine.domain.durations import CITY
from engine.settings import Settings
from engine.store.reads.calendar import years
from tongban.calendars import read_decree, settled
from tongban.console import Console, at_engine
from tongban.seeding import published, seed, wanting

AUTUMN = datetime(2026, 11, 24, 9, tzinfo=CITY)


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Console]:
    with at_engine(Settings(home=tmp_path), database) as opened:
        yield opened


def publish_all(desk: Console, at: datetime = AUTUMN) -> list[int]:
    return list(seed(desk.engine, wanting(desk.engine, at), at, desk.actor))


def test_all_years_are_published_once(desk: Console) -> None:
    assert publish_all(desk) == list(range(2004, 2031))
    assert publish_all(desk) == []
    known = {year.year: year for year in years(desk.store)}
    assert [year for year in known if known[year].provisional] == [2027, 2028, 2029, 2030]
    assert known[2026].worked == 248
    assert desk.store.calendar(2).is_working(datetime(2026, 10, 10, tzinfo=CITY).date())


def test_the_next_year_is_added_when_it_comes(desk: Console) -> None:
    publish_all(desk)
    assert wanting(desk.engine, AUTUMN.replace(year=2027)) == [2031]


def test_a_year_that_is_decreed_by_now_is_published_again(desk: Console) -> None:
    publish_all(desk)
    days = tuple(("2025-" + day, False, "") for day in ("01-01", "01-02"))
    desk.carry_out(PublishCalendar(days=days, provisional=True, **desk.stamp()))
    assert publish_all(desk) == [2025]


def test_a_decree_that_was_imported_stays(desk: Console) -> None:
    publish_all(desk)
    decree = read_decree("date,working,name\n2027-02-06,0,春节\n")
    desk.carry_out(published(settled(decree, 2027), AUTUMN, desk.actor))
    assert publish_all(desk) == []
    assert [year.year for year in years(desk.store) if year.provisional] == [2028, 2029, 2030]
