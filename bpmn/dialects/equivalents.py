"""What the methods and functions of other vendors' expressions are in FEEL; what has no equal is not in the tables."""

import re
from collections.abc import Callable, Mapping

TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
NAME = re.compile(r"[^\W\d]\w*")
OBJECTS = {
    "execution": "execution 是别家引擎里的对象，变量请直接写名字",
    "task": "task 是别家引擎里的对象，变量请直接写名字",
    "processInstance": "processInstance 是别家引擎里的对象，变量请直接写名字",
    "connector": "connector 是别家引擎里的对象，请改用 city:job",
    "caseExecution": "caseExecution 是别家引擎里的对象，这里没有案例",
    "externalTask": "externalTask 是别家引擎里的对象，变量请直接写名字",
    "authenticatedUserId": "不能取当前登录的人，请用变量",
}
"""Names that stand for objects of an engine where they have a member."""

COMPARED, ADDED, WHOLE = 3, 5, 9
"""How tightly FEEL's operators bind, as far as they stand here."""

EMPTY = 'list contains([null, "", [], {{}}], {0})'
HAS = "(if {0} instance of string then contains({0}, {1}) else list contains({0}, {1}))"

Say = Callable[[str, tuple[str, ...]], str | None]
"""From the FEEL of the object and of the arguments to FEEL; None where these arguments have no equal."""


def _form(pattern: str) -> Say:
    return lambda it, arguments: pattern.format(it, *arguments)


def _item(it: str, arguments: tuple[str, ...]) -> str | None:
    """`get('name')` is an entry, `get(0)` the first item."""
    named = TEXT.fullmatch(arguments[0])
    if named is not None:
        return f"{it}.{named[1]}" if NAME.fullmatch(named[1]) else f"get value({it}, {arguments[0]})"
    return f"{it}[{int(arguments[0]) + 1}]" if arguments[0].isdigit() else None


def _whole(it: str, arguments: tuple[str, ...]) -> str | None:
    """Java's `matches` is of the whole text; only a written pattern can be put between anchors."""
    named = TEXT.fullmatch(arguments[0])
    return None if named is None else f'matches({it}, "^(?:{named[1]})$")'


METHODS: Mapping[tuple[str, int], tuple[Say, int]] = {
    ("size", 0): (_form("count({0})"), WHOLE),
    ("length", 0): (_form("string length({0})"), WHOLE),
    ("get", 1): (_item, WHOLE),
    ("isEmpty", 0): (_form(EMPTY), WHOLE),
    ("contains", 1): (_form(HAS), WHOLE),
    ("containsKey", 1): (_form("get value({0}, {1}) != null"), COMPARED),
    ("equals", 1): (_form("{0} = {1}"), COMPARED),
    ("equalsIgnoreCase", 1): (_form("lower case({0}) = lower case({1})"), COMPARED),
    ("compareTo", 1): (_form("(if {0} < {1} then -1 else if {0} > {1} then 1 else 0)"), WHOLE),
    ("startsWith", 1): (_form("starts with({0}, {1})"), WHOLE),
    ("endsWith", 1): (_form("ends with({0}, {1})"), WHOLE),
    ("matches", 1): (_whole, WHOLE),
    ("toUpperCase", 0): (_form("upper case({0})"), WHOLE),
    ("toLowerCase", 0): (_form("lower case({0})"), WHOLE),
    ("trim", 0): (_form("trim({0})"), WHOLE),
    ("concat", 1): (_form("{0} + {1}"), ADDED),
    ("substring", 1): (_form("substring({0}, {1} + 1)"), WHOLE),
    ("substring", 2): (_form("substring({0}, {1} + 1, {2} - {1})"), WHOLE),
    ("toString", 0): (_form("string({0})"), WHOLE),
    ("booleanValue", 0): (_form("{0}"), WHOLE),
    ("doubleValue", 0): (_form("{0}"), WHOLE),
    ("prop", 1): (_item, WHOLE),
    ("value", 0): (_form("{0}"), WHOLE),
    ("stringValue", 0): (_form("{0}"), WHOLE),
    ("numberValue", 0): (_form("{0}"), WHOLE),
    ("boolValue", 0): (_form("{0}"), WHOLE),
    ("elements", 0): (_form("{0}"), WHOLE),
}
"""(name, number of arguments) -> how it is said, and how tightly that binds."""

READERS = frozenset(("getVariable", "getVariableLocal", "getVariableTyped"))
ASKERS = frozenset(("hasVariable", "hasVariableLocal"))
VARIABLE_PREFIXES = frozenset(("var", "vars", "variables"))
FUNCTIONS: Mapping[tuple[str, int], str] = {
    ("now", 0): "now()",
    ("S", 1): "{0}",
    ("JSON", 1): "{0}",
}
ON_VARIABLES: Mapping[str, str] = {
    "get": "{0}",
    "getOrDefault": "(if {0} = null then {1} else {0})",
    "exists": "{0} != null",
    "isEmpty": EMPTY,
    "empty": EMPTY,
    "isNotEmpty": f"not({EMPTY})",
    "notEmpty": f"not({EMPTY})",
    "equals": "{0} = {1}",
    "eq": "{0} = {1}",
    "notEquals": "{0} != {1}",
    "ne": "{0} != {1}",
    "neq": "{0} != {1}",
    "lowerThan": "{0} < {1}",
    "lessThan": "{0} < {1}",
    "lt": "{0} < {1}",
    "lowerThanOrEquals": "{0} <= {1}",
    "lessThanOrEquals": "{0} <= {1}",
    "lte": "{0} <= {1}",
    "greaterThan": "{0} > {1}",
    "gt": "{0} > {1}",
    "greaterThanOrEquals": "{0} >= {1}",
    "gte": "{0} >= {1}",
    "contains": HAS,
    "containsAny": HAS,
}
"""Flowable's functions on a variable that they name: `vars:equals(income, 900)`."""


def said_on_variable(function: str, arguments: tuple[str, ...]) -> str | None:
    """The first argument names the variable, with or without quotes."""
    pattern = ON_VARIABLES.get(function)
    if pattern is None or len(arguments) != (2 if "{1}" in pattern else 1):
        return None
    named = TEXT.fullmatch(arguments[0])
    name = named[1] if named is not None else arguments[0]
    return pattern.format(name, *arguments[1:]) if NAME.fullmatch(name) else None
