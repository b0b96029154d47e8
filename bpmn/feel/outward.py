"""The way of a value out of the language: plain data that JSON can carry."""

from collections.abc import Mapping
from typing import Any

from bpmn.feel.bounds import LIST_LENGTH, METER, STEPS, spend
from bpmn.feel.errors import FeelError
from bpmn.feel.moments import written
from bpmn.feel.values import exact, kind

DEPTH = 64


def plain(value: object) -> Any:
    """Null, booleans, int and Decimal, strings, lists, dicts; dates, times and durations as ISO text.

    The result is a copy of its own. Raises FeelError for ranges and functions, and for what is too large or too deep.
    """
    METER.left = STEPS
    return copied(value, 0)


def copied(value: Any, depth: int) -> Any:
    spend(1)
    if depth > DEPTH:
        raise FeelError(f"值的嵌套超过 {DEPTH} 层")
    match kind(value):
        case "null" | "boolean" | "string":
            return value
        case "number":
            return number(exact(value))
        case "list":
            if len(value) > LIST_LENGTH:
                raise FeelError(f"列表长度超过上限 {LIST_LENGTH}")
            return [copied(item, depth + 1) for item in value]
        case "context":
            return entries(value, depth)
        case "date" | "time" | "date and time" | "duration" | "months":
            return written(value)
    raise FeelError(f"{kind(value)} 类型的值不能保存为变量")


def entries(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise FeelError("上下文的键应为字符串")
    return {key: copied(item, depth + 1) for key, item in value.items()}


def number(value: Any) -> Any:
    if not isinstance(value, int) and not value.is_finite():
        raise FeelError("数值超出范围")
    return value
