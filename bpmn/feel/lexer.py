"""Cuts the text into tokens. Knows characters, not grammar."""

import re
from decimal import Decimal
from typing import NamedTuple

from bpmn.feel.bounds import DECIMALS, TEXT_LENGTH, WHOLE_LIMIT
from bpmn.feel.errors import FeelSyntaxError

WORDS = frozenset(
    [
        "and",
        "or",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "true",
        "false",
        "null",
        "function",
    ]
)
SYMBOL = "\U00010000-\U000effff"
PATTERN = re.compile(
    rf"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w])|(?<!\.)\.\d+(?:[eE][+-]?\d+)?)
    |(?P<name>[^\W\d{SYMBOL}][\w{SYMBOL}]*|[{SYMBOL}][\w{SYMBOL}]*)
    |(?P<quoted>`[^`\n]+`)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<mark>\.\.|\*\*|<=|>=|!=|->|[-+*/<>=()\[\]{{}},:.?@;'])""",
    re.VERBOSE | re.DOTALL,
)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\", "/": "/"}
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
HINTS = {
    "==": "相等写作 =",
    "&&": "并且写作 and",
    "||": "或者写作 or",
    "!": "否定写作 not(…)，不等写作 !=",
    "'": '字符串用双引号 "…"',
    "‘": '字符串用双引号 "…"',
    "’": '字符串用双引号 "…"',
    "/*": "注释没有结束",
    "≥": "大于等于写作 >=",
    "≤": "小于等于写作 <=",
    "≠": "不等写作 !=",
    "×": "乘写作 *",
    "÷": "除写作 /",
    "%": "百分之十写作 0.1，余数写作 modulo(a, b)",
    "$": "这里不用 ${…}，直接写式子",
    "#": "这里不用 #{…}，直接写式子",
}
FULL_WIDTH = dict(zip("（），：；［］｛｝＜＞＝＋－＊／“”。、？", '(),:;[]{}<>=+-*/"".,?', strict=True))


class Token(NamedTuple):
    """`kind`: number, string, name, word (reserved), mark or end; `at` is the offset in the text."""

    kind: str
    text: str
    at: int
    value: object = None


def tokens(text: str) -> list[Token]:
    """All tokens, the last of kind `end`; raises FeelSyntaxError."""
    if len(text) > TEXT_LENGTH:
        raise FeelSyntaxError(text, TEXT_LENGTH, f"表达式超过 {TEXT_LENGTH} 个字符")
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = PATTERN.match(text, at)
        if match is None or (match.lastgroup == "mark" and text.startswith(("==", "/*"), at)):
            raise FeelSyntaxError(text, at, unreadable(text, at), f"“{text[at]}”")
        if match.lastgroup != "space":
            found.append(token(match, text))
        at = match.end()
    return [*found, Token("end", "", len(text))]


def token(match: re.Match[str], text: str) -> Token:
    piece, at = match.group(), match.start()
    match match.lastgroup:
        case "number":
            return Token("number", piece, at, number(piece, text, at))
        case "string":
            return Token("string", piece, at, unescape(piece, text, at))
        case "quoted":
            return Token("name", piece[1:-1].strip(), at)
        case "name":
            return Token("word" if piece in WORDS else "name", piece, at)
    return Token("mark", piece, at)


def number(piece: str, text: str, at: int) -> int | Decimal:
    """An int where the literal is written without point or exponent, else a Decimal of at most 34 digits."""
    if piece.isdecimal() and len(piece) <= 40 and int(piece) < WHOLE_LIMIT:
        return int(piece)
    value = DECIMALS.create_decimal(piece)
    if not value.is_finite():
        raise FeelSyntaxError(text, at, "应为较小的数", piece[:20])
    return value


def unescape(piece: str, text: str, at: int) -> str:
    """The string between the quotes. An unknown escape stays as written, so that patterns read well ("\\d+")."""

    def one(match: re.Match[str]) -> str:
        short, long, other = match.groups()
        if other is not None:
            return ESCAPES.get(other, match.group())
        code = int(short or long, 16)
        if not 0 < code <= 0x10FFFF:  # the database keeps no U+0000
            raise FeelSyntaxError(text, at, "应为有效的字符编码", match.group())
        return chr(code)

    inner = piece[1:-1]
    if "\\" not in inner:
        return inner
    try:
        return ESCAPE.sub(one, inner).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise FeelSyntaxError(text, at, "应为有效的字符编码", piece[:20]) from None


def unreadable(text: str, at: int) -> str:
    """What to write instead of what cannot be read."""
    for wrong, hint in HINTS.items():
        if text.startswith(wrong, at):
            return f"无法识别（{hint}）"
    if text[at] in FULL_WIDTH:
        return f"应为半角符号 {FULL_WIDTH[text[at]]}"
    if text[at].isdecimal():
        return '无法识别（数和名称之间应有运算符，五天写作 @"P5D"）'
    if text[at] == '"':
        return "的字符串没有结束引号"
    return "无法识别"
