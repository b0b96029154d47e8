"""Months as their first days: what money is for. Knows no calendar and no clock."""

from datetime import date


def month(text: str) -> date:
    """`2026-03`, or any day of it. ValueError says what was expected."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError as error:
        raise ValueError(f"Expected a month such as 2026-03, but found {text[:40]!r}") from error


def later(first: date, months: int) -> date:
    """The month that many after it, or before it where negative."""
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def first_day(day: date) -> date:
    return day.replace(day=1)


def text(first: date | None) -> str | None:
    return None if first is None else f"{first:%Y-%m}"
