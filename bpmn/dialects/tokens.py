"""The tokens of other vendors' expressions (JUEL), and a place in them. Knows no grammar."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from bpmn.dialects.equivalents import WHOLE

DEEPEST = 60
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<name>[^\W\d]\w*)
    |(?P<mark>==|!=|<=|>=|&&|\|\||\+=|[-+*/%<>!?:.,()\[\]]))""",
    re.VERBOSE,
)
SAME = {"eq": "=", "==": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "div": "/", "mod": "%"}
SAME |= {"&&": "and", "||": "or", "!": "not", "+=": "+="}


class JuelError(ValueError):
    """The text has no meaning here; the message says why, in the designer's words."""


@dataclass(frozen=True, slots=True)
class Part:
    """FEEL text and how tightly its outermost operator binds."""

    text: str
    level: int = WHOLE
    is_certain: bool = False  # never null, as all of JUEL's truth values
    is_text: bool = False  # strings put together

    def within(self, level: int) -> str:
        return self.text if self.level >= level else f"({self.text})"


class Reader:
    """A place in the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def word(self) -> str:
        """The token, in FEEL's spelling where it is an operator."""
        kind, text = self.tokens[self.at]
        return SAME.get(text, text) if kind in ("mark", "name") else ""

    def step(self) -> str:
        text = self.tokens[self.at][1]
        self.at += 1
        return text

    def accept(self, word: str) -> bool:
        if self.word == word:
            self.at += 1
            return True
        return False

    def expect(self, word: str) -> None:
        if not self.accept(word):
            self.fail(f"应为 {word}")

    def fail(self, why: str) -> NoReturn:
        found = self.tokens[self.at][1]
        raise JuelError(f"{why}，却是 {found}" if found else f"{why}，却到了结尾")


def tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise JuelError(f"不认识“{text[at:].lstrip()[:1]}”")
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        at = match.end()
    return [*found, ("end", "")]


def nested(reader: Reader, read: Callable[[Reader], Part]) -> Part:
    reader.depth += 1
    if reader.depth > DEEPEST:
        raise JuelError(f"括号套得超过 {DEEPEST} 层")
    part = read(reader)
    reader.depth -= 1
    return part
