"""Simple conditions on one variable, tried on every value that can make a difference. Knows no drawing.

A condition counts as simple when it only compares one variable with numbers or with texts that are written in it; then
it changes nowhere but at these, so what holds at, between and beside them holds everywhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bpmn import feel

STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
NUMBER = re.compile(r"(?<![\w.)\]])-?\d+(?:\.\d+)?(?![\w(])|(?<=\.\.)-?\d+(?:\.\d+)?(?![\w(])")
NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
KEYWORDS = frozenset(("and", "or", "not", "in", "between", "true", "false"))
PUNCTUATION = re.compile(r"[\s()\[\],<>=!?]*(?:\.\.[\s()\[\],<>=!?]*)*")
ORDERED = re.compile(r"[<>]|\.\.|\bbetween\b")
MOST_SAMPLES = 200
OTHER = "\x00"
"""A text that no file holds: it stands for all that are not named."""


@dataclass(frozen=True, slots=True)
class Simple:
    """`variable`: the path that is compared, `?` in a cell; `numbers` and `texts`: what it is compared with."""

    variable: str
    numbers: frozenset[Decimal]
    texts: frozenset[str]
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A value, and how it is said. `is_inside`: not beyond the least and the greatest that are named.

    `is_fraction`: between two whole numbers that follow each other, where a count never is.
    """

    value: Any
    words: str
    is_inside: bool = True
    is_fraction: bool = False


def simple(text: str) -> Simple | None:
    """What the text compares, None where it does anything else."""
    strings = STRING.findall(text)
    rest = STRING.sub(" ", text)
    numbers = NUMBER.findall(rest)
    rest = NUMBER.sub(" ", rest)
    names = {name for name in NAME.findall(rest) if name not in KEYWORDS}
    if len(names) > 1 or (strings and numbers) or not PUNCTUATION.fullmatch(NAME.sub(" ", rest)):
        return None
    texts = frozenset(each[1:-1] for each in strings)
    if any("\\" in each for each in texts) or ((strings or numbers) and re.search(r"\b(true|false)\b", rest)):
        return None
    ordered = bool(ORDERED.search(rest))
    return Simple(names.pop() if names else "?", frozenset(map(Decimal, numbers)), texts, ordered)


def samples(compared: Iterable[Simple], given: Iterable[str] = ()) -> list[Sample] | None:
    """Every value that can make a difference; None where numbers and texts are mixed. `given`: the only texts."""
    found = list(compared)
    numbers = sorted(frozenset[Decimal]().union(*(each.numbers for each in found)))
    texts = sorted(frozenset[str]().union(*(each.texts for each in found)))
    if (numbers and texts) or len(numbers) + len(texts) > MOST_SAMPLES:
        return None
    if numbers:
        return _numbers(numbers)
    if texts or given:
        listed = [Sample(text, f"是“{text}”") for text in dict.fromkeys([*given, *texts])]
        return listed if given else [*listed, Sample(OTHER, "是别的值", is_inside=False)]
    return [Sample(True, "是 true"), Sample(False, "是 false")]


def _numbers(named: list[Decimal]) -> list[Sample]:
    found = [Sample(named[0] - 1, f"小于 {named[0]}", is_inside=False)]
    for before, number in zip([None, *named], named, strict=False):
        if before is not None:
            is_fraction = number - before == 1 and number == int(number)
            found.append(Sample((before + number) / 2, f"在 {before} 和 {number} 之间", is_fraction=is_fraction))
        found.append(Sample(number, f"等于 {number}"))
    return [*found, Sample(named[-1] + 1, f"大于 {named[-1]}", is_inside=False)]


def holding(text: str, variable: str, tried: list[Sample]) -> int | None:
    """The samples for which the condition holds, as bits; None where it cannot be evaluated."""
    try:
        condition = feel.compile(text)
        return sum(condition.holds(_variables(variable, each.value)) << n for n, each in enumerate(tried))
    except (feel.FeelError, feel.FeelSyntaxError):
        return None


def passing(cell: str, tried: list[Sample]) -> int | None:
    """The samples that pass the cell of a table, as bits; None where it cannot be evaluated."""
    try:
        tests = feel.compile_unary(cell)
        return sum(tests(each.value, {}) << n for n, each in enumerate(tried))
    except (feel.FeelError, feel.FeelSyntaxError):
        return None


def _variables(path: str, value: Any) -> dict[str, Any]:
    for key in reversed(path.split(".")):
        value = {key: value}
    found: dict[str, Any] = value
    return found
