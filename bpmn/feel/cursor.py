"""A place in the tokens and what may be asked there. Knows names of several words, not grammar."""

from collections.abc import Callable, Iterable

from bpmn.feel.bounds import NESTING
from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.lexer import Token, tokens
from bpmn.feel.nodes import Node

Words = dict[str, list[tuple[tuple[str, ...], str]]]
"""First word -> the names that begin with it as (pieces, name), longest first."""


class Cursor:
    """Reads one text. `expression` parses a whole expression here; the grammar sets it."""

    def __init__(self, text: str, known: Words, functions: Words, expression: "Callable[[Cursor], Node]") -> None:
        self.text = text
        self.tokens = tokens(text)
        self.index = 0
        self.known = known
        self.functions = functions
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
            raise self.fault(f"应为 {text}")

    def fault(self, expected: str, token: Token | None = None) -> FeelSyntaxError:
        token = token or self.token
        return FeelSyntaxError(self.text, token.at, expected, f"“{token.text[:20]}”" if token.text else "结尾")

    def nested(self) -> Node:
        """A whole expression one level further in."""
        self.depth += 1
        if self.depth > NESTING:
            raise self.fault(f"嵌套超过 {NESTING} 层")
        node = self.parse(self)
        self.depth -= 1
        return node

    def function_name(self) -> str | None:
        """A built-in's name of several words, read only where its bracket follows."""
        for pieces, name in self.functions.get(self.token.text, ()):
            if self.follows(pieces) and self.ahead(len(pieces)).text == "(":
                self.index += len(pieces)
                return name
        return None

    def known_name(self) -> str | None:
        """A name of several words that the surroundings promised."""
        for pieces, name in self.known.get(self.token.text, ()):
            if self.follows(pieces):
                self.index += len(pieces)
                return name
        return None

    def follows(self, pieces: tuple[str, ...]) -> bool:
        ahead = self.tokens[self.index : self.index + len(pieces)]
        return tuple(token.text for token in ahead) == pieces and all(token.kind != "string" for token in ahead)

    def words_until(self, *ends: str) -> str:
        """A name being declared: every word up to the mark or reserved word that must follow it."""
        start = self.index
        while self.token.kind in ("name", "word") and not self.at(*ends):
            self.index += 1
        if self.index == start:
            raise self.fault("应为名称")
        name = " ".join(token.text for token in self.tokens[start : self.index])
        if self.index > start + 1:
            add_words(self.known, name)
        return name


def words(names: Iterable[str]) -> Words:
    """The names of several words among `names`, as the cursor looks them up."""
    found: Words = {}
    for name in names:
        add_words(found, name)
    return found


def add_words(found: Words, name: str) -> None:
    pieces = tuple(token.text for token in tokens(name)[:-1])
    if len(pieces) > 1:
        same_start = found.setdefault(pieces[0], [])
        same_start.append((pieces, name))
        same_start.sort(key=lambda entry: -len(entry[0]))
