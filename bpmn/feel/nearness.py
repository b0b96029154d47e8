"""What somebody may have meant who wrote a name that is not there."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

CLOSE = 0.7
LONGEST = 60
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


SYNONYMS = {
    "avg": "mean",
    "average": "mean",
    "len": "string length 或 count",
    "length": "string length 或 count",
    "size": "count",
    "concat": "concatenate 或 string join",
    "upper": "upper case",
    "to upper case": "upper case",
    "lower": "lower case",
    "to lower case": "lower case",
    "round": "round half up",
    "ceil": "ceiling",
    "substr": "substring",
    "to string": "string",
    "str": "string",
    "int": "floor 或 number",
    "to number": "number",
    "parse int": "number",
    "datetime": "date and time",
    "index": "index of",
    "regex": "matches",
    "test": "matches",
    "push": "append",
    "add": "append",
    "unique": "distinct values",
    "stdev": "stddev",
    "pow": "a ** b",
    "mod": "modulo",
    "is null": "= null",
    "is empty string": "is blank",
    "coalesce": "get or else",
    "nvl": "get or else",
    "weekday": "day of week",
}
"""What other languages call it."""


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
    near = SYNONYMS.get(plainly(name)) or meant(name, among)
    return f"没有函数 {name}" + (f"，是不是 {near}？" if near else "")
