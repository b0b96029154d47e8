"""Other vendors' `${...}` texts (JUEL) said in FEEL. Refuses what has no equal there; runs nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from bpmn.feel.lexer import WORDS as RESERVED

LONGEST = 20_000
DEEPEST = 60
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<name>[^\W\d]\w*)
    |(?P<mark>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()\[\]]))""",
    re.VERBOSE,
)
SAME = {"eq": "=", "==": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "div": "/", "mod": "%"}
SAME |= {"&&": "and", "||": "or", "!": "not"}
LEVELS = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
COMPARING = (3, 4)
WHOLE = 9
EMPTY = 'list contains([null, "", [], {{}}], {0})'
CALL = "方法调用不能执行，请改用变量、运算和 FEEL 函数"


class JuelError(ValueError):
    """The text has no meaning here; the message says why, in the designer's words."""


@dataclass(frozen=True, slots=True)
class Part:
    """FEEL text and how tightly its outermost operator binds."""

    text: str
    level: int = WHOLE
    is_certain: bool = False  # never null, as all of JUEL's truth values

    def within(self, level: int) -> str:
        return self.text if self.level >= level else f"({self.text})"


class Reader:
    """A place in the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
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


def to_feel(text: str) -> str:
    """FEEL for what stands between `${` and `}`. Raises JuelError."""
    if len(text) > LONGEST:
        raise JuelError(f"表达式超过 {LONGEST} 个字符")
    reader = Reader(text)
    part = _ternary(reader)
    if reader.kind != "end":
        reader.fail(CALL if reader.word == "(" else "应为运算符或结尾")
    return part.text


def is_juel(text: str) -> bool:
    return "${" in text or "#{" in text


def text_to_feel(text: str) -> str:
    """A text with `${...}` in it: one expression, or pieces that are strung together. Raises JuelError."""
    if len(text) > LONGEST:
        raise JuelError(f"文字超过 {LONGEST} 个字符")
    pieces = [to_feel(body) if is_code else _quoted(body) for is_code, body in _pieces(text.strip())]
    if len(pieces) == 1:
        return pieces[0]
    return " + ".join(piece if piece.startswith('"') else f"string({piece})" for piece in pieces)


def _pieces(text: str) -> list[tuple[bool, str]]:
    found, at = [], 0
    for match in re.finditer(r"""[$#]\{((?:[^{}"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*)\}""", text):
        if match.start() > at:
            found.append((False, text[at : match.start()]))
        found.append((True, match[1]))
        at = match.end()
    if at < len(text):
        found.append((False, text[at:]))
    if any(not is_code and is_juel(body) for is_code, body in found):
        raise JuelError("括号 ${ 没有合上")
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
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


def _nested(reader: Reader, read: Callable[[Reader], Part]) -> Part:
    reader.depth += 1
    if reader.depth > DEEPEST:
        raise JuelError(f"括号套得超过 {DEEPEST} 层")
    part = read(reader)
    reader.depth -= 1
    return part


def _ternary(reader: Reader) -> Part:
    condition = _binary(reader, 1)
    if not reader.accept("?"):
        return condition
    then = _nested(reader, _ternary)
    reader.expect(":")
    otherwise = _nested(reader, _ternary)
    return Part(f"if {condition.text} then {then.text} else {otherwise.text}", 0)


def _binary(reader: Reader, floor: int) -> Part:
    """Operators from `floor` on, from left to right."""
    left = _unary(reader)
    while (level := LEVELS.get(reader.word, 0)) >= floor:
        operator = reader.word
        reader.step()
        right = _nested(reader, lambda inner, above=level + 1: _binary(inner, above))  # type: ignore[misc]
        left = _joined(left, operator, right, level)
    return left


def _joined(left: Part, operator: str, right: Part, level: int) -> Part:
    if operator == "%":
        return Part(f"modulo({left.text}, {right.text})")
    # FEEL has one level for all comparisons and does not chain them
    least = 5 if level in COMPARING else level
    text = f"{left.within(least)} {operator} {right.within(level + 1)}"
    return Part(text, 3 if level in COMPARING else level, is_certain=operator in ("=", "!="))


def _unary(reader: Reader) -> Part:
    if reader.accept("not"):
        operand = _nested(reader, _unary)
        return Part(f"not({operand.text if operand.is_certain else operand.within(5) + ' = true'})", is_certain=True)
    if reader.accept("-"):
        return Part(f"-{_nested(reader, _unary).within(8)}", 7)
    if reader.accept("empty"):
        return Part(EMPTY.format(_nested(reader, _unary).text), is_certain=True)
    return _path(reader, _operand(reader))


def _operand(reader: Reader) -> Part:
    match reader.kind:
        case "number":
            return Part(reader.step())
        case "string":
            return Part(_quoted(_unescaped(reader.step())))
        case "name" if reader.tokens[reader.at][1] not in SAME:
            return _name(reader)
    if not reader.accept("("):
        reader.fail("应为值、变量或括号")
    part = _nested(reader, _ternary)
    reader.expect(")")
    return part


def _name(reader: Reader) -> Part:
    name = reader.step()
    if reader.word == "(" or (reader.word == ":" and _is_function(reader)):
        raise JuelError(CALL)
    if name in ("true", "false", "null"):
        return Part(name)
    return Part(f"`{name}`" if name in RESERVED else name)


def _is_function(reader: Reader) -> bool:
    """`prefix:name(`, which is a call; `a ? b : c` is not."""
    return reader.at + 2 < len(reader.tokens) and reader.tokens[reader.at + 2][1] == "("


def _path(reader: Reader, part: Part) -> Part:
    while True:
        if reader.accept("."):
            if reader.kind != "name":
                reader.fail("应为名字")
            part = Part(f"{part.within(WHOLE)}.{_name(reader).text}")
        elif reader.accept("["):
            part = Part(f"{part.within(WHOLE)}{_index(reader)}")
            reader.expect("]")
        else:
            return part


def _index(reader: Reader) -> str:
    """`['name']` is an entry; a number counts from 0 there and from 1 here."""
    if reader.kind == "string":
        name = _unescaped(reader.step())
        if name.isidentifier():
            return f".`{name}`" if name in RESERVED else f".{name}"
    elif reader.kind == "number" and reader.tokens[reader.at][1].isdigit():
        return f"[{int(reader.step()) + 1}]"
    raise JuelError("方括号里只能是名字或序号")


def _unescaped(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
