"""Declared types of values: whether a value is of one, and what becomes of a value that is not. Knows no XML."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from bpmn import feel

SIMPLE = {
    "string": "string",
    "boolean": "boolean",
    **dict.fromkeys(("number", "integer", "long", "double", "decimal", "float", "int"), "number"),
    "date": "date",
    "time": "time",
    **dict.fromkeys(("date and time", "dateTime", "datetime"), "date and time"),
    **dict.fromkeys(("days and time duration", "dayTimeDuration"), "duration"),
    **dict.fromkeys(("years and months duration", "yearMonthDuration"), "months"),
    "context": "context",
    "list": "list",
    "range": "range",
    "function": "function",
}
"""Names of types, older versions' and other tools' among them -> the language's kinds."""
OPEN = ("", "Any", "any", "Undefined")
READERS = {
    "date": feel.compile("date(text)"),
    "time": feel.compile("time(text)"),
    "date and time": feel.compile("date and time(text)"),
    "duration": feel.compile("duration(text)"),
    "months": feel.compile("duration(text)"),
}
"""Kinds that JSON carries as text -> what reads it."""


def unchanged(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Type:
    """`inward` makes what came as JSON a value of the language: texts that are dates, entries that are missing.

    `item` is the type of a list's elements; None where it is no list.
    """

    name: str
    fits: Callable[[Any], bool]
    inward: Callable[[Any], Any] = unchanged
    item: "Type | None" = None
    is_moment: bool = False
    unrestricted: Callable[[Any], bool] | None = None
    """Whether a value is of it but for the values that are allowed, where these are restricted."""
    is_function: bool = False
    gives: "Type | None" = None
    """What a function of this type returns."""


@dataclass(frozen=True, slots=True)
class Types:
    """The declared types by name, those of imported files with their prefix."""

    declared: Mapping[str, Type] = field(default_factory=dict)

    def named(self, name: str) -> Type | None:
        """None for any value at all. KeyError where nothing has this name."""
        name = " ".join(name.split()).removeprefix("feel:")
        if name in self.declared:
            return self.declared[name]
        if name in OPEN:
            return None
        if name in SIMPLE:
            return simple(name, SIMPLE[name])
        return self.composed(name)

    def composed(self, name: str) -> Type | None:
        """list<T>, range<T>, context<a: T, b: U>, function<T> -> U; or a name with a foreign prefix."""
        word, opened, inner = name.partition("<")
        if not opened:
            return self.prefixed(name)
        if word.strip() == "function":
            return simple(name, "function")
        inner = inner.rstrip().removesuffix(">")
        match word.strip():
            case "list":
                return list_of(name, self.named(inner))
            case "range":
                return range_of(name, self.named(inner))
            case "context":
                pairs = (part.partition(":") for part in divided(inner))
                return fields(name, {entry.strip(): self.named(of) for entry, _, of in pairs})
        raise KeyError(name)

    def prefixed(self, name: str) -> Type | None:
        """As older versions wrote the language's own types: feel:string, ns1:number."""
        _, colon, plain = name.partition(":")
        if not colon:
            raise KeyError(name)
        return self.named(plain)


def divided(text: str) -> Iterable[str]:
    """Parts between the commas that lie in no angle brackets."""
    depth, start = 0, 0
    for at, sign in enumerate(text):
        depth += (sign == "<") - (sign == ">")
        if sign == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def simple(name: str, kind: str) -> Type:
    reader = READERS.get(kind)

    def inward(value: Any) -> Any:
        if reader is None or not isinstance(value, str):
            return value
        found = reader.compiled({"text": value})
        return value if found is None else found

    return Type(
        name,
        lambda value: feel.kind(value) == kind,
        inward,
        None,
        kind == "date and time",
        is_function=kind == "function",
    )


def list_of(name: str, item: Type | None) -> Type:
    of = item or Type("Any", lambda value: True)

    def fits(value: Any) -> bool:
        return isinstance(value, list | tuple) and all(one is None or of.fits(one) for one in value)

    def inward(value: Any) -> Any:
        return [of.inward(one) for one in value] if isinstance(value, list | tuple) else of.inward(value)

    return Type(name, fits, inward, of)


def range_of(name: str, end: Type | None) -> Type:
    def fits(value: Any) -> bool:
        if not isinstance(value, feel.Range):
            return False
        return end is None or all(one is None or end.fits(one) for one in (value.low, value.high))

    return Type(name, fits)


def fields(name: str, parts: Mapping[str, Type | None]) -> Type:
    """Contexts with at least these entries."""

    def fits(value: Any) -> bool:
        return isinstance(value, Mapping) and all(
            entry in value and agrees(value[entry], parts[entry]) for entry in parts
        )

    def inward(value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {**value, **{entry: brought(value.get(entry), of) for entry, of in parts.items()}}

    return Type(name, fits, inward)


def agrees(value: Any, type: Type | None) -> bool:
    return value is None or type is None or type.fits(value)


def brought(value: Any, type: Type | None) -> Any:
    return value if value is None or type is None else type.inward(value)


def restricted(type: Type | None, name: str, allowed: feel.UnaryTests) -> Type:
    """Of these values only."""
    base = type or Type(name, lambda value: True)
    test = allowed.compiled

    def fits(value: Any) -> bool:
        return base.fits(value) and (test is None or test(value, {}) is True)

    return Type(name, fits, base.inward, base.item, base.is_moment, base.unrestricted or base.fits)


def coerced(value: Any, type: Type | None) -> Any:
    """The value as one of the type: a list of one as its element, an element as a list; null where it cannot be one."""
    if value is None or type is None or type.fits(value):
        return value
    if type.is_moment and isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(tzinfo=UTC))
    if type.item is not None and not isinstance(value, list | tuple):
        return [value] if type.fits([value]) else None
    if isinstance(value, list | tuple) and len(value) == 1 and type.fits(value[0]):
        return value[0]
    return None
