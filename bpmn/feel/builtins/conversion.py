"""Built-ins that turn values into numbers and text, and `not`."""

import re
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from bpmn.feel.bounds import CHARACTERS_A_STEP, DECIMALS, STRING_LENGTH, WHOLE_LIMIT, checked_text, finite, spend
from bpmn.feel.builtins.signature import table
from bpmn.feel.errors import FeelError
from bpmn.feel.moments import written
from bpmn.feel.values import Range, equals, exact, kind

NUMBER = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?", re.ASCII)
WORDS = re.compile(r"[^\W\d]\w*(?: \w+)*")
SEPARATORS = (" ", ".", ",")


def to_number(value: Any) -> Any:
    if kind(value) == "number":
        return exact(value)
    if not isinstance(value, str) or not NUMBER.fullmatch(value.strip()):
        return None
    text = value.strip()
    if text.lstrip("+-").isdecimal() and abs(int(text)) < WHOLE_LIMIT:
        return int(text)
    return finite(DECIMALS.create_decimal(text))


def grouped_number(text: str, grouping: str | None, point: str | None) -> Any:
    """A number written with separators: number("1.234,5", ".", ",")."""
    if grouping not in (None, *SEPARATORS) or point not in (None, ".", ",") or (grouping and grouping == point):
        return None
    plain = text.replace(grouping, "") if grouping else text
    return to_number(plain.replace(point, ".") if point else plain)


def to_string(value: Any) -> Any:
    """Null stays null; a string stays itself; everything else as it is written in the language."""
    if value is None or isinstance(value, str):
        return value
    pieces: list[str] = []
    write(value, pieces, 0)
    return checked_text("".join(pieces))


def write(value: Any, pieces: list[str], depth: int) -> None:
    spend(1)
    if depth > 64 or len(pieces) > STRING_LENGTH:
        raise FeelError("值太大，不能转成字符串")
    match kind(value):
        case "list":
            write_all([("", item) for item in value], pieces, "[]", depth)
        case "context":
            write_all([(f"{label(key)}: ", item) for key, item in value.items()], pieces, "{}", depth)
        case "range":
            write_range(value, pieces, depth)
        case _:
            pieces.append(scalar(value, depth))


def label(key: str) -> str:
    """A key as it can be read again: words as they are, all else in quotes."""
    return key if WORDS.fullmatch(key) else scalar(key, 1)


def write_all(items: list[tuple[str, Any]], pieces: list[str], brackets: str, depth: int) -> None:
    pieces.append(brackets[0])
    for index, (label, item) in enumerate(items):
        pieces.append((", " if index else "") + label)
        write(item, pieces, depth + 1)
    pieces.append(brackets[1])


def write_range(span: Range, pieces: list[str], depth: int) -> None:
    pieces.append("[" if span.low_included else "(")
    write(span.low, pieces, depth + 1)
    pieces.append("..")
    write(span.high, pieces, depth + 1)
    pieces.append("]" if span.high_included else ")")


def scalar(value: Any, depth: int) -> str:
    match kind(value):
        case "null":
            return "null"
        case "boolean":
            return "true" if value else "false"
        case "number":
            return number_text(exact(value))
        case "string":
            spend(len(value) // CHARACTERS_A_STEP)
            escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"' if depth else str(value)
        case "function":
            return "function"
        case "unknown":
            return ""
    return written(value, regions=True)


def number_text(value: int | Decimal) -> str:
    """Without exponent and without zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def same(left: Any, right: Any) -> bool:
    """Whether two values are the very same: of one kind, equal, and times in the same zone."""
    if kind(left) != kind(right):
        return False
    if isinstance(left, datetime | time):
        return bool(left.tzinfo == right.tzinfo and left.replace(tzinfo=None) == right.replace(tzinfo=None))
    return equals(left, right) is True


def negation(value: Any) -> bool | None:
    return not value if isinstance(value, bool) else None


CONVERSION = table(
    {
        "number(from: any)": to_number,
        "number(from: string, grouping separator?: string, decimal separator?: string)": grouped_number,
        "string(from: any)": to_string,
        "not(negand: any)": negation,
        "get or else(value: any, default: any)": lambda value, default: default if value is None else value,
        "is(value1: any, value2: any)": same,
    }
)
