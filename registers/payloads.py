"""The fields of a record: read from what a department delivers, and between plain JSON and Python's values."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from registers.catalogue import Dataset

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
FLAGS = {"1": True, "是": True, "true": True, "0": False, "否": False, "false": False}
LONGEST = 200


def read(dataset: Dataset, row: Mapping[str, str]) -> dict[str, Any]:
    """The fields of one delivered row. ValueError names every field that is wrong."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for field in dataset.fields:
        text = (row.get(field.name) or "").strip()
        if not text and not field.required:
            values[field.name] = None
            continue
        try:
            values[field.name] = parse(field.kind, text)
        except ValueError as error:
            wrong.append(f"{field.name}: {error}")
    if wrong:
        raise ValueError("; ".join(wrong))
    return values


def parse(kind: str, text: str) -> Any:
    """One field of a kind of datasets.csv. ValueError says what was expected."""
    match kind:
        case "number" if NUMBER.fullmatch(text):
            return _number(text)
        case "month" if MONTH.fullmatch(text):
            return text
        case "flag" if text.lower() in FLAGS:
            return FLAGS[text.lower()]
        case "text" if 0 < len(text) <= LONGEST:
            return text
        case "date":
            return _date(text)
    raise ValueError(f"Expected a {kind}, but found {text[:40]!r}")


def dump(values: Mapping[str, Any]) -> str:
    """As JSON text: numbers are numbers with all their digits, days ISO texts."""
    pairs = (f"{json.dumps(name)}: {_dumped(value)}" for name, value in values.items())
    return f"{{{', '.join(pairs)}}}"


def load(dataset: Dataset, text: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text, parse_float=Decimal)
    days = {field.name for field in dataset.fields if field.kind == "date"}
    return {
        name: date.fromisoformat(value) if name in days and value is not None else value
        for name, value in values.items()
    }


def _number(text: str) -> int | Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"Expected a number, but found {text!r}") from error
    return int(value) if value == value.to_integral_value() else value


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"Expected a date such as 2026-03-01, but found {text[:40]!r}") from error


def _dumped(value: Any) -> str:
    match value:
        case bool() | int() | str() | None:
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"{value:f}"
        case date():
            return json.dumps(value.isoformat())
    raise TypeError(f"Expected a plain value, but found a {type(value).__name__}")
