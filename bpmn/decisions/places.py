"""Where a text of a DMN file stands: for compiling it, and for saying what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from bpmn import feel
from bpmn.decisions.results import DecisionError
from bpmn.decisions.types import Type, Types
from bpmn.xml import Node, local, text_of

T = TypeVar("T")
Judges: TypeAlias = Mapping[str, Callable[[Any], bool]]
STRING = r'"(?:[^"\\]|\\.)*"'
FEEL = ("", "feel", "http://www.omg.org/spec/feel/20140401", "http://www.omg.org/spec/feel/20211108")


@dataclass(frozen=True, slots=True)
class Place:
    """`known`: the names of several words, and of functions, that texts here may use."""

    decision: str
    known: frozenset[str]
    types: Types = field(default_factory=Types)
    rules: tuple[int, ...] = ()
    column: str = ""
    language: str = ""
    """Of texts that do not say theirs: what the file says."""

    def error(self, reason: str) -> DecisionError:
        return DecisionError(reason, self.decision, self.rules, self.column)

    def knowing(self, names: Iterable[str]) -> "Place":
        """The same place with more names; one of a built-in function does not hide it."""
        more = {name for name in names if not feel.is_builtin(name)} - self.known
        return replace(self, known=self.known | more) if more else self

    def type_of(self, name: str) -> Type | None:
        """The declared type of this name. Raises DecisionError where there is none."""
        try:
            return self.types.named(name)
        except KeyError:
            raise self.error(f"类型 {name} 没有定义") from None

    def at(self, column: str, *rules: int) -> "Place":
        return replace(self, column=column, rules=rules)


def children(node: Node, name: str) -> Iterator[Node]:
    """Child elements of this name, whatever version of DMN they are of."""
    return (child for child in node if isinstance(child.tag, str) and local(child) == name)


def child(node: Node, name: str) -> Node | None:
    return next(children(node, name), None)


def text_in(node: Node | None) -> str:
    """What the `text` child says."""
    return text_of(child(node, "text")) if node is not None else ""


def name_of(node: Node) -> str:
    """Its name, with single spaces."""
    return " ".join((node.get("name") or "").split())


def description_of(node: Node) -> str:
    """What its author wrote about it, with single spaces."""
    found = child(node, "description")
    return "" if found is None else " ".join((found.text or "").split())


def check_language(node: Node, place: Place) -> None:
    language = (node.get("expressionLanguage") or place.language).strip()
    if language.lower() not in FEEL and "/spec/dmn/" not in language.lower():
        raise place.error(f"表达式语言 {language} 不能执行，请改写成 FEEL")


def compiled(read: Callable[[str, frozenset[str], Judges], T], text: str, place: Place) -> T:
    plain, odd = sorted_names(place.known)
    judges = {name: declared.unrestricted or declared.fits for name, declared in place.types.declared.items()}
    try:
        return read(quoting(text, odd) if odd else text, plain, judges)
    except feel.FeelSyntaxError as error:
        raise place.error(f"“{text[:80]}”不是表达式，{error}") from error


@lru_cache(maxsize=64)
def sorted_names(known: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Those the language can read as they are, and those with signs in them that it cannot, longest first."""
    plain = frozenset(name for name in known if readable(name))
    return plain, tuple(sorted(known - plain, key=len, reverse=True))


def readable(name: str) -> bool:
    try:
        feel.compile("null", (name,))
    except feel.FeelSyntaxError:
        return False
    return True


def quoting(text: str, odd: tuple[str, ...]) -> str:
    """The text with these names in backquotes, but where they stand in strings."""
    pattern = re.compile(STRING + "|" + "|".join(map(re.escape, odd)))
    return pattern.sub(lambda found: found[0] if found[0].startswith('"') else f"`{found[0]}`", text)
