"""A place in the tokens and what may be asked there. Knows names of several words, not grammar."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from bpmn.feel.bounds import NESTING
from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.hints import hint
from bpmn.feel.lexer import Token, tokens, unreadable
from bpmn.feel.nearness import meant, no_function
from bpmn.feel.nodes import Node

Words = dict[str, list[tuple[tuple[str, ...], str]]]
"""First word -> the names that begin with it as (pieces, name), longest first."""
LONGEST_NAME = 8
"""Words that are looked at for a misspelt function."""
NAME_SIGNS = frozenset("+-*/.'")
"""What a declared name may hold beside words: the standard's additional name symbols."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the surroundings know by name: variables and functions, built-ins of several words, types."""

    known: frozenset[str]
    functions: Words
    singles: tuple[str, ...] = ()
    """Built-ins of one word."""
    types: frozenset[str] = frozenset()


class Cursor:
    """Reads one text. `expression` parses a whole expression here; the grammar sets it."""

    def __init__(self, text: str, names: Names, expression: "Callable[[Cursor], Node]") -> None:
        self.text = text
        self.tokens = tokens(text)
        self.index = 0
        self.known = words(names.known)
        self.functions = names.functions
        self.singles = names.singles
        self.types = names.types
        self.type_words = words(names.types)
        self.depth = 0
        self.parse = expression

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def ahead(self, count: int) -> Token:
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def step(self) -> Token:
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def at(self, *texts: str) -> bool:
        token = self.tokens[self.index]
        return token.text in texts and token.kind in ("mark", "word")

    def accept(self, text: str) -> bool:
        if self.at(text):
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.unknown_call() or self.fault(f"应为 {text}")

    def fault(self, expected: str, token: Token | None = None) -> FeelSyntaxError:
        token = token or self.token
        if token.text == "'" and token.kind == "mark":
            return FeelSyntaxError(self.text, token.at, unreadable(self.text, token.at), "“'”")
        said = hint(self.tokens[self.index - 1] if self.index else None, token) if token is self.token else ""
        return FeelSyntaxError(self.text, token.at, expected + said, f"“{token.text[:20]}”" if token.text else "结尾")

    def nested(self) -> Node:
        """A whole expression one level further in."""
        self.enter()
        node = self.parse(self)
        self.leave()
        return node

    def enter(self) -> None:
        self.depth += 1
        if self.depth > NESTING:
            raise self.fault(f"嵌套超过 {NESTING} 层")

    def leave(self) -> None:
        self.depth -= 1

    def function_name(self) -> str | None:
        """A built-in's name of several words, read only where its bracket follows."""
        for pieces, name in self.functions.get(self.token.text, ()):
            if self.follows(pieces) and self.ahead(len(pieces)).text == "(":
                self.index += len(pieces)
                return name
        return None

    def known_name(self) -> str | None:
        """A name of several words that the surroundings promised."""
        return self.longest(self.known)

    def type_name(self) -> str:
        """A type's name as it is written here; empty where no name stands."""
        return self.longest(self.type_words) or (self.step().text if self.token.kind == "name" else "")

    def longest(self, among: Words) -> str | None:
        for pieces, name in among.get(self.token.text, ()):
            if self.follows(pieces):
                self.index += len(pieces)
                return name
        return None

    def follows(self, pieces: tuple[str, ...]) -> bool:
        ahead = self.tokens[self.index : self.index + len(pieces)]
        return tuple(token.text for token in ahead) == pieces and all(token.kind != "string" for token in ahead)

    def unknown_call(self) -> FeelSyntaxError | None:
        """The fault where several words that are no function's name stand before a bracket: sting length(x)."""
        stop = self.index
        while self.tokens[stop].kind in ("name", "word"):
            stop += 1
        if self.tokens[stop].text != "(":
            return None
        near = [start for start in self.words_before(stop, "name", "word") if self.means_something(start, stop)]
        start = next(iter([*near, *self.words_before(stop, "name")]), stop)
        if start >= stop - 1:
            return None
        return FeelSyntaxError(
            self.text, self.tokens[start].at, no_function(self.phrase(start, stop), self.callable_names())
        )

    def words_before(self, stop: int, *kinds: str) -> list[int]:
        """Where the names begin that stand together with others of these kinds before this token, from the left."""
        start = stop
        while start > max(0, stop - LONGEST_NAME) and self.tokens[start - 1].kind in kinds:
            start -= 1
        return [place for place in range(start, stop) if self.tokens[place].kind == "name"]

    def means_something(self, start: int, stop: int) -> bool:
        return bool(meant(self.phrase(start, stop), self.callable_names()))

    def phrase(self, start: int, stop: int) -> str:
        return " ".join(token.text for token in self.tokens[start:stop])

    def callable_names(self) -> list[str]:
        known = [found for same in (self.functions, self.known) for few in same.values() for _, found in few]
        return [*known, *self.singles]

    def words_until(self, *ends: str) -> str:
        """A name being declared: every word up to the mark or reserved word that must follow it.

        Behind its first word a name may hold numbers and the signs of NAME_SIGNS.
        """
        start = self.index
        while self.continues_name(start) and not self.at(*ends):
            self.index += 1
        if self.index == start:
            raise self.fault("应为名称")
        if self.index == start + 1:
            return self.tokens[start].text
        stop = self.tokens[self.index - 1]
        name = " ".join(self.text[self.tokens[start].at : stop.at + len(stop.text)].split())
        add_words(self.known, name)
        return name

    def continues_name(self, start: int) -> bool:
        token = self.token
        if token.kind in ("name", "word"):
            return True
        return self.index > start and (token.kind == "number" or token.text in NAME_SIGNS)


def words(names: Iterable[str]) -> Words:
    """The names of several words among `names`, as the cursor looks them up: its own, to be added to."""
    return {first: [*same] for first, same in words_of(frozenset(names)).items()}


@lru_cache(maxsize=64)
def words_of(names: frozenset[str]) -> Words:
    """Read once for the many texts of one file, which share their names."""
    found: Words = {}
    for name in names:
        if not name.isidentifier():
            add_words(found, name)
    return found


def add_words(found: Words, name: str) -> None:
    pieces = tuple(token.text for token in tokens(name)[:-1])
    if len(pieces) > 1:
        same_start = found.setdefault(pieces[0], [])
        same_start.append((pieces, name))
        same_start.sort(key=lambda entry: -len(entry[0]))
