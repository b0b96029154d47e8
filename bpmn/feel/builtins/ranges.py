"""How two points or ranges lie to one another, and `range`. A point is taken for the range from it to itself."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from bpmn.feel.bounds import TEXT_LENGTH, spend
from bpmn.feel.builtins.conversion import to_number
from bpmn.feel.builtins.signature import Misfit, table
from bpmn.feel.builtins.temporal import to_date, to_date_and_time, to_duration, to_time
from bpmn.feel.moments import literal
from bpmn.feel.values import Range, order

Relation: TypeAlias = Callable[[Range, Range], bool]
POINT = r'"(?:[^"\\]|\\.)*"|@"[^"\\]*"|-?\d[\d.]*?|(?:date and time|date|time|duration)\(\s*"[^"\\]*"\s*\)'
WRITTEN = re.compile(rf"\s*([\[(\]])\s*({POINT})\s*\.\.\s*({POINT})\s*([\])\[])\s*", re.ASCII)
READERS = {"date": to_date, "time": to_time, "date and time": to_date_and_time, "duration": to_duration}


def as_range(value: Any) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


def compared(left: tuple[Any, int], right: tuple[Any, int]) -> int:
    """Two ends, each with its side (-1 start, 1 end); an open one lies beyond all. Raises Misfit without order."""
    (a, side_a), (b, side_b) = left, right
    if a is None or b is None:
        return (side_a if a is None else 0) - (side_b if b is None else 0)
    sign = order(a, b)
    if sign is None:
        raise Misfit
    return sign


def starts_to_starts(a: Range, b: Range) -> int:
    """-1, 0, 1: a begins before, with or after b; one that holds its first point begins before one that does not."""
    return compared((a.low, -1), (b.low, -1)) or int(b.low_included) - int(a.low_included)


def ends_to_ends(a: Range, b: Range) -> int:
    return compared((a.high, 1), (b.high, 1)) or int(a.high_included) - int(b.high_included)


def before(a: Range, b: Range) -> bool:
    sign = compared((a.high, 1), (b.low, -1))
    return sign < 0 or (sign == 0 and not (a.high_included and b.low_included))


def meets(a: Range, b: Range) -> bool:
    return compared((a.high, 1), (b.low, -1)) == 0 and a.high_included and b.low_included


def overlaps(a: Range, b: Range) -> bool:
    return not before(a, b) and not before(b, a)


def overlaps_before(a: Range, b: Range) -> bool:
    return starts_to_starts(a, b) < 0 and not before(a, b) and ends_to_ends(a, b) <= 0


def finishes(a: Range, b: Range) -> bool:
    return ends_to_ends(a, b) == 0 and starts_to_starts(a, b) >= 0


def includes(a: Range, b: Range) -> bool:
    return starts_to_starts(a, b) <= 0 and ends_to_ends(a, b) >= 0


def starts(a: Range, b: Range) -> bool:
    return starts_to_starts(a, b) == 0 and ends_to_ends(a, b) <= 0


def coincides(a: Range, b: Range) -> bool:
    return starts_to_starts(a, b) == 0 and ends_to_ends(a, b) == 0


def turned(relation: Relation) -> Relation:
    return lambda a, b: relation(b, a)


def asked(relation: Relation) -> Callable[[Any, Any], bool]:
    return lambda a, b: relation(as_range(a), as_range(b))


def to_range(text: str) -> Any:
    """What a range of literals says; null where it is none, an end is missing or the ends are the wrong way round."""
    spend(len(text) // 4)
    match = WRITTEN.fullmatch(text) if len(text) <= TEXT_LENGTH else None
    if match is None:
        return None
    low, high = point(match[2]), point(match[3])
    if order(low, high) not in (-1, 0):
        return None
    return Range(low, high, match[1] == "[", match[4] == "]")


def point(text: str) -> Any:
    """The value of a literal: a string, a number, @"..." or a call such as date("...")."""
    if text[0] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    if text[0] == "@":
        return literal(text[2:-1])
    if text[-1] != ")":
        return to_number(text)
    name, _, inside = text.partition("(")
    return READERS[name](inside[:-1].strip()[1:-1])


FORMS = {
    "points": "(point1: point, point2: point)",
    "point": "(point: point, range: range)",
    "within": "(range: range, point: point)",
    "ranges": "(range1: range, range2: range)",
}
RELATIONS: dict[str, tuple[Relation, str]] = {
    "before": (before, "points point within ranges"),
    "after": (turned(before), "points point within ranges"),
    "meets": (meets, "ranges"),
    "met by": (turned(meets), "ranges"),
    "overlaps": (overlaps, "ranges"),
    "overlaps before": (overlaps_before, "ranges"),
    "overlaps after": (turned(overlaps_before), "ranges"),
    "finishes": (finishes, "point ranges"),
    "finished by": (turned(finishes), "within ranges"),
    "includes": (includes, "within ranges"),
    "during": (turned(includes), "point ranges"),
    "starts": (starts, "point ranges"),
    "started by": (turned(starts), "within ranges"),
    "coincides": (coincides, "points ranges"),
}
LINES: dict[str, Callable[..., Any]] = {
    f"{name}{FORMS[form]}": asked(relation) for name, (relation, forms) in RELATIONS.items() for form in forms.split()
}
RANGES = table({"range(from: string)": to_range, **LINES})
