"""The hours of a working day are a setting of the installation."""

from datetime import datetime

from engine.domain.calendar import Calendar
from engine.domain.durations import CITY, parse_duration
from engine.domain.office import parse_office
from tests.engine.store.desk import opened

FRIDAY = datetime(2026, 11, 27, 9, tzinfo=CITY)


def ends(calendar: Calendar, length: str) -> datetime:
    return calendar.after(FRIDAY, parse_duration(length)).at


def test_a_day_ends_when_the_office_closes(database: str) -> None:
    with opened(database) as usual, opened(database, office=parse_office("09:00-12:00,13:30-18:00")) as later:
        assert ends(usual.calendar(2), "P1WD") == datetime(2026, 11, 30, 17, tzinfo=CITY)
        assert ends(later.calendar(2), "P1WD") == datetime(2026, 11, 30, 18, tzinfo=CITY)
        assert ends(later.calendar(2), "P0.5WD") == datetime(2026, 11, 30, 12, tzinfo=CITY)
        assert ends(later.calendar(2), "PT4WH") == datetime(2026, 11, 27, 14, 30, tzinfo=CITY)
