"""Dates, times and durations: read from text, written as text, and their parts. Reads no clock."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bpmn.feel.far import FarDate, far_date, later, with_time
from bpmn.feel.values import Months

ZONE = r"(?P<zone>[zZ]|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-]{1,30}(?:/[A-Za-z0-9_+\-]{1,30}){0,2})?"
TIME = re.compile(r"T?(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,20}))?" + ZONE, re.ASCII)
MIDNIGHT = "24:00:00"
"""The end of a day: as a time of day the same as its beginning, with a date the beginning of the next."""
DATE = re.compile(r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)", re.ASCII)
DAYS = re.compile(
    r"(-?)P(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{0,20}))?S)?)?", re.ASCII
)
ZEROS = re.compile(r"(\.\d*[1-9])0+(?!\d)")
MONTHS = re.compile(r"(-?)P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?", re.ASCII)


def read_date(text: str) -> Any:
    match = DATE.fullmatch(text)
    return far_date(*map(int, match.groups())) if match else None


def read_time(text: str) -> time | None:
    match = TIME.fullmatch(text.replace(MIDNIGHT, "00:00:00", 1) if text.startswith(MIDNIGHT) else text)
    if match is None:
        return None
    micros = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    zone = read_zone(match["zone"])
    if match["zone"] and zone is None:
        return None
    try:
        return time(int(match["hour"]), int(match["minute"]), int(match["second"]), micros, tzinfo=zone)
    except ValueError:
        return None


def read_zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in ("z", "Z"):
        return UTC
    if text.startswith("@"):
        try:
            return ZoneInfo(text[1:])
        except (OSError, ValueError, LookupError):
            return None
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    offset = timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))
    if offset >= timedelta(hours=18) or minutes > 59:
        return None
    return timezone(-offset if text[0] == "-" else offset)


def read_date_and_time(text: str) -> Any:
    """A date alone is its midnight."""
    day, mark, rest = text.partition("T")
    on = read_date(day)
    at = read_time(rest) if mark else time()
    if on is None or at is None:
        return None
    return with_time(later(on, timedelta(days=1)) if rest.startswith(MIDNIGHT) else on, at)


def read_duration(text: str) -> timedelta | Months | None:
    if match := MONTHS.fullmatch(text):
        return read_months(match)
    match = DAYS.fullmatch(text)
    if match is None or text[-1] in "PT":
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:5])
    micros = int((match[6] or "0")[:6].ljust(6, "0"))
    try:
        found = timedelta(days, seconds, micros, 0, minutes, hours)
    except OverflowError:
        return None
    return -found if match[1] else found


def read_months(match: re.Match[str]) -> Months | None:
    sign, years, months = match.groups()
    if years is None and months is None:
        return None
    count = int(years or 0) * 12 + int(months or 0)
    return Months(-count if sign else count)


def literal(text: str) -> Any:
    """What @"..." means: a date, a time, both, or a duration; None where it is none of them."""
    if "P" in text[:2]:
        return read_duration(text)
    if "T" in text.partition("@")[0][1:]:
        return read_date_and_time(text)
    return read_date(text) if DATE.fullmatch(text) else read_time(text)


def written(value: Any, regions: bool = False) -> str:
    """A date, time or duration as ISO 8601 text; with `regions` a zone known by name is written by it, as FEEL does."""
    match value:
        case Months():
            return written_months(value.count)
        case timedelta():
            return written_days(value)
    zone = getattr(value, "tzinfo", None)
    if regions and isinstance(zone, ZoneInfo):
        return f"{written(value.replace(tzinfo=None))}@{zone.key}"
    text = ZEROS.sub(r"\1", str(value.isoformat()))
    return text.removesuffix("+00:00") + "Z" if zone is UTC else text


def written_months(count: int) -> str:
    years, months = divmod(abs(count), 12)
    parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    return ("-P" if count < 0 else "P") + parts


def written_days(value: timedelta) -> str:
    sign, size = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(size.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    exact = f"{seconds}.{size.microseconds:06}".rstrip("0") if size.microseconds else str(seconds)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (exact, "S")) if str(n) != "0")
    days = f"{size.days}D" if size.days else ""
    return f"{sign}P{days}" + (f"T{clock}" if clock or not days else "") + ("0S" if not clock and not days else "")


def part(value: Any, name: str) -> Any:
    """A property of a date, time or duration; None where it has no such property."""
    match value:
        case Months():
            return months_part(value.count, name)
        case timedelta():
            return duration_part(value, name)
        case FarDate():
            return value.year if name == "year" else part(value.near, name)
        case date() if name in ("year", "month", "day", "weekday"):
            return value.isoweekday() if name == "weekday" else getattr(value, name)
    return clock_part(value, name) if isinstance(value, datetime | time) else None


def clock_part(value: datetime | time, name: str) -> Any:
    match name:
        case "hour":
            return value.hour
        case "minute":
            return value.minute
        case "second":
            exact = Decimal(value.microsecond).scaleb(-6).normalize()
            return value.second + exact if value.microsecond else value.second
        case "time offset":
            return value.utcoffset()
        case "timezone":
            return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None
    return None


def months_part(count: int, name: str) -> int | None:
    years, months = divmod(abs(count), 12)
    found = {"years": years, "months": months}.get(name)
    return -found if found is not None and count < 0 else found


def duration_part(value: timedelta, name: str) -> Any:
    size = abs(value)
    match name:
        case "days":
            found: Any = size.days
        case "hours":
            found = size.seconds // 3600
        case "minutes":
            found = size.seconds % 3600 // 60
        case "seconds":
            exact = Decimal(size.microseconds).scaleb(-6).normalize()
            found = size.seconds % 60 + exact if size.microseconds else size.seconds % 60
        case _:
            return None
    return -found if value < timedelta(0) else found
