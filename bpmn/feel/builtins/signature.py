"""Signatures of built-ins: read from the text that documents them, and what an argument must be to be taken."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from bpmn.feel.bounds import CHARACTERS_A_STEP, spend
from bpmn.feel.far import FarDate
from bpmn.feel.values import ORDERED, as_list, exact, kind

T = TypeVar("T")
WRITTEN = re.compile(r"([a-z ]+)\((.*)\)")
PARAMETER = re.compile(r"([A-Za-z0-9 ]+)(\?|\.\.\.)?: ([a-z?]+)")


class Misfit(Exception):
    """An argument of the wrong kind: the call gives null."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """`kind` is one of the kinds of values, integer, any, moment (a date, with or without a time) or point (what ranges
    are made of); optional ones may be left out."""

    name: str
    kind: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Builtin:
    """`spread`: takes its values one by one, or (unless each is a list itself) as one list."""

    written: str
    parameters: tuple[Parameter, ...]
    spread: bool
    call: Callable[..., Any]

    def apply(self, values: list[Any]) -> Any:
        """The result for values in the order of the parameters; null where one does not fit."""
        try:
            return self.tried(values)
        except Misfit:
            return None

    def tried(self, values: list[Any]) -> Any:
        """The same; raises Misfit where a value does not fit."""
        if self.spread:
            return self.call(spread(values, self.parameters[0].kind == "list"))
        return self.call(*map(fitted, self.parameters, values))

    def arrange(self, given: list[T], names: tuple[str, ...]) -> list[T | None]:
        """Arguments in the order of the parameters, None for those left out."""
        if self.spread:
            return list(given)
        if names:
            by_name = dict(zip(names, given, strict=True))
            return [by_name.get(parameter.name) for parameter in self.parameters]
        return [*given, *[None] * (len(self.parameters) - len(given))]


def spread(values: list[Any], of_lists: bool) -> list[Any]:
    """The arguments, or the one list given in their place; a null in place of the list does not fit."""
    if len(values) == 1 and values[0] is None:
        raise Misfit
    if of_lists:
        return [sized(value) for value in values]
    items = values[0] if len(values) == 1 and isinstance(values[0], list | tuple) else values
    spend(len(items) + 1)
    return list(items)


def fitted(parameter: Parameter, value: Any) -> Any:
    """The value as the parameter takes it, paid for by its size; raises Misfit."""
    wanted = parameter.kind
    if wanted == "any":
        return sized(value)
    if value is None:
        if parameter.optional:
            return None
        raise Misfit
    if wanted == "list":
        return sized(as_list(value))
    if type(value) is list and len(value) == 1:
        value = value[0]
    return sized(taken(wanted, value))


def taken(wanted: str, value: Any) -> Any:
    match wanted:
        case "number" if kind(value) == "number":
            return finite_only(exact(value))
        case "integer" if kind(value) == "number":
            return integral(exact(value))
        case "moment" if isinstance(value, date | FarDate):
            return value
        case "point" if kind(value) in ORDERED:
            return value
    if kind(value) != wanted:
        raise Misfit
    return value


def finite_only(value: Any) -> Any:
    if isinstance(value, Decimal) and not value.is_finite():
        raise Misfit
    return value


def integral(value: Any) -> int:
    """Without its fraction; raises Misfit for what no position or scale can be."""
    if abs(finite_only(value)) > 10**9:
        raise Misfit
    return int(value)


def sized(value: Any) -> Any:
    if isinstance(value, str):
        spend(1 + len(value) // CHARACTERS_A_STEP)
    elif isinstance(value, list | tuple | dict):
        spend(1 + len(value))
    return value


def read(written: str, call: Callable[..., Any]) -> tuple[str, Builtin]:
    """The name and the built-in of a line such as "round up(n: number, scale: integer)"."""
    match = WRITTEN.fullmatch(written)
    assert match is not None, written
    name, inside = match.groups()
    found = [PARAMETER.fullmatch(part) for part in inside.split(", ")] if inside else []
    assert all(found), written
    parameters = tuple(Parameter(one[1], one[3], one[2] == "?") for one in found if one)
    return name, Builtin(written, parameters, any(one[2] == "..." for one in found if one), call)


def table(lines: Mapping[str, Callable[..., Any]]) -> dict[str, tuple[Builtin, ...]]:
    """Built-ins by name; a name may have several signatures."""
    found: dict[str, tuple[Builtin, ...]] = {}
    for written, call in lines.items():
        name, builtin = read(written, call)
        found[name] = (*found.get(name, ()), builtin)
    return found


def choose(signatures: tuple[Builtin, ...], count: int, names: tuple[str, ...]) -> list[Builtin]:
    """The signatures that take so many arguments, or arguments of these names."""
    return [builtin for builtin in signatures if takes(builtin, count, names)]


def takes(builtin: Builtin, count: int, names: tuple[str, ...]) -> bool:
    if builtin.spread:
        return count > 0 and names in ((), (builtin.parameters[0].name,))
    required = {one.name for one in builtin.parameters if not one.optional}
    every = {one.name for one in builtin.parameters}
    return required <= set(names) <= every if names else len(required) <= count <= len(every)


def first_fitting(builtins: list[Builtin], given: list[list[Any]]) -> Any:
    """What the first built-in gives that its values, arranged for it, fit; null where they fit none."""
    for builtin, values in zip(builtins, given, strict=True):
        try:
            return builtin.tried(values)
        except Misfit:
            continue
    return None
