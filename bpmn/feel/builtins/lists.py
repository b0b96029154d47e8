"""Built-ins on lists. None changes its argument; positions count from 1, or from -1 at the end."""

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from bpmn.feel.arithmetic import add, divide, multiply, subtract
from bpmn.feel.bounds import DECIMALS, check_length, checked_list, finite, spend
from bpmn.feel.builtins.signature import Misfit, table
from bpmn.feel.values import ORDERED, Function, as_list, equals, kind, order

WORK_OF_A_SQUARE = 4
SCALARS = frozenset(("null", "boolean", "number", "string"))


def holds(items: list[Any], element: Any) -> bool:
    return any(equals(item, element) is True for item in items)


def extreme(sign: int) -> Callable[[list[Any]], Any]:
    """The smallest (-1) or largest (1); null for none, and where there is no order."""

    def found(items: list[Any]) -> Any:
        best = items[0] if items and kind(items[0]) in ORDERED else None
        for item in items[1:]:
            place = order(item, best)
            if place is None:
                return None
            best = item if place == sign else best
        return best

    return found


def folded(operate: Callable[[Any, Any], Any]) -> Callable[[list[Any]], Any]:
    """The operation through the list; null for an empty one, and where it meets what it cannot take."""

    def found(items: list[Any]) -> Any:
        if not items or not all(kind(item) in ("number", "duration", "months") for item in items):
            return None
        total = items[0]
        for item in items[1:]:
            total = operate(total, item)
        return total

    return found


total = folded(add)


def mean(items: list[Any]) -> Any:
    whole = total(items)
    return None if whole is None else divide(whole, len(items))


def median(items: list[Any]) -> Any:
    if not items or not all(kind(item) == "number" for item in items):
        return None
    ranked = sorted(items)
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else divide(add(ranked[middle - 1], ranked[middle]), 2)


def deviation(items: list[Any]) -> Any:
    """Of a sample; null for fewer than two numbers."""
    spend(WORK_OF_A_SQUARE * len(items))
    average = mean(items) if len(items) > 1 and all(kind(item) == "number" for item in items) else None
    if average is None:
        return None
    squares = [multiply(subtract(item, average), subtract(item, average)) for item in items]
    return finite(DECIMALS.sqrt(divide(total(squares), len(items) - 1)))


