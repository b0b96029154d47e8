"""Built-ins on contexts. None changes its argument."""

from collections.abc import Mapping
from typing import Any

from bpmn.feel.bounds import check_length
from bpmn.feel.builtins.signature import table


def get_value(context: Any, key: str) -> Any:
    try:
        return context[key]
    except KeyError:
        return None


def get_entries(context: Any) -> list[Any]:
    check_length(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


def put(context: Any, key: str, value: Any) -> Any:
    return {**context, key: value}


def put_below(context: Any, keys: list[Any], value: Any) -> Any:
    """The value at the end of the path of names; null where there is no such way of contexts."""
    here = context
    for key in keys[:-1]:
        here = here.get(key) if isinstance(key, str) else None
        if not isinstance(here, Mapping):
            return None
    return put_deep(context, keys, value)


def put_deep(context: Any, keys: list[Any], value: Any) -> Any:
    """The value at the end of the path; contexts that are missing on the way are made."""
    if not keys or not all(isinstance(key, str) for key in keys) or len(keys) > 64:
        return None
    found = dict(context)
    here = found
    for key in keys[:-1]:
        below = here.get(key)
        here[key] = dict(below) if isinstance(below, Mapping) else {}
        here = here[key]
    here[keys[-1]] = value
    return found


def merge(contexts: list[Any]) -> Any:
    """Later entries win; null where one is no context."""
    found: dict[str, Any] = {}
    for context in contexts:
        if not isinstance(context, Mapping):
            return None
        check_length(len(context))
        found.update(context)
    return found


def from_entries(entries: list[Any]) -> Any:
    """A context of a list of {key, value}; null where a key repeats or an entry is not one."""
    found: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("key"), str) or "value" not in entry:
            return None
        if entry["key"] in found:
            return None
        found[entry["key"]] = entry["value"]
    return found


CONTEXTS = table(
    {
        "get value(m: context, key: string)": get_value,
        "get entries(m: context)": get_entries,
        "context put(context: context, key: string, value: any)": put,
        "context put(context: context, keys: list, value: any)": put_below,
        "context merge(contexts: list)": merge,
        "context(entries: list)": from_entries,
    }
)
