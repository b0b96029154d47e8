"""Patterns in linear time: a list of states is walked through the text once, nothing is ever tried again.

The dialect is that of XPath and Java without back references and look-around. See Pike's and Thompson's machines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from bpmn.feel.bounds import spend
from bpmn.feel.patterns import CHAR, MATCH, SAVE, SPLIT, PatternError, Program, program

__all__ = ["Pattern", "PatternError", "compiled", "expand"]

Groups: TypeAlias = tuple[int, ...]
"""Start and end of the match, then of each group; -1 where a group took no part."""
Thread: TypeAlias = tuple[int, Groups]
STATES_A_STEP = 2


@lru_cache(maxsize=512)
def compiled(text: str, flags: str) -> "Pattern":
    """Raises PatternError."""
    code, groups = program(text, flags)
    return Pattern(code, (-1,) * (2 * groups + 2))


@dataclass(frozen=True, slots=True)
class Pattern:
    code: Program
    unset: Groups

    def search(self, text: str, start: int) -> Groups | None:
        """The leftmost match from `start` on; among those the one the pattern prefers."""
        found: Groups | None = None
        threads: list[Thread] = []
        for at in range(start, len(text) + 1):
            seen: set[int] = set()
            current: list[Thread] = []
            for pc, groups in threads:
                self.follow(current, seen, (pc, groups), (text, at))
            if found is None:
                self.follow(current, seen, (0, self.unset), (text, at))
            spend(1 + len(seen) // STATES_A_STEP)
            threads, matched = self.advance(current, text[at] if at < len(text) else "")
            found = found if matched is None else matched
            if not threads and found is not None:
                break
        return found

    def advance(self, current: list[Thread], char: str) -> tuple[list[Thread], Groups | None]:
        """The threads that take the character, in order of preference, down to the first that has matched."""
        following: list[Thread] = []
        for pc, groups in current:
            operation, argument, _ = self.code[pc]
            if operation == MATCH:
                return following, groups
            if char and argument(char):
                following.append((pc + 1, groups))
        return following, None

    def follow(self, threads: list[Thread], seen: set[int], thread: Thread, place: tuple[str, int]) -> None:
        """Adds the thread with all it reaches without taking a character."""
        waiting = [thread]
        while waiting:
            pc, groups = waiting.pop()
            if pc in seen:
                continue
            seen.add(pc)
            operation, first, second = self.code[pc]
            if operation in (CHAR, MATCH):
                threads.append((pc, groups))
            elif operation == SPLIT:
                waiting.append((pc + second, groups))
                waiting.append((pc + first, groups))
            elif operation == SAVE:
                waiting.append((pc + 1, (*groups[:first], place[1], *groups[first + 1 :])))
            elif first(*place):
                waiting.append((pc + 1, groups))

    def each(self, text: str) -> Iterator[Groups]:
        """All matches from left to right without overlap; an empty one moves on by a character."""
        at = 0
        while at <= len(text):
            groups = self.search(text, at)
            if groups is None:
                return
            yield groups
            at = groups[1] if groups[1] > groups[0] else groups[1] + 1


def expand(replacement: str, text: str, groups: Groups) -> str:
    """The replacement with $n filled in; a backslash takes the next character as it is."""
    if "$" not in replacement and "\\" not in replacement:
        return replacement
    pieces: list[str] = []
    at = 0
    while at < len(replacement):
        char, following = replacement[at], replacement[at + 1 : at + 2]
        if char == "$" and following.isascii() and following.isdecimal():
            pieces.append(group(text, groups, int(following)))
            at += 2
        elif char == "\\" and following:
            pieces.append(following)
            at += 2
        else:
            pieces.append(char)
            at += 1
    return "".join(pieces)


def group(text: str, groups: Groups, number: int) -> str:
    start, end = groups[2 * number : 2 * number + 2] or (-1, -1)
    return text[start:end] if start >= 0 and end >= 0 else ""
