"""How values are written in a document: dates and money in Chinese, lists, and what is shown of a person. Pure."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from bpmn.documents.money import capitals

CITY = timezone(timedelta(hours=8))
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
LONG_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "端木")


def written(value: Any) -> str | None:
    """As it is read; None where there is nothing to write."""
    match value:
        case None | "":
            return None
        case bool():
            return "是" if value else "否"
        case str() if DAY.fullmatch(value) or MOMENT.match(value):
            return _moment(value)
        case str() if MONTH.fullmatch(value):
            return f"{int(value[:4])}年{int(value[5:])}月"
        case datetime():
            return _clock(value)
        case date():
            return _day(value)
        case Decimal():
            return f"{value:,f}"
        case list() | tuple():
            return "、".join(text for item in value if (text := written(item))) or None
        case dict():
            return None
        case _:
            return str(value)


def _moment(text: str) -> str:
    try:
        return _day(date.fromisoformat(text)) if DAY.fullmatch(text) else _clock(datetime.fromisoformat(text))
    except ValueError:
        return text


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _clock(moment: datetime) -> str:
    local = moment.astimezone(CITY) if moment.tzinfo else moment
    return f"{_day(local)} {local:%H:%M}"


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ValueError(f"Expected an amount, but got {value!r}")
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"Expected an amount, but got {value!r}") from error


def _money(value: Any) -> str:
    return f"{_number(value):,.2f} 元"


def _date(value: Any) -> str:
    text = written(value) or ""
    return text.split(" ")[0]


def name(value: Any) -> str:
    """张*, 欧阳**: the surname, as data_standards 7 says for lists and public notices."""
    text = str(value).strip()
    shown = 2 if text.startswith(LONG_SURNAMES) and len(text) > 2 else 1
    return text[:shown] + "*" * max(1, len(text) - shown)


def identity(value: Any) -> str:
    """The first six, the last two."""
    text = str(value).strip()
    return text[:6] + "*" * (len(text) - 8) + text[-2:] if len(text) >= 15 else "*" * len(text)


def phone(value: Any) -> str:
    text = str(value).strip()
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "****"


def account(value: Any) -> str:
    """The last four."""
    text = str(value).strip()
    return "*" * max(4, len(text) - 4) + (text[-4:] if len(text) > 8 else "")


def address(value: Any) -> str:
    """As far as the community, or as near as the text says."""
    found = re.match(r".*(?:社区|村委会|村)", str(value)) or re.match(r".*?(?:街道|镇|乡)", str(value))
    found = found or re.match(r".*?[区县市]", str(value))
    return found.group(0) if found else "***"


MASKS: dict[str, Callable[[Any], str]] = {
    "隐名": name,
    "隐号": identity,
    "隐电话": phone,
    "隐账号": account,
    "隐址": address,
}
FORMS: dict[str, Callable[[Any], str | None]] = {
    "": written,
    "照写": written,
    "日期": _date,
    "金额": _money,
    "大写": lambda value: capitals(_number(value)),
    **MASKS,
}
OPEN = (*MASKS, "照写", "金额", "大写")
"""In what everybody reads: masked, or said outright by whoever writes the template and whoever approves it."""


def write(value: Any, form: str) -> str | None:
    """In one of FORMS; None for nothing. ValueError where the value does not fit the form."""
    if value is None or value == "" or isinstance(value, dict):
        return None
    return FORMS[form](value)
