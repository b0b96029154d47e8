"""Built-ins on strings. Positions count characters from 1, or from -1 at the end. Patterns run in linear time."""

from typing import Any

from bpmn.feel.bounds import CHARACTERS_A_STEP, STRING_LENGTH, checked_list, checked_text, spend
from bpmn.feel.builtins.signature import Misfit, table
from bpmn.feel.errors import FeelError
from bpmn.feel.regex import Pattern, PatternError, compiled, expand


def substring(text: str, start: int, length: int | None) -> Any:
    if not 1 <= abs(start) <= max(len(text), 1) or (length is not None and length < 1):
        return None if start == 0 else ""
    begin = start - 1 if start > 0 else len(text) + start
    return text[begin:] if length is None else text[begin : begin + length]


def before(text: str, match: str) -> str:
    return text.partition(match)[0] if match and match in text else ""


def after(text: str, match: str) -> str:
    if not match:
        return text
    return text.partition(match)[2]


def joined(items: list[Any], delimiter: str | None) -> Any:
    """Nulls in the list are left out; anything else but strings makes the whole null."""
    pieces = [item for item in items if item is not None]
    if not all(isinstance(piece, str) for piece in pieces):
        return None
    total = sum(map(len, pieces)) + len(delimiter or "") * len(pieces)
    if total > STRING_LENGTH:
        raise FeelError(f"字符串长度超过上限 {STRING_LENGTH}")
    return checked_text((delimiter or "").join(pieces))


def pattern(text: str, flags: str | None) -> Pattern:
    """Raises Misfit for a pattern that is none: the call gives null."""
    try:
        return compiled(text, flags or "")
    except PatternError:
        raise Misfit from None


def matches(text: str, wanted: str, flags: str | None) -> bool:
    return pattern(wanted, flags).search(text, 0) is not None


def replaced(text: str, wanted: str, replacement: str, flags: str | None) -> Any:
    """$1 to $9 in the replacement are groups of the pattern, $0 is the whole match."""
    pieces: list[str] = []
    end = size = 0
    for groups in pattern(wanted, flags).each(text):
        pieces += [text[end : groups[0]], expand(replacement, text, groups)]
        end = groups[1]
        size += len(pieces[-1]) + len(pieces[-2])
        spend(1 + len(pieces[-1]) // CHARACTERS_A_STEP)
        if size > STRING_LENGTH:
            raise FeelError(f"字符串长度超过上限 {STRING_LENGTH}")
    return checked_text("".join([*pieces, text[end:]]))


def split(text: str, delimiter: str) -> Any:
    pieces: list[Any] = []
    end = 0
    for groups in pattern(delimiter, None).each(text):
        pieces.append(text[end : groups[0]])
        end = groups[1]
    return checked_list([*pieces, text[end:]])


def extract(text: str, wanted: str) -> Any:
    """All matches in their order."""
    return checked_list([text[groups[0] : groups[1]] for groups in pattern(wanted, None).each(text)])


STRINGS = table(
    {
        "substring(string: string, start position: integer, length?: integer)": substring,
        "string length(string: string)": len,
        "upper case(string: string)": lambda text: text.upper(),
        "lower case(string: string)": lambda text: text.lower(),
        "is blank(string: string)": lambda text: not text.strip(),
        "trim(string: string)": lambda text: text.strip(),
        "contains(string: string, match: string)": lambda text, match: match in text,
        "starts with(string: string, match: string)": lambda text, match: text.startswith(match),
        "ends with(string: string, match: string)": lambda text, match: text.endswith(match),
        "substring before(string: string, match: string)": before,
        "substring after(string: string, match: string)": after,
        "string join(list: list, delimiter?: string)": joined,
        "matches(input: string, pattern: string, flags?: string)": matches,
        "replace(input: string, pattern: string, replacement: string, flags?: string)": replaced,
        "split(string: string, delimiter: string)": split,
        "extract(string: string, pattern: string)": extract,
    }
)
