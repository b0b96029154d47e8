"""Due times in the words of the desk, in Chinese and English. Pure: the calendar and the moment are given."""

from datetime import datetime, timedelta

import msgspec

from engine.domain.calendar import Calendar
from engine.domain.durations import in_city


class Due(msgspec.Struct):
    """One sentence, twice."""

    zh: str
    en: str


def due_words(due_at: datetime | None, now: datetime, calendar: Calendar, paused_for: str | None = None) -> Due:
    """How long is left, or by how much it is over; a clock that stands still says why."""
    if paused_for:
        return Due(f"停钟：{paused_for}", f"Stopped: {paused_for}")
    if due_at is None:
        return Due("没有时限", "No limit")
    due, left = in_city(due_at), calendar.working_days_left(now, due_at)
    if due_at < now:
        return _over(due_at, now, -left)
    if in_city(now).date() == due.date():
        minutes = max(1, int((due_at - now) / timedelta(minutes=1)))
        hours, rest = divmod(minutes, 60)
        zh, en = (f"{hours} 小时 {rest} 分", f"{hours} h {rest} min") if hours else (f"{rest} 分钟", f"{rest} min")
        return Due(f"今天 {due:%H:%M} 到期，剩 {zh}", f"Due today {due:%H:%M}, {en} left")
    return Due(f"剩 {left} 个工作日，{due:%m-%d %H:%M} 到期", f"{left} working days left, due {due:%m-%d %H:%M}")


def _over(due_at: datetime, now: datetime, days: int) -> Due:
    if days > 0:
        return Due(f"超期 {days} 个工作日", f"{days} working days overdue")
    minutes = int((now - due_at) / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    return Due(f"超期 {hours} 小时 {rest} 分", f"{hours} h {rest} min overdue")
