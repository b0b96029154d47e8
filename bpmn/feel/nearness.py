"""What somebody may have meant who wrote a name that is not there."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

CLOSE = 0.7
LONGEST = 60
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


def meant(name: str, among: Iterable[str]) -> str:
    """The nearest of the names, or nothing; `stringLength`, `String_Length` and `sting length` mean `string length`."""
    if len(name) > LONGEST:
        return ""
    by_plain = {plainly(one): one for one in among}
    found = get_close_matches(plainly(name), by_plain, 1, CLOSE)
    return by_plain[found[0]] if found else ""


def plainly(name: str) -> str:
    return CAMEL.sub(" ", name).lower()


def no_function(name: str, among: Iterable[str]) -> str:
    """The sentence for a function that is not there."""
    near = meant(name, among)
    return f"没有函数 {name}" + (f"，是不是 {near}？" if near else "")
