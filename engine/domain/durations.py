"""Lengths of time as designers write them: ISO 8601, and working time (`P3WD`, `P0.5WD`, `PT4WH`).

Knows how they are written and what ISO lengths mean; which days are worked is the business of `calendar`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from decimal import Decimal

CITY = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time, so a fixed offset is exact
LONGEST = timedelta(days=36525)  # a century: longer ones are slips of the pen, and would leave the range of dates
LONGEST_TEXT = 80

NUMBER = r"([0-9]{1,9})"
FRACTION = r"([0-9]{1,9}(?:[.,][0-9]{1,6})?)"
NATURAL = re.compile(
    rf"P(?=[0-9T])(?:{NUMBER}Y)?(?:{NUMBER}M)?(?:{FRACTION}W)?(?:{FRACTION}D)?"
    rf"(T(?=[0-9])(?:{FRACTION}H)?(?:{FRACTION}M)?(?:{FRACTION}S)?)?"
)
WORKING_DAYS = re.compile(rf"P{FRACTION}WD")
WORKING_HOURS = re.compile(rf"PT{FRACTION}WH")
REPEAT = re.compile(r"R([0-9]{0,9})")
MONTH = Decimal(86400) * 36525 / 1200  # the mean one, in seconds
SECONDS = (604800, 86400, 3600, 60, 1)


@dataclass(frozen=True, slots=True)
class Duration:
    """A natural length. `in_days`: written without hours, minutes or seconds, so `P1D` but not `PT24H`."""

    months: int
    rest: timedelta
    in_days: bool = field(default=False, compare=False)

    def after(self, moment: datetime) -> datetime:
        """`moment` plus this length, on the city's calendar; a day that the month does not have becomes its last.

        ValueError where that is later than the year 9999.
        """
        local = in_city(moment)
        year, month = divmod(local.year * 12 + local.month - 1 + self.months, 12)
        try:
            day = min(local.day, monthrange(year, month + 1)[1])
            return local.replace(year=year, month=month + 1, day=day) + self.rest
        except (OverflowError, ValueError) as error:
            raise ValueError(f"Expected an end before the year 10000, but {self} after {moment} is later") from error


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Whole or half working days."""

    days: Decimal


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Hours of which only those of the office count."""

    hours: Decimal


Span = Duration | WorkingDays | WorkingHours


@dataclass(frozen=True, slots=True)
class Cycle:
    """Fires every `every` after `start` (or after the moment it is armed), `times` times; None: without end."""

    times: int | None
    start: datetime | None
    every: Span


def in_city(moment: datetime) -> datetime:
    """The same moment on the city's clock. ValueError for one without a zone: it would be read on the machine's."""
    if moment.tzinfo is None:
        raise ValueError(f"Expected a moment with a time zone, but found {moment.isoformat()}")
    return moment.astimezone(CITY)


def parse_duration(text: str) -> Span:
    """Reads `P1Y2M3W4DT5H6M7.5S`, `P3WD`, `P0.5WD` or `PT4WH`. ValueError says what was expected."""
    if len(text) <= LONGEST_TEXT:
        if match := WORKING_DAYS.fullmatch(text):
            return _working_days(text, _decimal(match[1]))
        if match := WORKING_HOURS.fullmatch(text):
            return WorkingHours(_bounded(text, _decimal(match[1]), 3600))
        if match := NATURAL.fullmatch(text):
            return _natural(text, match)
    raise ValueError(f"Expected a duration such as P3WD, P0.5WD, PT4WH, P1M, P7D or PT30M, but found {_shown(text)}")


def format_duration(span: Span) -> str:
    """The shortest way to write it, so that `parse_duration` reads the same again."""
    match span:
        case WorkingDays(days):
            return f"P{_plain(days)}WD"
        case WorkingHours(hours):
            return f"PT{_plain(hours)}WH"
        case Duration(months, rest, in_days):
            months_text = f"{months}M" if months else ""
            if in_days:
                return f"P{months_text}{rest.days}D"
            seconds = Decimal(rest // timedelta(microseconds=1)) / 1_000_000
            return f"P{months_text}T{_plain(seconds)}S"


def parse_date(text: str) -> datetime:
    """An ISO 8601 date, with or without a time; without a zone it is the city's. In the city's zone, never naive."""
    try:
        moment = datetime.fromisoformat(text) if len(text) <= LONGEST_TEXT else None
        if moment is not None:
            return moment.astimezone(CITY) if moment.tzinfo else moment.replace(tzinfo=CITY)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"Expected a date such as 2026-12-31 or 2026-12-31T17:00:00+08:00, but found {_shown(text)}")


def parse_cycle(text: str) -> Cycle:
    """Reads `R/PT1H`, `R3/P1WD` or `R3/2026-12-01T09:00/P1D`. ValueError says what was expected."""
    head, *parts = text.split("/", 3)
    repeat = REPEAT.fullmatch(head)
    if not repeat or len(parts) not in (1, 2):
        raise ValueError(f"Expected a cycle such as R/PT1H or R3/2026-12-01T09:00/P1D, but found {_shown(text)}")
    times = int(repeat[1]) if repeat[1] else None
    every = parse_duration(parts[-1])
    if times == 0 or is_zero(every):
        raise ValueError(f"Expected a cycle that fires at least once and takes time between, but found {_shown(text)}")
    return Cycle(times, parse_date(parts[0]) if len(parts) == 2 else None, every)


def is_zero(span: Span) -> bool:
    match span:
        case Duration(months, rest):
            return not months and not rest
        case WorkingDays(amount) | WorkingHours(amount):
            return not amount


def times(span: Span, factor: int) -> Span:
    """`factor` of them on end; months stay months, so that every 31st is counted from the first one."""
    match span:
        case Duration(months, rest, in_days):
            return Duration(months * factor, rest * factor, in_days)
        case WorkingDays(days):
            return WorkingDays(days * factor)
        case WorkingHours(hours):
            return WorkingHours(hours * factor)


def _natural(text: str, match: re.Match[str]) -> Duration:
    months = int(match[1] or 0) * 12 + int(match[2] or 0)
    parts = (match[3], match[4], match[6], match[7], match[8])
    seconds = sum((_decimal(part or "0") * unit for part, unit in zip(parts, SECONDS, strict=True)), Decimal(0))
    _bounded(text, seconds + months * MONTH, 1)
    rest = timedelta(microseconds=int(seconds * 1_000_000))
    return Duration(months, rest, in_days=match[5] is None and not rest % timedelta(days=1))


def _working_days(text: str, days: Decimal) -> WorkingDays:
    if days * 2 % 1:
        raise ValueError(f"Expected whole or half working days such as P3WD or P0.5WD, but found {text!r}")
    return WorkingDays(_bounded(text, days, 86400))


def _bounded(text: str, amount: Decimal, seconds: int) -> Decimal:
    if amount * seconds > LONGEST // timedelta(seconds=1):
        raise ValueError(f"Expected a duration of at most a hundred years, but found {text!r}")
    return amount


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(text: str) -> str:
    return repr(text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…")
