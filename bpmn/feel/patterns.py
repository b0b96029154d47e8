"""Reads a regular expression into a program for `regex`: a list of small instructions with relative jumps."""

import unicodedata
from collections.abc import Callable
from typing import Any, TypeAlias

CHAR, SPLIT, SAVE, ASSERT, MATCH = range(5)
Instruction: TypeAlias = tuple[int, Any, int]
Program: TypeAlias = list[Instruction]
Judge: TypeAlias = Callable[[str], bool]
SIZE = 2_000
GROUPS = 20
DEPTH = 24
QUANTIFIERS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
CONTROL = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}
CLASSES: dict[str, Judge] = {
    "d": str.isdecimal,
    "s": lambda char: char in " \t\n\r\f\v",
    "w": lambda char: char == "_" or char.isalnum(),
}


TOO_LARGE = f"超过 {SIZE} 条指令"
LOOKING = ("?=", "?!", "?<")
BLOCKS = {
    "IsBasicLatin": (0x0000, 0x007F),
    "IsLatin-1Supplement": (0x0080, 0x00FF),
    "IsGreek": (0x0370, 0x03FF),
    "IsCyrillic": (0x0400, 0x04FF),
    "IsGeneralPunctuation": (0x2000, 0x206F),
    "IsCJKSymbolsandPunctuation": (0x3000, 0x303F),
    "IsHiragana": (0x3040, 0x309F),
    "IsKatakana": (0x30A0, 0x30FF),
    "IsCJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "IsCJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "IsHalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}
"""The blocks of XML Schema that people here write."""
MAJOR = frozenset("LMNPZSC")


class PatternError(ValueError):
    """The text is no pattern, or one that is not supported; says which, for designers."""


def program(text: str, flags: str) -> tuple[Program, int]:
    """The instructions and the number of groups. Flags: i, s, m, x as in XPath."""
    if not set(flags) <= set("ismx"):
        raise PatternError("标志只能是 i、s、m、x")
    reader = Reader(without_blanks(text) if "x" in flags else text, flags)
    body = reader.alternatives(0)
    if reader.at < len(reader.text):
        raise PatternError("多了 )")
    return [(SAVE, 0, 0), *body, (SAVE, 1, 0), (MATCH, None, 0)], reader.groups


class Reader:
    """Reads one pattern from left to right."""

    def __init__(self, text: str, flags: str) -> None:
        self.text = text
        self.at = 0
        self.groups = 0
        self.fold = "i" in flags
        self.dot: Judge = (lambda char: True) if "s" in flags else (lambda char: char not in "\n\r")
        self.lines = "m" in flags

    def accept(self, piece: str) -> bool:
        if self.text.startswith(piece, self.at):
            self.at += len(piece)
            return True
        return False

    def next(self) -> str:
        if self.at >= len(self.text):
            raise PatternError("没有写完")
        self.at += 1
        return self.text[self.at - 1]

    def alternatives(self, depth: int) -> Program:
        if depth > DEPTH:
            raise PatternError(f"嵌套超过 {DEPTH} 层")
        found = self.sequence(depth)
        while self.accept("|"):
            other = self.sequence(depth)
            found = sized([(SPLIT, 1, len(found) + 2), *found, jump(len(other) + 1), *other])
        return found

    def sequence(self, depth: int) -> Program:
        found: Program = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            found = sized([*found, *self.repeated(self.atom(depth))])
        return found

    def repeated(self, atom: Program) -> Program:
        """The atom as often as its quantifier says; one quantifier an atom."""
        bounds = self.quantifier()
        if bounds is None:
            return atom
        low, high = bounds
        lazy = self.accept("?")
        if high is not None and high < low:
            raise PatternError(f"{{{low},{high}}} 的次数应从小到大")
        if (high or low) * len(atom) > SIZE:
            raise PatternError(TOO_LARGE)
        return sized(atom * low + (star(atom, lazy) if high is None else optional(atom, high - low, lazy)))

    def quantifier(self) -> tuple[int, int | None] | None:
        mark = self.text[self.at : self.at + 1]
        if mark in QUANTIFIERS and mark:
            self.at += 1
            return QUANTIFIERS[mark]
        if mark != "{":
            return None
        inside, closing, _ = self.text[self.at + 1 : self.at + 16].partition("}")
        low, comma, high = inside.partition(",")
        if not closing or not is_count(low) or (high and not is_count(high)):
            raise PatternError("{ 后面应为次数，如 {2,4}")
        self.at += len(inside) + 2
        return int(low), int(high) if high else None if comma else int(low)

    def atom(self, depth: int) -> Program:
        char = self.next()
        match char:
            case "(":
                return self.group(depth)
            case "[":
                return self.one(self.char_class(depth))
            case ".":
                return [(CHAR, self.dot, 0)]
            case "^" | "$":
                return [(ASSERT, edge(char, self.lines), 0)]
            case "\\":
                return self.escaped()
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise PatternError(f"{char} 前面没有可重复的内容" if char in QUANTIFIERS else f"{char} 应写作 \\{char}")
        return self.one(self.folded(char.__eq__))

    def group(self, depth: int) -> Program:
        if self.text.startswith(LOOKING, self.at):
            raise PatternError("不支持环视 (?= (?! (?<= (?<!")
        if self.accept("?:"):
            body = self.alternatives(depth + 1)
        else:
            self.groups += 1
            number = self.groups
            if number > GROUPS:
                raise PatternError(f"分组超过 {GROUPS} 个")
            body = [(SAVE, 2 * number, 0), *self.alternatives(depth + 1), (SAVE, 2 * number + 1, 0)]
        if not self.accept(")"):
            raise PatternError("( 没有对应的 )")
        return body

    def escaped(self) -> Program:
        if self.accept("b"):
            return [(ASSERT, at_word_edge, 0)]
        return self.one(self.folded(self.escape()))

    def escape(self) -> Judge:
        """What follows a backslash, as a judge of characters."""
        char = self.next()
        if char.lower() in CLASSES:
            judge = CLASSES[char.lower()]
            return judge if char.islower() else opposite(judge)
        if char in "pP":
            return self.category(char == "P")
        if char.isdecimal():
            raise PatternError(f"不支持反向引用 \\{char}")
        if char.isalnum() and char not in CONTROL:
            raise PatternError(f"没有 \\{char} 这种写法")
        return CONTROL.get(char, char).__eq__

    def category(self, negated: bool) -> Judge:
        name, closing, _ = self.text[self.at + 1 : self.at + 40].partition("}")
        if not self.accept("{") or not closing:
            raise PatternError("\\p 后面应为 {L} 这样的类别")
        self.at += len(name) + 1
        judge = category(name)
        return opposite(judge) if negated else judge

    def one(self, judge: Judge) -> Program:
        return [(CHAR, judge, 0)]

    def folded(self, judge: Judge) -> Judge:
        """The judge of the character in either case, where the pattern does not tell them apart."""
        if not self.fold:
            return judge
        return lambda char: judge(char) or judge(char.lower()) or judge(char.upper())

    def char_class(self, depth: int) -> Judge:
        """Up to the closing bracket; -[...] at the end takes characters away."""
        if depth > DEPTH:
            raise PatternError(f"嵌套超过 {DEPTH} 层")
        negated = self.accept("^")
        judges: list[Judge] = []
        without: Judge | None = None
        while not (judges and self.accept("]")):
            if judges and self.accept("-["):
                without = self.char_class(depth + 1)
            else:
                judges.append(self.folded(self.class_item()))
        some: Judge = lambda char: any(judge(char) for judge in judges) is not negated  # noqa: E731
        if without is None:
            return some
        excluded = without
        return lambda char: some(char) and not excluded(char)

    def class_item(self) -> Judge:
        char = self.next()
        if char in "[]":
            raise PatternError(f"[…] 里的 {char} 应写作 \\{char}")
        if char == "\\":
            return self.escape()
        if self.text[self.at : self.at + 1] == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", "[", ""):
            self.at += 1
            last = self.next()
            if last == "\\" or last < char:
                raise PatternError("[…] 里的范围应从小到大")
            return lambda found: char <= found <= last
        return char.__eq__


def without_blanks(text: str) -> str:
    """The pattern of flag x: blanks say nothing, except between square brackets."""
    kept: list[str] = []
    brackets = 0
    for at, char in enumerate(text):
        if char in "[]" and (not at or text[at - 1] != "\\"):
            brackets += 1 if char == "[" else -1
        if brackets > 0 or not char.isspace():
            kept.append(char)
    return "".join(kept)


def category(name: str) -> Judge:
    """Of a general category such as L or Lu, or a block such as IsBasicLatin."""
    if name in BLOCKS:
        first, last = BLOCKS[name]
        return lambda char: first <= ord(char) <= last
    if name[:1] not in MAJOR or len(name) > 2:
        raise PatternError(f"没有类别 \\p{{{name}}}")
    return lambda char: unicodedata.category(char).startswith(name)


def is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4


def sized(code: Program) -> Program:
    if len(code) > SIZE:
        raise PatternError(TOO_LARGE)
    return code


def jump(distance: int) -> Instruction:
    return (SPLIT, distance, distance)


def star(atom: Program, lazy: bool) -> Program:
    inside, past = (1, len(atom) + 2)
    split = (SPLIT, past, inside) if lazy else (SPLIT, inside, past)
    return [split, *atom, jump(-len(atom) - 1)]


def optional(atom: Program, times: int, lazy: bool) -> Program:
    """Up to so many times: each copy may leave past the last."""
    found: Program = []
    for _ in range(times):
        inside, past = 1, len(atom) + len(found) + 1
        found = [(SPLIT, past, inside) if lazy else (SPLIT, inside, past), *atom, *found]
    return found


def opposite(judge: Judge) -> Judge:
    return lambda char: not judge(char)


def edge(mark: str, lines: bool) -> Callable[[str, int], bool]:
    if mark == "^":
        return lambda text, at: at == 0 or (lines and text[at - 1] == "\n")
    return lambda text, at: at == len(text) or (lines and text[at] == "\n")


def at_word_edge(text: str, at: int) -> bool:
    word = CLASSES["w"]
    return (at > 0 and word(text[at - 1])) != (at < len(text) and word(text[at]))
