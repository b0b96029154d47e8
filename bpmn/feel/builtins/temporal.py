"""Built-ins that make and take apart dates, times and durations. `now` and `today` need the scope and are not here."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from bpmn.feel.builtins.signature import table
from bpmn.feel.far import Day, FarDate, far_date, joined, near, parted, with_time, without_time
from bpmn.feel.moments import read_date, read_date_and_time, read_duration, read_time
from bpmn.feel.values import Months

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def to_date(value: Any) -> Any:
    """Of a text, or the day of a date and time."""
    if isinstance(value, str):
        return read_date(value)
    return without_time(value) if isinstance(value, date | FarDate) else None


def to_time(value: Any) -> Any:
    """Of a text, or the time of day of a date and time."""
    if isinstance(value, str):
        return read_time(value)
    if isinstance(value, date | FarDate):
        at = near(value)
        return at.timetz() if isinstance(at, datetime) else time(tzinfo=UTC)
    return value if isinstance(value, time) else None


def time_of(hour: int, minute: int, second: Any, offset: timedelta | None) -> Any:
    micros = int(second % 1 * 1_000_000) if isinstance(second, Decimal) else 0
    try:
        return time(hour, minute, int(second), micros, tzinfo=None if offset is None else timezone(offset))
    except ValueError:
        return None


def to_date_and_time(value: Any) -> Any:
    if isinstance(value, str):
        return read_date_and_time(value)
    if isinstance(value, date | FarDate):
        return value if isinstance(near(value), datetime) else with_time(value, time())
    return None


def combined(day: Day, at: time) -> Any:
    return with_time(without_time(day), at)


def to_duration(value: Any) -> Any:
    if isinstance(value, str):
        return read_duration(value)
    return value if isinstance(value, timedelta | Months) else None


def months_between(start: Day, stop: Day) -> Months:
    """Whole months between the days, whatever the time of day; negative where the stop comes first."""
    count = (stop.year - start.year) * 12 + stop.month - start.month
    if count > 0 and stop.day < start.day:
        return Months(count - 1)
    return Months(count + 1) if count < 0 and stop.day > start.day else Months(count)


def last_day(day: Day) -> Any:
    """Of its month, without the time."""
    cycles, base = parted(day)
    return without_time(joined(cycles, base.replace(day=monthrange(base.year, base.month)[1])))


TEMPORAL = table(
    {
        "date(from: any)": to_date,
        "date(year: integer, month: integer, day: integer)": far_date,
        "time(from: any)": to_time,
        "time(hour: integer, minute: integer, second: number, offset?: duration)": time_of,
        "date and time(from: any)": to_date_and_time,
        "date and time(date: moment, time: time)": combined,
        "duration(from: any)": to_duration,
        "years and months duration(from: moment, to: moment)": months_between,
        "day of week(date: moment)": lambda day: WEEKDAYS[near(day).weekday()],
        "day of year(date: moment)": lambda day: near(day).timetuple().tm_yday,
        "week of year(date: moment)": lambda day: near(day).isocalendar().week,
        "month of year(date: moment)": lambda day: MONTH_NAMES[day.month - 1],
        "last day of month(date: moment)": last_day,
    }
)