def mode(items: list[Any]) -> Any:
    """All the numbers that are most frequent, smallest first."""
    if not all(kind(item) == "number" for item in items):
        return None
    counts: dict[Any, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


def every(items: list[Any]) -> bool | None:
    """False where one is false; else null where one is not true."""
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def some(items: list[Any]) -> bool | None:
    """True where one is true; else null where one is not false."""
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


def sublist(items: list[Any], start: int, length: int | None) -> Any:
    if not 1 <= abs(start) <= len(items) or (length is not None and length < 0):
        return None
    begin = start - 1 if start > 0 else len(items) + start
    if length is not None and begin + length > len(items):
        return None
    return items[begin:] if length is None else items[begin : begin + length]


def joined(lists: list[Any]) -> Any:
    """The lists one after another; a single value counts as a list of it, null as none there is."""
    found: list[Any] = []
    for one in lists:
        if one is None:
            raise Misfit
        found += one if isinstance(one, list | tuple) else [one]
        check_length(len(found))
    return found


def appended(values: list[Any]) -> Any:
    """The first is the list, the others are its new elements."""
    if values[0] is None:
        raise Misfit
    return checked_list([*as_list(values[0]), *values[1:]])


def insert_before(items: list[Any], position: int, element: Any) -> Any:
    if not 1 <= abs(position) <= len(items):
        return None
    index = position - 1 if position > 0 else len(items) + position
    return checked_list([*items[:index], element, *items[index:]])


def remove(items: list[Any], position: int) -> Any:
    if not 1 <= abs(position) <= len(items):
        return None
    index = position - 1 if position > 0 else len(items) + position
    return [*items[:index], *items[index + 1 :]]


def replaced(items: list[Any], position: int, element: Any) -> Any:
    kept = remove(items, position)
    if kept is None:
        return None
    index = position - 1 if position > 0 else len(items) + position
    return [*kept[:index], element, *kept[index:]]


def replaced_where(items: list[Any], match: Function, element: Any) -> Any:
    """Wherever the function of (item, newItem) is true; null where it gives no boolean."""
    answers = [match.call(item, element) for item in items] if len(match.parameters) == 2 else [None]
    if not all(isinstance(answer, bool) for answer in answers):
        return None
    return [element if answer else item for item, answer in zip(items, answers, strict=True)]


def index_of(items: list[Any], element: Any) -> list[Any]:
    return [place for place, item in enumerate(items, 1) if equals(item, element) is True]


def distinct(items: list[Any]) -> list[Any]:
    """The first of each; strings and numbers are found at once, other values by comparing."""
    seen: set[Any] = set()
    others: list[Any] = []
    found: list[Any] = []
    for item in items:
        key = (kind(item), item) if kind(item) in SCALARS else None
        if key in seen if key else met(others, item):
            continue
        seen.add(key) if key else others.append(item)
        found.append(item)
    return found


def met(others: list[Any], item: Any) -> bool:
    spend(len(others))
    return holds(others, item)


def flattened(items: list[Any]) -> list[Any]:
    """All elements of lists within lists, walked without recursion."""
    found: list[Any] = []
    waiting = list(reversed(items))
    while waiting:
        item = waiting.pop()
        spend(1)
        if isinstance(item, list | tuple):
            waiting.extend(reversed(item))
        else:
            found.append(item)
    return checked_list(found)


def partition(items: list[Any], size: int) -> Any:
    """Lists of so many elements, the last with what is left."""
    return [items[at : at + size] for at in range(0, len(items), size)] if size > 0 else None


def repeated(items: list[Any]) -> list[Any]:
    """What is in the list more than once, each one time."""
    first: list[Any] = []
    again: list[Any] = []
    for item in items:
        (again if met(first, item) else first).append(item)
    return distinct(again)


def sort(items: list[Any], precedes: Function | None) -> Any:
    """By the function (true where its first argument comes first), else ascending; null where two have no order."""
    if precedes is None:
        if len(items) > 1 and any(order(item, items[0]) is None for item in items):
            return None
        return sorted(items, key=cmp_to_key(lambda a, b: order(a, b) or 0))
    if len(precedes.parameters) != 2:
        return None
    first = precedes.call

    def compared(left: Any, right: Any) -> int:
        spend(2)
        if first(left, right) is True:
            return -1
        return 1 if first(right, left) is True else 0

    return sorted(items, key=cmp_to_key(compared))


LISTS = table(
    {
        "list contains(list: list, element: any)": holds,
        "count(list: list)": len,
        "min(list...: any)": extreme(-1),
        "max(list...: any)": extreme(1),
        "sum(list...: any)": total,
        "product(list...: any)": folded(multiply),
        "mean(list...: any)": mean,
        "median(list...: any)": median,
        "stddev(list...: any)": deviation,
        "mode(list...: any)": mode,
        "all(list...: any)": every,
        "any(list...: any)": some,
        "sublist(list: list, start position: integer, length?: integer)": sublist,
        "append(list...: list)": appended,
        "concatenate(lists...: list)": joined,
        "union(lists...: list)": lambda lists: distinct(joined(lists)),
        "insert before(list: list, position: integer, newItem: any)": insert_before,
        "remove(list: list, position: integer)": remove,
        "list replace(list: list, position: integer, newItem: any)": replaced,
        "list replace(list: list, match: function, newItem: any)": replaced_where,
        "reverse(list: list)": lambda items: items[::-1],
        "index of(list: list, match: any)": index_of,
        "distinct values(list: list)": distinct,
        "flatten(list: list)": flattened,
        "sort(list: list, precedes?: function)": sort,
        "partition(list: list, size: integer)": partition,
        "duplicate values(list: list)": repeated,
        "is empty(list: list)": lambda items: not items,
    }
)
