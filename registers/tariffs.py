"""Reads tables of parameters: every line is checked, and all findings are told before anything is written."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Any

from registers.areas import LENGTHS
from registers.imports import Refused

RESIDENCES = ("", "城市", "农村")
MARKS = ("S", "G", "A")  # sourced, general knowledge, assumed
CITY_LENGTH = 4  # a code of four digits is the whole city


def shipped() -> list[dict[str, Any]]:
    """The values that come with the product: test values, and the historical ones that have a source."""
    with (files("registers") / "parameters.csv").open(encoding="utf-8") as lines:
        return read(csv.DictReader(lines))


def read(rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Lines as `parameters.put` takes them. Refused, with every finding by line, where one is wrong."""
    values: list[dict[str, Any]] = []
    findings: list[tuple[int, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, 1):
        wrong = list(_findings(row))
        key = tuple(row.get(column) or "" for column in ("rules", "name", "area", "residence", "valid_from"))
        if key in seen:
            wrong.append(f"Expected each value once, but line {seen[key]} has the same name, area and day")
        seen.setdefault(key, number)
        findings += [(number, words) for words in wrong]
        if not wrong:
            values.append(_line(row))
    if findings:
        raise Refused(tuple(findings))
    return values


def _findings(row: Mapping[str, str]) -> Iterator[str]:
    for name in ("rules", "name", "label"):
        if not (row.get(name) or "").strip():
            yield f"{name}: Expected a text"
    if not _is_area(row.get("area") or ""):
        yield f"area: Expected a code of 4, 6, 9 or 12 digits, but found {row.get('area')!r}"
    if (row.get("residence") or "") not in RESIDENCES:
        yield f"residence: Expected 城市, 农村 or nothing, but found {row.get('residence')!r}"
    if row.get("mark") not in MARKS:
        yield f"mark: Expected S, G or A, but found {row.get('mark')!r}"
    if _number(row.get("value") or "") is None:
        yield f"value: Expected a number of at most 6 places, but found {row.get('value')!r}"
    yield from _bad_days(row.get("valid_from") or "", row.get("valid_to") or "")


def _is_area(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) in (CITY_LENGTH, *LENGTHS)


def _bad_days(first: str, last: str) -> Iterator[str]:
    since, until = _day(first), _day(last)
    if since is None:
        yield f"valid_from: Expected a day such as 2026-01-01, but found {first!r}"
    if last and until is None:
        yield f"valid_to: Expected a day such as 2026-12-31, or nothing, but found {last!r}"
    if since and until and until < since:
        yield f"valid_to: Expected a day not before {first}, but found {last}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -6 and abs(value) < 10**12 else None


def _line(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rules": [rule.strip() for rule in row["rules"].split(";")],
        "name": row["name"].strip(),
        "label": row["label"].strip(),
        "area": row["area"],
        "residence": row.get("residence") or "",
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row.get("valid_to") or ""),
        "value": _number(row["value"]),
        "unit": row.get("unit") or "",
        "mark": row["mark"],
        "basis": row.get("basis") or "",
    }
